import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDate } from "./calendar.ts";
import {
  type CallingWindow,
  DEFAULT_CALLING_WINDOW,
  type LocalSpan,
  WEEKDAYS,
  type Weekday,
} from "./calling-window/hours.ts";
import { PRESETS } from "./compliance/presets.ts";
import { type ComplianceRules, REGIONS } from "./compliance/types.ts";
import { type EligibilitySnapshot, evaluateEligibility, explainEligibility, whenEligible } from "./eligibility.ts";

/**
 * No clock, zone or date lets a call through outside its window. Judged by a second opinion that shares no code with
 * the gate: the wall clock of Intl.DateTimeFormat, and minutes counted by hand.
 */
const SEED = 20_260_729;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Zones with clock changes of an hour and of half one, at midnight and at one; ones that skipped days or moved. */
const ZONES = [
  "America/New_York",
  "America/Los_Angeles",
  "America/St_Johns",
  "America/Sao_Paulo",
  "America/Santiago",
  "America/Havana",
  "America/Phoenix",
  "Europe/London",
  "Europe/Paris",
  "Europe/Madrid",
  "Europe/Rome",
  "Europe/Moscow",
  "Africa/Casablanca",
  "Africa/Cairo",
  "Asia/Shanghai",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Tehran",
  "Asia/Beirut",
  "Asia/Gaza",
  "Australia/Lord_Howe",
  "Australia/Adelaide",
  "Pacific/Auckland",
  "Pacific/Chatham",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Antarctica/Troll",
] as const;
const COUNTRIES = ["US", "FR", "ES", "IT", "CN", "DE", "XX"] as const;

/** Instants near which clocks changed, or years and months turn. */
const CHANGES = [
  "2011-12-30T10:00:00Z",
  "2018-11-04T03:00:00Z",
  "2024-02-29T12:00:00Z",
  "2024-12-31T23:30:00Z",
  "2026-03-08T07:00:00Z",
  "2026-03-29T01:00:00Z",
  "2026-04-04T15:00:00Z",
  "2026-04-05T03:00:00Z",
  "2026-10-25T01:00:00Z",
  "2026-11-01T06:00:00Z",
  "2030-09-08T04:00:00Z",
] as const;

const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2040, 0, 1) }),
  fc.tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -2_880, max: 2_880 })).map(([at, minutes]) => {
    return Date.parse(at) + minutes * MINUTE;
  }),
);
const span = fc.tuple(fc.nat(1_439), fc.nat(1_439)).map(([a, b]): LocalSpan => [Math.min(a, b), Math.max(a, b) + 1]);
const weekly = fc.record({ mon: span, tue: span, wed: span, thu: span, fri: span, sat: span, sun: span });
const someDays = fc.subarray([...WEEKDAYS]);

const generated = fc
  .record({
    at: instant,
    zone: fc.constantFrom(...ZONES),
    country: fc.constantFrom(...COUNTRIES),
    region: fc.constantFrom(...REGIONS),
    weekly,
    open: someDays,
    countryDays: fc.option(fc.record({ weekly, days: someDays }), { nil: undefined }),
    /** Days from the instant that are holidays of campaign, profile and country. */
    holidays: fc.tuple(fc.array(fc.nat(4)), fc.array(fc.nat(4)), fc.array(fc.nat(4))),
  })
  .map((parts) => {
    const day = (ahead: number) => localDate(new Date(parts.at + ahead * 86_400_000), parts.zone);
    const [ofCampaign, ofProfile, ofCountry] = parts.holidays.map((list) => list.map(day));
    const callingWindow: CallingWindow = {
      weekly: weekOf((name) => (parts.open.includes(name) ? [parts.weekly[name]] : [])),
      holidays: ofCampaign ?? [],
    };
    const preset = PRESETS[parts.region];
    const rules: ComplianceRules = {
      ...preset,
      consent: PRESETS.custom.consent,
      callerId: { required: true, sameCountry: false },
      callingWindow: { ...preset.callingWindow, holidays: ofProfile ?? [] },
      countries: {
        ...preset.countries,
        [parts.country]: {
          ...preset.countries[parts.country],
          ...(parts.countryDays
            ? {
                weekly: Object.fromEntries(
                  parts.countryDays.days.map((name) => [name, [parts.countryDays?.weekly[name] ?? [0, 1]]]),
                ),
              }
            : {}),
          holidays: [...(preset.countries[parts.country]?.holidays ?? []), ...(ofCountry ?? [])],
        },
      },
    };
    return {
      ...parts,
      callingWindow,
      rules,
      snapshot: snapshotOf(parts.zone, parts.country, callingWindow, rules, parts.at),
    };
  });

function weekOf(spans: (day: Weekday) => readonly LocalSpan[]): CallingWindow["weekly"] {
  const [mon, tue, wed, thu, fri, sat, sun] = WEEKDAYS.map(spans);
  const none: readonly LocalSpan[] = [];
  return {
    mon: mon ?? none,
    tue: tue ?? none,
    wed: wed ?? none,
    thu: thu ?? none,
    fri: fri ?? none,
    sat: sat ?? none,
    sun: sun ?? none,
  };
}

function snapshotOf(
  timezone: string,
  country: string,
  callingWindow: CallingWindow,
  rules: ComplianceRules,
  at: number,
): EligibilitySnapshot {
  return {
    campaign: { state: "running", callingWindow, schedule: null, maxAttempts: 99 },
    profile: { id: null, revision: 0, rules },
    contract: { state: "active", startsOn: "2000-01-01", endsOn: null, timezone: "UTC" },
    contact: { state: "ready", attempts: 0, nextAttemptAt: new Date(at), agentOnlyUntil: null, callbackBy: null },
    point: { phone: "+12125552368", country, timezone, attemptsAt: [], abandonedAt: null },
    consent: { basis: "consent", at: new Date(0), proof: "form" },
    callerId: { e164: "+12125552368", country: "US" },
    doNotCall: { operator: null, tenant: null, campaign: null, register: null },
    attempt: { kind: "dialer", agent: null },
    lines: { trunkFree: 1, channelsFree: 1 },
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes by which a zone's wall clock is ahead of UTC, by Intl. */
function offsetMinutes(at: number, zone: string): number {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
  clocks.set(zone, clock);
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return (Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE) * MINUTE) / MINUTE;
}

const hours = new Map<string, number>();

/** The same, asked once for an hour in which the clocks do not change. */
function offsetOf(at: number, zone: string): number {
  const hour = Math.floor(at / HOUR);
  const of = (which: number) => {
    const key = `${zone} ${which}`;
    const known = hours.get(key) ?? offsetMinutes(which * HOUR, zone);
    hours.set(key, known);
    return known;
  };
  return of(hour) === of(hour + 1) ? of(hour) : offsetMinutes(at, zone);
}

/** The wall clock of a zone: day, weekday, minute of the day. */
function wallClock(at: number, zone: string): { day: string; weekday: Weekday; minute: number } {
  const local = new Date(Math.floor(at / MINUTE) * MINUTE + offsetOf(at, zone) * MINUTE);
  return {
    day: local.toISOString().slice(0, 10),
    weekday: WEEKDAYS[(local.getUTCDay() + 6) % 7] ?? "mon",
    minute: local.getUTCHours() * 60 + local.getUTCMinutes(),
  };
}

/** Second opinion: may this minute be used, by campaign, profile and country, each asked by itself? */
function mayCall(
  each: { callingWindow: CallingWindow; rules: ComplianceRules; country: string; zone: string },
  at: number,
) {
  const { day, weekday, minute } = wallClock(at, each.zone);
  const within = (spans: readonly LocalSpan[] | undefined) =>
    spans === undefined || spans.some(([from, to]) => from <= minute && minute < to);
  const country = each.rules.countries[each.country];
  const holidays = [each.callingWindow.holidays, each.rules.callingWindow.holidays, country?.holidays ?? []];
  return (
    within(each.callingWindow.weekly[weekday]) &&
    within(each.rules.callingWindow.weekly[weekday]) &&
    within(country?.weekly?.[weekday]) &&
    !holidays.some((list) => list.includes(day))
  );
}

// A minute: other work on the machine must not decide about zones.
describe("the window, over zones, years and clock changes", { timeout: 60_000 }, () => {
  it("never lets a call through outside it, and never keeps one back within it", () => {
    fc.assert(
      fc.property(generated, (each) => {
        const answer = evaluateEligibility(each.snapshot, new Date(each.at));
        expect(answer.ok).toBe(mayCall(each, each.at));
        if (!answer.ok) expect(["holiday", "outside_window"]).toContain(answer.reason);
      }),
      { seed: SEED, numRuns: 600 },
    );
  });

  it("opens next at the very minute that a walk minute by minute finds", () => {
    fc.assert(
      fc.property(generated, (each) => {
        const found = whenEligible(each.snapshot, new Date(each.at));
        // Two weeks show every weekday even when four days are holidays.
        const horizon = 15 * 1_440;
        // From `at` itself, then minute by minute of the wall clock: zones are whole minutes apart since 1972.
        const next = Math.floor(each.at / MINUTE) * MINUTE + MINUTE;
        let walked: number | null = mayCall(each, each.at) ? each.at : null;
        for (let i = 0; i < horizon && walked === null; i++)
          if (mayCall(each, next + i * MINUTE)) walked = next + i * MINUTE;
        if (walked === null) expect(found === null || found.getTime() > next + (horizon - 1) * MINUTE).toBe(true);
        else expect(found?.toISOString()).toBe(new Date(walked).toISOString());
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it("says of every refusal that time ends when that is, and keeps its word", () => {
    fc.assert(
      fc.property(
        generated,
        fc.array(fc.integer({ min: 0, max: 40 * 1_440 }), { maxLength: 8 }),
        fc.nat(5_000),
        fc.nat(5_000),
        (each, tries, due, agentOnly) => {
          const now = new Date(each.at);
          const attemptsAt = tries.map((ago) => new Date(each.at - ago * MINUTE));
          const { point, contact } = each.snapshot;
          const snapshot: EligibilitySnapshot = {
            ...each.snapshot,
            profile: {
              ...each.snapshot.profile,
              rules: { ...each.rules, attempts: { perDay: 1, perWeek: 2, perThirtyDays: 3, perContact: null } },
            },
            contact: {
              ...contact,
              nextAttemptAt: new Date(each.at + due * MINUTE),
              agentOnlyUntil: new Date(each.at + agentOnly * MINUTE),
            },
            point: point && { ...point, attemptsAt },
          };
          for (const { reason, retryAt } of explainEligibility(snapshot, now)) {
            if (retryAt === null) continue;
            expect(retryAt > now).toBe(true);
            // A holiday may begin where another reason ended; this reason itself is over.
            const then = explainEligibility(snapshot, retryAt).map((other) => other.reason);
            expect(then).not.toContain(reason);
          }
          const at = whenEligible(snapshot, now);
          if (at !== null) expect(evaluateEligibility(snapshot, at).ok).toBe(true);
        },
      ),
      { seed: SEED, numRuns: 80 },
    );
  });

  it("holds for the plain office hours in every zone through a year", () => {
    for (const zone of ZONES) {
      const each = { callingWindow: DEFAULT_CALLING_WINDOW, rules: PRESETS.us, country: "US", zone };
      for (let hour = 0; hour < 8_784; hour += 97) {
        const at = Date.UTC(2028, 0, 1) + hour * 60 * MINUTE;
        const snapshot = snapshotOf(zone, "US", each.callingWindow, each.rules, at);
        if (evaluateEligibility(snapshot, new Date(at)).ok !== mayCall(each, at))
          expect.fail(`${zone} at ${new Date(at).toISOString()}`);
      }
    }
  });
});
