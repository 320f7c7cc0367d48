import { expect, it } from "vitest";
import { CELLS_PER_DAY, cellsOf, painted, spansOf, spansText } from "./window-cells.ts";

it.each([
  { spans: [] },
  { spans: [[540, 1080]] },
  { spans: [[0, 1440]] },
  {
    spans: [
      [540, 720],
      [840, 1080],
    ],
  },
] satisfies { spans: [number, number][] }[])("reads back what it drew: $spans", ({ spans }) => {
  expect(spansOf(cellsOf(spans))).toEqual(spans);
});

it("shows a half hour that is open in part as open", () => {
  expect(spansOf(cellsOf([[555, 605]]))).toEqual([[540, 630]]);
});

it("paints both ways and joins neighbours", () => {
  const day = Array.from({ length: CELLS_PER_DAY }, () => false);
  const morning = painted(day, 23, 18, true);
  expect(spansText(spansOf(morning))).toBe("09:00–12:00");
  expect(spansText(spansOf(painted(morning, 24, 24, true)))).toBe("09:00–12:30");
  expect(spansText(spansOf(painted(morning, 20, 21, false)))).toBe("09:00–10:00, 11:00–12:00");
});
