import { expect, it } from "vitest";
import { byteRange } from "./byte-range.ts";

it.each([
  [null, null],
  ["items=0-1", null],
  ["bytes=-", null],
  ["bytes=0-1,4-5", null],
  ["bytes=0-", { start: 0, end: 99 }],
  ["bytes=10-19", { start: 10, end: 19 }],
  ["bytes=90-500", { start: 90, end: 99 }],
  ["bytes=-10", { start: 90, end: 99 }],
  ["bytes=-500", { start: 0, end: 99 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=20-10", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
])("%s of a hundred bytes", (header, range) => {
  expect(byteRange(header, 100)).toEqual(range);
});
