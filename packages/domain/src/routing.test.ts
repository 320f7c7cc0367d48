import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outcomeFromCause } from "./call/outcome.ts";
import { type CarrierPrice, mayFailOver, priceFor, type RouteTrunk, routeCalls, trunkOrder } from "./routing.ts";

const trunk = (trunkId: string, priority: number, free = 9, carrier = trunkId): RouteTrunk => ({
  trunkId,
  priority,
  carrier,
  free,
});
const price = (carrier: string, prefix: string, micros: bigint, currency = "USD"): CarrierPrice => ({
  carrier,
  prefix,
  currency,
  perMinuteMicros: micros,
});
const CHINA = "+8613800138000";

describe("a carrier's price", () => {
  const prices = [price("a", "", 90n), price("a", "86", 30n), price("a", "86138", 20n), price("b", "8613", 1n)];
  it("is that of the longest prefix", () => expect(priceFor(prices, "a", CHINA)?.perMinuteMicros).toBe(20n));
  it("falls back to everywhere else", () => expect(priceFor(prices, "a", "+4420")?.perMinuteMicros).toBe(90n));
  it("is unknown where nothing fits", () => expect(priceFor(prices, "b", "+4420")).toBeNull());
});

describe("the order of trunks", () => {
  const trunks = [trunk("second", 2), trunk("first", 1), trunk("third", 3)];
  const names = (prices: readonly CarrierPrice[], routing: "priority" | "least_cost" = "least_cost") =>
    trunkOrder(trunks, routing, prices, CHINA).map(({ trunkId }) => trunkId);
  it.each([
    ["by priority, whatever it costs", ["first", "second", "third"], [price("third", "86", 1n)], "priority"],
    [
      "the cheapest first",
      ["third", "second", "first"],
      [price("first", "86", 9n), price("second", "86", 5n), price("third", "86", 1n)],
      "least_cost",
    ],
    [
      "at one price by priority",
      ["first", "second", "third"],
      ["first", "second", "third"].map((c) => price(c, "", 5n)),
      "least_cost",
    ],
    ["without a price last", ["third", "first", "second"], [price("third", "86", 100n)], "least_cost"],
    [
      "another currency cannot be compared",
      ["first", "third", "second"],
      [price("first", "86", 9n), price("second", "86", 1n, "CNY"), price("third", "86", 10n)],
      "least_cost",
    ],
  ] as const)("%s", (_what, order, prices, routing) => expect(names(prices, routing)).toEqual(order));
});

describe("routes", () => {
  it("fill the first trunk, then the next, and name where to go from there", () => {
    const routes = routeCalls([trunk("a", 1, 1), trunk("b", 2, 2)], "priority", [], [CHINA, CHINA, CHINA, CHINA]);
    expect(routes).toEqual([
      { trunkId: "a", next: ["b"] },
      { trunkId: "b", next: ["a"] },
      { trunkId: "b", next: ["a"] },
    ]);
  });

  it("send each number to its own cheapest trunk", () => {
    const prices = [price("a", "86", 5n), price("a", "44", 1n), price("b", "86", 1n), price("b", "44", 5n)];
    const routes = routeCalls([trunk("a", 1), trunk("b", 1)], "least_cost", prices, [CHINA, "+442079460000"]);
    expect(routes.map(({ trunkId }) => trunkId)).toEqual(["b", "a"]);
  });

  it("never give a trunk more than it has, and pay no more than any other order of the same trunks would", () => {
    const some = fc.array(fc.record({ priority: fc.nat(3), free: fc.nat(4), cost: fc.nat(9) }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(some, fc.nat(20), (specs, calls) => {
        const trunks = specs.map(({ priority, free }, i) => trunk(`t${i}`, priority, free));
        const prices = specs.map(({ cost }, i) => price(`t${i}`, "", BigInt(cost)));
        const phones = Array.from({ length: calls }, () => CHINA);
        const routes = routeCalls(trunks, "least_cost", prices, phones);
        const room = specs.reduce((sum, { free }) => sum + free, 0);
        expect(routes.length).toBe(Math.min(calls, room));
        const costs = specs.flatMap(({ cost, free }) => Array.from({ length: free }, () => cost)).sort((a, b) => a - b);
        const paid = routes.reduce((sum, { trunkId }) => sum + (specs[Number(trunkId.slice(1))]?.cost ?? 0), 0);
        expect(paid).toBe(costs.slice(0, routes.length).reduce((sum, cost) => sum + cost, 0));
      }),
    );
  });
});

describe("going over the next trunk", () => {
  const end = { mayHaveRung: false, cause: 34, afterMs: 200 };
  it.each([
    ["no circuit, at once, nothing heard", {}, true],
    ["something may have rung", { mayHaveRung: true }, false],
    ["it took too long", { afterMs: 5_001 }, false],
    ["nobody told a cause", { cause: null }, false],
    ["busy", { cause: 17 }, false],
    ["no such number", { cause: 1 }, false],
    ["no answer", { cause: 19 }, false],
    ["a timer ran out somewhere: it may have rung", { cause: 102 }, false],
  ])("%s", (_what, over, expected) => expect(mayFailOver({ ...end, ...over })).toBe(expected));

  it("only for causes that are the way's fault, not the number's", () => {
    for (let cause = 0; cause <= 127; cause++) {
      if (!mayFailOver({ ...end, cause })) continue;
      const facts = { answered: false, joined: false, abandoned: false, timedOut: false, originateFailed: false };
      expect(outcomeFromCause({ ...facts, cause })).toBe("failed");
    }
  });
});
