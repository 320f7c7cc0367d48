import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  atWallClock,
  daysBetween,
  daysInMonth,
  eachDay,
  fromDbDate,
  intersectPeriods,
  isLocalDate,
  isTimeZone,
  localDate,
  monthOf,
  monthPeriod,
  monthsOf,
  periodHas,
  periodInstants,
  startOfLocalDay,
  toDbDate,
} from "./calendar.ts";

const code = (expected: string) => expect.objectContaining({ code: expected });
const day = fc.integer({ min: 0, max: 7300 }).map((n) => addDays("2015-01-01", n));
/** Clocks that change at midnight (Santiago, Beirut, Havana, Asuncion), by half an hour (Lord Howe), or never. */
const ZONES = [
  "Asia/Shanghai",
  "America/New_York",
  "Europe/London",
  "America/Santiago",
  "Asia/Beirut",
  "America/Havana",
  "America/Asuncion",
  "America/Sao_Paulo",
  "Atlantic/Azores",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
];

it.each([
  ["2026-03-08T16:00:00Z", "Asia/Shanghai", "2026-03-09"],
  ["2026-03-08T15:59:59Z", "Asia/Shanghai", "2026-03-08"],
  ["2026-03-08T04:59:59Z", "America/New_York", "2026-03-07"],
  ["2026-01-01T00:00:00Z", "Pacific/Kiritimati", "2026-01-01"],
])("%s in %s is %s", (at, zone, date) => expect(localDate(new Date(at), zone)).toBe(date));

it("refuses a zone that does not exist", () => {
  expect(() => localDate(new Date(0), "Mars/Olympus")).toThrow(code("TIME_ZONE_UNKNOWN"));
  expect(() => startOfLocalDay("2026-01-01", "Mars/Olympus")).toThrow(code("TIME_ZONE_UNKNOWN"));
  expect(isTimeZone("Mars/Olympus")).toBe(false);
  expect(isTimeZone("Asia/Shanghai")).toBe(true);
});

describe("startOfLocalDay", () => {
  it.each([
    ["2026-03-09", "Asia/Shanghai", "2026-03-08T16:00:00.000Z"],
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    ["2025-11-02", "America/Havana", "2025-11-02T04:00:00.000Z"],
    ["2026-03-29", "Europe/London", "2026-03-29T00:00:00.000Z"],
  ])("%s in %s is %s", (date, zone, at) => expect(startOfLocalDay(date, zone).toISOString()).toBe(at));

  it("is the first instant of its day in every zone", () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...ZONES), (date, zone) => {
        const start = startOfLocalDay(date, zone);
        expect(localDate(start, zone)).toBe(date);
        expect(localDate(new Date(start.getTime() - 1), zone)).toBe(addDays(date, -1));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a time on a wall clock", () => {
  it.each([
    ["2026-03-11T15:05", "Asia/Shanghai", "2026-03-11T07:05:00.000Z"],
    // Skipped by the clocks: as much later. Shown twice: the first.
    ["2026-03-08T02:30", "America/New_York", "2026-03-08T07:30:00.000Z"],
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z"],
  ])("%s in %s is %s", (text, zone, at) => expect(atWallClock(text, zone)?.toISOString()).toBe(at));

  it.each(["", "tomorrow", "2026-03-11", "2026-02-29T10:00", "2026-03-11T25:00"])("%j is none", (text) =>
    expect(atWallClock(text, "Asia/Shanghai")).toBeNull(),
  );

  it("refuses a zone that does not exist", () => {
    expect(() => atWallClock("", "Mars/Olympus")).toThrow(code("TIME_ZONE_UNKNOWN"));
  });
});

it("days tile a month of any zone, 23 and 25 hours included", () => {
  const { from, to } = periodInstants(monthPeriod("2026-03"), "America/New_York");
  expect(to.getTime() - from.getTime()).toBe((31 * 24 - 1) * 3_600_000);
});

it.each([
  ["2026-02", 28],
  ["2024-02", 29],
  ["2026-12", 31],
  ["2026-04-17", 30],
])("%s has %i days", (month, days) => expect(daysInMonth(month)).toBe(days));

describe("days", () => {
  it("counts from the first to the day before the last", () => {
    expect(eachDay("2026-02-27", "2026-03-02")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(eachDay("2026-03-02", "2026-03-02")).toEqual([]);
    expect(eachDay("2026-03-02", "2026-03-01")).toEqual([]);
  });

  it("adds and takes away", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5000, max: 5000 }), (date, n) => {
        expect(daysBetween(date, addDays(date, n))).toBe(n);
        expect(addDays(addDays(date, n), -n)).toBe(date);
      }),
    );
  });

  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "", "2026-03-09T00:00", "0050-01-01"])(
    "%j is no day",
    (text) => {
      expect(isLocalDate(text)).toBe(false);
      expect(() => addDays(text, 1)).toThrow(code("DATE_INVALID"));
    },
  );

  it("travels to the database and back", () => {
    expect(toDbDate("2026-03-09").toISOString()).toBe("2026-03-09T00:00:00.000Z");
    expect(fromDbDate(toDbDate("2026-03-09"))).toBe("2026-03-09");
  });
});

describe("periods", () => {
  it("are cut at the ends of months", () => {
    expect(monthsOf({ from: "2026-01-30", to: "2026-03-02" })).toEqual([
      { month: "2026-01", period: { from: "2026-01-30", to: "2026-02-01" } },
      { month: "2026-02", period: { from: "2026-02-01", to: "2026-03-01" } },
      { month: "2026-03", period: { from: "2026-03-01", to: "2026-03-02" } },
    ]);
    expect(monthsOf({ from: "2026-03-02", to: "2026-03-02" })).toEqual([]);
    expect(monthOf("2026-12-31")).toBe("2026-12");
    expect(monthPeriod("2026-12")).toEqual({ from: "2026-12-01", to: "2027-01-01" });
  });

  it("contain and intersect by days", () => {
    fc.assert(
      fc.property(day, day, day, day, (a, b, c, d) => {
        const days = eachDay(a, b).filter((date) => periodHas({ from: c, to: d }, date));
        const both = intersectPeriods({ from: a, to: b }, { from: c, to: d });
        expect(both === null ? [] : eachDay(both.from, both.to)).toEqual(days);
      }),
      { numRuns: 30 },
    );
  });
});
