import { isTimeZone, localDate, startOfLocalDay } from "./calendar.ts";
import type { CallingWindow } from "./calling-window/hours.ts";
import { isOpen, nextOpening } from "./calling-window.ts";
import { scheduleStanding } from "./campaign-schedule.ts";
import { capsFor, effectiveWindow, lower } from "./compliance/window.ts";
import { capsReached, countTried, NEVER_TRIED } from "./eligibility/attempts.ts";
import {
  type Eligibility,
  type EligibilitySnapshot,
  GATE_VERSION,
  INELIGIBLE_REASONS,
  type IneligibleReason,
  type Refusal,
} from "./eligibility/types.ts";

export type {
  AttemptKind,
  DoNotCallEntry,
  Eligibility,
  EligibilitySnapshot,
  EligibleRule,
  IneligibleReason,
  PointSnapshot,
  Refusal,
} from "./eligibility/types.ts";
export { ATTEMPT_KINDS, GATE_VERSION, INELIGIBLE_REASONS } from "./eligibility/types.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Whom a register binds that cannot be read is asked about again then: somebody may have imported it anew. */
const UNREADABLE_AGAIN_MS = 60_000;
const NOTHING: ReadonlySet<IneligibleReason> = new Set();

/**
 * May this contact be dialled now? The one gate in front of every outbound call, of whatever kind.
 *
 * @param now the instant of the decision.
 * @param lifted refusals that a permitted person has lifted for this call; the caller answers for the right to do so.
 * @throws CallbayError TIME_ZONE_UNKNOWN for the contract's zone alone; a contact's unknown zone is `no_timezone`.
 * Source: design §4.2; invariant 2; docs/compliance.md.
 */
export function evaluateEligibility(
  snapshot: EligibilitySnapshot,
  now: Date,
  lifted: ReadonlySet<IneligibleReason> = NOTHING,
): Eligibility {
  const met = new Set<IneligibleReason>();
  for (const refusal of refusals(snapshot, now)) {
    if (!lifted.has(refusal.reason)) return { ok: false, gateVersion: GATE_VERSION, ...refusal };
    met.add(refusal.reason);
  }
  return passed(snapshot, now, met);
}

/** Everything that speaks against dialling this contact now, in the gate's order; none: it may be dialled. */
export function explainEligibility(snapshot: EligibilitySnapshot, now: Date): Refusal[] {
  return [...refusals(snapshot, now)];
}

/**
 * When may this contact be dialled, if nothing but time changes? Null: never by itself.
 *
 * Free lines are taken for granted: when a trunk will be free nobody knows. Found by asking the gate again at each
 * instant that a refusal names, so that it is the gate's own answer and nobody else's.
 */
export function whenEligible(snapshot: EligibilitySnapshot, now: Date): Date | null {
  const free = { ...snapshot, lines: { trunkFree: 1, channelsFree: 1 } };
  let at = now;
  // Each step ends one refusal; a window whose holidays fill weeks between two caps is still far below this.
  for (let step = 0; step < 100; step++) {
    const answer = evaluateEligibility(free, at);
    if (answer.ok) return at;
    if (answer.retryAt === null || answer.retryAt <= at) return null;
    at = answer.retryAt;
  }
  return null;
}

function passed(snapshot: EligibilitySnapshot, now: Date, met: ReadonlySet<IneligibleReason>): Eligibility {
  const { point, consent, contact, campaign, profile, attempt } = snapshot;
  // Nobody lifts these two: what follows needs them.
  if (point === null) return { ok: false, gateVersion: GATE_VERSION, reason: "no_phone", retryAt: null };
  if (consent.basis === null) return { ok: false, gateVersion: GATE_VERSION, reason: "consent_missing", retryAt: null };
  const tried = countTried(point.attemptsAt, point.timezone, now);
  const { rules } = profile;
  return {
    ok: true,
    rule: {
      gateVersion: GATE_VERSION,
      decidedAt: now.toISOString(),
      profile: { id: profile.id, revision: profile.revision, region: rules.region },
      kind: attempt.kind,
      country: point.country,
      timezone: point.timezone,
      consentBasis: consent.basis,
      consentAt: consent.at?.toISOString() ?? null,
      ordinal: contact.attempts + 1,
      maxAttempts: lower(campaign.maxAttempts, rules.attempts.perContact) ?? campaign.maxAttempts,
      tried: [tried.today, tried.week, tried.thirtyDays],
      messageDrop:
        rules.messageDrop === "allowed" || (rules.messageDrop === "with_consent" && hasConsent(snapshot, now)),
      lifted: INELIGIBLE_REASONS.filter((reason) => met.has(reason)),
    },
  };
}

/** Lazily, so that a gate that has its answer asks no further. */
function* refusals(snapshot: EligibilitySnapshot, now: Date): Generator<Refusal> {
  yield* standing(snapshot, now);
  const { point } = snapshot;
  if (point === null || point.phone === "") return void (yield no("no_phone"));
  yield* consentRefusals(snapshot, now);
  yield* doNotCallRefusals(snapshot, now);
  const { contact, campaign, profile, callerId } = snapshot;
  const cap = lower(campaign.maxAttempts, profile.rules.attempts.perContact);
  if (cap !== null && contact.attempts >= cap) yield no("attempt_cap");
  if (!isTimeZone(point.timezone)) return void (yield no("no_timezone"));
  if (callerId === null) yield no("caller_id_missing");
  else if (profile.rules.callerId.sameCountry && callerId.country !== point.country) yield no("caller_id_country");
  yield* passing(snapshot, point.timezone, point.country, now);
}

/** What the campaign, the contract and the contact's own state say. */
function* standing({ campaign, contract, contact }: EligibilitySnapshot, now: Date): Generator<Refusal> {
  if (campaign.state !== "running") yield no("campaign_not_running");
  const today = localDate(now, contract.timezone);
  if (contract.state !== "active") yield no("contract_not_active");
  else if (today < contract.startsOn)
    yield no("contract_not_active", startOfLocalDay(contract.startsOn, contract.timezone));
  else if (contract.endsOn !== null && today > contract.endsOn) yield no("contract_not_active");
  if (contact.state === "done") yield no("done");
  if (contact.state === "blocked") yield no("blocked");
  if (contact.state === "reserved") yield no("in_attempt");
}

/** Express consent is asked for by the profile, and by a machine that speaks where the profile says so. */
function* consentRefusals(snapshot: EligibilitySnapshot, now: Date): Generator<Refusal> {
  const { consent, profile, attempt } = snapshot;
  const { rules } = profile;
  const express =
    rules.consent.required === "express" || (attempt.kind === "agentless" && rules.agentless === "with_consent");
  if (consent.basis === null) return void (yield no("consent_missing"));
  if (!express) return;
  if (consent.at === null) return void (yield no("consent_missing"));
  if (consent.at > now) yield no("consent_missing", consent.at);
  if (rules.consent.proof && consent.proof === "") yield no("consent_unproven");
  if (isTooOld(snapshot, now)) yield no("consent_expired");
}

/** The contact's own consent, given, proven and fresh enough. */
function hasConsent(snapshot: EligibilitySnapshot, now: Date): boolean {
  const { consent, profile } = snapshot;
  if (consent.at === null || consent.at > now || isTooOld(snapshot, now)) return false;
  return !profile.rules.consent.proof || consent.proof !== "";
}

function isTooOld({ consent, profile }: EligibilitySnapshot, now: Date): boolean {
  const { maxAgeDays } = profile.rules.consent;
  return maxAgeDays !== null && consent.at !== null && now.getTime() >= consent.at.getTime() + maxAgeDays * DAY_MS;
}

function* doNotCallRefusals({ doNotCall }: EligibilitySnapshot, now: Date): Generator<Refusal> {
  const register = doNotCall.register?.unreadable ? null : doNotCall.register;
  for (const list of ["operator", "tenant", "campaign"] as const) {
    const entry = doNotCall[list];
    if (entry !== null && (entry.expiresAt === null || entry.expiresAt > now)) yield no(`dnc_${list}`, entry.expiresAt);
    if (list !== "campaign" && register !== null && register.operator === (list === "operator"))
      yield no(`dnc_register_${list}`);
  }
  if (doNotCall.register?.unreadable) yield no("register_unreadable", new Date(now.getTime() + UNREADABLE_AGAIN_MS));
}

/** What time and free lines change. An instant in the future is worth knowing only from when the window opens after it. */
function* passing(snapshot: EligibilitySnapshot, zone: string, country: string, now: Date): Generator<Refusal> {
  const { campaign, profile, contact, point, attempt, lines } = snapshot;
  const window = effectiveWindow(campaign.callingWindow, profile.rules, country);
  const opens = (at: Date | null) => at && nextOpening(window, at, zone);
  // The schedule is the dialer's: what was promised and what a person dials by hand is theirs to decide.
  if (attempt.kind !== "manual" && attempt.kind !== "callback") {
    const standing = scheduleStanding(campaign.schedule, now);
    if (!standing.open) yield no("outside_schedule", opens(standing.opensAt));
  }
  // A person who dials by hand has decided that it is time.
  if (attempt.kind !== "manual" && contact.nextAttemptAt > now) yield no("not_due", opens(contact.nextAttemptAt));
  if (contact.callbackBy !== null && contact.callbackBy !== attempt.agent) yield no("callback_reserved");
  const agentOnly = agentOnlyUntil(snapshot);
  if (agentOnly !== null && agentOnly > now && attempt.agent === null) yield no("agent_only", opens(agentOnly));
  const attemptsAt = point?.attemptsAt ?? [];
  const tried = attemptsAt.length > 0 ? countTried(attemptsAt, zone, now) : NEVER_TRIED;
  for (const { reason, retryAt } of capsReached(attemptsAt, tried, capsFor(profile.rules, country), zone, now))
    yield no(reason, opens(retryAt));
  if (!isOpen(window, now, zone)) yield no(closedBy(window, now, zone), opens(now));
  if (lines.trunkFree === null || lines.trunkFree <= 0) yield no("no_trunk");
  if (lines.channelsFree <= 0) yield no("no_channel");
}

/** The later of what the contact was promised here, and of what its number met in any campaign. */
function agentOnlyUntil({ contact, point, profile }: EligibilitySnapshot): Date | null {
  const hours = profile.rules.abandoned.agentOnlyHours;
  const byNumber = point?.abandonedAt && hours > 0 ? point.abandonedAt.getTime() + hours * HOUR_MS : 0;
  const until = Math.max(byNumber, contact.agentOnlyUntil?.getTime() ?? 0);
  return until === 0 ? null : new Date(until);
}

/** A holiday closes an hour that is open on other days. */
function closedBy(window: CallingWindow, now: Date, zone: string): "holiday" | "outside_window" {
  return window.holidays.length > 0 && isOpen({ ...window, holidays: [] }, now, zone) ? "holiday" : "outside_window";
}

function no(reason: IneligibleReason, retryAt: Date | null = null): Refusal {
  return { reason, retryAt };
}
