import type { CallingWindow, LocalSpan, Weekday } from "../calling-window.ts";

export const REGIONS = ["us", "uk", "eu", "cn", "custom"] as const;
export type Region = (typeof REGIONS)[number];

/** What the law, or the client's own stricter rule, asks of a campaign. */
export interface ComplianceRules {
  readonly region: Region;
  /** On the wall clock of the contact's own time zone; a campaign's own window can only be narrower. */
  readonly callingWindow: CallingWindow;
  /** Windows of single countries (ISO 3166 alpha-2 of the number) that are narrower or have holidays of their own. */
  readonly countries: Readonly<Record<string, CountryWindow>>;
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
  readonly overridable: readonly string[];
}

export interface CountryWindow {
  /** Weekdays left out follow the profile's. */
  readonly weekly?: Readonly<Partial<Record<Weekday, readonly LocalSpan[]>>>;
  /** Days closed in this country whatever their weekday, "2026-12-25". */
  readonly holidays?: readonly string[];
}

/** Attempts at one number over all campaigns of the client; null: no cap. Days and weeks are the contact's own. */
export interface AttemptCaps {
  readonly perDay: number | null;
  readonly perWeek: number | null;
  /** Attempts at one contact in one campaign. */
  readonly perContact: number | null;
}

export interface AbandonedRules {
  /** Abandoned ÷ answered by a person, in millionths; null: no fixed limit, reported all the same. */
  readonly maxPpm: number | null;
  readonly windowDays: number;
  readonly joinDeadlineMs: number;
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
  readonly recordingDays: number | null;
  readonly consentProofDays: number | null;
  readonly attemptDays: number | null;
}
