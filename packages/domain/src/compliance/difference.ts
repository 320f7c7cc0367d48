import { WEEKDAYS } from "../calling-window/hours.ts";
import type { ComplianceRules } from "./types.ts";

/** One rule that differs: the field ("abandoned.maxPpm", "countries.FR.weekly.sat") with what it said and says. */
export interface RuleChange {
  readonly path: string;
  /** Null: no limit, or nothing of its own. */
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What differs between two revisions of a profile, or a profile and its preset, field by field in the order of the rules.
 * Lists (holidays, what may be lifted) are told by what left and what came: `before` has what is gone, `after` what is new.
 */
export function rulesDifference(before: ComplianceRules, after: ComplianceRules): RuleChange[] {
  const countries = [...new Set([...Object.keys(before.countries), ...Object.keys(after.countries)])].sort();
  return [
    ...week("callingWindow.weekly", before.callingWindow.weekly, after.callingWindow.weekly),
    ...list("callingWindow.holidays", before.callingWindow.holidays, after.callingWindow.holidays),
    ...countries.flatMap((country) => {
      const [from, to] = [before.countries[country], after.countries[country]];
      return [
        ...week(`countries.${country}.weekly`, from?.weekly, to?.weekly),
        ...list(`countries.${country}.holidays`, from?.holidays, to?.holidays),
        ...fields(`countries.${country}.attempts`, CAPS, from?.attempts, to?.attempts),
      ];
    }),
    ...fields("attempts", [...CAPS, "perContact"], before.attempts, after.attempts),
    ...fields("abandoned", ABANDONED, before.abandoned, after.abandoned),
    ...fields("consent", ["required", "proof", "maxAgeDays"], before.consent, after.consent),
    ...fields("callerId", ["required", "sameCountry"], before.callerId, after.callerId),
    ...fields("", ["machineDetection", "messageDrop", "agentless"], before, after),
    ...fields("retention", ["recordingDays", "consentProofDays", "attemptDays"], before.retention, after.retention),
    ...list("overridable", before.overridable, after.overridable),
  ];
}

const CAPS = ["perDay", "perWeek", "perThirtyDays"] as const;
const ABANDONED = ["maxPpm", "windowDays", "joinDeadlineMs", "minRingMs", "agentOnlyHours"] as const;

function fields<K extends string>(
  at: string,
  keys: readonly K[],
  before: Partial<Readonly<Record<K, unknown>>> | undefined,
  after: Partial<Readonly<Record<K, unknown>>> | undefined,
): RuleChange[] {
  return keys.flatMap((key) => {
    const [from, to] = [before?.[key] ?? null, after?.[key] ?? null];
    return from === to ? [] : { path: at === "" ? key : `${at}.${key}`, before: from, after: to };
  });
}

type Week = ComplianceRules["countries"][string]["weekly"];

function week(at: string, before: Week, after: Week): RuleChange[] {
  return WEEKDAYS.flatMap((day) => {
    const [from, to] = [before?.[day] ?? null, after?.[day] ?? null];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : { path: `${at}.${day}`, before: from, after: to };
  });
}

function list(at: string, before: readonly string[] = [], after: readonly string[] = []): RuleChange[] {
  const gone = before.filter((one) => !after.includes(one));
  const come = after.filter((one) => !before.includes(one));
  return gone.length + come.length === 0 ? [] : [{ path: at, before: gone, after: come }];
}
