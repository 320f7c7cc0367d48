import { z } from "zod";
import { parseWith } from "./parse.ts";
import { OUTCOMES, type Outcome } from "./values.ts";

/** What to do after an attempt that ended with one outcome. */
export interface OutcomeRule {
  /** Minutes until the contact may be dialled again. */
  readonly delayMinutes: number;
  /** Attempts that may end this way; the one that reaches it is the last. */
  readonly max: number;
}

export interface RetryRules {
  /** Attempts at one contact, whatever their outcomes. No rule and no disposition goes beyond it. */
  readonly maxAttempts: number;
  /** An outcome that is not stated is never retried. */
  readonly outcomes: Readonly<Partial<Record<Outcome, OutcomeRule>>>;
}

/**
 * Busy soon, no answer later in the day, machine in the evening. An abandoned call waits 72 hours: who was answered by
 * silence once is not rung again the same day (the rule of Ofcom's statement on persistent misuse).
 */
export const DEFAULT_RETRY_RULES: RetryRules = {
  maxAttempts: 6,
  outcomes: {
    busy: { delayMinutes: 10, max: 3 },
    no_answer: { delayMinutes: 120, max: 3 },
    unreachable: { delayMinutes: 1440, max: 2 },
    machine: { delayMinutes: 240, max: 2 },
    abandoned: { delayMinutes: 4320, max: 2 },
    failed: { delayMinutes: 5, max: 3 },
  },
};

const rule = z.strictObject({ delayMinutes: z.int().min(1).max(525_600), max: z.int().min(1).max(100) });
const schema = z.strictObject({
  maxAttempts: z.int().min(1).max(100),
  outcomes: z.partialRecord(z.enum(OUTCOMES), rule),
});

/** Parses retry rules. @throws CallbayError RETRY_RULES_INVALID; `details.path` names the field. */
export function parseRetryRules(json: unknown): RetryRules {
  return parseWith(schema, json, "RETRY_RULES_INVALID", "set of retry rules");
}

/**
 * When a PBX dies, nobody takes its calls back: what rang there rings on until the network gives up. It does after three
 * minutes at the latest: ISUP timer T9 (ITU-T Q.764: 1.5 to 3 min), SIP's timer C (RFC 3261 §16.6: a little more than 3).
 */
const RINGS_ALONE_MS = 200_000;

/** Until when the number may still ring of a call that was placed at `placedAt` and that nobody could take back. */
export function mayRingUntil(placedAt: Date): Date {
  return new Date(placedAt.getTime() + RINGS_ALONE_MS);
}

export interface ContactProgress {
  readonly rules: RetryRules;
  /** Counted attempts, the one just ended included. Released attempts are not counted. */
  readonly attempts: number;
  /** How many of them ended with each outcome, the one just ended included. */
  readonly outcomeCounts: Readonly<Partial<Record<Outcome, number>>>;
  /** Of the attempt just ended. */
  readonly outcome: Outcome;
  /** The attempt just ended may still ring until then: see mayRingUntil. */
  readonly ringsUntil?: Date | null;
  /** What the agent said, when one spoke; it decides before the outcome does. */
  readonly disposition?: {
    /** null: the contact is done. */
    readonly retryAfterMinutes: number | null;
    readonly doNotCall: boolean;
    readonly success: boolean;
  };
  /** When the agent promised to call back; it goes before the disposition's own delay, and not beyond the cap. */
  readonly callbackAt?: Date | null;
  readonly now: Date;
}

export type NextContactState =
  | {
      readonly state: "ready";
      readonly nextAttemptAt: Date;
      readonly reason: `retry_${Outcome}` | "retry_disposition" | "callback";
    }
  | { readonly state: "done"; readonly reason: DoneReason }
  | { readonly state: "blocked"; readonly reason: "do_not_call" };

/** success, disposition: the agent closed it. The others: the rules allow no further attempt. */
export type DoneReason = "success" | "disposition" | "attempt_cap" | "outcome_limit" | "outcome_not_retried";

/**
 * Where a contact stands after an attempt. Never retries for ever: every path to `ready` is bounded by maxAttempts.
 *
 * Source: design §4.7; requirements, Decisions, "Telemarketing flow".
 */
export function nextContactState(progress: ContactProgress): NextContactState {
  const { rules, attempts, outcome, disposition, now } = progress;
  if (disposition?.doNotCall) return { state: "blocked", reason: "do_not_call" };
  if (disposition?.success) return { state: "done", reason: "success" };
  if (disposition?.retryAfterMinutes === null) return { state: "done", reason: "disposition" };
  if (attempts >= rules.maxAttempts) return { state: "done", reason: "attempt_cap" };
  if (disposition !== undefined && progress.callbackAt) {
    return { state: "ready", nextAttemptAt: progress.callbackAt, reason: "callback" };
  }
  if (disposition !== undefined) {
    return { state: "ready", nextAttemptAt: later(now, disposition.retryAfterMinutes), reason: "retry_disposition" };
  }
  const outcomeRule = rules.outcomes[outcome];
  if (outcomeRule === undefined) return { state: "done", reason: "outcome_not_retried" };
  if ((progress.outcomeCounts[outcome] ?? 0) >= outcomeRule.max) return { state: "done", reason: "outcome_limit" };
  const due = later(now, outcomeRule.delayMinutes);
  const { ringsUntil } = progress;
  const nextAttemptAt = ringsUntil && ringsUntil > due ? ringsUntil : due;
  return { state: "ready", nextAttemptAt, reason: `retry_${outcome}` };
}

function later(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000);
}
