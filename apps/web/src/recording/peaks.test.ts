import { expect, it } from "vitest";
import { peaksOf } from "./peaks.ts";

it("takes the loudest of each part, up or down", () => {
  expect(peaksOf(Float32Array.from([0.1, -0.5, 0.25, 0.2, 0, 0]), 3)).toEqual([1, 0.5, 0]);
});
it("leaves silence silent and needs no sample for each part", () => {
  expect(peaksOf(new Float32Array(4), 2)).toEqual([0, 0]);
  expect(peaksOf(Float32Array.from([0.5]), 3)).toEqual([0, 0, 1]);
});
