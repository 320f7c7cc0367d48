import { expect, test } from "vitest";
import { gradeLine, type LineSecond, summariseLine } from "./line-quality.ts";
import { lineQualitySchema } from "./line-quality-schema.ts";

const second = (level: LineSecond["level"], more: Partial<LineSecond> = {}): LineSecond => ({
  ...{ level, lossPercent: 0, jitterMs: 4, roundTripMs: 20 },
  ...more,
});
const many = (count: number, one: LineSecond) => Array.from({ length: count }, () => one);

test("a call in figures: what was measured, its mean and its worst", () => {
  const line = summariseLine([
    ...many(3, second("none", { jitterMs: 999 })),
    ...many(8, second("good")),
    second("fair", { lossPercent: 2, roundTripMs: null }),
    second("poor", { lossPercent: 8, jitterMs: 64, roundTripMs: 200 }),
  ]);
  expect(line).toEqual({
    ...{ seconds: 10, fairSeconds: 1, poorSeconds: 1, silentSeconds: 0 },
    lossPercent: { mean: 1, worst: 8 },
    jitterMs: { mean: 10, worst: 64 },
    roundTripMs: { mean: 40, worst: 200 },
  });
  expect(lineQualitySchema.parse(line)).toEqual(line);
});

test("nothing measured is nothing said", () => {
  expect(summariseLine([second("none"), second("idle")])).toBeNull();
  expect(summariseLine([second("good", { roundTripMs: null })])?.roundTripMs).toBeNull();
});

test.each([
  [[20, 0, 0, 0], "good"],
  [[19, 1, 0, 0], "good"],
  [[18, 2, 0, 0], "fair"],
  [[19, 0, 1, 0], "fair"],
  [[18, 0, 1, 1], "poor"],
] as const)("seconds good, fair, poor, silent: %o is %s", ([good, fair, poor, silent], word) => {
  const levels = { good, fair, poor, silent };
  const seconds = Object.entries(levels).flatMap(([level, count]) => many(count, second(level as "good")));
  const line = summariseLine(seconds);
  expect(line && gradeLine(line)).toBe(word);
});
