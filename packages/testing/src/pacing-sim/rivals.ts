import type { Floor, Policy } from "./day.ts";

/** Never more ringing than agents are ready. */
export function progressivePolicy(): Policy {
  return { everyMs: 500, onEvents: true, launch: (floor) => floor.ready - floor.ringing - floor.waiting };
}

/**
 * So many lines for each agent ready or talking, whatever happens. Source: VICIdial's RATIO dial method, which places
 * every 2.5 s; agents in wrap-up are not counted.
 */
export function ratioPolicy(ratio: number): Policy {
  return { everyMs: 2_500, onEvents: false, launch: (floor) => byLevel(ratio, floor) };
}

/** So many lines for each agent who is ready, looked at as often as ours. The simplest power dialler. */
export function readyRatioPolicy(ratio: number): Policy {
  return {
    everyMs: 500,
    onEvents: true,
    launch: ({ ready, ringing, waiting }) => Math.round(ratio * ready) - ringing - waiting,
  };
}

export interface VicidialOptions {
  /** The highest level; 3 as delivered. */
  readonly cap: number;
  /** In per cent, as delivered 0. */
  readonly intensity: number;
  /** Drops ÷ answers that must not be exceeded, 0 … 1. */
  readonly target: number;
}

/**
 * VICIdial's ADAPT_AVERAGE: each second it samples agents ready and calls waiting, each 15 s it moves the level by the
 * mean difference, halves it when today's drop rate is over the target, and each 2.5 s places calls up to it.
 * Source: VICIdial's published description of its adaptive dial methods.
 */
export function vicidialPolicy({ cap, intensity, target }: VicidialOptions): Policy {
  const ready: number[] = [];
  const waiting: number[] = [];
  let level = 1;
  let dropRate = 0;
  let calls = 0;
  let ticks = 0;
  return {
    everyMs: 500,
    onEvents: false,
    launch(floor) {
      ticks += 1;
      if (ticks % 2 === 0) {
        ready.push(floor.ready);
        waiting.push(floor.waiting);
        if (ready.length > 15) ready.shift();
        if (waiting.length > 15) waiting.shift();
      }
      if (ticks % 120 === 0) {
        dropRate = floor.answered > 0 ? floor.abandoned / floor.answered : 0;
        calls = floor.placed;
      }
      if (ticks % 30 === 0) {
        const agents = Math.max(1, floor.ready + floor.talking + floor.wrapup);
        const difference = (mean(ready) - mean(waiting)) / agents;
        level = Math.min(cap, Math.max(1, level * (1 + difference * (1 + intensity / 100))));
        if (calls > 50 && dropRate > target) level = Math.max(1, level / 2);
      }
      return ticks % 5 === 0 ? byLevel(level, floor) : 0;
    },
  };
}

function byLevel(level: number, { ready, talking, ringing, waiting }: Floor): number {
  return Math.round(level * (ready + talking)) - (ringing + waiting + talking);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
