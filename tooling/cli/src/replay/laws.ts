/** What callees and agents of the replay do: one set of laws, for the simulated carrier's numbers and for the simulator. */
import type { Day } from "@callbay/testing/pacing-sim/day";
import { after, lognormal, randomOf } from "@callbay/testing/pacing-sim/random";
import { type DrawnCallee, drawnNumber } from "@callbay/tooling-runtime/carrier";

export const AGENTS = 10;
export const RING_TIMEOUT_MS = 6_000;
/** Shorter than every talk: nobody hangs up while waiting. */
export const JOIN_DEADLINE_MS = 1_500;
/** So much that within a minute predictive dialling places more than twice as many calls as progressive. */
export const MAX_ABANDONED_RATE = 0.2;
export const LINES = 400;

const ANSWER_RATE = 0.4;
const ANSWER_AFTER = after(1, lognormal(2, 0.5));
const TALK = after(2, lognormal(3, 0.5));
const WRAPUP = after(0.3, lognormal(1, 0.5));
/** The longest that a number can say: nine standard deviations away. */
const LONGEST_RING_MS = 9_900;

/** A few seconds of everything, so that a minute has as many calls as an hour of a real campaign. */
export function replayDay(seed: string, seconds: number): Day {
  return {
    agents: AGENTS,
    hours: seconds / 3_600,
    warmUpMs: 0,
    seed: `replay:${seed}`,
    answerRate: () => ANSWER_RATE,
    answerAfter: ANSWER_AFTER,
    failAfter: () => Number.POSITIVE_INFINITY,
    talk: TALK,
    wrapup: WRAPUP,
    lines: LINES,
    maxAbandonedRate: MAX_ABANDONED_RATE,
    joinDeadlineMs: JOIN_DEADLINE_MS,
    ringTimeoutMs: RING_TIMEOUT_MS,
    pauses: [],
  };
}

/** Numbers to dial, each with what its callee will do drawn from the laws; the same seed draws the same. */
export function drawNumbers(seed: string, count: number): string[] {
  const random = randomOf(`callees:${seed}`);
  return Array.from({ length: count }, (_, index) => {
    const callee: DrawnCallee = {
      answers: random.next() < ANSWER_RATE,
      ringMs: Math.min(LONGEST_RING_MS, ANSWER_AFTER(random)),
      talkMs: TALK(random),
    };
    return drawnNumber(callee, index);
  });
}

/** How long the agent takes after this call. */
export function wrapupAfter(callId: string): number {
  return WRAPUP(randomOf(callId));
}
