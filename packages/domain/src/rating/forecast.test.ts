import { describe, expect, it } from "vitest";
import { type ChargeSoFar, forecastMonth } from "./forecast.ts";

const base = { currency: "CNY", startsOn: "2026-01-01", endsOn: null };
const seats = (amountMinor: bigint): ChargeSoFar => ({ kind: "usage", unit: "seat_month", amountMinor });
const calls = (amountMinor: bigint): ChargeSoFar => ({ kind: "usage", unit: "call", amountMinor });

describe("June 2026, which begins on a Monday", () => {
  it.each<[string, ChargeSoFar[], string, bigint]>([
    ["seats go on for the days left", [seats(10_000n)], "2026-06-10", 30_000n],
    // Eight working days of twenty-two.
    ["calls go on at the rate of working days", [calls(8_000n)], "2026-06-10", 22_000n],
    ["a set-up comes once", [{ kind: "base", unit: "item", amountMinor: 500n }], "2026-06-10", 500n],
    ["what is given back is given once", [{ kind: "credit", unit: "amount", amountMinor: -500n }], "2026-06-10", -500n],
    ["on the last day nothing is left", [seats(30_000n), calls(22_000n)], "2026-06-30", 52_000n],
    ["nothing so far is nothing to expect", [], "2026-06-10", 0n],
  ])("%s", (_, charges, today, expected) => {
    expect(forecastMonth({ ...base, charges, today }).expectedMinor).toBe(expected);
  });

  it("says how it came about", () => {
    const { parts } = forecastMonth({ ...base, charges: [seats(10_000n), calls(8_000n)], today: "2026-06-10" });
    expect(parts.map(({ sentence, arithmetic }) => [sentence.key, arithmetic])).toEqual([
      ["pricing.forecast.days", "100.00 ÷ 10 days × 30 days = 300.00"],
      ["pricing.forecast.usage", "80.00 ÷ 8 days × 22 days = 220.00"],
    ]);
  });

  it("counts from the contract's first day to its last", () => {
    const input = {
      ...base,
      charges: [seats(5_000n)],
      today: "2026-06-15",
      startsOn: "2026-06-11",
      endsOn: "2026-06-20",
    };
    expect(forecastMonth(input).expectedMinor).toBe(10_000n);
  });

  it("takes all days while there has been no working day", () => {
    const { parts } = forecastMonth({ ...base, charges: [calls(1_000n)], today: "2026-08-02" });
    expect(parts.map(({ sentence, expectedMinor }) => [sentence.key, expectedMinor])).toEqual([
      ["pricing.forecast.usageAllDays", 15_500n],
    ]);
  });

  it.each(["2025-12-31", "2026-07-01"])("is not made on %s, outside of the contract", (today) => {
    expect(() => forecastMonth({ ...base, endsOn: "2026-06-30", charges: [], today })).toThrow(
      expect.objectContaining({ code: "FORECAST_OUTSIDE" }),
    );
  });
});
