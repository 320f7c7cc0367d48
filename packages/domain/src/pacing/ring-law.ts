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

export const CELL_MS = 500;
const LATE_MS = 5_000;
const MEMORY = 3_000;
const PRIOR = 8;
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

/** The laws that decisions read. Before anything was seen: answers spread over most of the ring time, failures late. */
export function settleRing(law: RingLaw, ringTimeoutMs: number): RingLaw {
  const full = ringTimeoutMs / CELL_MS;
  const guessAnswer = (cell: number): number => (cell >= 4 && cell < 0.8 * full ? 1 : cell < full ? 0.15 : 0);
  const guessFail = (cell: number): number =>
    cell >= 2 && cell < 10 ? 1 : cell >= full && cell < full + 2 ? 16 : 0.05;
  return {
    ...law,
    answeredBy: cumulate(law.answered, law.answerUnit, guessAnswer),
    failedBy: cumulate(law.failed, law.failUnit, guessFail),
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

function cumulate(counts: readonly number[], unit: number, guess: (cell: number) => number): number[] {
  const guesses = counts.map((_, cell) => guess(cell));
  const guessed = guesses.reduce((sum, weight) => sum + weight, 0) || 1;
  const weights = counts.map((count, cell) => count / unit + (PRIOR * (guesses[cell] as number)) / guessed);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return Math.min(1, sum / total);
  });
}
