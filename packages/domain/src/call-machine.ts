import type { AttemptState } from "./values.ts";

export { type BridgeSpan, type CelReconstruction, type CelRow, reconstructFromCel } from "./call/cel.ts";
export { causeName, type OutcomeFacts, outcomeFromCause } from "./call/outcome.ts";

/** What happens to an attempt. */
export type AttemptEvent =
  /** media-bridge took it by compare-and-set, before it asks the PBX. */
  | "claim"
  /** It was never claimed: it goes back uncounted. */
  | "release"
  | "ringing"
  | "answered"
  /** The customer's leg entered an agent's bridge. */
  | "joined"
  /** The channel ended, or never came to be. */
  | "end";

export type AttemptRefusal =
  /** Ended or released: nothing moves it any more. */
  | "ATTEMPT_CLOSED"
  /** It is there or beyond already: a witness told it again or late. */
  | "ATTEMPT_REPEATED"
  /** A step before it is missing. */
  | "ATTEMPT_OUT_OF_ORDER";

export type AttemptTransition =
  | { readonly ok: true; readonly state: AttemptState }
  | { readonly ok: false; readonly code: AttemptRefusal };

/**
 * The drawn edges:
 *
 * ```
 * reserved ─claim→ dialing ─ringing→ ringing ─answered→ answered ─joined→ joined
 *     │                └────────answered────────↗           │                │
 *     └release→ released      dialing, ringing, answered, joined ──end→ ended
 * ```
 */
const EDGES: Readonly<Record<AttemptState, Readonly<Partial<Record<AttemptEvent, AttemptState>>>>> = {
  reserved: { claim: "dialing", release: "released" },
  dialing: { ringing: "ringing", answered: "answered", end: "ended" },
  ringing: { answered: "answered", end: "ended" },
  answered: { joined: "joined", end: "ended" },
  joined: { end: "ended" },
  ended: {},
  released: {},
};

const TARGET: Readonly<Record<AttemptEvent, AttemptState>> = {
  claim: "dialing",
  release: "released",
  ringing: "ringing",
  answered: "answered",
  joined: "joined",
  end: "ended",
};

const PROGRESS: readonly AttemptState[] = ["reserved", "dialing", "ringing", "answered", "joined", "ended"];

/**
 * One step of an attempt, or the refusal's code. A claimed attempt is never released: from then on it may have rung, so
 * it counts and it is not tried again (invariant 1).
 *
 * Source: design §4.3.
 */
export function attemptTransition(state: AttemptState, event: AttemptEvent): AttemptTransition {
  const next = EDGES[state][event];
  if (next !== undefined) return { ok: true, state: next };
  if (state === "ended" || state === "released") return { ok: false, code: "ATTEMPT_CLOSED" };
  if (event === "release") return { ok: false, code: "ATTEMPT_OUT_OF_ORDER" };
  const isPast = PROGRESS.indexOf(TARGET[event]) <= PROGRESS.indexOf(state);
  return { ok: false, code: isPast ? "ATTEMPT_REPEATED" : "ATTEMPT_OUT_OF_ORDER" };
}

/** Has the attempt reached a state from which nothing moves it? */
export function isAttemptClosed(state: AttemptState): boolean {
  return state === "ended" || state === "released";
}

/**
 * Talk time in milliseconds: from the customer's leg being answered and joined to the agent, until either leaves; 0 when
 * they never were joined.
 *
 * @param partedAt null while they still talk, which counts as 0. Source: requirements, Decisions, "Talk time".
 */
export function talkMs(joinedAt: Date | null, partedAt: Date | null): number {
  if (joinedAt === null || partedAt === null) return 0;
  return Math.max(0, partedAt.getTime() - joinedAt.getTime());
}
