import { BINS, binOf, EDGES, survivalAt } from "./duration-law.ts";
import { CELL_MS, type Ringing, type RingLaw } from "./ring-law.ts";
import type { PacingModel, PacingSnapshot } from "./types.ts";

/** One moment of the time that calls ring: what is expected to be answered until then, and who is free. */
export interface Moment {
  readonly horizonS: number;
  /** Share of answers of a call placed now that come until here. */
  readonly answeredBy: number;
  /** Answers of the calls under way: mean, variance, and how the mean moves with the answer rate. */
  readonly demand: { readonly mean: number; readonly variance: number; readonly slope: number };
  /** Agents free less calls waiting. */
  readonly supply: { readonly mean: number; readonly variance: number };
}

export interface Rate {
  readonly mean: number;
  readonly error: number;
}

/** The moments looked at, in seconds: each second at first, then fewer, the last is the ring timeout. */
export function horizonsOf(ringTimeoutMs: number): number[] {
  const end = ringTimeoutMs / 1000;
  const all: number[] = [];
  for (let at = 1; at < end - 0.5; at += at < 4 ? 1 : at < 12 ? 2 : Math.max(3, Math.round(at / 6))) all.push(at);
  all.push(Math.max(1, end));
  return all;
}

/** Chance that an agent is free by each moment (and the join deadline after it), from how long they have been at it. */
export type Release = (agentIndex: number, horizonS: number) => number;

export function ringingByAge(snapshot: PacingSnapshot, law: RingLaw): Ringing[] {
  const calls = new Uint16Array(law.cells);
  for (const { placedAtMs } of snapshot.ringing) {
    const cell = Math.min(law.cells - 1, Math.max(0, Math.floor((snapshot.nowMs - placedAtMs) / CELL_MS + 0.5)));
    calls[cell] = (calls[cell] as number) + 1;
  }
  const ages: Ringing[] = [];
  for (let cell = 0; cell < calls.length; cell++) {
    const count = calls[cell] as number;
    if (count > 0) ages.push({ cell, calls: count });
  }
  return ages;
}

/** Share answered, of those that are answered at all, by an age in whole cells. */
export function shareBy(cumulative: readonly number[], cells: number): number {
  if (cells <= 0) return 0;
  return cells > cumulative.length ? 1 : (cumulative[cells - 1] as number);
}

/** Calls of one age at one answer rate: what their chances follow from. */
export interface Cohort {
  /** Share of all answers that came before this age. */
  readonly sofar: number;
  /** Share of all failures that came before this age. */
  readonly failed: number;
  /** Share of calls that still ring at this age; 0 when none should. */
  readonly still: number;
}

export function cohortOf(law: RingLaw, rate: number, cell: number): Cohort {
  const sofar = shareBy(law.answeredBy, cell);
  const failed = shareBy(law.failedBy, cell);
  const still = 1 - rate * sofar - (1 - rate) * failed;
  return { sofar, failed, still: still > 1e-6 ? still : 0 };
}

/**
 * Chance that a call which has rung for so long is answered by a later age: p (A(a+h) − A(a)) ÷ (1 − p A(a) −
 * (1−p) F(a)), A and F the laws of the time to answer and to failure.
 */
export function chanceOf(law: RingLaw, { sofar, still }: Cohort, rate: number, byCell: number): number {
  return still === 0 ? 0 : Math.min(1, (rate * (shareBy(law.answeredBy, byCell) - sofar)) / still);
}

/** What a forecast starts from, beside the model and the snapshot. */
export interface Outlook {
  readonly ready: number;
  readonly rate: Rate;
  readonly horizons: readonly number[];
  readonly ringing: readonly Ringing[];
  readonly release?: Release | undefined;
}

/** What is expected at each moment. */
export function forecast(
  model: PacingModel,
  snapshot: PacingSnapshot,
  { ready, rate, horizons, ringing, release }: Outlook,
): Moment[] {
  const free = release ? byAgent(snapshot, horizons, release) : byTable(model, snapshot, horizons);
  const demand = demandOf(model.ring, rate.mean, horizons, ringing);
  return horizons.map((horizonS, k) => ({
    horizonS,
    answeredBy: shareBy(model.ring.answeredBy, cellsOf(horizonS)),
    demand: {
      mean: demand.mean[k] as number,
      variance: demand.variance[k] as number,
      slope: demand.slope[k] as number,
    },
    supply: {
      mean: ready - snapshot.waiting.length + (free.mean[k] as number),
      variance: free.variance[k] as number,
    },
  }));
}

/** A horizon in whole cells of the ring law. */
export function cellsOf(horizonS: number): number {
  return Math.round((horizonS * 1000) / CELL_MS);
}

function demandOf(law: RingLaw, rate: number, horizons: readonly number[], ringing: readonly Ringing[]) {
  const cells = horizons.map(cellsOf);
  const { answeredBy } = law;
  const mean = cells.map(() => 0);
  const variance = cells.map(() => 0);
  const slope = cells.map(() => 0);
  for (const { cell, calls } of ringing) {
    const { sofar, failed, still } = cohortOf(law, rate, cell);
    if (still === 0) continue;
    // How the chance moves with the answer rate: its derivative.
    const perRate = (calls * (1 - failed)) / (still * still);
    for (let k = 0; k < cells.length; k++) {
      const gain = shareBy(answeredBy, cell + (cells[k] as number)) - sofar;
      const g = Math.min(1, (rate * gain) / still);
      mean[k] = (mean[k] as number) + calls * g;
      variance[k] = (variance[k] as number) + calls * g * (1 - g);
      slope[k] = (slope[k] as number) + perRate * gain;
    }
  }
  return { mean, variance, slope };
}

interface Freed {
  readonly mean: number[];
  readonly variance: number[];
}

function byAgent(snapshot: PacingSnapshot, horizons: readonly number[], release: Release): Freed {
  const freed: Freed = { mean: horizons.map(() => 0), variance: horizons.map(() => 0) };
  snapshot.agents.forEach((agent, index) => {
    if (agent.phase === "ready") return;
    addChances(
      freed,
      horizons.map((horizonS) => release(index, horizonS)),
      1,
    );
  });
  return freed;
}

/** So few agents are rarely two of one bin. */
const SCATTERED = 40;

function byTable(model: PacingModel, snapshot: PacingSnapshot, horizons: readonly number[]): Freed {
  const table = releaseTable(model, horizons);
  const freed: Freed = { mean: horizons.map(() => 0), variance: horizons.map(() => 0) };
  if (snapshot.agents.length <= SCATTERED) {
    for (const { phase, sinceMs } of snapshot.agents)
      if (phase !== "ready")
        addChances(freed, table[phase][binOf((snapshot.nowMs - sinceMs) / 1000)] as readonly number[], 1);
    return freed;
  }
  const agents = { talking: new Uint16Array(BINS), wrapup: new Uint16Array(BINS) };
  for (const { phase, sinceMs } of snapshot.agents) {
    if (phase === "ready") continue;
    const bin = binOf((snapshot.nowMs - sinceMs) / 1000);
    const counts = agents[phase];
    counts[bin] = (counts[bin] as number) + 1;
  }
  for (const phase of ["talking", "wrapup"] as const)
    for (let bin = 0; bin < BINS; bin++) {
      const count = agents[phase][bin] as number;
      if (count > 0) addChances(freed, table[phase][bin] as readonly number[], count);
    }
  return freed;
}

function addChances({ mean, variance }: Freed, chances: readonly number[], agents: number): void {
  for (let k = 0; k < chances.length; k++) {
    const f = chances[k] as number;
    mean[k] = (mean[k] as number) + agents * f;
    variance[k] = (variance[k] as number) + agents * f * (1 - f);
  }
}

interface ReleaseTable {
  readonly talking: readonly (readonly number[])[];
  readonly wrapup: readonly (readonly number[])[];
}

/** Tables by the settled laws that they follow from: the same laws give the same table, computed once. */
const tables = new WeakMap<readonly number[], { wrapup: readonly number[]; key: string; table: ReleaseTable }>();

/** For each bin of "so long at it" and each moment: the chance of being free by then or within the join deadline. */
export function releaseTable(model: PacingModel, horizons: readonly number[]): ReleaseTable {
  const { talk, wrapup, params } = model;
  const graceS = params.joinDeadlineMs / 1000;
  const key = `${graceS}:${horizons.length}:${horizons[horizons.length - 1]}`;
  const known = tables.get(talk.survival);
  if (known?.wrapup === wrapup.survival && known.key === key) return known.table;
  const last = Math.ceil((horizons[horizons.length - 1] as number) + graceS);
  const wrapDone = Array.from({ length: last + 2 }, (_, u) => 1 - survivalAt(wrapup.survival, u - 0.5));
  const middle = (bin: number): number => ((EDGES[bin] as number) + (EDGES[bin + 1] as number)) / 2;
  const talking = Array.from({ length: BINS }, (_, bin) => {
    const ends = endsBy(talk.survival, middle(bin), last);
    return horizons.map((h) => {
      const until = h + graceS;
      let free = 0;
      for (let u = 1; u <= until; u++) {
        const left = until - u;
        const whole = Math.floor(left);
        const done =
          (wrapDone[whole] as number) +
          (left - whole) * ((wrapDone[whole + 1] as number) - (wrapDone[whole] as number));
        free += ((ends[u] as number) - (ends[u - 1] as number)) * done;
      }
      return free;
    });
  });
  const wrapping = Array.from({ length: BINS }, (_, bin) => {
    const alive = survivalAt(wrapup.survival, middle(bin));
    return horizons.map((h) => (alive <= 1e-9 ? 1 : 1 - survivalAt(wrapup.survival, middle(bin) + h + graceS) / alive));
  });
  const table = { talking, wrapup: wrapping };
  tables.set(talk.survival, { wrapup: wrapup.survival, key, table });
  return table;
}

/** Chance that what has lasted for e seconds ends within u more, for u = 0, 1, … */
function endsBy(survival: readonly number[], elapsedS: number, last: number): number[] {
  const alive = survivalAt(survival, elapsedS);
  return Array.from({ length: last + 1 }, (_, u) =>
    alive <= 1e-9 ? (u === 0 ? 0 : 1) : 1 - survivalAt(survival, elapsedS + u) / alive,
  );
}
