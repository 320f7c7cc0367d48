/**
 * The law of a duration (talk, wrap-up) as learnt: how likely somebody who has been at it for e seconds is done within
 * u more. Counted in bins that grow with the duration, smoothed to both sides, faded with age, and always mixed with a
 * little of an exponential law, so that it says something sensible where nothing was seen yet.
 *
 * It learns in two steps: `counts` takes each event, `survival` is what decisions read and is settled from the counts
 * now and then. Those still at it count as survivors (Kaplan and Meier, 1958): without them the first hour of a
 * campaign would know short calls only.
 */
export interface DurationLaw {
  /** Ended in each bin, by weight. */
  readonly counts: readonly number[];
  /** What one event adds now; it grows, which is the same as everything older fading. */
  readonly unit: number;
  readonly events: number;
  /** Share that lasts at least to the beginning of each bin. */
  readonly survival: readonly number[];
  readonly meanS: number;
  readonly settledAt: number;
}

const GROWTH = 1.09;
const LAST = 4 * 3600;
/** Bins are one second wide at first, then an eighth of an octave, up to four hours; these are their beginnings. */
export const EDGES: readonly number[] = edges();
export const BINS = EDGES.length - 1;
const BIN_OF_SECOND: readonly number[] = binsOfSeconds();
/** Events after which one weighs 1/e of a new one. */
const MEMORY = 1_500;
/** The exponential law that is mixed in weighs as many events. */
const PRIOR = 6;
/** Yesterday's durations weigh as many events of today at most: they may be wrong. */
const HISTORY = 24;
const KERNEL = [1, 2, 3, 2, 1].map((weight) => weight / 9);
const UNIT_LIMIT = 1e9;

function edges(): number[] {
  const all = [0];
  for (let last = 0; last < LAST; last = all[all.length - 1] as number)
    all.push(Math.max(last + 1, Math.floor(last * GROWTH)));
  return all;
}

function binsOfSeconds(): number[] {
  let bin = 0;
  return Array.from({ length: LAST }, (_, second) => {
    while ((EDGES[bin + 1] as number) <= second) bin += 1;
    return bin;
  });
}

export function binOf(seconds: number): number {
  if (!(seconds > 0)) return 0;
  return seconds >= LAST ? BINS - 1 : (BIN_OF_SECOND[Math.floor(seconds)] as number);
}

/** A law that has seen nothing but, perhaps, yesterday. */
export function createDurationLaw(guessS: number, historyMs: readonly number[] = []): DurationLaw {
  const usable = historyMs.filter((ms) => Number.isFinite(ms) && ms >= 0).slice(-2_000);
  const mean = usable.reduce((sum, ms) => sum + ms / 1000, 0) / Math.max(1, usable.length);
  let law: DurationLaw = {
    counts: new Array<number>(BINS).fill(0),
    unit: usable.length > 0 ? Math.min(1, HISTORY / usable.length) : 1,
    events: 0,
    survival: [],
    meanS: usable.length > 0 ? Math.max(1, mean) : guessS,
    settledAt: 0,
  };
  for (const ms of usable) law = { ...addDuration(law, ms), unit: law.unit, events: 0 };
  return settle({ ...law, unit: 1 }, []);
}

/** The law after one more duration. */
export function addDuration(law: DurationLaw, durationMs: number): DurationLaw {
  const at = binOf(durationMs / 1000);
  const counts = law.counts.slice();
  KERNEL.forEach((weight, index) => {
    const bin = Math.min(BINS - 1, Math.max(0, at + index - 2));
    counts[bin] = (counts[bin] as number) + weight * law.unit;
  });
  const unit = law.unit * (1 + 1 / MEMORY);
  if (unit < UNIT_LIMIT) return { ...law, counts, unit, events: law.events + 1 };
  return { ...law, counts: counts.map((count) => count / unit), unit: 1, events: law.events + 1 };
}

/** Has enough been seen since the law was settled to settle it again? More and more seldom as it knows more. */
export function isDue(law: DurationLaw): boolean {
  return law.events - law.settledAt >= Math.max(1, Math.min(100, law.settledAt / 12));
}

/** The law that decisions read, from the counts and from those still at it. */
export function settle(law: DurationLaw, stillAtItS: readonly number[]): DurationLaw {
  const ended = law.counts.map((count) => count / law.unit);
  const survivors = new Array<number>(BINS).fill(0);
  for (const seconds of stillAtItS) survivors[binOf(seconds)] = (survivors[binOf(seconds)] as number) + 1;
  const seen = ended.reduce((sum, count) => sum + count, 0);
  const seenMean = ended.reduce((sum, count, bin) => sum + count * middle(bin), 0) / Math.max(1e-9, seen);
  const priorMean = (seenMean * seen + law.meanS * PRIOR) / (seen + PRIOR);
  const survival = new Array<number>(BINS + 1).fill(0);
  let atRisk = seen + survivors.reduce((sum, count) => sum + count, 0);
  let alive = 1;
  let meanS = 0;
  for (let bin = 0; bin < BINS; bin++) {
    survival[bin] = alive;
    const width = (EDGES[bin + 1] as number) - (EDGES[bin] as number);
    const prior = PRIOR * Math.exp(-(EDGES[bin] as number) / priorMean);
    const priorEnds = prior * (1 - Math.exp(-width / priorMean));
    const hazard = Math.min(1, ((ended[bin] as number) + priorEnds) / Math.max(1e-12, atRisk + prior));
    const next = alive * (1 - hazard);
    meanS += ((alive + next) / 2) * width;
    alive = next;
    atRisk = Math.max(0, atRisk - (ended[bin] as number) - (survivors[bin] as number));
  }
  survival[BINS] = 0;
  return { ...law, survival, meanS, settledAt: law.events };
}

/** Share of a settled law that lasts longer than so many seconds. */
export function survivalAt(survival: readonly number[], seconds: number): number {
  if (seconds <= 0) return 1;
  if (seconds >= LAST) return 0;
  const bin = binOf(seconds);
  const from = EDGES[bin] as number;
  const share = (seconds - from) / ((EDGES[bin + 1] as number) - from);
  const before = survival[bin] as number;
  return before + share * ((survival[bin + 1] as number) - before);
}

function middle(bin: number): number {
  return ((EDGES[bin] as number) + (EDGES[bin + 1] as number)) / 2;
}
