import { expect, it } from "vitest";
import { rentCost } from "./rent-cost.ts";

const PLAN = { monthlyRate: "310", currency: "CNY", timezone: "Asia/Shanghai", minSeats: 5 };

it.each([
  // 31 days in May; on the 22nd ten are left, today included.
  { leased: 5, count: 2, thisMonth: 20_000n, perMonth: 62_000n, total: 217_000n, charged: [5, 7] },
  // Within the minimum: nothing more is charged.
  { leased: 2, count: 3, thisMonth: 0n, perMonth: 0n, total: 155_000n, charged: [5, 5] },
  // Beyond it: only what lies above.
  { leased: 4, count: 3, thisMonth: 20_000n, perMonth: 62_000n, total: 217_000n, charged: [5, 7] },
])("$leased leased and $count more", ({ leased, count, thisMonth, perMonth, total, charged }) => {
  const cost = rentCost({ ...PLAN, leased, count }, new Date("2026-05-22T04:00:00Z"));
  expect(cost).toMatchObject({
    thisMonthMinor: thisMonth,
    perMonthMinor: perMonth,
    totalPerMonthMinor: total,
    days: 10,
    daysInMonth: 31,
  });
  expect([cost.chargedBefore, cost.chargedAfter]).toEqual(charged);
});

it("counts days in the workspace's calendar", () => {
  // 17:00 UTC on the 31st is the 1st in Shanghai already.
  const cost = rentCost({ ...PLAN, leased: 5, count: 1 }, new Date("2026-05-31T17:00:00Z"));
  expect(cost).toMatchObject({ days: 30, daysInMonth: 30, thisMonthMinor: 31_000n });
});
