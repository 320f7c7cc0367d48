import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CallingWindow, DEFAULT_CALLING_WINDOW, WEEKDAYS } from "./calling-window/hours.ts";
import { parseCallingWindow } from "./calling-window/parse.ts";
import { isOpen, nextOpening, openZones } from "./calling-window.ts";

const MINUTE = 60_000;
const every = (spans: [number, number][], holidays: string[] = []): CallingWindow =>
  parseCallingWindow({ weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, spans])), holidays });

describe("parseCallingWindow", () => {
  it("sorts, and closes what is left out", () => {
    const parsed = parseCallingWindow({
      weekly: {
        mon: [
          [840, 1080],
          [540, 720],
        ],
      },
      holidays: ["2026-10-02", "2026-10-01"],
    });
    expect(parsed.weekly.mon).toEqual([
      [540, 720],
      [840, 1080],
    ]);
    expect(parsed.weekly.tue).toEqual([]);
    expect(parsed.holidays).toEqual(["2026-10-01", "2026-10-02"]);
  });

  it("takes its own default", () => expect(parseCallingWindow(DEFAULT_CALLING_WINDOW)).toEqual(DEFAULT_CALLING_WINDOW));

  it.each([
    [{ weekly: { mon: [[600, 600]] } }, "weekly.mon.0"],
    [{ weekly: { mon: [[600, 540]] } }, "weekly.mon.0"],
    [{ weekly: { mon: [[0, 1441]] } }, "weekly.mon.0.1"],
    [{ weekly: { mon: [[-1, 10]] } }, "weekly.mon.0.0"],
    [{ weekly: { mon: [[0.5, 10]] } }, "weekly.mon.0.0"],
    [
      {
        weekly: {
          mon: [
            [540, 720],
            [700, 800],
          ],
        },
      },
      "weekly.mon",
    ],
    [{ weekly: { monday: [] } }, "weekly.monday"],
    [{ weekly: {}, holidays: ["2026-02-30"] }, "holidays.0"],
    [{}, "weekly"],
    [{ weekly: {}, always: true }, "always"],
  ])("refuses %j at %s", (json, path) => {
    expect(() => parseCallingWindow(json)).toThrow(
      expect.objectContaining({ code: "CALLING_WINDOW_INVALID", details: expect.objectContaining({ path }) }),
    );
  });
});

describe("isOpen", () => {
  const office = every([[540, 1080]], ["2026-06-03"]);
  it.each([
    ["2026-06-01T00:59:59Z", "Asia/Shanghai", false],
    ["2026-06-01T01:00:00Z", "Asia/Shanghai", true],
    ["2026-06-01T09:59:59Z", "Asia/Shanghai", true],
    ["2026-06-01T10:00:00Z", "Asia/Shanghai", false],
    ["2026-06-01T10:00:00Z", "Europe/London", true],
    ["2026-06-03T02:00:00Z", "Asia/Shanghai", false],
    ["2026-06-02T23:30:00Z", "America/New_York", false],
    ["2026-06-03T00:30:00Z", "America/Los_Angeles", true],
  ])("at %s in %s: %s", (at, zone, open) => expect(isOpen(office, new Date(at), zone)).toBe(open));

  it("keeps weekdays apart", () => {
    expect(isOpen(DEFAULT_CALLING_WINDOW, new Date("2026-06-05T08:00:00Z"), "Europe/London")).toBe(true);
    expect(isOpen(DEFAULT_CALLING_WINDOW, new Date("2026-06-06T08:00:00Z"), "Europe/London")).toBe(false);
  });

  it("follows the wall clock over a clock change", () => {
    const night = every([[90, 150]]);
    const at = (time: string) => isOpen(night, new Date(`2026-${time}:00Z`), "America/New_York");
    // 8 March: 02:00 becomes 03:00; open 01:30–02:00 only. 1 November: 01:30–02:00 comes twice, then 02:00–02:30.
    expect([at("03-08T06:29"), at("03-08T06:30"), at("03-08T06:59"), at("03-08T07:00")]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([at("11-01T05:30"), at("11-01T06:00"), at("11-01T06:30"), at("11-01T07:29"), at("11-01T07:30")]).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  it("is never open in a zone that does not exist", () => {
    expect(() => isOpen(every([[0, 1440]]), new Date(0), "Mars/Olympus")).toThrow();
    expect(openZones(every([[0, 1440]]), new Date(0), ["Mars/Olympus", "UTC"])).toEqual(["UTC"]);
  });
});

describe("nextOpening", () => {
  it.each([
    ["2026-06-01T02:00:00Z", "2026-06-01T02:00:00.000Z"],
    ["2026-06-01T00:00:00Z", "2026-06-01T01:00:00.000Z"],
    ["2026-06-05T10:00:00Z", "2026-06-08T01:00:00.000Z"],
  ])("office hours in Shanghai, from %s: %s", (from, opening) => {
    expect(nextOpening(DEFAULT_CALLING_WINDOW, new Date(from), "Asia/Shanghai")?.toISOString()).toBe(opening);
  });

  it("is null when it never opens", () => {
    expect(nextOpening(every([]), new Date(0), "UTC")).toBeNull();
    const skipped: CallingWindow = { ...every([]), weekly: { ...every([]).weekly, sun: [[120, 180]] } };
    expect(nextOpening(skipped, new Date("2026-03-07T12:00:00Z"), "America/New_York")?.toISOString()).toBe(
      "2026-03-15T06:00:00.000Z",
    );
  });

  it("passes over holidays, however many", () => {
    const mondays = Array.from({ length: 50 }, (_, i) =>
      new Date(Date.UTC(2026, 0, 5 + 7 * i)).toISOString().slice(0, 10),
    );
    const onlyMonday = parseCallingWindow({ weekly: { mon: [[540, 600]] }, holidays: mondays });
    expect(nextOpening(onlyMonday, new Date("2026-01-01T00:00:00Z"), "UTC")?.toISOString()).toBe(
      "2026-12-21T09:00:00.000Z",
    );
  });

  it.each<[string, [number, number], string, string, string]>([
    // 8 March: 02:00 becomes 03:00, so a span from 02:30 begins at 03:00.
    ["a start that is skipped", [150, 360], "America/New_York", "2026-03-08T06:00:00Z", "2026-03-08T07:00:00.000Z"],
    // 1 November: at 02:00 it is 01:00 again, within a span that was over at 01:30.
    ["a span that comes back", [30, 90], "America/New_York", "2026-11-01T05:45:00Z", "2026-11-01T06:00:00.000Z"],
    ["a start that comes twice", [90, 120], "America/New_York", "2026-11-01T06:10:00Z", "2026-11-01T06:30:00.000Z"],
    // 6 September: midnight becomes 01:00, so a span from 00:30 begins with the day.
    ["a skipped midnight", [30, 120], "America/Santiago", "2026-09-06T03:30:00Z", "2026-09-06T04:00:00.000Z"],
  ])("%s", (_, span, zone, from, opening) => {
    expect(nextOpening(every([span]), new Date(from), zone)?.toISOString()).toBe(opening);
  });

  it("is what a walk minute by minute finds, on days when clocks change too", () => {
    const span = fc
      .tuple(fc.nat(1439), fc.nat(1439))
      .map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b) + 1]);
    const start = fc.constantFrom(
      ["America/New_York", "2026-03-08T04:00:00Z"],
      ["America/New_York", "2026-11-01T03:00:00Z"],
      ["Australia/Lord_Howe", "2026-04-04T12:00:00Z"],
      ["America/Santiago", "2026-09-05T20:00:00Z"],
      ["America/Havana", "2026-11-01T02:00:00Z"],
      ["Asia/Shanghai", "2026-06-01T10:00:00Z"],
    );
    fc.assert(
      fc.property(fc.array(span, { maxLength: 2 }), start, fc.nat(600), (spans, [zone, from], minutes) => {
        const [a, b] = spans;
        fc.pre(a === undefined || b === undefined || a[1] <= b[0] || b[1] <= a[0]);
        const window = every(spans);
        const at = new Date(new Date(from ?? "").getTime() + minutes * MINUTE);
        const found = nextOpening(window, at, zone ?? "");
        let walked: Date | null = null;
        for (let i = 0; i < 2900 && walked === null; i += 1) {
          const candidate = new Date(at.getTime() + i * MINUTE);
          if (isOpen(window, candidate, zone ?? "")) walked = candidate;
        }
        expect(found?.toISOString()).toBe(walked?.toISOString());
      }),
      { numRuns: 60 },
    );
  });
});
