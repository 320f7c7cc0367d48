import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../days.ts";
import { asBefore, type Drive, drive, fact, OCTOBER } from "./drive.test-support.ts";
import { billedSeconds, pricePerMinute } from "./per-minute.ts";
import type { PerMinuteParams } from "./price-type.ts";
import type { RateTable } from "./rate-table.ts";
import type { UsageFact } from "./types.ts";

const code = (expected: string) => expect.objectContaining({ code: expected });
const PLAIN: PerMinuteParams = {
  type: "per_minute",
  direction: "outbound",
  rate: "0.60",
  increments: { first: 1, next: 1 },
};
const TABLE: RateTable = {
  id: "intl",
  name: "International",
  rows: [
    { prefix: "86", destination: "China", rate: "0.30" },
    { prefix: "8613", destination: "China mobile", rate: "0.45" },
    { prefix: "8615", destination: "China mobile", rate: "0.45" },
    { prefix: "852", destination: "Hong Kong", rate: "0.1234" },
  ],
};

let next = 0;
const call = (talkSeconds: number, phone = "+8613800138000", day = "2026-10-05", over: Partial<UsageFact> = {}) =>
  fact("call", `u${next++}`, day, { talkMs: talkSeconds * 1000, phone, ...over });
const run = (params: PerMinuteParams, facts: UsageFact[], over: Partial<Drive<PerMinuteParams>> = {}) =>
  drive(pricePerMinute, { params, facts, tables: [TABLE], ...over });

describe("billed seconds", () => {
  it.each([
    [0, 60, 60, 0],
    [1, 60, 60, 60],
    [60_000, 60, 60, 60],
    [60_001, 60, 60, 120],
    [61_000, 60, 6, 66],
    [60_000, 60, 6, 60],
    [66_000, 60, 6, 66],
    [66_001, 60, 6, 72],
    [61_000, 60, 60, 120],
    [61_000, 1, 1, 61],
    [60_999, 1, 1, 61],
    [1, 1, 1, 1],
    [-5, 1, 1, 0],
    [30_000, 30, 6, 30],
    [31_000, 30, 6, 36],
  ])("%d ms at %d/%d are %d", (ms, first, step, expected) => {
    expect(billedSeconds(ms, { first, next: step })).toBe(expected);
  });

  it("cover the talk, by less than a step, and never fall as talk grows", () => {
    const step = fc.integer({ min: 1, max: 120 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), step, step, (ms, first, after) => {
        const billed = billedSeconds(ms, { first, next: after });
        const talk = Math.ceil(ms / 1000);
        expect(billed).toBeGreaterThanOrEqual(talk);
        expect(billed - talk).toBeLessThan(Math.max(first, after));
        expect(billed === first || (billed - first) % after === 0).toBe(true);
        expect(billedSeconds(ms + 1, { first, next: after })).toBeGreaterThanOrEqual(billed);
      }),
    );
  });
});

describe("a price per minute", () => {
  it("is the seconds of all calls, rounded once", () => {
    const { charges } = run(PLAIN, [call(61), call(30), call(10)]);
    expect(charges).toMatchObject([
      {
        key: "c0 usage 2026-10 -1",
        kind: "usage",
        month: "2026-10",
        description: {
          key: "charge.perMinute",
          values: { calls: 3, minutes: "1.683333", increments: "1/1", rate: "0.60" },
        },
        quantityMicros: 1_683_333n,
        unit: "minute",
        unitPriceMicros: 600_000n,
        amountMinor: 101n,
        metered: 101n,
        arithmetic: "101 s ÷ 60 s × 0.60 = 1.01",
        periodFrom: "2026-10-01",
        periodTo: "2026-11-01",
      },
    ]);
    expect(charges[0]?.usageIds).toHaveLength(3);
  });

  it("has a line for each destination and rate, and one for all others", () => {
    const params = { ...PLAIN, rateTableId: "intl" };
    const { charges } = run(params, [
      call(60, "+4930123456"),
      call(60, "+85221110000"),
      call(60, "+8615011112222"),
      call(60, "+862155555555"),
      call(60),
      call(60, undefined, "2026-10-09", { phone: undefined }),
    ]);
    expect(charges.map((one) => [one.description.key, one.description.values.destination, one.arithmetic])).toEqual([
      ["charge.perMinute.to", "China", "60 s ÷ 60 s × 0.30 = 0.30"],
      ["charge.perMinute.to", "China mobile", "120 s ÷ 60 s × 0.45 = 0.90"],
      ["charge.perMinute.to", "Hong Kong", "60 s ÷ 60 s × 0.1234 = 0.12"],
      ["charge.perMinute.other", undefined, "120 s ÷ 60 s × 0.60 = 1.20"],
    ]);
  });

  it("costs at least the minimum per call, exactly from the second that reaches it", () => {
    // 0.60 a minute is 0.01 a second: 12 s reach 0.12.
    const params = { ...PLAIN, minimumPerCall: "0.12" };
    expect(run(params, [call(11)]).charges).toMatchObject([
      { amountMinor: 12n, metered: 11n, quantityMicros: 0n, arithmetic: "1 calls × 0.12 at least = 0.12" },
    ]);
    expect(run(params, [call(12)]).charges[0]?.arithmetic).toBe("12 s ÷ 60 s × 0.60 = 0.12");
    expect(run(params, [call(5), call(6), call(30)]).charges).toMatchObject([
      { amountMinor: 54n, metered: 41n, arithmetic: "30 s ÷ 60 s × 0.60 + 2 calls × 0.12 at least = 0.54" },
    ]);
    expect(run({ ...params, rate: "0" }, [call(500), call(7)]).total).toBe(24n);
  });

  it("charges nothing for no talk, and lets no call be lost", () => {
    const { charges, unpriced } = run({ ...PLAIN, minimumPerCall: "1" }, [
      call(0),
      call(5, undefined, undefined, { talkMs: undefined, id: "unknown talk" }),
      call(5, undefined, undefined, { direction: "inbound", id: "inbound" }),
    ]);
    expect(charges).toMatchObject([{ amountMinor: 0n, metered: 0n }]);
    expect(unpriced).toEqual(["inbound", "unknown talk"]);
  });

  it("puts late calls on lines that say so", () => {
    const { charges } = run(PLAIN, [call(60, undefined, "2026-09-30"), call(60, undefined, "2026-10-01")]);
    expect(charges.map((one) => [one.description.key, one.month, one.periodFrom, one.periodTo])).toEqual([
      ["charge.perMinute.late", "2026-09", "2026-09-30", "2026-10-01"],
      ["charge.perMinute", "2026-10", "2026-10-01", "2026-11-01"],
    ]);
  });

  it("adds the month's base fee and holds the month's minimum", () => {
    const params = { ...PLAIN, baseFee: "31", minimumCharge: "62" };
    const half = { period: { from: "2026-10-01", to: "2026-10-16" } };
    expect(run(params, [call(60)], half).charges.map((one) => [one.kind, one.arithmetic])).toEqual([
      ["base", "15 days ÷ 31 days × 31.00 = 15.00"],
      ["usage", "60 s ÷ 60 s × 0.60 = 0.60"],
      ["minimum", "15 days ÷ 31 days × 62.00 = 30.00 minimum; usage 0.60, short by 29.40 = 29.40"],
    ]);
  });

  it("gives the minimum back when late calls fill it", () => {
    const params = { ...PLAIN, minimumCharge: "30" };
    const first = run(params, [], { period: { from: "2026-09-01", to: "2026-10-01" } });
    expect(first.total).toBe(3_000n);
    const second = run(params, [call(600, undefined, "2026-09-10")], { before: asBefore(first.charges) });
    expect(second.charges.map((one) => [one.kind, one.month, one.amountMinor])).toEqual([
      ["usage", "2026-09", 600n],
      ["minimum", "2026-09", -600n],
      ["minimum", "2026-10", 3_000n],
    ]);
  });

  it("refuses a table that is not there", () => {
    expect(() => run({ ...PLAIN, rateTableId: "other" }, [])).toThrow(code("RATE_TABLE_UNKNOWN"));
  });

  it.each([
    ["JPY", "37.5", 62, 39n],
    ["KWD", "0.0125", 61, 13n],
    ["CNY", "0.000001", 60, 0n],
  ])("rounds in %s", (currency, rate, seconds, expected) => {
    expect(run({ ...PLAIN, rate }, [call(seconds)], { currency }).total).toBe(expected);
  });

  it("keeps every digit of sums that a Number would lose", () => {
    const quantity = 9_007_199_254_740_993n;
    const { charges } = run({ ...PLAIN, rate: "60" }, [call(1, undefined, undefined, { quantity }), call(1), call(2)]);
    expect(charges).toMatchObject([{ metered: quantity + 3n, amountMinor: (quantity + 3n) * 100n }]);
    const long = Number.MAX_SAFE_INTEGER - 991;
    const many = Array.from({ length: 1200 }, () => call(0, undefined, undefined, { talkMs: long }));
    expect(run(PLAIN, many).charges[0]?.metered).toBe(1200n * BigInt(Math.ceil(long / 1000)));
  });
});

const days = fc.integer({ min: 0, max: 30 }).map((day) => addDays(OCTOBER.from, day));
const phones = fc.constantFrom("+8613800138000", "+85221110000", "+862155555555", "+4930123456");
const facts = fc.array(
  fc.record({
    day: days,
    phone: phones,
    talk: fc.integer({ min: 0, max: 400_000 }),
    many: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 40 },
);
const params = fc.record({
  rate: fc.constantFrom("0", "0.6", "0.123456", "12"),
  increments: fc.constantFrom({ first: 60, next: 60 }, { first: 60, next: 6 }, { first: 1, next: 1 }),
  minimumPerCall: fc.constantFrom(undefined, "0.05", "1.5"),
});

describe("prices per minute, always", () => {
  const calls = (list: { day: string; phone: string; talk: number; many: number }[]): UsageFact[] =>
    list.map(({ day, phone, talk, many }, i) =>
      fact("call", `u${i}`, day, { talkMs: talk, phone, quantity: BigInt(many) }),
    );

  it("are the exact sum of their calls, rounded once per line", () => {
    fc.assert(
      fc.property(params, facts, (terms, list) => {
        const all = calls(list);
        const { charges, unpriced } = run({ ...PLAIN, ...terms, rateTableId: "intl" }, all);
        expect(unpriced).toEqual([]);
        for (const line of charges) {
          let exact = 0n; // in millionths × 60 s
          for (const one of all.filter(({ id }) => line.usageIds.includes(id))) {
            const seconds = BigInt(billedSeconds(one.talkMs ?? 0, terms.increments));
            const least = 60n * (terms.minimumPerCall === "1.5" ? 1_500_000n : terms.minimumPerCall ? 50_000n : 0n);
            const timed = seconds * line.unitPriceMicros;
            if (seconds > 0n) exact += one.quantity * (timed > least ? timed : least);
          }
          const distance = line.amountMinor * 10_000n * 60n - exact;
          expect(distance <= 300_000n && distance >= -300_000n).toBe(true);
        }
        expect(new Set(charges.flatMap((line) => line.usageIds)).size).toBe(all.length);
      }),
    );
  });

  it("do not depend on the order, and never fall when a call is added", () => {
    fc.assert(
      fc.property(params, facts, (terms, list) => {
        const full = { ...PLAIN, ...terms, rateTableId: "intl" };
        const all = calls(list);
        const whole = run(full, all);
        expect(run(full, [...all].reverse())).toEqual(whole);
        expect(run(full, all.slice(1)).total).toBeLessThanOrEqual(whole.total);
      }),
    );
  });

  it("of a split month are those of the whole, within one rounding per line", () => {
    fc.assert(
      fc.property(params, facts, fc.integer({ min: 1, max: 30 }), (terms, list, at) => {
        const full = { ...PLAIN, ...terms, rateTableId: "intl", baseFee: "10", minimumCharge: "50" };
        const all = calls(list);
        const cut = addDays(OCTOBER.from, at);
        const whole = run(full, all);
        const first = run(full, all, { period: { from: OCTOBER.from, to: cut } });
        const rest = all.filter(({ localDate }) => localDate >= cut);
        const second = run(full, rest, { period: { from: cut, to: OCTOBER.to }, before: asBefore(first.charges) });
        const lines = [...first.charges, ...second.charges].filter(({ kind }) => kind === "usage").length;
        const distance = first.total + second.total - whole.total;
        expect(distance <= BigInt(lines) && distance >= -BigInt(lines)).toBe(true);
        expect(first.total + second.total >= 5_000n + 1_000n).toBe(true);
      }),
    );
  });
});
