/** What somebody who is called does. Times count from the moment the call reaches them, `endAfterMs` from the answer. */
export interface CalleeScript {
  /** null: the phone never rings. */
  readonly ringAfterMs: number | null;
  /** null: never picks up. */
  readonly answerAfterMs: number | null;
  /** Hangs up so long after answering; null: stays until the other side ends it. */
  readonly endAfterMs: number | null;
  /** Ends the call unanswered with this Q.850 cause, at `answerAfterMs`. */
  readonly refuseCause?: number;
  /** What the detector hears; a person by default. */
  readonly sounds?: "human" | "machine" | "unsure";
  /** How long it speaks after the answer, as a machine does before it records. */
  readonly greetingMs?: number;
}

export const TALKER: CalleeScript = { ringAfterMs: 100, answerAfterMs: 600, endAfterMs: 3_000 };
export const WAITER: CalleeScript = { ringAfterMs: 100, answerAfterMs: 600, endAfterMs: null };
export const MACHINE: CalleeScript = { ...WAITER, sounds: "machine", greetingMs: 6_000 };
export const BUSY: CalleeScript = { ringAfterMs: null, answerAfterMs: 100, endAfterMs: null, refuseCause: 17 };
export const REJECTS: CalleeScript = { ringAfterMs: 100, answerAfterMs: 400, endAfterMs: null, refuseCause: 21 };
export const NO_ANSWER: CalleeScript = { ringAfterMs: 100, answerAfterMs: null, endAfterMs: null };
/** The way there fails before anything rings: SIP 503. */
export const CONGESTED: CalleeScript = { ringAfterMs: null, answerAfterMs: 50, endAfterMs: null, refuseCause: 34 };
