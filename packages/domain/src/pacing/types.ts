/** What the dial loop sees of a campaign at one moment. Times are milliseconds of one clock. */
export interface PacingSnapshot {
  readonly nowMs: number;
  /** On duty for this campaign, not paused. */
  readonly agents: readonly { readonly phase: "ready" | "talking" | "wrapup"; readonly sinceMs: number }[];
  /** Reserved, dialing or ringing: placed and not resolved. */
  readonly ringing: readonly { readonly placedAtMs: number }[];
  /** Answered, not yet joined. */
  readonly waiting: readonly { readonly answeredAtMs: number }[];
  /** The binding window of the compliance profile. */
  readonly ledger: { readonly answered: number; readonly abandoned: number; readonly windowEndsMs: number };
  /** Tenant and trunk channels left. */
  readonly linesFree: number;
}

export interface PacingParams {
  /** Abandoned ÷ answered by a person, 0 … 1. */
  readonly maxAbandonedRate: number;
  readonly joinDeadlineMs: number;
  readonly ringTimeoutMs: number;
  readonly mode: "progressive" | "predictive";
}

/** Everything the model learns from. */
export type PacingEvent =
  | {
      readonly type: "placed" | "answered" | "failed" | "abandoned" | "joined";
      readonly atMs: number;
      readonly placedAtMs: number;
    }
  | { readonly type: "talkEnded" | "wrapupEnded"; readonly atMs: number; readonly durationMs: number };

/** Yesterday's figures; any may be absent or wrong. */
export interface PacingHistory {
  /** Answered ÷ placed, 0 … 1. */
  readonly answerRate?: number;
  readonly talkMs?: readonly number[];
  readonly wrapupMs?: readonly number[];
}

/** What has been learnt. Plain JSON: a loop that dies resumes where it was. Read it only through this module. */
export interface PacingModel {
  readonly version: 1;
  readonly params: PacingParams;
  readonly counts: Readonly<Record<PacingEvent["type"], number>>;
  readonly talkMsSum: number;
  readonly wrapupMsSum: number;
}

/** Why so many and no more, in one word; screens translate it. */
export type PacingReason =
  /** As many as agents are free. */
  | "agents_ready"
  /** Fewer than agents are free: the lines ran out. */
  | "lines_limit"
  /** Calls already under way will need every free agent. */
  | "enough_in_flight"
  | "no_agent_ready"
  | "no_agent_on_duty";

export interface PacingDiagnostics {
  readonly ready: number;
  readonly talking: number;
  readonly wrapup: number;
  readonly ringing: number;
  readonly waiting: number;
  readonly linesFree: number;
  /** What would have been launched with lines without end. */
  readonly wanted: number;
  /** Abandoned ÷ answered in the binding window; 0 before the first answer. */
  readonly abandonedRate: number;
}

export interface PacingDecision {
  /** Calls to place now, a whole number from 0. */
  readonly launch: number;
  /** A PacingReason; "predictive_fallback." goes before it when predictive mode decided as progressive. */
  readonly reason: string;
  readonly model: PacingModel;
  readonly diagnostics: PacingDiagnostics;
}
