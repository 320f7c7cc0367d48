import { expect, it } from "vitest";
import { barsOf } from "./bars.ts";

it("keeps the loudest of what falls on a bar", () => {
  expect(barsOf([10, 200, 50, 40, 0, 0], 3, 200)).toEqual([1, 0.25, 0]);
});
it("draws few parts over all bars, silence as silence, and nothing as nothing", () => {
  expect(barsOf([100, 50], 4, 200)).toEqual([0.5, 0.5, 0.25, 0.25]);
  expect(barsOf([0, 0], 2, 0)).toEqual([0, 0]);
  expect(barsOf([], 2, 0)).toEqual([0, 0]);
});
