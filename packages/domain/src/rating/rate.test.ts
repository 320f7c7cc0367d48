import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, eachDay } from "../days.ts";
import { call, component, contract, seatDay, seatDaysOn, version } from "./fixtures.test-support.ts";
import { ratePeriod } from "./rate.ts";
import type { UsageFact } from "./types.ts";

const code = (expected: string) => expect.objectContaining({ code: expected });
const JUNE = { from: "2026-06-01", to: "2026-07-01" };
const perCall = (rate: string, baseFee: string, position = 0) =>
  component({ type: "per_call", rate, baseFee, direction: "outbound" }, position);

describe("a price per call", () => {
  const priced = contract([version([perCall("0.125", "100")], { taxRatePpm: 60_000 })]);

  it("is a base fee and the calls", () => {
    const usage = [call("b", "2026-06-02"), call("a", "2026-06-30"), call("c", "2026-06-01")];
    expect(ratePeriod({ contract: priced, usage, period: JUNE })).toEqual({
      charges: [
        {
          key: "c0 base 2026-06",
          kind: "base",
          componentId: "c0",
          contractVersionId: "v1",
          month: "2026-06",
          metered: 30n,
          description: {
            key: "charge.perCall.base",
            values: {
              month: "2026-06",
              days: 30,
              daysInMonth: 30,
              baseFee: "100.00",
              direction: "outbound",
              currency: "CNY",
            },
          },
          quantityMicros: 1_000_000n,
          unit: "month",
          unitPriceMicros: 100_000_000n,
          amountMinor: 10_000n,
          arithmetic: "30 days ÷ 30 days × 100.00 = 100.00",
          periodFrom: "2026-06-01",
          periodTo: "2026-07-01",
          usageIds: [],
        },
        {
          key: "c0 2026-06",
          kind: "usage",
          componentId: "c0",
          contractVersionId: "v1",
          month: "2026-06",
          metered: 3n,
          description: {
            key: "charge.perCall",
            values: { month: "2026-06", calls: 3, rate: "0.125", direction: "outbound", currency: "CNY" },
          },
          quantityMicros: 3_000_000n,
          unit: "call",
          unitPriceMicros: 125_000n,
          amountMinor: 38n,
          arithmetic: "3 calls × 0.125 = 0.38",
          periodFrom: "2026-06-01",
          periodTo: "2026-07-01",
          usageIds: ["a", "b", "c"],
        },
      ],
      netMinor: 10_038n,
      taxMinor: 602n,
      totalMinor: 10_640n,
      taxes: [{ ratePpm: 60_000, netMinor: 10_038n, taxMinor: 602n }],
      taxMode: "exclusive",
      credits: [],
      unpricedCount: 0,
      unpricedUsageIds: [],
    });
  });

  it.each([
    [{ from: "2026-06-01", to: "2026-06-16" }, ["15 days ÷ 30 days × 100.00 = 50.00"]],
    [
      { from: "2026-06-16", to: "2026-08-01" },
      ["15 days ÷ 30 days × 100.00 = 50.00", "31 days ÷ 31 days × 100.00 = 100.00"],
    ],
    [{ from: "2026-02-01", to: "2026-02-02" }, ["1 days ÷ 28 days × 100.00 = 3.57"]],
    [{ from: "2025-12-01", to: "2026-01-01" }, []],
  ])("prorates the base fee over %j", (period, arithmetic) => {
    expect(ratePeriod({ contract: priced, usage: [], period }).charges.map((c) => c.arithmetic)).toEqual(arithmetic);
  });

  it("rounds the whole charge once, not each call", () => {
    const free = contract([version([perCall("0.004", "0")])]);
    const usage = eachDay("2026-06-01", "2026-06-11").map((date) => call(date, date));
    expect(ratePeriod({ contract: free, usage, period: JUNE }).netMinor).toBe(4n);
  });

  it("keeps a charge of nothing for calls that cost nothing", () => {
    const free = contract([version([perCall("0", "0")])]);
    const { charges } = ratePeriod({ contract: free, usage: [call("a", "2026-06-01")], period: JUNE });
    expect(charges).toMatchObject([{ amountMinor: 0n, usageIds: ["a"] }]);
  });

  it("prices late calls on a line that says so and leaves calls of the next period", () => {
    const usage = [call("late", "2026-05-31"), call("now", "2026-06-01"), call("next", "2026-07-01")];
    const { charges } = ratePeriod({ contract: contract([version([perCall("1", "0")])]), usage, period: JUNE });
    expect(charges.map((c) => [c.description.key, c.usageIds, c.periodFrom, c.periodTo])).toEqual([
      ["charge.perCall", ["now"], "2026-06-01", "2026-07-01"],
      ["charge.perCall.late", ["late"], "2026-05-31", "2026-06-01"],
    ]);
  });

  it("prices each call by its own version, whatever is in force when it is charged", () => {
    const two = contract([
      version([perCall("2", "0", 1)], { id: "v2", version: 2, effectiveFrom: "2026-06-15" }),
      version([perCall("1", "0")]),
    ]);
    const usage = [call("old", "2026-06-20"), call("new", "2026-06-20", { contractVersionId: "v2" })];
    const { charges } = ratePeriod({ contract: two, usage, period: JUNE });
    expect(charges.map((c) => [c.contractVersionId, c.usageIds, c.amountMinor, c.periodFrom, c.periodTo])).toEqual([
      ["v1", ["old"], 100n, "2026-06-01", "2026-06-15"],
      ["v2", ["new"], 200n, "2026-06-15", "2026-07-01"],
    ]);
  });

  it("says which usage no component prices", () => {
    const usage = [
      call("in", "2026-06-01", { direction: "inbound" }),
      seatDay("seat", "2026-06-01"),
      call("out", "2026-06-01"),
    ];
    const rated = ratePeriod({ contract: priced, usage, period: JUNE });
    expect(rated.unpricedUsageIds).toEqual(["in", "seat"]);
  });

  it("taxes each version at its own rate", () => {
    const two = contract([
      version([perCall("1", "0")], { taxRatePpm: 60_000 }),
      version([perCall("1", "0", 1)], { id: "v2", version: 2, effectiveFrom: "2026-06-15", taxRatePpm: 130_000 }),
    ]);
    const usage = [call("a", "2026-06-01"), call("b", "2026-06-20", { contractVersionId: "v2" })];
    const rated = ratePeriod({ contract: two, usage, period: JUNE });
    expect(rated.taxes).toEqual([
      { ratePpm: 60_000, netMinor: 100n, taxMinor: 6n },
      { ratePpm: 130_000, netMinor: 100n, taxMinor: 13n },
    ]);
    expect(rated.totalMinor).toBe(219n);
  });
});

describe("refusals", () => {
  const priced = contract([version([perCall("1", "0")])]);
  it.each([
    ["PERIOD_EMPTY", [], { from: "2026-06-01", to: "2026-06-01" }],
    ["USAGE_VERSION_UNKNOWN", [call("a", "2026-06-01", { contractVersionId: "other" })], JUNE],
    ["USAGE_CONFLICT", [call("a", "2026-06-01"), call("a", "2026-06-01", { quantity: 2n })], JUNE],
  ])("%s", (expected, usage, period) => {
    expect(() => ratePeriod({ contract: priced, usage, period })).toThrow(code(expected));
  });
});

describe("whatever the usage", () => {
  const rate = fc.bigInt(0n, 500_000_000n).map((m) => `${m / 1_000_000n}.${String(m % 1_000_000n).padStart(6, "0")}`);
  const date = fc.integer({ min: -40, max: 45 }).map((n) => addDays(JUNE.from, n));
  const facts = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      kind: fc.constantFrom("call", "seat_day"),
      localDate: date,
      contractVersionId: fc.constantFrom("v1", "v2"),
      inbound: fc.boolean(),
    }),
    { selector: (fact) => fact.id, maxLength: 60 },
  );
  const usage = facts.map((list) =>
    list.map(
      ({ inbound, ...fact }): UsageFact => ({
        ...fact,
        quantity: 1n,
        direction: fact.kind === "seat_day" ? null : inbound ? "inbound" : "outbound",
      }),
    ),
  );
  const terms = fc
    .record({
      seatRate: rate,
      callRate: rate,
      baseFee: rate,
      minSeats: fc.nat(5),
      currency: fc.constantFrom("CNY", "JPY", "KWD"),
    })
    .map(({ seatRate, callRate, baseFee, minSeats, currency }) => {
      const components = (first: number) => [
        component({ type: "seat", monthlyRate: seatRate, minSeats }, first),
        component({ type: "per_call", rate: callRate, baseFee, direction: "outbound" }, first + 1),
      ];
      return contract(
        [
          version(components(0)),
          version(components(2), { id: "v2", version: 2, effectiveFrom: "2026-06-11", taxRatePpm: 60_000 }),
        ],
        { currency },
      );
    });

  it("its order, and taking some of it twice, changes nothing", () => {
    fc.assert(
      fc.property(terms, usage, fc.infiniteStream(fc.nat()), (rated, list, keys) => {
        const shuffled = [...list, ...list.slice(0, 3)]
          .map((fact) => ({ fact, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ fact }) => fact);
        const given = ratePeriod({ contract: rated, usage: list, period: JUNE });
        expect(ratePeriod({ contract: rated, usage: shuffled, period: JUNE })).toEqual(given);
      }),
    );
  });

  it("charges sum to the net, and tax to the total", () => {
    fc.assert(
      fc.property(terms, usage, (rated, list) => {
        const { charges, netMinor, taxMinor, totalMinor, taxes } = ratePeriod({
          contract: rated,
          usage: list,
          period: JUNE,
        });
        expect(charges.reduce((sum, c) => sum + c.amountMinor, 0n)).toBe(netMinor);
        expect(taxes.reduce((sum, t) => sum + t.netMinor, 0n)).toBe(netMinor);
        expect(netMinor + taxMinor).toBe(totalMinor);
      }),
    );
  });

  it("each usage of the period or before stands under one charge or is said to be unpriced", () => {
    fc.assert(
      fc.property(terms, usage, (rated, list) => {
        const { charges, unpricedUsageIds } = ratePeriod({ contract: rated, usage: list, period: JUNE });
        const taken = [...charges.flatMap((c) => c.usageIds), ...unpricedUsageIds].sort();
        expect(taken).toEqual(
          list
            .filter((f) => f.localDate < JUNE.to)
            .map((f) => f.id)
            .sort(),
        );
      }),
    );
  });

  it("each amount is the exact fraction, rounded to the nearest minor unit", () => {
    const exponents: Record<string, bigint> = { CNY: 100n, JPY: 1n, KWD: 1000n };
    fc.assert(
      fc.property(terms, usage, (rated, list) => {
        for (const charge of ratePeriod({ contract: rated, usage: list, period: JUNE }).charges) {
          const pieces = BigInt(
            charge.description.values.seatDays ??
              charge.description.values.calls ??
              charge.description.values.days ??
              0,
          );
          const days = BigInt(charge.description.values.daysInMonth ?? 1);
          const scale = exponents[rated.currency] ?? 0n;
          const numerator = pieces * charge.unitPriceMicros * scale;
          const denominator = days * 1_000_000n;
          const off = 2n * (charge.amountMinor * denominator - numerator);
          expect(off <= denominator && off > -denominator).toBe(true);
        }
      }),
    );
  });

  it("a period charged in pieces differs from the whole by rounding alone", () => {
    fc.assert(
      fc.property(terms, usage, fc.integer({ min: 1, max: 29 }), (rated, list, cut) => {
        const middle = addDays(JUNE.from, cut);
        const own = list.filter((fact) => fact.localDate >= JUNE.from);
        const whole = ratePeriod({ contract: rated, usage: own, period: JUNE });
        const first = { from: JUNE.from, to: middle };
        const second = { from: middle, to: JUNE.to };
        const pieces = [
          ratePeriod({ contract: rated, usage: own.filter((f) => f.localDate < middle), period: first }),
          ratePeriod({ contract: rated, usage: own.filter((f) => f.localDate >= middle), period: second }),
        ];
        const lines = BigInt(pieces.reduce((sum, p) => sum + p.charges.length, 0) + whole.charges.length);
        const difference = pieces.reduce((sum, p) => sum + p.netMinor, 0n) - whole.netMinor;
        expect(difference <= lines && difference >= -lines).toBe(true);
      }),
    );
  });
});

it("prices a hundred thousand usage records of two kinds in one go", () => {
  const june = eachDay(JUNE.from, JUNE.to);
  const usage = seatDaysOn(june, 3000);
  usage.push(...Array.from({ length: 10_000 }, (_, i) => call(`call ${i}`, june[i % 30] ?? JUNE.from)));
  const both = contract([
    version([component({ type: "seat", monthlyRate: "80", minSeats: 0 }), perCall("0.125", "0", 1)]),
  ]);
  const { netMinor } = ratePeriod({ contract: both, usage, period: JUNE });
  expect(netMinor).toBe(3000n * 8000n + 125_000n);
});
