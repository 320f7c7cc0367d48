import type { CallingWindow, LocalSpan, Weekday } from "../calling-window/hours.ts";

export const REGIONS = ["us", "uk", "eu", "cn", "custom"] as const;
export type Region = (typeof REGIONS)[number];

/** What the law, or the client's own stricter rule, asks of a campaign. */
export interface ComplianceRules {
  readonly region: Region;
  /** On the wall clock of the contact's own time zone; a campaign's own window can only be narrower. */
  readonly callingWindow: CallingWindow;
  /** Single countries (ISO 3166 alpha-2 of the number) that ask for more, or have holidays of their own. */
  readonly countries: Readonly<Record<string, CountryRules>>;
  readonly attempts: AttemptCaps;
  readonly abandoned: AbandonedRules;
  readonly consent: ConsentRules;
  readonly callerId: CallerIdRules;
  /** May a machine listen for machines before an agent is joined? */
  readonly machineDetection: "allowed" | "forbidden";
  /** May a message be left after the beep? */
  readonly messageDrop: "allowed" | "with_consent" | "forbidden";
  /** May a campaign without agents speak to people? */
  readonly agentless: "allowed" | "with_consent" | "forbidden";
  readonly retention: RetentionRules;
  /** Refusals that a permitted person may lift for one call, with a reason that is audited. */
  readonly overridable: readonly OverridableReason[];
}

/**
 * Refusals of the gate that a person may be allowed to lift for one call. What is not here nobody lifts: what the
 * operator's lists and the registers of a country say, and what no call can do without.
 */
export const OVERRIDABLE_REASONS = [
  "consent_missing",
  "consent_unproven",
  "consent_expired",
  "dnc_tenant",
  "dnc_campaign",
  "attempt_cap",
  "caller_id_country",
  "not_due",
  "callback_reserved",
  "attempts_month",
  "attempts_week",
  "attempts_today",
  "holiday",
  "outside_window",
] as const;
export type OverridableReason = (typeof OVERRIDABLE_REASONS)[number];

export interface CountryRules {
  /** Within the profile's own window; weekdays left out follow it. */
  readonly weekly?: Readonly<Partial<Record<Weekday, readonly LocalSpan[]>>> | undefined;
  /** Days closed in this country whatever their weekday, "2026-12-25". */
  readonly holidays?: readonly string[] | undefined;
  /** Caps beside the profile's: the lower one counts. */
  readonly attempts?: Partial<NumberCaps> | undefined;
}

/** Attempts at one number over all campaigns of the client; null: no cap. Days are the contact's own. */
export interface NumberCaps {
  readonly perDay: number | null;
  /** Monday to Sunday. */
  readonly perWeek: number | null;
  /** Today and the 29 days before. */
  readonly perThirtyDays: number | null;
}

export interface AttemptCaps extends NumberCaps {
  /** Attempts at one contact in one campaign. */
  readonly perContact: number | null;
}

export interface AbandonedRules {
  /** Abandoned ÷ answered by a person, in millionths; null: no fixed limit, reported all the same. */
  readonly maxPpm: number | null;
  readonly windowDays: number;
  /** From the answer to an agent's or the message's first word, milliseconds. */
  readonly joinDeadlineMs: number;
  /** A number that does not answer rings at least so long, milliseconds. */
  readonly minRingMs: number;
  /** So long only a reserved agent may call who was abandoned; 0: the retry rules alone decide. */
  readonly agentOnlyHours: number;
}

export interface ConsentRules {
  /** listed: the list's basis is enough; express: the contact's own consent with its date. */
  readonly required: "listed" | "express";
  /** Consent without a reference to its proof does not count. */
  readonly proof: boolean;
  /** Consent older than this does not count; null: for good. */
  readonly maxAgeDays: number | null;
}

export interface CallerIdRules {
  readonly required: boolean;
  /** The number shown must be of the same country as the number called. */
  readonly sameCountry: boolean;
}

export interface RetentionRules {
  /** Recordings are kept no longer; null: as long as the client wants. */
  readonly recordingDays: number | null;
  /** The proof of a consent is kept at least so long after the last call under it; null: no duty. */
  readonly consentProofDays: number | null;
  /** What was dialled, and by which decision, is kept at least so long; null: no duty. */
  readonly attemptDays: number | null;
}
