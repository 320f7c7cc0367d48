import { expect, test } from "vitest";
import { atWallClock, inZone } from "./calendar.ts";
import { instantOfWallClock, wallClockAt } from "./wall-clock.ts";

const ZONES = [
  ...["Asia/Hong_Kong", "Asia/Kathmandu", "Europe/Oslo", "America/New_York", "America/St_Johns"],
  ...["Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca", "UTC"],
];
const QUARTER_MS = 900_000;
/** Days around the clock changes of 2026 in both hemispheres, and a plain one. */
const DAYS = ["2026-01-15", "2026-02-15", "2026-03-08", "2026-03-22", "2026-03-29", "2026-04-05", "2026-09-27"];
const MORE_DAYS = ["2026-10-04", "2026-10-25", "2026-11-01", "2028-02-29"];

test.each(ZONES)("the clocks of %s show what the calendar says, and it is found back", (zone) => {
  for (const day of [...DAYS, ...MORE_DAYS])
    for (let quarter = 0; quarter < 96; quarter += 1) {
      const text = new Date(Date.parse(`${day}T00:00:00Z`) + quarter * QUARTER_MS).toISOString().slice(0, 16);
      const instant = instantOfWallClock(text, zone);
      expect(instant, `${text} ${zone}`).toEqual(atWallClock(text, zone));
      const at = instant ?? new Date(0);
      expect(wallClockAt(at, zone)).toBe(inZone(at, zone).toFormat("yyyy-MM-dd'T'HH:mm"));
    }
});

test.each(["", "soon", "2026-02-30T10:00", "2026-13-01T10:00", "2026-01-01T24:30", "2026-01-01"])(
  "%s is no time",
  (text) => {
    expect(instantOfWallClock(text, "Asia/Hong_Kong")).toBeNull();
  },
);

test("a zone that is none is not taken for one", () => {
  expect(() => wallClockAt(new Date(0), "Mars/Olympus")).toThrow(RangeError);
});
