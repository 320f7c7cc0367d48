import type { DurationLaw } from "./duration-law.ts";
import type { RingLaw } from "./ring-law.ts";

/** What the dial loop sees of a campaign at one moment. Times are milliseconds of one clock. */
export interface PacingSnapshot {
  readonly nowMs: number;
  /** On duty for this campaign, not paused. */
  readonly agents: readonly { readonly phase: "ready" | "talking" | "wrapup"; readonly sinceMs: number }[];
  /** Reserved, dialing or ringing: placed and not resolved. */
  readonly ringing: readonly { readonly placedAtMs: number }[];
  /** Answered, not yet joined. */
  readonly waiting: readonly { readonly answeredAtMs: number }[];
  /** The binding window of the compliance profile. A window that has no end, since it moves along, ends now. */
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

/** How often calls are answered: finished cohorts discounted, young ones second by second. See answer-rate.ts. */
export interface AnswerRate {
  /** Calls that count, by their weight: what is old has faded. */
  readonly placed: number;
  readonly answered: number;
  /** Calls that this model has seen ring out, guesses and yesterday left out: how far it may trust its law of ringing. */
  readonly rungOut: number;
  /** Triples of second, placed, answered; oldest first. */
  readonly open: readonly number[];
}

/** The price of risk, as the campaign's own results have moved it. See budget.ts. */
export interface PriceOfRisk {
  /** Natural logarithm of its factor; 0 at the start. */
  readonly log: number;
  /** Answered and abandoned since it was last moved. */
  readonly answered: number;
  readonly abandoned: number;
  readonly movedAtMs: number | null;
  /** Abandoned calls earned by answers and not spent, in calls; what is saved for long expires. */
  readonly bank: number;
  /** Did lines or contacts, and not the risk, bound what was placed? Then results say nothing about the price. */
  readonly idle: boolean;
}

/** What has been learnt. Plain JSON: a loop that dies resumes where it was. Read it only through this module. */
export interface PacingModel {
  readonly version: 2;
  readonly params: PacingParams;
  readonly counts: Readonly<Record<PacingEvent["type"], number>>;
  readonly rate: AnswerRate;
  readonly ring: RingLaw;
  readonly talk: DurationLaw;
  readonly wrapup: DurationLaw;
  readonly price: PriceOfRisk;
  /** Agents on duty, as a slowly moving mean: it sizes the memory of the answer rate. */
  readonly agents: number;
}

/** Why so many and no more, in one word; screens translate it. */
export type PacingReason =
  /** As many as agents are free. */
  | "agents_ready"
  /** More than agents are free: others will be by the time that somebody answers. */
  | "agents_soon_free"
  /** Fewer than wanted: the lines ran out. */
  | "lines_limit"
  /** Calls already under way will need every agent who is free, or soon will be. */
  | "enough_in_flight"
  /** The abandoned limit leaves nothing to risk: only for agents who are free. */
  | "limit_near"
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
  /** Absent in progressive mode. */
  readonly forecast?: PacingForecast;
}

/** What predictive mode expected when it decided. */
export interface PacingForecast {
  /** The share of calls that is answered, and by how much (one standard deviation) that may be wrong. */
  readonly answerRate: number;
  readonly answerRateError: number;
  /** The moment of the ring time at which agents will be scarcest, in seconds from now. */
  readonly horizonS: number;
  /** Answers expected until then, of the calls under way and of those placed now. */
  readonly expectedAnswers: number;
  /** Agents expected to be free for them. */
  readonly expectedFree: number;
  /** The chance that one more call would leave somebody unanswered, if it is answered: it was refused at this. */
  readonly risk: number;
  /** The highest risk that is taken now. */
  readonly riskAllowed: number;
  /** Abandoned calls that may still be risked. */
  readonly budgetLeft: number;
  /** Abandoned calls expected of the calls under way. */
  readonly expectedAbandoned: number;
  /** Mean talk and wrap-up as learnt, in seconds. */
  readonly talkS: number;
  readonly wrapupS: number;
}

export interface PacingDecision {
  /** Calls to place now, a whole number from 0. */
  readonly launch: number;
  readonly reason: PacingReason;
  readonly model: PacingModel;
  readonly diagnostics: PacingDiagnostics;
}
