import { describe, expect, test } from "vitest";
import { METRIC_KEYS, metricValue } from "./metrics.ts";
import { periodBefore, RELATIVE_PERIODS, relativePeriod, tiles } from "./period.ts";
import { planReport } from "./plan.ts";
import { QUARTER_MS, runsOf } from "./runs.ts";
import { nextDue } from "./schedule.ts";
import { DEFAULT_SWITCHES, isRolled } from "./switches.ts";

const at = (text: string) => new Date(text);

describe("periods", () => {
  test("relative ones follow the tenant's calendar", () => {
    const now = at("2026-11-01T03:30:00Z");
    expect(relativePeriod("today", now, "America/New_York")).toEqual({ from: "2026-10-31", to: "2026-11-01" });
    expect(relativePeriod("lastMonth", now, "America/New_York")).toEqual({ from: "2026-09-01", to: "2026-10-01" });
    expect(relativePeriod("thisMonth", now, "Asia/Kathmandu")).toEqual({ from: "2026-11-01", to: "2026-11-02" });
    expect(relativePeriod("last12Months", now, "UTC")).toEqual({ from: "2025-12-01", to: "2026-11-02" });
    for (const kind of RELATIVE_PERIODS) expect(relativePeriod(kind, now, "UTC").from < "2026-11-02").toBe(true);
  });

  test.each([
    ["2026-03-01", "2026-04-01", "2026-02-01"],
    ["2026-01-01", "2026-04-01", "2025-10-01"],
    ["2026-03-05", "2026-03-12", "2026-02-26"],
  ])("before %s to %s begins %s", (from, to, before) => {
    expect(periodBefore({ from, to })).toEqual({ from: before, to: from });
  });

  test("tiles cover a period once, with whole months where there are any", () => {
    expect(tiles({ from: "2026-01-15", to: "2026-04-03" })).toEqual([
      { grain: "day", from: "2026-01-15", to: "2026-02-01" },
      { grain: "month", from: "2026-02-01", to: "2026-04-01" },
      { grain: "day", from: "2026-04-01", to: "2026-04-03" },
    ]);
    expect(tiles({ from: "2026-01-15", to: "2026-02-10" })).toEqual([
      { grain: "day", from: "2026-01-15", to: "2026-02-10" },
    ]);
    expect(tiles({ from: "2026-01-01", to: "2027-01-01" })).toEqual([
      { grain: "month", from: "2026-01-01", to: "2027-01-01" },
    ]);
    expect(tiles({ from: "2026-01-02", to: "2026-01-02" })).toEqual([]);
  });
});

describe("where figures are read from", () => {
  const period = { from: "2026-01-01", to: "2026-02-01" };
  const plan = (input: Partial<Parameters<typeof planReport>[0]>) =>
    planReport({
      report: "agents",
      groups: ["agent"],
      filtered: [],
      period,
      switches: DEFAULT_SWITCHES,
      stored: DEFAULT_SWITCHES,
      ...input,
    });

  test("the smallest rollup that has the dimensions, quarters for other mixtures, the calls for other thresholds", () => {
    expect(plan({}).source).toMatchObject({ kind: "rollup", cube: 4, pieces: [{ grain: "month" }] });
    expect(plan({ filtered: ["campaign"] }).source).toMatchObject({ kind: "rollup", cube: 3 });
    expect(plan({ groups: ["agent", "hour"] }).source).toMatchObject({ cube: 4, pieces: [{ grain: "hour" }] });
    expect(plan({ groups: ["agent", "hour"], filtered: ["campaign"] }).source).toEqual({ kind: "quarter" });
    expect(plan({ groups: ["day"] }).source).toMatchObject({ kind: "rollup", cube: 1 });
    expect(plan({ filtered: ["disposition"] }).source).toEqual({ kind: "quarter" });
    expect(plan({ switches: { ...DEFAULT_SWITCHES, minTalkMs: 7_000 } }).source).toEqual({ kind: "events" });
    expect(plan({ stored: null }).source).toEqual({ kind: "events" });
  });

  test("time on duty is no campaign's", () => {
    expect(plan({ groups: ["campaign"] }).metrics).not.toContain("occupancy");
    expect(plan({ filtered: ["campaign"] }).metrics).not.toContain("onDuty");
    expect(plan({}).metrics).toContain("occupancy");
  });

  test("no threshold, and no prefixes, are always known", () => {
    const stored = { minTalkMs: 5_000, excludedPrefixes: ["+1", "+2"] };
    expect(isRolled({ ...DEFAULT_SWITCHES, minTalkMs: 0, excludedPrefixes: [] }, stored)).toBe(true);
    expect(isRolled({ ...DEFAULT_SWITCHES, minTalkMs: 5_000, excludedPrefixes: ["+2", "+1"] }, stored)).toBe(true);
    expect(isRolled({ ...DEFAULT_SWITCHES, minTalkMs: 5_000, excludedPrefixes: ["+1"] }, stored)).toBe(false);
  });
});

test("a metric that divides by nothing is no zero", () => {
  for (const key of METRIC_KEYS) expect([0, null]).toContain(metricValue(key, {}, DEFAULT_SWITCHES));
  expect(metricValue("answerRate", {}, DEFAULT_SWITCHES)).toBeNull();
  expect(metricValue("conversationsPerHour", { joined: 3, readyMs: 1_800_000 }, DEFAULT_SWITCHES)).toBe(6);
});

test("runs hold each quarter once, and leave large gaps out", () => {
  const runs = runsOf([
    { from: at("2026-01-05T08:01:00Z"), to: at("2026-01-05T08:31:00Z") },
    { from: at("2026-01-05T08:20:00Z"), to: at("2026-01-05T08:20:00Z") },
    { from: at("2026-02-05T08:15:00Z"), to: at("2026-02-05T08:15:00Z") },
  ]);
  expect(runs.map((run) => run.map((one) => one.toISOString().slice(0, 16)))).toEqual([
    ["2026-01-05T08:00", "2026-01-05T08:15", "2026-01-05T08:30"],
    ["2026-02-05T08:15"],
  ]);
  expect(QUARTER_MS).toBe(15 * 60_000);
});

test.each([
  [{ every: "day", hour: 7 }, "2026-03-28T07:00:00Z", "2026-03-29T05:00:00.000Z"],
  [{ every: "day", hour: 2 }, "2026-03-28T07:00:00Z", "2026-03-29T01:00:00.000Z"],
  [{ every: "day", hour: 2 }, "2026-10-24T07:00:00Z", "2026-10-25T00:00:00.000Z"],
  [{ every: "week", weekday: 1, hour: 8 }, "2026-11-22T12:00:00Z", "2026-11-23T07:00:00.000Z"],
  [{ every: "month", hour: 0 }, "2026-11-30T23:00:00Z", "2026-12-31T23:00:00.000Z"],
] as const)("%j after %s is due at %s in Berlin", (schedule, after, due) => {
  expect(nextDue(schedule, at(after), "Europe/Berlin").toISOString()).toBe(due);
});
