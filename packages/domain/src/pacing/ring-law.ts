/**
 * When calls are answered, and when they fail, counted from their placing: two laws on a grid of half seconds up to a
 * little past the ring timeout. Faded with age, mixed with a broad guess until enough was seen.
 */
export interface RingLaw {
  /** Grid cells; the last one holds everything later. */
  readonly cells: number;
  readonly answered: readonly number[];
  readonly failed: readonly number[];
  readonly answerUnit: number;
  readonly failUnit: number;
  readonly events: number;
  /** Settled: share answered, or failed, by the end of each cell, of those that ever will be. */
  readonly answeredBy: readonly number[];
  readonly failedBy: readonly number[];
  readonly settledAt: number;
}

/** Calls of one age: how many, and how old in cells of the ring law. */
export interface Ringing {
  readonly cell: number;
  readonly calls: number;
}

export const CELL_MS = 500;
const LATE_MS = 5_000;
const MEMORY = 3_000;
/** The guess weighs as many answers, and as many failures as belong to them at the answer rate. */
const PRIOR = 8;
const PRIOR_FAILURES_MAX = 100;
const UNIT_LIMIT = 1e9;

export function createRingLaw(ringTimeoutMs: number): RingLaw {
  const cells = Math.ceil((ringTimeoutMs + LATE_MS) / CELL_MS);
  const none = new Array<number>(cells).fill(0);
  const law = { cells, answered: none, failed: none, answerUnit: 1, failUnit: 1, events: 0 };
  return settleRing({ ...law, answeredBy: [], failedBy: [], settledAt: 0 }, ringTimeoutMs);
}

export function addAnswer(law: RingLaw, afterMs: number): RingLaw {
  const answered = add(law.answered, cellOf(law, afterMs), law.answerUnit);
  const unit = law.answerUnit * (1 + 1 / MEMORY);
  if (unit < UNIT_LIMIT) return { ...law, answered, answerUnit: unit, events: law.events + 1 };
  return { ...law, answered: answered.map((count) => count / unit), answerUnit: 1, events: law.events + 1 };
}

export function addFailure(law: RingLaw, afterMs: number): RingLaw {
  const failed = add(law.failed, cellOf(law, afterMs), law.failUnit);
  const unit = law.failUnit * (1 + 1 / MEMORY);
  if (unit < UNIT_LIMIT) return { ...law, failed, failUnit: unit, events: law.events + 1 };
  return { ...law, failed: failed.map((count) => count / unit), failUnit: 1, events: law.events + 1 };
}

export function ringIsDue(law: RingLaw): boolean {
  return law.events - law.settledAt >= Math.max(4, Math.min(100, law.settledAt / 10));
}

/**
 * The laws that decisions read. Before anything was seen: answers spread over most of the ring time, failures late.
 * Calls that still ring count up to their age (Aalen and Johansen, 1978). Without them the first seconds of a campaign
 * know quick answers only, and hold those that still ring for lost: two hundred agents, nine answers in ten calls, were
 * given 350 calls in the first ten seconds.
 *
 * @param rate answered ÷ placed, 0 … 1, as far as it is known.
 * @param ringing calls that still ring, by their age in cells.
 */
export function settleRing(law: RingLaw, ringTimeoutMs: number, rate = 0.5, ringing: readonly Ringing[] = []): RingLaw {
  const full = ringTimeoutMs / CELL_MS;
  const guessAnswer = (cell: number): number => (cell >= 4 && cell < 0.8 * full ? 1 : cell < full ? 0.15 : 0);
  const guessFail = (cell: number): number =>
    cell >= 2 && cell < 10 ? 1 : cell >= full && cell < full + 2 ? 16 : 0.05;
  const answered = withGuess(law.answered, law.answerUnit, PRIOR, guessAnswer);
  const failed = withGuess(
    law.failed,
    law.failUnit,
    Math.min(PRIOR_FAILURES_MAX, (PRIOR * (1 - rate)) / rate),
    guessFail,
  );
  const still = new Array<number>(law.cells).fill(0);
  for (const { cell, calls } of ringing) still[cell] = (still[cell] as number) + calls;
  const answeredBy: number[] = [];
  const failedBy: number[] = [];
  let atRisk = sum(answered) + sum(failed) + sum(still);
  let rings = 1;
  let [answers, failures] = [0, 0];
  for (let cell = 0; cell < law.cells; cell++) {
    const [answer, failure] = [answered[cell] as number, failed[cell] as number];
    const each = rings / Math.max(1e-12, atRisk);
    answers += each * answer;
    failures += each * failure;
    rings = Math.max(0, rings - each * (answer + failure));
    atRisk -= answer + failure + (still[cell] as number);
    answeredBy.push(answers);
    failedBy.push(failures);
  }
  return {
    ...law,
    answeredBy: answeredBy.map((by) => Math.min(1, by / answers)),
    failedBy: failedBy.map((by) => Math.min(1, by / failures)),
    settledAt: law.events,
  };
}

function cellOf(law: RingLaw, afterMs: number): number {
  return Math.min(law.cells - 1, Math.max(0, Math.floor(afterMs / CELL_MS)));
}

function add(counts: readonly number[], cell: number, unit: number): number[] {
  const next = counts.slice();
  next[cell] = (next[cell] as number) + unit;
  return next;
}

function withGuess(counts: readonly number[], unit: number, weight: number, guess: (cell: number) => number): number[] {
  const guesses = counts.map((_, cell) => guess(cell));
  const guessed = sum(guesses) || 1;
  return counts.map((count, cell) => count / unit + (weight * (guesses[cell] as number)) / guessed);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
