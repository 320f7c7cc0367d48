import type { Day } from "./day.ts";
import { after, either, lognormal, uniform } from "./random.ts";

export const AGENTS = [3, 10, 50, 200] as const;
export const ANSWER_RATES = [0.1, 0.2, 0.3, 0.5] as const;

/** Talk of a campaign with many short refusals and some long conversations. */
export const TALK = either(0.6, lognormal(25, 0.6), lognormal(180, 0.7));
/** Somebody who rings out: until the ring timeout. */
export const never = (): number => Number.POSITIVE_INFINITY;

/** The day of the pacing table: see docs/pacing.md. */
export function standardDay(agents: number, answerRate: number, seed: string | number): Day {
  return {
    agents,
    hours: 8,
    warmUpMs: 15 * 60_000,
    seed: `${seed}:${agents}:${answerRate}`,
    answerRate: () => answerRate,
    answerAfter: after(2, lognormal(9, 0.5)),
    failAfter: either(0.2, uniform(2, 4), never),
    talk: TALK,
    wrapup: lognormal(15, 0.6),
    lines: Number.MAX_SAFE_INTEGER,
    maxAbandonedRate: 0.03,
    joinDeadlineMs: 2_000,
    ringTimeoutMs: 25_000,
    pauses: [],
  };
}

const HOUR_MS = 3_600_000;

/** The answer rate swings by two fifths up and down, from one end to the other in two hours. */
export function drifting(day: Day): Day {
  const base = day.answerRate(0);
  return { ...day, answerRate: (atMs) => base * (1 + 0.4 * Math.sin((Math.PI * atMs) / (2 * HOUR_MS))) };
}

/** A third of the team goes to lunch together, three hours and a half into the day, for half an hour. */
export function lunching(day: Day): Day {
  return { ...day, pauses: [{ fromMs: 3.5 * HOUR_MS, toMs: 4 * HOUR_MS, share: 1 / 3 }] };
}

/** Lines for three quarters of what the team could use. */
export function shortOfLines(day: Day): Day {
  const rate = day.answerRate(0);
  const cycleS = 102;
  const callS = rate * 11 + (1 - rate) * 20.6;
  const used = (day.agents * callS) / (cycleS * rate) + day.agents;
  return { ...day, lines: Math.max(2, Math.round(0.75 * used)) };
}
