import { expect, it } from "vitest";
import { seatLabels } from "./seat-labels.ts";

it.each<[string, number, number, string[]]>([
  ["B-", 7, 3, ["B-07", "B-08", "B-09"]],
  ["", 99, 2, ["099", "100"]],
  ["A", 1, 0, []],
])("%j from %i, %i seats", (prefix, first, count, labels) => {
  expect(seatLabels(prefix, first, count)).toEqual(labels);
});
