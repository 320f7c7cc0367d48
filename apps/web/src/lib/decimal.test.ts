import { expect, it } from "vitest";
import { percentToPpm, ppmToPercent, tidyRate, wholeNumber } from "./decimal.ts";

it.each<[string, number | null]>([
  ["6", 60_000],
  ["6.5", 65_000],
  ["0.0001", 1],
  ["100", 1_000_000],
  ["100.1", null],
  ["-6", null],
  ["", null],
  ["6%", null],
])("%j per cent is %s ppm", (text, ppm) => {
  expect(percentToPpm(text)).toBe(ppm);
  if (ppm !== null) expect(percentToPpm(ppmToPercent(ppm))).toBe(ppm);
});

it.each([
  ["0,80", "0.80"],
  [" .5", "0.5"],
  ["007", "7"],
  ["0", "0"],
  ["abc", "abc"],
])("the rate %j is read as %j", (text, rate) => {
  expect(tidyRate(text)).toBe(rate);
});

it.each<[string, number | null]>([
  ["12", 12],
  ["1.5", null],
  ["", null],
  ["101", null],
])("the number %j is %s", (text, value) => {
  expect(wholeNumber(text, 100)).toBe(value);
});
