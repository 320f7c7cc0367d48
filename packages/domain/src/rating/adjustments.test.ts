import { describe, expect, it } from "vitest";
import type { Adjustment } from "./adjustment.ts";
import { call, component, contract, version } from "./fixtures.test-support.ts";
import { type OpenPeriodInput, ratePeriod } from "./rate.ts";
import type { RatedPeriod, RatedVersion } from "./types.ts";

const JUNE = { from: "2026-06-01", to: "2026-07-01" };
const FIRST = { from: "2026-06-01", to: "2026-06-16" };
const SECOND = { from: "2026-06-16", to: "2026-07-01" };

/** A seat for 300 a month and calls at 1. */
const priced = (adjustments: Adjustment[], over: Partial<RatedVersion> = {}, startsOn = "2026-05-01") =>
  contract(
    [
      version(
        [
          component({ type: "seat", monthlyRate: "300", minSeats: 1 }, 0),
          component({ type: "per_call", rate: "1", baseFee: "0", direction: "outbound" }, 1),
        ],
        { adjustments, ...over },
      ),
    ],
    { startsOn },
  );
const calls = (count: number, localDate = "2026-06-02") => [
  call(`calls ${localDate}`, localDate, { quantity: BigInt(count) }),
];
const rate = (adjustments: Adjustment[], count: number, over: Partial<OpenPeriodInput> = {}) =>
  ratePeriod({ contract: priced(adjustments), usage: calls(count), period: JUNE, ...over });
const followed = (rated: RatedPeriod) =>
  rated.charges.filter((one) => one.componentId === null).map((one) => [one.kind, one.arithmetic]);

const tenPercent: Adjustment = { type: "discount", name: "Partner", percentPpm: 100_000 };
const off = (amount: string, on?: ("seat" | "per_call" | "message")[]): Adjustment => ({
  type: "discount",
  name: "Opening",
  amount,
  on,
});
const atLeast = (amount: string): Adjustment => ({ type: "monthly_minimum", amount });

describe("discounts", () => {
  it.each<[string, Adjustment[], string[]]>([
    ["a percentage of everything", [tenPercent], ["400.00 × −10 % = -40.00"]],
    ["of some prices", [{ ...tenPercent, on: ["per_call"] }], ["100.00 × −10 % = -10.00"]],
    ["an amount a month", [off("50")], ["30 days ÷ 30 days × −50.00 = -50.00"]],
    [
      "never more than the charges it is on",
      [off("120", ["per_call"])],
      ["30 days ÷ 30 days × −120.00, no more than 100.00 = -100.00"],
    ],
    ["nothing on prices that the contract has not", [off("120", ["message"])], []],
    [
      "each percentage is of the prices, not of what another discount left",
      [tenPercent, { type: "discount", name: "Second", percentPpm: 50_000 }],
      ["400.00 × −10 % = -40.00", "400.00 × −5 % = -20.00"],
    ],
    [
      "together never more than the prices",
      [off("380"), tenPercent],
      ["30 days ÷ 30 days × −380.00 = -380.00", "400.00 × −10 %, no more than 20.00 = -20.00"],
    ],
  ])("%s", (_, adjustments, arithmetic) => {
    expect(followed(rate(adjustments, 100))).toEqual(arithmetic.map((one) => ["discount", one]));
  });

  it("an amount is prorated by the days in force", () => {
    const half = ratePeriod({
      contract: priced([off("50")], {}, "2026-06-16"),
      usage: calls(100, "2026-06-20"),
      period: JUNE,
    });
    expect(followed(half)).toEqual([["discount", "15 days ÷ 30 days × −50.00 = -25.00"]]);
  });

  it("the month counts as a whole when it is billed in two parts", () => {
    const terms = priced([{ type: "discount", name: "Third", percentPpm: 333_333 }]);
    const first = ratePeriod({ contract: terms, usage: calls(1), period: FIRST, before: [] });
    const second = ratePeriod({
      contract: terms,
      usage: calls(1, "2026-06-20"),
      period: SECOND,
      before: first.charges,
    });
    expect(followed(second)).toEqual([["discount", "302.00 × −33.3333 % = -100.67 + 50.33 given before = -50.34"]]);
  });
});

describe("the monthly minimum", () => {
  it("is over all prices after discounts", () => {
    expect(followed(rate([atLeast("400"), tenPercent], 100))).toEqual([
      ["discount", "400.00 × −10 % = -40.00"],
      ["monthly_minimum", "30 days ÷ 30 days × 400.00 = 400.00 minimum; charges 360.00, short by 40.00"],
    ]);
  });

  it("adds nothing when it is reached", () => expect(followed(rate([atLeast("400")], 100))).toEqual([]));

  it("is asked of a month in which nothing was used", () => {
    const none = contract([version([component({ type: "message", rate: "1" })], { adjustments: [atLeast("100")] })]);
    expect(ratePeriod({ contract: none, usage: [], period: JUNE }).netMinor).toBe(10_000n);
  });

  it("is given back as far as the second part of the month reaches it", () => {
    const terms = priced([atLeast("400")]);
    const first = ratePeriod({ contract: terms, usage: calls(10), period: FIRST, before: [] });
    const second = ratePeriod({
      contract: terms,
      usage: calls(90, "2026-06-20"),
      period: SECOND,
      before: first.charges,
    });
    expect(followed(first)).toEqual([
      ["monthly_minimum", "15 days ÷ 30 days × 400.00 = 200.00 minimum; charges 160.00, short by 40.00"],
    ]);
    expect(followed(second)).toEqual([
      [
        "monthly_minimum",
        "30 days ÷ 30 days × 400.00 = 400.00 minimum; charges 400.00, short by 0.00 − 40.00 charged before = -40.00",
      ],
    ]);
  });

  it("takes late usage of the month into what fills it", () => {
    const terms = priced([atLeast("400")]);
    const june = ratePeriod({ contract: terms, usage: calls(50), period: JUNE, before: [] });
    const late = ratePeriod({
      contract: terms,
      usage: calls(30, "2026-06-29"),
      period: { from: "2026-07-01", to: "2026-08-01" },
      before: june.charges,
    });
    const ofJune = late.charges
      .filter((one) => one.month === "2026-06")
      .reduce((sum, one) => sum + one.amountMinor, 0n);
    expect([june.netMinor, ofJune]).toEqual([40_000n, 0n]);
  });
});

describe("credits", () => {
  const credit = (id: string, amountMinor: bigint) => ({ id, amountMinor, reason: "A recording was lost" });
  it.each<[string, bigint[], [string, bigint][], bigint]>([
    ["less than the net", [10_000n], [["c0", 10_000n]], 30_000n],
    ["more than the net: the rest stays open", [50_000n], [["c0", 40_000n]], 0n],
    [
      "several, in their order",
      [30_000n, 30_000n, 5n],
      [
        ["c0", 30_000n],
        ["c1", 10_000n],
      ],
      0n,
    ],
  ])("%s", (_, amounts, used, net) => {
    const credits = amounts.map((amount, index) => credit(`c${index}`, amount));
    const rated = rate([], 100, { credits });
    expect(rated.credits.map(({ id, usedMinor }) => [id, usedMinor])).toEqual(used);
    expect(rated.netMinor).toBe(net);
  });

  it("come after the monthly minimum, which they do not call up again", () => {
    expect(rate([atLeast("500")], 100, { credits: [credit("a", 10_000n)] }).netMinor).toBe(40_000n);
  });

  it("are not used on an invoice that gives money back", () => {
    const none = contract([version([component({ type: "message", rate: "1" })])]);
    expect(ratePeriod({ contract: none, usage: [], period: JUNE, credits: [credit("a", 1n)] }).credits).toEqual([]);
  });

  it("are taken off versions in turn, so that each tax rate is met by what it is on", () => {
    const two = contract([
      version([component({ type: "per_call", rate: "1", baseFee: "0", direction: "outbound" }, 0)], {
        taxRatePpm: 60_000,
      }),
      version([component({ type: "per_call", rate: "1", baseFee: "0", direction: "outbound" }, 1)], {
        id: "v2",
        version: 2,
        effectiveFrom: "2026-06-16",
        taxRatePpm: 130_000,
      }),
    ]);
    const usage = [...calls(100), call("second", "2026-06-20", { contractVersionId: "v2", quantity: 100n })];
    const rated = ratePeriod({ contract: two, usage, period: JUNE, credits: [credit("a", 15_000n)] });
    expect(rated.taxes).toEqual([
      { ratePpm: 60_000, netMinor: 0n, taxMinor: 0n },
      { ratePpm: 130_000, netMinor: 5_000n, taxMinor: 650n },
    ]);
    expect(followed(rated)).toEqual([
      ["credit", "credit of 150.00: -100.00, 50.00 left"],
      ["credit", "credit of 50.00: -50.00"],
    ]);
  });

  it("of nothing is refused", () => {
    expect(() => rate([], 1, { credits: [credit("a", 0n)] })).toThrow(
      expect.objectContaining({ code: "CREDIT_INVALID" }),
    );
  });
});
