import { describe, expect, it } from "vitest";
import { axisStep, TICKS } from "./axis.ts";

describe("the lines of a chart", () => {
  it.each([
    [0, "count", 1],
    [3, "count", 1],
    [9, "count", 5],
    [4000, "count", 1000],
    [0, "ms", 1000],
    [59_000, "ms", 15_000],
    [3_600_000, "ms", 900_000],
    [180_000_000, "ms", 72_000_000],
    [0, "share", 0.25],
    [0.31, "share", 0.1],
    [1, "share", 0.25],
    [11.2, "perHour", 5],
  ] as const)("up to %d %s lie %d apart", (highest, unit, step) => {
    expect(axisStep(highest, unit)).toBeCloseTo(step, 9);
    expect(axisStep(highest, unit) * TICKS).toBeGreaterThanOrEqual(highest);
  });
});
