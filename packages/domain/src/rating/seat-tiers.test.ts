import { describe, expect, it } from "vitest";
import { eachDay } from "../days.ts";
import { component, contract, seatDay, seatDaysOn, version } from "./fixtures.test-support.ts";
import type { TierMode } from "./price-type.ts";
import { ratePeriod } from "./rate.ts";

const JUNE = { from: "2026-06-01", to: "2026-07-01" };
const june = eachDay(JUNE.from, JUNE.to);
const tiers = [
  { from: 11, rate: "70" },
  { from: 21, rate: "60" },
];
const seats = (tierMode: TierMode, minSeats = 0) =>
  contract([version([component({ type: "seat", monthlyRate: "80", minSeats, tiers, tierMode })])]);
const lines = (tierMode: TierMode, counts: readonly [days: readonly string[], seats: number][], minSeats = 0) =>
  ratePeriod({
    contract: seats(tierMode, minSeats),
    usage: counts.flatMap(([days, count]) => seatDaysOn(days, count)),
    period: JUNE,
  }).charges.map(({ arithmetic, description, usageIds }) => [description.key, arithmetic, usageIds.length]);

describe("graduated", () => {
  it("each seat of a day is at the rate of its own tier, on a line of its own", () => {
    expect(lines("graduated", [[june, 25]])).toEqual([
      ["charge.seat", "300 seat-days ÷ 30 days × 80.00 = 800.00", 300],
      ["charge.seat.tier", "300 seat-days ÷ 30 days × 70.00 = 700.00", 300],
      ["charge.seat.tier", "150 seat-days ÷ 30 days × 60.00 = 300.00", 150],
    ]);
  });

  it("the tier is of the day: fifteen seats on ten days reach it on those alone", () => {
    expect(
      lines("graduated", [
        [june.slice(0, 10), 15],
        [june.slice(10), 10],
      ]),
    ).toEqual([
      ["charge.seat", "300 seat-days ÷ 30 days × 80.00 = 800.00", 300],
      ["charge.seat.tier", "50 seat-days ÷ 30 days × 70.00 = 116.67", 50],
    ]);
  });

  it("the minimum fills tiers too", () => {
    expect(lines("graduated", [[june, 5]], 12)).toEqual([
      ["charge.seat.minimum", "150 leased + 150 to the minimum = 300 seat-days ÷ 30 days × 80.00 = 800.00", 150],
      ["charge.seat.tier", "0 leased + 60 to the minimum = 60 seat-days ÷ 30 days × 70.00 = 140.00", 0],
    ]);
  });

  it("a late seat is at the rate of the place that it takes in its day", () => {
    const charged = seatDaysOn(["2026-05-20"], 10);
    const late = [seatDay("late", "2026-05-20")];
    const { charges } = ratePeriod({ contract: seats("graduated"), usage: late, charged, period: JUNE });
    expect(charges.map((one) => [one.description.key, one.arithmetic, one.usageIds])).toEqual([
      ["charge.seat.tier.late", "1 seat-days ÷ 31 days × 70.00 = 2.26", ["late"]],
    ]);
  });
});

describe("by volume", () => {
  it("all seats of a day are at the rate that the day reaches", () => {
    expect(lines("volume", [[june, 25]])).toEqual([["charge.seat", "750 seat-days ÷ 30 days × 60.00 = 1500.00", 750]]);
    expect(lines("volume", [[june, 10]])).toEqual([["charge.seat", "300 seat-days ÷ 30 days × 80.00 = 800.00", 300]]);
  });

  it("days at two rates are one line that shows both", () => {
    expect(
      lines("volume", [
        [june.slice(0, 10), 15],
        [june.slice(10), 10],
      ]),
    ).toEqual([["charge.seat", "(200 seat-days × 80.00 + 150 seat-days × 70.00) ÷ 30 days = 883.33", 350]]);
  });

  it("a late seat that reaches a tier re-prices its day", () => {
    const charged = seatDaysOn(["2026-05-20"], 10);
    const late = [seatDay("late", "2026-05-20")];
    const { charges } = ratePeriod({ contract: seats("volume"), usage: late, charged, period: JUNE });
    // 11 × 70 − 10 × 80 = −30, a thirty-first of it.
    expect(charges.map((one) => [one.arithmetic, one.amountMinor])).toEqual([
      ["(-10 seat-days × 80.00 + 11 seat-days × 70.00) ÷ 31 days = -0.97", -97n],
    ]);
  });
});

it("a month billed in two halves costs what it costs in one, and says how", () => {
  const plain = contract([version([component({ type: "seat", monthlyRate: "100", minSeats: 0 })])]);
  const whole = ratePeriod({ contract: plain, usage: seatDaysOn(june, 1), period: JUNE });
  const first = ratePeriod({
    contract: plain,
    usage: seatDaysOn(june.slice(0, 10), 1),
    period: { from: "2026-06-01", to: "2026-06-11" },
  });
  const middle = ratePeriod({
    contract: plain,
    usage: seatDaysOn(june.slice(10, 20), 1),
    before: first.charges,
    period: { from: "2026-06-11", to: "2026-06-21" },
  });
  expect([whole, first, middle].map(({ charges }) => charges[0]?.arithmetic)).toEqual([
    "30 seat-days ÷ 30 days × 100.00 = 100.00",
    "10 seat-days ÷ 30 days × 100.00 = 33.33",
    "20 seat-days ÷ 30 days × 100.00 = 66.67 for the month − 33.33 charged before = 33.34",
  ]);
});
