import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../days.ts";
import { priceCommission } from "./commission.ts";
import { asBefore, type Drive, drive, fact, OCTOBER } from "./drive.test-support.ts";
import type { CommissionParams } from "./price-type.ts";
import type { UsageFact } from "./types.ts";

const FIXED: CommissionParams = {
  type: "commission",
  direction: "outbound",
  basis: "fixed",
  amount: "10",
  clawbackDays: 30,
};
const TIERED: CommissionParams = {
  ...FIXED,
  tiers: [
    { fromSuccessRatePpm: 100_000, amount: "12" },
    { fromSuccessRatePpm: 250_000, amount: "15.5" },
  ],
};
const VALUE: CommissionParams = {
  type: "commission",
  direction: "outbound",
  basis: "order_value",
  percentPpm: 50_000,
  clawbackDays: 30,
  tiers: [{ fromSuccessRatePpm: 500_000, percentPpm: 75_000 }],
};
const MARGIN: CommissionParams = { ...VALUE, basis: "margin", tiers: undefined };
const NOVEMBER = { from: "2026-11-01", to: "2026-12-01" };

const success = (id: string, day: string, over: Partial<UsageFact> = {}) => fact("success", id, day, over);
const connected = (count: number, day = "2026-10-01", over: Partial<UsageFact> = {}) =>
  fact("connected", `contacts ${day}`, day, { quantity: BigInt(count), ...over });
const successes = (count: number, day = "2026-10-05", over: Partial<UsageFact> = {}) =>
  Array.from({ length: count }, (_, i) => success(`s${day}-${String(i).padStart(3, "0")}`, day, over));
const reversal = (of: UsageFact, day: string, unitPriceMicros: bigint | null, over: Partial<UsageFact> = {}) =>
  fact("reversal", `r-${of.id}`, day, {
    orderValueMinor: of.orderValueMinor,
    orderCostMinor: of.orderCostMinor,
    reverses: { usageId: of.id, localDate: of.localDate, unitPriceMicros },
    ...over,
  });
const run = (params: CommissionParams, facts: UsageFact[], over: Partial<Drive<CommissionParams>> = {}) =>
  drive(priceCommission, { params, facts, ...over });
const lines = (charges: { kind: string; month: string; amountMinor: bigint; arithmetic: string }[]) =>
  charges.map((one) => [one.kind, one.month, one.amountMinor, one.arithmetic]);

describe("a commission of a fixed amount", () => {
  it("is paid for each success", () => {
    const { charges, unpriced } = run(FIXED, [
      connected(100),
      ...successes(3),
      success("in", "2026-10-02", { direction: "inbound" }),
    ]);
    expect(charges).toMatchObject([
      {
        key: "c0 2026-10",
        kind: "usage",
        description: { key: "charge.commission", values: { successes: 3, rate: "10.00", basis: "fixed" } },
        quantityMicros: 3_000_000n,
        unit: "success",
        unitPriceMicros: 10_000_000n,
        amountMinor: 3_000n,
        metered: 3n,
        arithmetic: "3 successes × 10.00 = 30.00",
        usageIds: ["s2026-10-05-000", "s2026-10-05-001", "s2026-10-05-002"],
      },
    ]);
    expect(unpriced).toEqual(["contacts 2026-10-01", "in"]);
  });

  it("counts both directions when it names none", () => {
    const both = { ...FIXED, direction: null };
    expect(run(both, [success("a", "2026-10-01"), success("b", "2026-10-01", { direction: "inbound" })]).total).toBe(
      2_000n,
    );
  });

  it.each([
    [9, 100, 9_000n, "9 accepted ÷ 100 connected = 9 %, below the first tier: 9 successes × 10.00 = 90.00"],
    [10, 100, 12_000n, "10 accepted ÷ 100 connected = 10 %, tier from 10 %: 10 successes × 12.00 = 120.00"],
    [24, 97, 28_800n, "24 accepted ÷ 97 connected = 24.7423 %, tier from 10 %: 24 successes × 12.00 = 288.00"],
    [25, 100, 38_750n, "25 accepted ÷ 100 connected = 25 %, tier from 25 %: 25 successes × 15.50 = 387.50"],
    [2, 0, 2_000n, "2 accepted ÷ 0 connected, below the first tier: 2 successes × 10.00 = 20.00"],
  ])("at %d of %d connected is at its tier for all", (accepted, contacts, amount, arithmetic) => {
    const { charges } = run(TIERED, [...(contacts ? [connected(contacts)] : []), ...successes(accepted)]);
    expect(charges).toMatchObject([{ amountMinor: amount, arithmetic }]);
  });

  it("compares the rate as a fraction: just below a tier is below", () => {
    const contacts = 10_000_001;
    const { charges } = run(TIERED, [connected(contacts), success("many", "2026-10-02", { quantity: 1_000_000n })]);
    expect(charges[0]?.arithmetic).toContain("below the first tier");
  });

  it("re-prices what the month was charged at another tier, up and down", () => {
    const half = { from: "2026-10-01", to: "2026-10-16" };
    const first = run(TIERED, [connected(100), ...successes(9)], { period: half });
    expect(first.total).toBe(9_000n);
    const rest = { period: { from: "2026-10-16", to: "2026-11-01" }, before: asBefore(first.charges) };
    const up = run(TIERED, [connected(100), ...successes(3, "2026-10-20")], rest);
    expect(lines(up.charges)).toEqual([
      ["usage", "2026-10", 3_600n, "12 accepted ÷ 100 connected = 12 %, tier from 10 %: 3 successes × 12.00 = 36.00"],
      [
        "usage",
        "2026-10",
        1_800n,
        "12 accepted ÷ 100 connected = 12 %, tier from 10 %: 9 successes × 12.00 = 108.00 − 90.00 charged before = 18.00",
      ],
    ]);
    // Many contacts and no success: what was charged at the tier comes down.
    const tier = run(TIERED, [connected(30), ...successes(9)], { period: half });
    const down = run(TIERED, [connected(30), connected(70, "2026-10-20")], { ...rest, before: asBefore(tier.charges) });
    expect(down.charges.map((one) => [one.description.key, one.amountMinor, one.metered])).toEqual([
      ["charge.commission.repriced", -4_950n, 0n],
    ]);
  });

  it("prices late successes on a line that says so, at the tier that their month has now", () => {
    const october = run(TIERED, [connected(100), ...successes(9)]);
    const { charges } = run(TIERED, [connected(100), ...successes(2, "2026-10-31"), connected(50, "2026-11-02")], {
      period: NOVEMBER,
      before: asBefore(october.charges),
    });
    expect(charges.map((one) => [one.description.key, one.month, one.amountMinor])).toEqual([
      ["charge.commission.late", "2026-10", 2_400n],
      ["charge.commission.repriced", "2026-10", 1_800n],
    ]);
    expect(9_000n + 4_200n).toBe(11n * 1_200n);
  });
});

describe("a bonus", () => {
  const BONUS: CommissionParams = { ...FIXED, bonus: { fromSuccesses: 3, amount: "500" } };

  it("comes once per month, from its number of successes on", () => {
    expect(run(BONUS, successes(2)).total).toBe(2_000n);
    const first = run(BONUS, successes(3), { period: { from: "2026-10-01", to: "2026-10-16" } });
    expect(lines(first.charges)[1]).toEqual(["bonus", "2026-10", 50_000n, "3 successes ≥ 3: 500.00"]);
    const second = run(BONUS, successes(4, "2026-10-20"), {
      period: { from: "2026-10-16", to: "2026-11-01" },
      before: asBefore(first.charges),
    });
    expect(second.total).toBe(4_000n);
    expect(
      run(BONUS, [...successes(3), ...successes(3, "2026-09-30")]).charges.filter(({ kind }) => kind === "bonus"),
    ).toHaveLength(2);
  });

  it("goes back when claw-backs of its month leave too few", () => {
    const all = successes(3);
    const first = run(BONUS, all, { period: { from: "2026-10-01", to: "2026-10-16" } });
    const back = reversal(all[0] as UsageFact, "2026-10-20", 10_000_000n);
    const second = run(BONUS, [back], {
      period: { from: "2026-10-16", to: "2026-11-01" },
      before: asBefore(first.charges),
    });
    expect(lines(second.charges)).toEqual([
      ["clawback", "2026-10", -1_000n, "-1 successes × 10.00 = -10.00"],
      ["bonus", "2026-10", -50_000n, "2 successes < 3: 0.00 − 500.00 charged before = -500.00"],
    ]);
  });
});

describe("a claw-back", () => {
  const [one, two] = successes(2) as [UsageFact, UsageFact];

  it("takes a success back at the price that it was charged at, in the open period", () => {
    const { charges } = run(FIXED, [reversal(one, "2026-11-04", 10_000_000n)], { period: NOVEMBER });
    expect(charges).toMatchObject([
      {
        kind: "clawback",
        month: "2026-10",
        description: { key: "charge.commission.clawback", values: { month: "2026-10", successes: -1, rate: "10.00" } },
        quantityMicros: -1_000_000n,
        unitPriceMicros: 10_000_000n,
        amountMinor: -1_000n,
        metered: -1n,
        periodFrom: "2026-11-04",
        usageIds: [`r-${one.id}`],
      },
    ]);
  });

  it.each([
    ["2026-11-04", 30, 1],
    ["2026-11-05", 30, 0],
    ["2026-10-05", 0, 1],
    ["2026-10-06", 0, 0],
  ])("on %s within a window of %d days is %d line", (day, clawbackDays, count) => {
    const period = { from: day, to: addDays(day, 1) };
    const result = run({ ...FIXED, clawbackDays }, [reversal(one, day, 10_000_000n)], { period });
    expect(result.charges).toHaveLength(count);
    expect(result.unpriced).toHaveLength(1 - count);
  });

  it("of a success that was never charged cancels with it", () => {
    const result = run(FIXED, [one, two, reversal(one, "2026-10-07", null)]);
    expect(result.unpriced).toEqual([]);
    expect(result.charges).toMatchObject([{ amountMinor: 1_000n, metered: 1n }]);
    expect(result.charges[0]?.usageIds).toHaveLength(3);
    const both = run(FIXED, [one, reversal(one, "2026-10-07", null)]);
    expect(both.charges).toMatchObject([{ amountMinor: 0n, arithmetic: "0 successes × 10.00 = 0.00" }]);
  });

  it("takes what the month ended at when its tier was re-priced since", () => {
    const first = run(TIERED, [connected(100), ...successes(9)], { period: { from: "2026-10-01", to: "2026-10-16" } });
    const second = run(TIERED, [connected(100), ...successes(3, "2026-10-20")], {
      period: { from: "2026-10-16", to: "2026-11-01" },
      before: asBefore(first.charges),
    });
    const before = asBefore([...first.charges, ...second.charges]);
    const { charges } = run(TIERED, [reversal(one, "2026-11-01", 10_000_000n)], { period: NOVEMBER, before });
    expect(lines(charges)).toEqual([["clawback", "2026-10", -1_200n, "-1 successes × 12.00 = -12.00"]]);
  });

  it("of a value is its percentage, by what the order was worth", () => {
    const order = success("o", "2026-10-05", { orderValueMinor: 123_450n });
    const { charges } = run(VALUE, [reversal(order, "2026-11-02", 50_000n)], { period: NOVEMBER });
    expect(lines(charges)).toEqual([["clawback", "2026-10", -6_173n, "-1234.50 of value × 5 % = -61.73"]]);
  });
});

describe("a commission of a percentage", () => {
  it("is of the order's value", () => {
    const { charges, unpriced } = run(VALUE, [
      connected(100),
      success("a", "2026-10-05", { orderValueMinor: 123_450n }),
      success("b", "2026-10-06", { orderValueMinor: 50n }),
      success("no order", "2026-10-07"),
    ]);
    expect(charges).toMatchObject([
      {
        quantityMicros: 1_235_000_000n,
        unit: "amount",
        unitPriceMicros: 50_000n,
        amountMinor: 6_175n,
        metered: 1_235_000_000_002n,
        arithmetic: "2 accepted ÷ 100 connected = 2 %, below the first tier: 1235.00 of value × 5 % = 61.75",
      },
    ]);
    expect(unpriced).toContain("no order");
  });

  it("is of the margin, where an order at a loss earns nothing", () => {
    const { charges, unpriced } = run(MARGIN, [
      success("a", "2026-10-05", { orderValueMinor: 10_000n, orderCostMinor: 4_000n }),
      success("b", "2026-10-06", { orderValueMinor: 1_000n, orderCostMinor: 4_000n }),
      success("no cost", "2026-10-07", { orderValueMinor: 5n }),
    ]);
    expect(charges).toMatchObject([{ amountMinor: 300n, arithmetic: "60.00 of margin × 5 % = 3.00" }]);
    expect(unpriced).toEqual(["no cost"]);
  });

  it("re-prices the value that was charged at another tier", () => {
    const order = { orderValueMinor: 10_000n };
    const first = run(VALUE, [connected(10), ...successes(2, "2026-10-02", order)], {
      period: { from: "2026-10-01", to: "2026-10-16" },
    });
    expect(first.total).toBe(1_000n);
    const second = run(VALUE, [connected(10), ...successes(3, "2026-10-20", order)], {
      period: { from: "2026-10-16", to: "2026-11-01" },
      before: asBefore(first.charges),
    });
    expect(second.charges.map(({ amountMinor }) => amountMinor)).toEqual([2_250n, 500n]);
    expect(first.total + second.total).toBe((5n * 10_000n * 75n) / 1000n);
  });

  it("refuses a month that outgrows its meter", () => {
    const huge = success("a", "2026-10-05", { orderValueMinor: 10n ** 13n });
    expect(() => run(VALUE, [huge])).toThrow(expect.objectContaining({ code: "COMMISSION_TOO_LARGE" }));
  });
});

describe("a month of commission, always", () => {
  const order = fc.record({
    day: fc.integer({ min: 0, max: 30 }),
    value: fc.integer({ min: 0, max: 1_000_000 }),
    rejectedAfter: fc.option(fc.integer({ min: 0, max: 30 }), { nil: null }),
  });
  const terms = fc.constantFrom(
    TIERED,
    FIXED,
    VALUE,
    { ...TIERED, amount: "0.333333", bonus: { fromSuccesses: 4, amount: "7" } },
    { ...MARGIN, percentPpm: 33_333 },
  );

  it("costs the same in two bills as in one, and does not depend on the order of facts", () => {
    fc.assert(
      fc.property(
        terms,
        fc.array(order, { maxLength: 25 }),
        fc.integer({ min: 0, max: 80 }),
        fc.integer({ min: 1, max: 30 }),
        (params, orders, contacts, at) => {
          const cut = addDays(OCTOBER.from, at);
          const open = { ...params, clawbackDays: 31 };
          const all = orders.map((one, i) =>
            success(`s${String(i).padStart(3, "0")}`, addDays(OCTOBER.from, one.day), {
              orderValueMinor: BigInt(one.value),
              orderCostMinor: BigInt(one.value >> 1),
            }),
          );
          const rejected = orders.flatMap((one, i) => {
            const of = all[i];
            if (one.rejectedAfter === null || of === undefined) return [];
            const day = addDays(of.localDate, one.rejectedAfter);
            return day < OCTOBER.to ? [{ of, day }] : [];
          });
          const reached = [connected(contacts, "2026-10-01"), connected(contacts, "2026-10-30")];
          const whole = run(open, [...all, ...reached, ...rejected.map(({ of, day }) => reversal(of, day, null))]);
          expect(whole.charges.filter(({ kind }) => kind === "clawback")).toEqual([]);

          const before = (day: string) => day < cut;
          const early = rejected.filter(({ day }) => before(day)).map(({ of, day }) => reversal(of, day, null));
          const first = run(open, [...all.filter(({ localDate }) => before(localDate)), ...reached, ...early], {
            period: { from: OCTOBER.from, to: cut },
          });
          const price = first.charges.find(({ kind }) => kind === "usage")?.unitPriceMicros ?? null;
          const later = rejected
            .filter(({ day }) => !before(day))
            .map(({ of, day }) => reversal(of, day, before(of.localDate) ? price : null));
          const facts = [...all.filter(({ localDate }) => !before(localDate)), ...reached, ...later];
          const second = run(open, facts, { period: { from: cut, to: OCTOBER.to }, before: asBefore(first.charges) });
          expect(first.total + second.total).toBe(whole.total);
          const reversed = run(open, [...facts].reverse(), {
            period: { from: cut, to: OCTOBER.to },
            before: asBefore(first.charges),
          });
          expect(reversed).toEqual(second);
        },
      ),
    );
  });
});
