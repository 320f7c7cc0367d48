import type { AnswerRate } from "./types.ts";

/**
 * The share of calls that a person answers, of the whole campaign: never of a contact, since pacing on the odds of one
 * number may be somebody's patent (US 9723144).
 *
 * Counting calls when they are resolved is biased by fast failures; it once gave 28 % abandoned at 200 agents. So calls
 * are counted by the second in which they were placed, and a young second weighs by the share of answers that should
 * have come by its age. That share is a guess until calls have rung out: young seconds never weigh more than those
 * together, unless they say more answers. Two hundred agents who began with callees who answer late placed thousands
 * of calls in the first seconds, since none of them had answered yet, and left every ninth of the day in silence.
 */
const COHORT_MS = 1_000;
const LATE_MS = 2_000;
/** Calls that a guess without any history is worth: few, and it guesses high, which is careful. */
const GUESS = { rate: 0.5, weight: 6 };
/** Yesterday is worth a few calls more; it may be wrong by a factor. */
const HISTORY_WEIGHT = 16;
/** The answer rate remembers so many calls, or so many for each agent. */
const MEMORY_CALLS = 400;
const MEMORY_CALLS_PER_AGENT = 20;

export function createAnswerRate(history: number | undefined): AnswerRate {
  if (history === undefined || !(history > 0 && history <= 1))
    return { placed: GUESS.weight, answered: GUESS.rate * GUESS.weight, rungOut: 0, open: [] };
  const rate = Math.min(0.95, Math.max(0.02, history));
  return { placed: HISTORY_WEIGHT, answered: rate * HISTORY_WEIGHT, rungOut: 0, open: [] };
}

export function addPlaced(rate: AnswerRate, placedAtMs: number): AnswerRate {
  const second = Math.floor(placedAtMs / COHORT_MS);
  const open = rate.open.slice();
  const at = cohort(open, second);
  if (at >= 0) open[at + 1] = (open[at + 1] as number) + 1;
  else open.splice(placeFor(open, second), 0, second, 1, 0);
  return { ...rate, open };
}

export function addAnswered(rate: AnswerRate, placedAtMs: number): AnswerRate {
  const open = rate.open.slice();
  const at = cohort(open, Math.floor(placedAtMs / COHORT_MS));
  // Its second is closed already, or it was placed before this model began: late, and still an answer.
  if (at < 0) return { ...rate, answered: Math.min(rate.placed, rate.answered + 1) };
  open[at + 2] = Math.min(open[at + 1] as number, (open[at + 2] as number) + 1);
  return { ...rate, open };
}

/** Takes seconds into the count that have rung out, fading what is older. */
export function closeCohorts(rate: AnswerRate, nowMs: number, ringTimeoutMs: number, agents: number): AnswerRate {
  const { open } = rate;
  let closed = 0;
  let { placed, answered, rungOut } = rate;
  const memory = Math.max(MEMORY_CALLS, MEMORY_CALLS_PER_AGENT * agents);
  while (closed < open.length && ((open[closed] as number) + 1) * COHORT_MS + ringTimeoutMs + LATE_MS <= nowMs) {
    const calls = open[closed + 1] as number;
    const keep = Math.max(0, 1 - calls / memory);
    placed = placed * keep + calls;
    answered = answered * keep + (open[closed + 2] as number);
    rungOut = Math.min(memory, rungOut + calls);
    closed += 3;
  }
  return closed === 0 ? rate : { placed, answered, rungOut, open: open.slice(closed) };
}

/** The rate now, and the standard deviation of what is not known about it (of a beta law). */
export function answerRateNow(
  rate: AnswerRate,
  nowMs: number,
  answeredBy: (ageMs: number) => number,
): { mean: number; error: number } {
  let [young, youngAnswered] = [0, 0];
  for (let i = 0; i < rate.open.length; i += 3) {
    const ageMs = nowMs - ((rate.open[i] as number) + 0.5) * COHORT_MS;
    young += (rate.open[i + 1] as number) * answeredBy(ageMs);
    youngAnswered += rate.open[i + 2] as number;
  }
  const share = young > rate.rungOut ? rate.rungOut / young : 1;
  const trusted = meanOf(rate.placed + share * young, rate.answered + share * youngAnswered);
  const all = meanOf(rate.placed + young, rate.answered + youngAnswered);
  return all.mean > trusted.mean ? all : trusted;
}

function meanOf(placed: number, answered: number): { mean: number; error: number } {
  const mean = Math.min(0.995, Math.max(0.002, answered / Math.max(placed, answered, 1)));
  return { mean, error: Math.sqrt((mean * (1 - mean)) / (Math.max(placed, answered) + 1)) };
}

function cohort(open: readonly number[], second: number): number {
  for (let i = open.length - 3; i >= 0; i -= 3) {
    if (open[i] === second) return i;
    if ((open[i] as number) < second) return -1;
  }
  return -1;
}

function placeFor(open: readonly number[], second: number): number {
  let i = open.length;
  while (i > 0 && (open[i - 3] as number) > second) i -= 3;
  return i;
}
