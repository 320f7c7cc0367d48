import { WEEKDAYS, type Weekday } from "../calling-window/hours.ts";
import { CallbayError } from "../errors.ts";
import { PRESETS } from "./presets.ts";
import type { ComplianceRules } from "./types.ts";
import { capsFor, effectiveWindow, spansWithin } from "./window.ts";

/** A rule of a profile that asks for less than its preset. */
export interface Looser {
  /** The field, "abandoned.maxPpm". */
  readonly path: string;
  /** What the preset says of it; null: no limit. */
  readonly preset: unknown;
}

/**
 * Where these rules are looser than the preset of their region. None: they may be a client's profile. Under "custom"
 * the client answers for itself, and nothing is looser than nothing.
 *
 * Source: the issue, "a client's profile may only be stricter than its preset".
 */
export function looserThanPreset(rules: ComplianceRules): Looser[] {
  if (rules.region === "custom") return [];
  const preset = PRESETS[rules.region];
  return [
    ...looserWindows(rules, preset),
    ...looserNumbers(rules, preset),
    ...looserWords(rules, preset),
    ...rules.overridable
      .filter((reason) => !preset.overridable.includes(reason))
      .map((reason) => ({ path: `overridable.${reason}`, preset: preset.overridable })),
  ];
}

/** @throws CallbayError COMPLIANCE_LOOSER; `details.path` is the first field, `details.paths` are all of them. */
export function requireStricter(rules: ComplianceRules): void {
  const looser = looserThanPreset(rules);
  const [first] = looser;
  if (!first) return;
  throw new CallbayError(
    "invalid",
    "COMPLIANCE_LOOSER",
    `A profile may only be stricter than its preset; ${first.path} is not. Nothing was saved: tighten it, or begin from the preset "custom".`,
    { path: first.path, paths: looser.map(({ path }) => path), region: rules.region },
  );
}

function looserWindows(rules: ComplianceRules, preset: ComplianceRules): Looser[] {
  const found: Looser[] = [];
  const open = PRESETS.custom.callingWindow;
  // "" is any country without rules of its own, under either.
  const countries = ["", ...new Set([...Object.keys(preset.countries), ...Object.keys(rules.countries)])];
  for (const country of countries) {
    const own = effectiveWindow(open, rules, country);
    const law = effectiveWindow(open, preset, country);
    const at = (field: string) => (country === "" ? `callingWindow.${field}` : `countries.${country}.${field}`);
    for (const day of WEEKDAYS) {
      if (spansWithin(own.weekly[day], law.weekly[day])) continue;
      // What the default already says is said once.
      if (country !== "" && found.some(({ path }) => path === `callingWindow.weekly.${day}`)) continue;
      found.push({ path: at(`weekly.${day}`), preset: law.weekly[day] });
    }
    const missing = law.holidays.filter((day) => !own.holidays.includes(day) && weekdayOpens(own.weekly, day));
    if (missing.length > 0) found.push({ path: at("holidays"), preset: missing });
    const [caps, lawCaps] = [capsFor(rules, country), capsFor(preset, country)];
    for (const cap of ["perDay", "perWeek", "perThirtyDays"] as const) {
      if (within(caps[cap], lawCaps[cap])) continue;
      const path = country === "" ? `attempts.${cap}` : `countries.${country}.attempts.${cap}`;
      if (country === "" || !found.some((one) => one.path === `attempts.${cap}`))
        found.push({ path, preset: lawCaps[cap] });
    }
  }
  return found;
}

/** A holiday on a day that is closed anyway need not be named. */
function weekdayOpens(weekly: Readonly<Record<Weekday, readonly unknown[]>>, day: string): boolean {
  const weekday = WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7];
  return weekday !== undefined && weekly[weekday].length > 0;
}

function looserNumbers(rules: ComplianceRules, preset: ComplianceRules): Looser[] {
  const [own, law] = [rules.abandoned, preset.abandoned];
  const kept = rules.retention;
  const must = preset.retention;
  const checks: readonly (readonly [string, boolean, unknown])[] = [
    ["attempts.perContact", within(rules.attempts.perContact, preset.attempts.perContact), preset.attempts.perContact],
    ["abandoned.maxPpm", within(own.maxPpm, law.maxPpm), law.maxPpm],
    // A share held in each shorter window is held over the longer one when it consists of whole shorter ones.
    ["abandoned.windowDays", law.windowDays % own.windowDays === 0, law.windowDays],
    ["abandoned.joinDeadlineMs", own.joinDeadlineMs <= law.joinDeadlineMs, law.joinDeadlineMs],
    ["abandoned.minRingMs", own.minRingMs >= law.minRingMs, law.minRingMs],
    ["abandoned.agentOnlyHours", own.agentOnlyHours >= law.agentOnlyHours, law.agentOnlyHours],
    ["consent.maxAgeDays", within(rules.consent.maxAgeDays, preset.consent.maxAgeDays), preset.consent.maxAgeDays],
    ["retention.recordingDays", within(kept.recordingDays, must.recordingDays), must.recordingDays],
    ["retention.consentProofDays", (kept.consentProofDays ?? 0) >= (must.consentProofDays ?? 0), must.consentProofDays],
    ["retention.attemptDays", (kept.attemptDays ?? 0) >= (must.attemptDays ?? 0), must.attemptDays],
  ];
  return checks.filter(([, fine]) => !fine).map(([path, , limit]) => ({ path, preset: limit }));
}

const STRICTER = ["allowed", "with_consent", "forbidden"] as const;

function looserWords(rules: ComplianceRules, preset: ComplianceRules): Looser[] {
  const permission = (key: "machineDetection" | "messageDrop" | "agentless") =>
    [key, STRICTER.indexOf(rules[key]) >= STRICTER.indexOf(preset[key]), preset[key]] as const;
  const [own, law] = [rules, preset];
  const checks: readonly (readonly [string, boolean, unknown])[] = [
    ["consent.required", own.consent.required === "express" || law.consent.required === "listed", law.consent.required],
    ["consent.proof", own.consent.proof || !law.consent.proof, law.consent.proof],
    ["callerId.required", own.callerId.required || !law.callerId.required, law.callerId.required],
    ["callerId.sameCountry", own.callerId.sameCountry || !law.callerId.sameCountry, law.callerId.sameCountry],
    permission("machineDetection"),
    permission("messageDrop"),
    permission("agentless"),
  ];
  return checks.filter(([, fine]) => !fine).map(([path, , limit]) => ({ path, preset: limit }));
}

/** Is this cap as low as that one? null caps nothing. */
function within(own: number | null, law: number | null): boolean {
  return law === null || (own !== null && own <= law);
}
