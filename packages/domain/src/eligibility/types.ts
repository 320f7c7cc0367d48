import type { CallingWindow } from "../calling-window/hours.ts";
import type { CampaignSchedule } from "../campaign-schedule/types.ts";
import type { ComplianceRules } from "../compliance/types.ts";
import type { LocalDate } from "../days.ts";
import type { CampaignContactState, CampaignState, ConsentBasis, ContractState } from "../values.ts";

/** Grows whenever the rules of the gate change; stored with each attempt. 2: compliance profiles. 3: schedules of campaigns. */
export const GATE_VERSION = 3;

/** How a call comes about: the dialer's own, or with an agent who waits for it. */
export const ATTEMPT_KINDS = ["dialer", "preview", "callback", "manual", "agentless"] as const;
export type AttemptKind = (typeof ATTEMPT_KINDS)[number];

/** A do-not-call entry; null expiry means for good. One past its expiry does not count. */
export interface DoNotCallEntry {
  readonly expiresAt: Date | null;
}

/** All that the gate looks at, read in the transaction that reserves. */
export interface EligibilitySnapshot {
  readonly campaign: {
    readonly state: CampaignState;
    readonly callingWindow: CallingWindow;
    /** When it dials by itself; null: whenever it runs. */
    readonly schedule: CampaignSchedule | null;
    /** RetryRules.maxAttempts. */
    readonly maxAttempts: number;
  };
  /** The revision of the compliance profile that binds the campaign; no id: the preset "custom". */
  readonly profile: { readonly id: string | null; readonly revision: number; readonly rules: ComplianceRules };
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
    /** Until then only an attempt with a reserved agent. */
    readonly agentOnlyUntil: Date | null;
    /** The membership of the agent who promised to call back. */
    readonly callbackBy: string | null;
  };
  /** The contact point that would be dialled; null when the contact has none left. */
  readonly point: PointSnapshot | null;
  /** The basis of the list that the contact is on, and the contact's own consent where it gave one. */
  readonly consent: {
    readonly basis: ConsentBasis | null;
    readonly at: Date | null;
    /** Where the proof is; "" when nobody said. */
    readonly proof: string;
  };
  /** What would be shown; `country` null where the number tells none. */
  readonly callerId: { readonly e164: string; readonly country: string | null } | null;
  readonly doNotCall: {
    readonly operator: DoNotCallEntry | null;
    readonly tenant: DoNotCallEntry | null;
    readonly campaign: DoNotCallEntry | null;
    /** A register of numbers, as large as a country's. */
    readonly register: {
      readonly registerId: string;
      readonly operator: boolean;
      /** It binds the number and cannot be read: nobody knows whether the number stands on it. */
      readonly unreadable?: boolean;
    } | null;
  };
  readonly attempt: {
    readonly kind: AttemptKind;
    /** The membership of the agent who is reserved before anything rings; null: whoever is ready when it is answered. */
    readonly agent: string | null;
  };
  readonly lines: {
    /** Free channels on the trunk that would carry the call; null when no trunk is enabled on the tenant's node. */
    readonly trunkFree: number | null;
    /** The tenant's channels left: its guarantee and its share of the burst, or the campaign's own limit when less. */
    readonly channelsFree: number;
  };
}

export interface PointSnapshot {
  readonly phone: string;
  /** ISO 3166 alpha-2 of the number. */
  readonly country: string;
  readonly timezone: string;
  /** When the number was tried in the last 31 days, by any campaign of the client; released attempts left out. */
  readonly attemptsAt: readonly Date[];
  /** When it was last answered and left in silence, by any campaign of the client; null: never. */
  readonly abandonedAt: Date | null;
}

/** In the order in which the gate asks: what lasts longest first, so that the answer is the one worth knowing. */
export const INELIGIBLE_REASONS = [
  "campaign_not_running",
  "contract_not_active",
  "done",
  "blocked",
  "in_attempt",
  "no_phone",
  "consent_missing",
  "consent_unproven",
  "consent_expired",
  "dnc_operator",
  "dnc_register_operator",
  "dnc_tenant",
  "dnc_register_tenant",
  "dnc_campaign",
  "register_unreadable",
  "attempt_cap",
  "no_timezone",
  "caller_id_missing",
  "caller_id_country",
  "outside_schedule",
  "not_due",
  "callback_reserved",
  "agent_only",
  "attempts_month",
  "attempts_week",
  "attempts_today",
  "holiday",
  "outside_window",
  "no_trunk",
  "no_channel",
] as const;
export type IneligibleReason = (typeof INELIGIBLE_REASONS)[number];

/** One no of the gate. */
export interface Refusal {
  readonly reason: IneligibleReason;
  /** When time alone may change the answer; null when somebody or a call has to end it. */
  readonly retryAt: Date | null;
}

/** The decision as an attempt stores it: plain JSON. Which questions were asked, and in which order: docs/compliance.md. */
export interface EligibleRule {
  readonly gateVersion: number;
  /** The instant of the decision, ISO. */
  readonly decidedAt: string;
  readonly profile: { readonly id: string | null; readonly revision: number; readonly region: string };
  readonly kind: AttemptKind;
  readonly country: string;
  readonly timezone: string;
  readonly consentBasis: ConsentBasis;
  /** The contact's own consent, ISO; null when the list's basis was enough. */
  readonly consentAt: string | null;
  /** Which attempt this would be, from 1. */
  readonly ordinal: number;
  readonly maxAttempts: number;
  /** Tries at the number before this one, by all campaigns: today, this week, in thirty days. */
  readonly tried: readonly [today: number, week: number, thirtyDays: number];
  /** May a message be left on a machine? Only where the profile and the contact's consent allow it. */
  readonly messageDrop: boolean;
  /** Refusals that a person lifted for this call. */
  readonly lifted: readonly IneligibleReason[];
}

export type Eligibility =
  | { readonly ok: true; readonly rule: EligibleRule }
  | ({ readonly ok: false; readonly gateVersion: number } & Refusal);
