import { describe, expect, it } from "vitest";
import type { LocalSpan } from "./calling-window.ts";
import { parseCampaignSchedule, storedSchedule } from "./campaign-schedule/parse.ts";
import { isScheduleOver, scheduleStanding, startsBySchedule } from "./campaign-schedule.ts";

const every = (...spans: LocalSpan[]) => ({
  ...{ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans },
});
const none = every();
/** 9:00 to 12:00 and 13:00 to 18:00, Monday to Friday. */
const office = { ...every([540, 720], [780, 1080]), sat: [], sun: [] };

const schedule = (given: object) => parseCampaignSchedule({ zone: "Asia/Shanghai", ...given });
const at = (text: string) => new Date(text);
const iso = (date: Date | null) => date?.toISOString().replace(":00.000Z", "Z") ?? null;

/** "dials until X", or "why, again at X". */
function said(given: object, now: string): string {
  const standing = scheduleStanding(schedule(given), at(now));
  return standing.open ? `until ${iso(standing.until)}` : `${standing.why} ${iso(standing.opensAt)}`;
}

describe("a schedule", () => {
  it("leaves a campaign without one to people", () => {
    expect(scheduleStanding(null, at("2026-06-01T00:00Z"))).toEqual({ open: true, until: null });
    expect(startsBySchedule(null, at("2026-06-01T00:00Z"))).toBe(false);
    expect(isScheduleOver(null, at("2026-06-01T00:00Z"))).toBe(false);
  });

  const days = { from: "2026-06-01T09:00", until: "2026-06-05T18:00" };
  it.each([
    // 1 June 2026 is a Monday; Shanghai is eight hours ahead.
    ["before its beginning", days, "2026-06-01T00:59:59Z", "not_begun 2026-06-01T01:00Z"],
    ["at its beginning", days, "2026-06-01T01:00Z", "until 2026-06-05T10:00Z"],
    ["in its last minute", days, "2026-06-05T09:59:59Z", "until 2026-06-05T10:00Z"],
    ["at its end", days, "2026-06-05T10:00Z", "over null"],
    ["from a day on", { from: days.from }, "2027-01-01T00:00Z", "until null"],
    ["until a day", { until: days.until }, "2020-01-01T00:00Z", "until 2026-06-05T10:00Z"],
    ["in its hours", { hours: office }, "2026-06-01T01:00Z", "until 2026-06-01T04:00Z"],
    ["at the end of a span", { hours: office }, "2026-06-01T04:00Z", "resting 2026-06-01T05:00Z"],
    ["in the evening", { hours: office }, "2026-06-01T10:00Z", "resting 2026-06-02T01:00Z"],
    ["on Friday evening", { hours: office }, "2026-06-05T11:00Z", "resting 2026-06-08T01:00Z"],
    ["begun at night", { from: "2026-06-01T00:00", hours: office }, "2026-05-30T00:00Z", "not_begun 2026-06-01T01:00Z"],
    ["its last evening", { ...days, hours: office }, "2026-06-05T07:00Z", "until 2026-06-05T10:00Z"],
    [
      "its end before its hour's",
      { until: "2026-06-05T17:00", hours: office },
      "2026-06-05T07:00Z",
      "until 2026-06-05T09:00Z",
    ],
    ["an end that comes first", { until: "2026-06-06T18:00", hours: office }, "2026-06-05T11:00Z", "resting null"],
    [
      "hours that never come",
      { from: "2026-06-01T00:00", until: "2026-06-06T00:00", hours: { ...none, sun: [[600, 660]] } },
      "2026-05-01T00:00Z",
      "not_begun null",
    ],
    ["round the clock", { hours: every([0, 1440]) }, "2026-06-01T01:00Z", "until null"],
    [
      "over midnight",
      { hours: { ...none, mon: [[1200, 1440]], tue: [[0, 120]] } },
      "2026-06-01T15:00Z",
      "until 2026-06-01T18:00Z",
    ],
  ])("%s", (_what, given, now, expected) => {
    expect(said(given, now)).toBe(expected);
  });

  const berlin = (given: object) => ({ zone: "Europe/Berlin", ...given });
  it.each([
    // The clocks go from 02:00 to 03:00 on 29 March 2026, and from 03:00 back to 02:00 on 25 October.
    [
      "an hour that is skipped never opens",
      { hours: every([120, 180]) },
      "2026-03-28T12:00Z",
      "resting 2026-03-30T00:00Z",
    ],
    [
      "a span whose end is skipped ends with the change",
      { hours: every([60, 150]) },
      "2026-03-29T00:30Z",
      "until 2026-03-29T01:00Z",
    ],
    [
      "a span whose start is skipped opens with the change",
      { hours: every([150, 240]) },
      "2026-03-29T00:30Z",
      "resting 2026-03-29T01:00Z",
    ],
    ["a day of 23 hours", { hours: every([540, 1080]) }, "2026-03-28T18:00Z", "resting 2026-03-29T07:00Z"],
    [
      "an hour that repeats is open twice",
      { hours: every([120, 180]) },
      "2026-10-25T00:30Z",
      "until 2026-10-25T02:00Z",
    ],
    [
      "half of an hour that repeats opens again",
      { hours: every([120, 150]) },
      "2026-10-25T00:30Z",
      "resting 2026-10-25T01:00Z",
    ],
    ["and closes again", { hours: every([120, 150]) }, "2026-10-25T01:00Z", "until 2026-10-25T01:30Z"],
    [
      "a beginning that is skipped is as much later",
      { from: "2026-03-29T02:30" },
      "2026-03-29T00:00Z",
      "not_begun 2026-03-29T01:30Z",
    ],
    [
      "a beginning that repeats is the first",
      { from: "2026-10-25T02:30" },
      "2026-10-25T00:00Z",
      "not_begun 2026-10-25T00:30Z",
    ],
    ["an end that repeats is the first", { until: "2026-10-25T02:30" }, "2026-10-25T00:30Z", "over null"],
  ])("by Berlin's clocks, %s", (_what, given, now, expected) => {
    expect(said(berlin(given), now)).toBe(expected);
  });

  it("never opens where it was said to be closed, nor opens another time than it said, over both changes of clocks", () => {
    const given = schedule(berlin({ hours: { ...every([90, 135], [160, 600]), wed: [] } }));
    for (const start of ["2026-03-28T20:00Z", "2026-10-24T20:00Z"]) {
      const minutes = Array.from({ length: 2 * 288 }, (_, i) => new Date(at(start).getTime() + i * 300_000));
      const standings = minutes.map((minute) => scheduleStanding(given, minute));
      standings.forEach((now, i) => {
        const next = standings[i + 1];
        if (!next || now.open === next.open) return;
        // What was promised five minutes before is what happened.
        expect(iso(now.open ? now.until : now.opensAt)).toBe(iso(minutes[i + 1] ?? null));
      });
      expect(new Set(standings.map(({ open }) => open)).size).toBe(2);
    }
  });

  it.each([
    [{ from: "2026-06-01T09:00" }, "2026-06-01T00:59Z", false],
    [{ from: "2026-06-01T09:00" }, "2026-06-01T01:00Z", true],
    // A campaign starts and rests until its hours come.
    [{ from: "2026-06-01T00:00", hours: office }, "2026-05-31T16:00Z", true],
    [{ from: "2026-06-01T09:00", until: "2026-06-02T09:00" }, "2026-06-02T01:00Z", false],
    [{ until: "2026-06-02T09:00" }, "2026-06-01T01:00Z", false],
  ])("%j starts a campaign by itself at %s: %s", (given, now, expected) => {
    expect(startsBySchedule(schedule(given), at(now))).toBe(expected);
  });
});

describe("parsing", () => {
  it("keeps what is not said open", () => {
    expect(storedSchedule(null)).toBeNull();
    expect(schedule({})).toEqual({ zone: "Asia/Shanghai", from: null, until: null, hours: null });
  });

  it.each([
    ["zone", { zone: "Mars/Base" }],
    ["from", { from: "2026-02-30T09:00" }],
    ["from", { from: "2026-06-01T24:00" }],
    ["until", { from: "2026-06-01T09:00", until: "2026-06-01T09:00" }],
    ["hours", { hours: none }],
    [
      "hours.mon",
      {
        hours: {
          ...none,
          mon: [
            [60, 120],
            [100, 200],
          ],
        },
      },
    ],
    ["else", { else: 1 }],
  ])("refuses %s in %j", (path, given) => {
    expect(() => schedule(given)).toThrow(
      expect.objectContaining({ code: "CAMPAIGN_SCHEDULE_INVALID", details: expect.objectContaining({ path }) }),
    );
  });
});
