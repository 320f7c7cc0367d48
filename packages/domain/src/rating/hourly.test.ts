import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../days.ts";
import { asBefore, type Drive, drive, fact, OCTOBER } from "./drive.test-support.ts";
import { priceHourly } from "./hourly.ts";
import type { HourlyParams } from "./price-type.ts";
import type { UsageFact } from "./types.ts";

const PLAIN: HourlyParams = { type: "hourly", rate: "36", states: ["ready", "talking", "wrapup"], incrementSeconds: 1 };
let next = 0;
const time = (seconds: number, day = "2026-10-05", over: Partial<UsageFact> = {}) =>
  fact("agent_time", `t${String(next++).padStart(6, "0")}`, day, {
    direction: null,
    quantity: BigInt(Math.round(seconds * 1000)),
    personId: "li",
    role: "agent",
    dutyState: "talking",
    ...over,
  });
const run = (params: HourlyParams, facts: UsageFact[], over: Partial<Drive<HourlyParams>> = {}) =>
  drive(priceHourly, { params, facts, ...over });

describe("agents by the hour", () => {
  it("are their time in the component's states", () => {
    const facts = [
      time(3600),
      time(1800, undefined, { dutyState: "ready" }),
      time(900, undefined, { dutyState: "paused" }),
    ];
    const { charges, unpriced } = run(PLAIN, facts);
    expect(charges).toMatchObject([
      {
        key: "c0 usage 2026-10",
        kind: "usage",
        description: { key: "charge.hourly", values: { hours: "1.5", personDays: 1, rate: "36.00" } },
        quantityMicros: 1_500_000n,
        unit: "hour",
        unitPriceMicros: 36_000_000n,
        amountMinor: 5_400n,
        metered: 5_400n,
        arithmetic: "5400 s on 1 person-days in steps of 1 s = 5400 s; 5400 s ÷ 3600 s × 36.00 = 54.00",
      },
    ]);
    expect(unpriced).toHaveLength(1);
  });

  it.each([
    [1, 900, 900n],
    [900, 900, 900n],
    [900.001, 900, 1_800n],
    [0.001, 1, 1n],
    [3_599.999, 3_600, 3_600n],
  ])("of %d s in steps of %d s are %d", (seconds, incrementSeconds, expected) => {
    expect(run({ ...PLAIN, incrementSeconds }, [time(seconds)]).charges[0]?.metered).toBe(expected);
  });

  it("are rounded up per person and day, not per slice", () => {
    const quarter = { ...PLAIN, incrementSeconds: 900 };
    const one = [time(300), time(300), time(300)];
    expect(run(quarter, one).charges[0]?.metered).toBe(900n);
    const two = [time(300), time(300, undefined, { personId: "wang" }), time(300, "2026-10-06")];
    expect(run(quarter, two).charges[0]?.metered).toBe(2_700n);
  });

  it("are those of the named roles", () => {
    const facts = [time(60), time(60, undefined, { role: "supervisor" }), time(60, undefined, { role: undefined })];
    expect(run({ ...PLAIN, roles: ["supervisor"] }, facts).charges[0]?.metered).toBe(60n);
    expect(run(PLAIN, facts).charges[0]?.metered).toBe(180n);
  });

  it("that come late pay only what they add to a day that was charged", () => {
    const quarter = { ...PLAIN, incrementSeconds: 900 };
    const charged = [time(600, "2026-09-30"), time(600, "2026-09-30", { personId: "wang" })];
    const september = run(quarter, charged, { period: { from: "2026-09-01", to: "2026-10-01" } });
    const late = [time(200, "2026-09-30"), time(400, "2026-09-30", { personId: "wang" })];
    const { charges } = run(quarter, late, { charged, before: asBefore(september.charges) });
    expect(charges).toMatchObject([
      {
        description: { key: "charge.hourly.late" },
        month: "2026-09",
        metered: 900n,
        amountMinor: 900n,
        arithmetic:
          "600 s late on 2 person-days that had 1200 s, in steps of 900 s = 900 s more; 900 s ÷ 3600 s × 36.00 = 9.00",
        periodFrom: "2026-09-30",
        periodTo: "2026-10-01",
      },
    ]);
  });

  const facts = fc.array(
    fc.record({
      day: fc.integer({ min: 0, max: 30 }),
      ms: fc.integer({ min: 1, max: 20_000_000 }),
      person: fc.constantFrom("li", "wang", "zhao"),
      late: fc.boolean(),
    }),
    { maxLength: 30 },
  );

  it("cost the same in two bills as in one, late time included, in any order", () => {
    fc.assert(
      fc.property(
        facts,
        fc.constantFrom(1, 60, 900, 3600),
        fc.constantFrom("36", "0.07", "19.999999"),
        fc.integer({ min: 1, max: 30 }),
        (list, incrementSeconds, rate, at) => {
          const params = { ...PLAIN, incrementSeconds, rate };
          const all = list.map((one) => ({
            ...time(0, addDays(OCTOBER.from, one.day), { personId: one.person, quantity: BigInt(one.ms) }),
            late: one.late,
          }));
          const whole = run(params, all);
          expect(run(params, [...all].reverse())).toEqual(whole);

          const cut = addDays(OCTOBER.from, at);
          const charged = all.filter((one) => one.localDate < cut && !one.late);
          const first = run(params, charged, { period: { from: OCTOBER.from, to: cut } });
          const second = run(
            params,
            all.filter((one) => !charged.includes(one)),
            { period: { from: cut, to: OCTOBER.to }, charged, before: asBefore(first.charges) },
          );
          expect(first.total + second.total).toBe(whole.total);
        },
      ),
    );
  });
});
