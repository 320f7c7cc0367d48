import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_CALLING_WINDOW, WEEKDAYS } from "../calling-window/hours.ts";
import { type CampaignSettings, profileRefusals } from "./campaign.ts";
import { easterSunday, holidaysOf } from "./holidays.ts";
import { parseComplianceRules, rulesOrCustom } from "./parse.ts";
import { PRESETS } from "./presets.ts";
import { looserThanPreset, requireStricter } from "./strictness.ts";
import { type ComplianceRules, REGIONS } from "./types.ts";
import { capsFor, effectiveWindow, intersectSpans, spansWithin } from "./window.ts";

const json = (rules: object) => JSON.parse(JSON.stringify(rules));

describe("parseComplianceRules", () => {
  it.each(REGIONS)("takes the preset %s as it is, from JSON too", (region) => {
    expect(parseComplianceRules(json(PRESETS[region]))).toEqual(PRESETS[region]);
    expect(looserThanPreset(PRESETS[region])).toEqual([]);
  });

  it.each<[string, (rules: ReturnType<typeof json>) => void, string]>([
    ["an unknown region", (r) => (r.region = "mars"), "region"],
    ["an unknown field", (r) => (r.also = true), "also"],
    ["a window that is none", (r) => (r.callingWindow.weekly.mon = [[600, 500]]), "callingWindow.weekly.mon.0"],
    ["a country that is none", (r) => (r.countries = { France: {} }), "countries.France"],
    [
      "a country's overlapping spans",
      (r) =>
        (r.countries = {
          FR: {
            weekly: {
              mon: [
                [1, 9],
                [5, 12],
              ],
            },
          },
        }),
      "countries.FR.weekly.mon",
    ],
    [
      "a holiday that is no day",
      (r) => (r.countries = { FR: { holidays: ["2026-02-30"] } }),
      "countries.FR.holidays.0",
    ],
    ["a cap of none", (r) => (r.attempts.perDay = 0), "attempts.perDay"],
    ["a share above all", (r) => (r.abandoned.maxPpm = 1_000_001), "abandoned.maxPpm"],
    ["a window beyond thirty days", (r) => (r.abandoned.windowDays = 31), "abandoned.windowDays"],
    ["proof of what is not asked", (r) => (r.consent.proof = true), "consent.required"],
    ["a refusal that nobody lifts", (r) => (r.overridable = ["dnc_operator"]), "overridable.0"],
    ["a part left out", (r) => (r.retention = undefined), "retention"],
  ])("refuses %s and names the field", (_, spoil, path) => {
    const rules = json(PRESETS.us);
    spoil(rules);
    expect(() => parseComplianceRules(rules)).toThrow(
      expect.objectContaining({ code: "COMPLIANCE_INVALID", details: expect.objectContaining({ path }) }),
    );
  });

  it("is the preset custom where a campaign has no profile", () => expect(rulesOrCustom(null)).toBe(PRESETS.custom));
});

describe("stricter only", () => {
  const us = PRESETS.us;
  const eu = PRESETS.eu;
  const weekly = us.callingWindow.weekly;

  it.each<[string, Partial<ComplianceRules>]>([
    [
      "a narrower window",
      {
        callingWindow: {
          ...us.callingWindow,
          weekly: {
            ...weekly,
            sun: [],
            mon: [
              [540, 720],
              [780, 1260],
            ],
          },
        },
      },
    ],
    ["caps where there were none", { attempts: { ...us.attempts, perDay: 1, perWeek: 7, perContact: 3 } }],
    ["a lower share in each of thirty days", { abandoned: { ...us.abandoned, maxPpm: 10_000, windowDays: 1 } }],
    ["an agent for longer, more ringing", { abandoned: { ...us.abandoned, agentOnlyHours: 72, minRingMs: 20_000 } }],
    ["express consent", { consent: { required: "express", proof: true, maxAgeDays: 365 } }],
    ["no machines", { machineDetection: "forbidden", messageDrop: "forbidden", agentless: "forbidden" }],
    ["proof kept longer", { retention: { ...us.retention, consentProofDays: 4_000, recordingDays: 30 } }],
    ["nothing to lift", { overridable: [] }],
  ])("takes %s", (_, over) => expect(looserThanPreset({ ...us, ...over })).toEqual([]));

  it.each<[string, ComplianceRules, string]>([
    [
      "a later evening",
      { ...us, callingWindow: { ...us.callingWindow, weekly: { ...weekly, tue: [[480, 1261]] } } },
      "callingWindow.weekly.tue",
    ],
    ["more tries", { ...us, attempts: { ...us.attempts, perWeek: 8 } }, "attempts.perWeek"],
    ["no cap", { ...us, attempts: { ...us.attempts, perWeek: null } }, "attempts.perWeek"],
    ["a higher share", { ...us, abandoned: { ...us.abandoned, maxPpm: 30_001 } }, "abandoned.maxPpm"],
    ["no share", { ...us, abandoned: { ...us.abandoned, maxPpm: null } }, "abandoned.maxPpm"],
    [
      "a window that thirty days do not consist of",
      { ...us, abandoned: { ...us.abandoned, windowDays: 7 } },
      "abandoned.windowDays",
    ],
    ["a later agent", { ...us, abandoned: { ...us.abandoned, joinDeadlineMs: 2_001 } }, "abandoned.joinDeadlineMs"],
    ["less ringing", { ...us, abandoned: { ...us.abandoned, minRingMs: 14_999 } }, "abandoned.minRingMs"],
    ["a shorter rest", { ...eu, abandoned: { ...eu.abandoned, agentOnlyHours: 72 } }, "abandoned.agentOnlyHours"],
    [
      "the list's basis",
      { ...eu, consent: { required: "listed", proof: false, maxAgeDays: null } },
      "consent.required",
    ],
    ["no proof", { ...eu, consent: { ...eu.consent, proof: false } }, "consent.proof"],
    ["a hidden number", { ...us, callerId: { required: false, sameCountry: false } }, "callerId.required"],
    ["a foreign number", { ...PRESETS.cn, callerId: { required: true, sameCountry: false } }, "callerId.sameCountry"],
    ["machines", { ...PRESETS.uk, machineDetection: "allowed" }, "machineDetection"],
    ["messages to everybody", { ...us, messageDrop: "allowed" }, "messageDrop"],
    ["machines that speak to everybody", { ...us, agentless: "allowed" }, "agentless"],
    [
      "recordings for longer",
      { ...eu, retention: { ...eu.retention, recordingDays: null } },
      "retention.recordingDays",
    ],
    [
      "proof for less long",
      { ...us, retention: { ...us.retention, consentProofDays: 30 } },
      "retention.consentProofDays",
    ],
    [
      "a refusal that the preset lets stand",
      { ...us, overridable: ["consent_missing"] },
      "overridable.consent_missing",
    ],
    [
      "France without its noon",
      { ...eu, countries: { ...eu.countries, FR: { ...eu.countries.FR, weekly: {} } } },
      "countries.FR.weekly.mon",
    ],
    [
      "France without Christmas",
      { ...eu, countries: { ...eu.countries, FR: { ...eu.countries.FR, holidays: [] } } },
      "countries.FR.holidays",
    ],
    [
      "France without its cap",
      { ...eu, countries: { ...eu.countries, FR: { ...eu.countries.FR, attempts: {} } } },
      "countries.FR.attempts.perThirtyDays",
    ],
    ["no countries", { ...eu, countries: {} }, "countries.FR.weekly.mon"],
  ])("refuses %s and names the field", (_, rules, path) => {
    expect(looserThanPreset(rules).map((one) => one.path)).toContain(path);
    expect(() => requireStricter(rules)).toThrow(expect.objectContaining({ code: "COMPLIANCE_LOOSER" }));
  });

  it("asks no holiday of a day that is closed anyway, and nothing under custom", () => {
    // 2027-12-25 is a Saturday, closed in France already.
    const holidays = eu.countries.FR?.holidays?.filter((day) => day !== "2027-12-25") ?? [];
    expect(looserThanPreset({ ...eu, countries: { ...eu.countries, FR: { ...eu.countries.FR, holidays } } })).toEqual(
      [],
    );
    expect(looserThanPreset({ ...us, region: "custom", attempts: PRESETS.custom.attempts })).toEqual([]);
  });
});

describe("the effective window", () => {
  const spans = fc
    .array(fc.tuple(fc.nat(95), fc.integer({ min: 1, max: 12 })), { maxLength: 4 })
    .map((list) => list.map(([from, length]): [number, number] => [from * 15, Math.min(1_440, (from + length) * 15)]))
    .map((list) => list.sort(([a], [b]) => a - b).filter(([from], i) => i === 0 || from >= (list[i - 1]?.[1] ?? 0)));
  const has = (list: readonly (readonly [number, number])[], minute: number) =>
    list.some(([from, to]) => from <= minute && minute < to);

  it("holds the minutes of both, and knows what lies within what", () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        const both = intersectSpans(a, b);
        const minutes = Array.from({ length: 1_440 }, (_, minute) => minute);
        expect(minutes.every((minute) => has(both, minute) === (has(a, minute) && has(b, minute)))).toBe(true);
        expect(spansWithin(a, b)).toBe(minutes.every((minute) => !has(a, minute) || has(b, minute)));
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it("is campaign, profile and country together, with the holidays of all", () => {
    const campaign = { ...DEFAULT_CALLING_WINDOW, holidays: ["2026-05-04"] };
    const france = effectiveWindow(campaign, PRESETS.eu, "FR");
    expect(france.weekly.mon).toEqual([
      [600, 780],
      [840, 1080],
    ]);
    expect(france.holidays).toEqual(expect.arrayContaining(["2026-05-04", "2026-07-14", "2026-05-25"]));
    const other = effectiveWindow(campaign, PRESETS.eu, "DE");
    expect(other.weekly.mon).toEqual([[540, 1080]]);
    expect(other.holidays).toEqual(["2026-05-04"]);
    expect(effectiveWindow(campaign, PRESETS.eu, "FR")).toBe(france);
    // A name that objects have by themselves is no country.
    expect(effectiveWindow(campaign, PRESETS.eu, "constructor")).toBe(other);
  });

  it("changes nothing under custom", () => {
    const window = effectiveWindow(DEFAULT_CALLING_WINDOW, PRESETS.custom, "US");
    for (const day of WEEKDAYS) expect(window.weekly[day]).toEqual(DEFAULT_CALLING_WINDOW.weekly[day]);
  });

  it("takes the lower cap", () => {
    expect(capsFor(PRESETS.eu, "FR")).toEqual({ perDay: 2, perWeek: 6, perThirtyDays: 4 });
    expect(capsFor(PRESETS.eu, "DE")).toMatchObject({ perDay: 2, perWeek: 6, perThirtyDays: null });
  });
});

describe("holidays", () => {
  // Dates of Easter as the churches publish them.
  it.each([
    [2024, "2024-03-31"],
    [2025, "2025-04-20"],
    [2026, "2026-04-05"],
    [2027, "2027-03-28"],
    [2030, "2030-04-21"],
    [2035, "2035-03-25"],
    [2038, "2038-04-25"],
  ])("Easter of %i is %s", (year, day) => expect(easterSunday(year)).toBe(day));

  it("are a country's own, movable ones included", () => {
    expect(holidaysOf("FR", 2026, 2026)).toEqual([
      "2026-01-01",
      "2026-04-06",
      "2026-05-01",
      "2026-05-08",
      "2026-05-14",
      "2026-05-25",
      "2026-07-14",
      "2026-08-15",
      "2026-11-01",
      "2026-11-11",
      "2026-12-25",
    ]);
    expect(holidaysOf("ES", 2026, 2026)).toContain("2026-04-03");
    expect(holidaysOf("IT", 2025, 2026).filter((day) => day.endsWith("10-04"))).toEqual(["2026-10-04"]);
  });
});

describe("a campaign under a profile", () => {
  const fine: CampaignSettings = {
    dialMode: "predictive",
    callingWindow: DEFAULT_CALLING_WINDOW,
    ringTimeoutMs: 25_000,
    joinDeadlineMs: 2_000,
    maxAbandonedPpm: 30_000,
    hasCallerId: true,
    machine: { detect: false },
    agentless: false,
  };
  const message = { detect: true, action: "message", unsure: "human" } as const;
  const night = {
    weekly: { ...DEFAULT_CALLING_WINDOW.weekly, mon: [[0, 60]] as const, tue: [], wed: [], thu: [], fri: [] },
    holidays: [],
  };

  it.each(REGIONS)("passes under %s with the defaults", (region) =>
    expect(profileRefusals(fine, PRESETS[region])).toEqual([]),
  );

  it.each<[Partial<CampaignSettings>, ComplianceRules, string, number | null]>([
    [{ callingWindow: night }, PRESETS.us, "window_never_opens", null],
    [{ ringTimeoutMs: 14_000 }, PRESETS.us, "ring_too_short", 15_000],
    [{ joinDeadlineMs: 2_500 }, PRESETS.us, "join_deadline_too_long", 2_000],
    [{ maxAbandonedPpm: 50_000 }, PRESETS.us, "abandoned_limit_too_high", 30_000],
    [{ hasCallerId: false }, PRESETS.us, "caller_id_required", null],
    [{ machine: { ...message, action: "hangup" } }, PRESETS.uk, "machine_detection_forbidden", null],
    [{ machine: message }, { ...PRESETS.us, messageDrop: "forbidden" }, "message_drop_forbidden", null],
    [{ agentless: true }, { ...PRESETS.us, agentless: "forbidden" }, "agentless_forbidden", null],
  ])("refuses %j", (over, rules, reason, limit) =>
    expect(profileRefusals({ ...fine, ...over }, rules)).toEqual([expect.objectContaining({ reason, limit })]),
  );

  it("leaves to each contact what needs consent, and has no share where the law names none", () => {
    expect(profileRefusals({ ...fine, machine: message, agentless: true }, PRESETS.us)).toEqual([]);
    expect(profileRefusals({ ...fine, maxAbandonedPpm: 100_000 }, PRESETS.uk)).toEqual([]);
  });
});
