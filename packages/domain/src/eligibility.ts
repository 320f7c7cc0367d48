import { isTimeZone, type LocalDate, localDate, startOfLocalDay } from "./calendar.ts";
import { type CallingWindow, isOpen, nextOpening } from "./calling-window.ts";
import type { CampaignContactState, CampaignState, ConsentBasis, ContractState } from "./values.ts";

/** Grows whenever the rules of the gate change; stored with each attempt. */
export const GATE_VERSION = 1;

/** A do-not-call entry; null expiry means for good. One past its expiry does not count. */
export interface DoNotCallEntry {
  readonly expiresAt: Date | null;
}

/** All that the gate looks at, read in the transaction that reserves. */
export interface EligibilitySnapshot {
  readonly campaign: {
    readonly state: CampaignState;
    readonly callingWindow: CallingWindow;
    /** RetryRules.maxAttempts. */
    readonly maxAttempts: number;
  };
  readonly contract: {
    readonly state: ContractState;
    readonly startsOn: LocalDate;
    /** The last day, included. */
    readonly endsOn: LocalDate | null;
    /** The tenant's, in which the contract's days are counted. */
    readonly timezone: string;
  };
  readonly contact: {
    readonly state: CampaignContactState;
    readonly attempts: number;
    readonly nextAttemptAt: Date;
  };
  /** The contact point that would be dialled; null when the contact has none left. */
  readonly point: { readonly phone: string; readonly timezone: string } | null;
  /** Of the list that the contact is on. */
  readonly consentBasis: ConsentBasis | null;
  readonly doNotCall: {
    readonly operator: DoNotCallEntry | null;
    readonly tenant: DoNotCallEntry | null;
    readonly campaign: DoNotCallEntry | null;
  };
  readonly lines: {
    /** Free channels on the trunk that would carry the call; null when no trunk is enabled on the tenant's node. */
    readonly trunkFree: number | null;
    /** The tenant's channels left: its guarantee and its share of the burst, or the campaign's own limit when less. */
    readonly channelsFree: number;
  };
}

/** In the order in which the gate asks: what lasts longest first, so that the answer is the one worth knowing. */
export const INELIGIBLE_REASONS = [
  "campaign_not_running",
  "contract_not_active",
  "done",
  "blocked",
  "in_attempt",
  "no_phone",
  "no_consent",
  "dnc_operator",
  "dnc_tenant",
  "dnc_campaign",
  "attempt_cap",
  "no_timezone",
  "not_due",
  "outside_window",
  "no_trunk",
  "no_channel",
] as const;
export type IneligibleReason = (typeof INELIGIBLE_REASONS)[number];

/** The decision as an attempt stores it: plain JSON. */
export interface EligibleRule {
  readonly gateVersion: number;
  /** The reasons that were asked about and did not hold. */
  readonly passed: readonly IneligibleReason[];
  /** The instant of the decision, ISO. */
  readonly decidedAt: string;
  readonly timezone: string;
  readonly consentBasis: ConsentBasis;
  /** Which attempt this would be, from 1. */
  readonly ordinal: number;
  readonly maxAttempts: number;
}

export type Eligibility =
  | { readonly ok: true; readonly rule: EligibleRule }
  | {
      readonly ok: false;
      readonly gateVersion: number;
      readonly reason: IneligibleReason;
      /** When the answer may change by itself; null when somebody or a call has to end first. */
      readonly retryAt: Date | null;
    };

/**
 * May this contact be dialled now? The one gate in front of every outbound call.
 *
 * @param now the instant of the decision.
 * @throws CallbayError TIME_ZONE_UNKNOWN for the contract's zone alone; a contact's unknown zone is `no_timezone`.
 * Source: design §4.2; invariant 2.
 */
export function evaluateEligibility(snapshot: EligibilitySnapshot, now: Date): Eligibility {
  const refusal = lastingRefusal(snapshot, now) ?? passingRefusal(snapshot, now);
  if (refusal !== null) return refusal;
  const { point, consentBasis, contact, campaign } = snapshot;
  if (point === null) return no("no_phone");
  if (consentBasis === null) return no("no_consent");
  return {
    ok: true,
    rule: {
      gateVersion: GATE_VERSION,
      passed: INELIGIBLE_REASONS,
      decidedAt: now.toISOString(),
      timezone: point.timezone,
      consentBasis,
      ordinal: contact.attempts + 1,
      maxAttempts: campaign.maxAttempts,
    },
  };
}

/** What only a person, a contract or an ended attempt changes. */
function lastingRefusal(snapshot: EligibilitySnapshot, now: Date): Eligibility | null {
  const { campaign, contract, contact, point, consentBasis, doNotCall } = snapshot;
  if (campaign.state !== "running") return no("campaign_not_running");
  if (contract.state !== "active") return no("contract_not_active");
  const today = localDate(now, contract.timezone);
  if (today < contract.startsOn)
    return no("contract_not_active", startOfLocalDay(contract.startsOn, contract.timezone));
  if (contract.endsOn !== null && today > contract.endsOn) return no("contract_not_active");
  if (contact.state === "done") return no("done");
  if (contact.state === "blocked") return no("blocked");
  if (contact.state === "reserved") return no("in_attempt");
  if (point === null || point.phone === "") return no("no_phone");
  if (consentBasis === null) return no("no_consent");
  for (const list of ["operator", "tenant", "campaign"] as const) {
    const entry = doNotCall[list];
    if (entry !== null && (entry.expiresAt === null || entry.expiresAt > now))
      return no(`dnc_${list}`, entry.expiresAt);
  }
  if (contact.attempts >= campaign.maxAttempts) return no("attempt_cap");
  if (!isTimeZone(point.timezone)) return no("no_timezone");
  return null;
}

/** What time and free lines change. */
function passingRefusal({ campaign, contact, point, lines }: EligibilitySnapshot, now: Date): Eligibility | null {
  if (point === null) return no("no_phone");
  const { callingWindow } = campaign;
  if (contact.nextAttemptAt > now) {
    return no("not_due", nextOpening(callingWindow, contact.nextAttemptAt, point.timezone));
  }
  if (!isOpen(callingWindow, now, point.timezone)) {
    return no("outside_window", nextOpening(callingWindow, now, point.timezone));
  }
  if (lines.trunkFree === null || lines.trunkFree <= 0) return no("no_trunk");
  if (lines.channelsFree <= 0) return no("no_channel");
  return null;
}

function no(reason: IneligibleReason, retryAt: Date | null = null): Eligibility {
  return { ok: false, gateVersion: GATE_VERSION, reason, retryAt };
}
