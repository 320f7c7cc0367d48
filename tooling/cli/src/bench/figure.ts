import type { Stack } from "@callbay/tooling-runtime/stack";

/** One line of a bench: ours against a named baseline, measured in the same run. */
export interface Figure {
  readonly bench: string;
  readonly figure: string;
  /** Of `ours` and `baseline`: "calls/s". */
  readonly unit: string;
  readonly ours: number;
  /** Null where there is nothing to compare with. */
  readonly baseline: number | null;
  readonly baselineName: string;
  /** ours ÷ baseline; it travels between machines as the absolutes do not. Null without a baseline. */
  readonly ratio: number | null;
  /** What is wanted, in words a reader can check: "ratio >= 4". */
  readonly goal: string;
  readonly pass: boolean;
  /** How many pieces were measured. */
  readonly n: number;
}

/** What a part of a bench is given. */
export interface BenchContext {
  /** Writes a figure to stdout as one line of JSON. */
  print(figure: Figure): void;
  /** Writes for the person at the terminal, to stderr. */
  say(text: string): void;
  /** The embedded Postgres and Redis with the schema of today, empty; started at the first asking, one for all parts. */
  stack(): Promise<Stack>;
  /** A folder of this part's own, which goes when the bench ends. */
  scratch(): Promise<string>;
  /** Postgres, Redis, a PBX node, the simulated carrier and phones, for this part alone; `dir` takes files of the part. */
  exchange(): Promise<Stack & { readonly dir: string }>;
}

/** One part of a bench. It makes its own data and cleans up. */
export type BenchPart = (context: BenchContext) => Promise<void>;

/** The middle of some measurements: one slow round, when the machine had other things to do, does not move it. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The value below which this share of the measurements lies: 0.99 for p99, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** A ratio with three digits that mean something. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
