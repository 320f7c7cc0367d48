import { describe, expect, it } from "vitest";
import { call, component, contract, version } from "./fixtures.test-support.ts";
import type { PerCallParams } from "./price-type.ts";
import { ratePeriod } from "./rate.ts";
import type { RatedPeriod, UsageFact } from "./types.ts";

const JUNE = { from: "2026-06-01", to: "2026-07-01" };
const FIRST = { from: "2026-06-01", to: "2026-06-16" };
const SECOND = { from: "2026-06-16", to: "2026-07-01" };
const priced = (over: Partial<PerCallParams>) =>
  contract([
    version([component({ type: "per_call", rate: "1", baseFee: "0", direction: "outbound", ...over })], {
      effectiveFrom: "2026-05-01",
    }),
  ]);
const calls = (count: number, localDate: string, over: Partial<UsageFact> = {}): UsageFact[] =>
  Array.from({ length: count }, (_, index) => call(`${localDate} ${String(index).padStart(4, "0")}`, localDate, over));
const said = (rated: RatedPeriod) =>
  rated.charges.map(({ description, arithmetic, usageIds }) => [description.key, arithmetic, usageIds.length]);
const tiers = [
  { from: 101, rate: "0.8" },
  { from: 201, rate: "0.5" },
];

describe("graduated tiers", () => {
  it("have a line each and fill in the order of the calls", () => {
    const usage = [...calls(150, "2026-06-20"), ...calls(100, "2026-06-02")];
    const rated = ratePeriod({ contract: priced({ tiers }), usage, period: JUNE });
    expect(said(rated)).toEqual([
      ["charge.perCall", "100 calls × 1.00 = 100.00", 100],
      ["charge.perCall.tier", "100 calls × 0.80 = 80.00", 100],
      ["charge.perCall.tier", "50 calls × 0.50 = 25.00", 50],
    ]);
    expect(rated.charges[0]?.usageIds.every((id) => id.startsWith("2026-06-02"))).toBe(true);
  });

  it("go on where the month's earlier bill stopped, late calls first", () => {
    const first = ratePeriod({ contract: priced({ tiers }), usage: calls(90, "2026-06-02"), period: FIRST });
    const usage = [...calls(20, "2026-06-03"), ...calls(5, "2026-06-20")];
    const second = ratePeriod({ contract: priced({ tiers }), usage, before: first.charges, period: SECOND });
    expect(said(second)).toEqual([
      ["charge.perCall.tier", "5 calls × 0.80 = 4.00", 5],
      ["charge.perCall.late", "10 calls × 1.00 = 10.00", 10],
      ["charge.perCall.tier.late", "10 calls × 0.80 = 8.00", 10],
    ]);
  });

  it("take a day's sum as one fact that reaches over tiers", () => {
    const usage = [call("sum", "2026-06-02", { quantity: 150n })];
    expect(said(ratePeriod({ contract: priced({ tiers }), usage, period: JUNE }))).toEqual([
      ["charge.perCall", "100 calls × 1.00 = 100.00", 1],
      ["charge.perCall.tier", "50 calls × 0.80 = 40.00", 0],
    ]);
  });
});

describe("by volume", () => {
  const volume = priced({ tiers, tierMode: "volume" });
  it.each([
    [100, "100 calls × 1.00 = 100.00"],
    [101, "101 calls × 0.80 = 80.80"],
    [201, "201 calls × 0.50 = 100.50"],
  ])("all %d calls of the month are at the rate reached", (count, arithmetic) => {
    expect(said(ratePeriod({ contract: volume, usage: calls(count, "2026-06-02"), period: JUNE }))).toEqual([
      ["charge.perCall", arithmetic, count],
    ]);
  });

  it("what was charged dearer is re-priced on a line of its own", () => {
    const first = ratePeriod({ contract: volume, usage: calls(90, "2026-06-02"), period: FIRST });
    const second = ratePeriod({
      contract: volume,
      usage: calls(30, "2026-06-20"),
      before: first.charges,
      period: SECOND,
    });
    expect(said(second)).toEqual([
      ["charge.perCall", "30 calls × 0.80 = 24.00", 30],
      ["charge.perCall.repriced", "90 calls × (0.80 − 1.00) = -18.00", 0],
    ]);
    expect(first.netMinor + second.netMinor).toBe((12_000n * 80n) / 100n);
  });
});

describe("rates of certain calls", () => {
  it("neither fill tiers nor take their rates; the first that matches holds", () => {
    const contract = priced({
      tiers: [{ from: 3, rate: "0.5" }],
      rates: [
        { rate: "0", outcome: "machine" },
        { rate: "5", disposition: "sale" },
        { rate: "9", outcome: "machine", disposition: "sale" },
      ],
    });
    const usage = [
      ...calls(3, "2026-06-02", { outcome: "answered" }),
      ...calls(4, "2026-06-03", { outcome: "machine", disposition: "sale" }),
      ...calls(2, "2026-06-04", { outcome: "answered", disposition: "sale" }),
    ];
    const rated = ratePeriod({ contract, usage, period: JUNE });
    expect(said(rated)).toEqual([
      ["charge.perCall", "2 calls × 1.00 = 2.00", 2],
      ["charge.perCall.tier", "1 calls × 0.50 = 0.50", 1],
      ["charge.perCall.outcome", "4 calls × 0.00 = 0.00", 4],
      ["charge.perCall.outcome", "2 calls × 5.00 = 10.00", 2],
    ]);
    expect(rated.charges.map(({ metered }) => metered)).toEqual([2n, 1n, 0n, 0n]);
  });
});

describe("the minimum", () => {
  const floored = priced({ minimumCharge: "60", baseFee: "30" });
  it("is a floor under the calls of the month; the base fee is not part of it", () => {
    expect(said(ratePeriod({ contract: floored, usage: calls(20, "2026-06-02"), period: JUNE }))).toEqual([
      ["charge.perCall.base", "30 days ÷ 30 days × 30.00 = 30.00", 0],
      ["charge.perCall", "20 calls × 1.00 = 20.00", 20],
      ["charge.perCall.minimum", expect.stringMatching(/^30 days ÷ 30 days × 60\.00 = 60\.00 minimum.* = 40\.00$/), 0],
    ]);
  });

  it("adds nothing when the calls reach it", () => {
    expect(ratePeriod({ contract: floored, usage: calls(60, "2026-06-02"), period: JUNE }).netMinor).toBe(9_000n);
  });

  it("is given back as far as later calls of the month reach it", () => {
    const first = ratePeriod({ contract: floored, usage: calls(10, "2026-06-02"), period: FIRST, before: [] });
    const second = ratePeriod({
      contract: floored,
      usage: calls(90, "2026-06-20"),
      before: first.charges,
      period: SECOND,
    });
    expect(first.charges.map(({ amountMinor }) => amountMinor)).toEqual([1_500n, 1_000n, 2_000n]);
    expect(second.charges.map(({ amountMinor }) => amountMinor)).toEqual([1_500n, 9_000n, -2_000n]);
  });
});

it("two halves that each round up cost no more than the whole, and the line says why", () => {
  const eighth = priced({ rate: "0.125" });
  const first = ratePeriod({ contract: eighth, usage: calls(1, "2026-06-02"), period: FIRST });
  const second = ratePeriod({ contract: eighth, usage: calls(1, "2026-06-20"), before: first.charges, period: SECOND });
  expect([...first.charges, ...second.charges].map(({ arithmetic }) => arithmetic)).toEqual([
    "1 calls × 0.125 = 0.13",
    "2 calls × 0.125 = 0.25 for the month − 0.13 charged before = 0.12",
  ]);
});
