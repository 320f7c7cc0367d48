import { describe, expect, it } from "vitest";
import { rulesDifference } from "./difference.ts";
import { PRESETS } from "./presets.ts";
import { REGIONS } from "./types.ts";

const { us, eu } = PRESETS;

describe("the difference between two revisions", () => {
  it.each(REGIONS)("is nothing between a preset and itself: %s", (region) => {
    expect(rulesDifference(PRESETS[region], structuredClone(PRESETS[region]))).toEqual([]);
  });

  it("names each field that says something else, with both", () => {
    const { callingWindow, attempts, abandoned } = us;
    const after = {
      ...us,
      callingWindow: { weekly: { ...callingWindow.weekly, sun: [] }, holidays: ["2026-12-25"] },
      attempts: { ...attempts, perDay: 2 },
      abandoned: { ...abandoned, maxPpm: 20_000 },
      agentless: "forbidden" as const,
      overridable: us.overridable.slice(1),
    };
    expect(rulesDifference(us, after)).toEqual([
      { path: "callingWindow.weekly.sun", before: callingWindow.weekly.sun, after: [] },
      { path: "callingWindow.holidays", before: [], after: ["2026-12-25"] },
      { path: "attempts.perDay", before: attempts.perDay, after: 2 },
      { path: "abandoned.maxPpm", before: abandoned.maxPpm, after: 20_000 },
      { path: "agentless", before: us.agentless, after: "forbidden" },
      { path: "overridable", before: us.overridable.slice(0, 1), after: [] },
    ]);
  });

  it("tells countries that came, changed and left", () => {
    const after = {
      ...eu,
      countries: {
        ...Object.fromEntries(Object.entries(eu.countries).filter(([country]) => country !== "ES")),
        AT: { attempts: { perDay: 1 }, holidays: ["2026-10-26"] },
      },
    };
    const changes = rulesDifference(eu, after);
    expect(changes.filter(({ path }) => path.startsWith("countries.AT"))).toEqual([
      { path: "countries.AT.holidays", before: [], after: ["2026-10-26"] },
      { path: "countries.AT.attempts.perDay", before: null, after: 1 },
    ]);
    const spain = changes.filter(({ path }) => path.startsWith("countries.ES"));
    expect(spain.length).toBeGreaterThan(0);
    expect(spain.every(({ after }) => after === null || (Array.isArray(after) && after.length === 0))).toBe(true);
  });

  it("says the same backwards", () => {
    const forth = rulesDifference(us, PRESETS.uk);
    const back = rulesDifference(PRESETS.uk, us);
    expect(back).toEqual(forth.map(({ path, before, after }) => ({ path, before: after, after: before })));
  });
});
