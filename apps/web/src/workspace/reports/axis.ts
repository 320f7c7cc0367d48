import type { Metric } from "./value.tsx";

/** Spaces between the lines of a chart. */
export const TICKS = 4;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DURATIONS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
];

/**
 * How far apart the lines of a chart lie, so that TICKS of them reach the highest value and each carries a round figure
 * of its unit: whole calls, whole seconds, minutes and hours, round shares.
 */
export function axisStep(highest: number, unit: Metric["unit"]): number {
  const needed = highest / TICKS;
  switch (unit) {
    case "count":
      return Math.max(1, roundUp(needed, [1, 2, 5, 10]));
    case "ms":
      return DURATIONS_MS.find((step) => step >= needed) ?? roundUp(needed / HOUR_MS, [1, 2, 5, 10]) * HOUR_MS;
    case "share":
      return needed > 0 ? roundUp(needed, [1, 2, 2.5, 5, 10]) : 0.25;
    default:
      return needed > 0 ? roundUp(needed, [1, 2, 2.5, 5, 10]) : 1;
  }
}

/** The first of these digits, times a power of ten, at or above a value; 0 for 0. */
function roundUp(value: number, digits: readonly number[]): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  // A hair's breadth below: 0.3 / 0.1 is not quite 3.
  return (digits.find((digit) => digit * power >= value * (1 - 1e-9)) ?? 10) * power;
}
