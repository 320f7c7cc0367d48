import { type Micros, parseRate } from "../money.ts";
import type { Tier, TierMode } from "./price-type.ts";

/** The tiers of a price, its plain rate as the first of them. */
export interface TierScale {
  readonly mode: TierMode;
  readonly steps: readonly TierStep[];
}

export interface TierStep {
  /** The first piece at this rate, counted from 1. */
  readonly from: bigint;
  readonly rate: Micros;
}

export function tierScale(rate: string, tiers: readonly Tier[] = [], mode: TierMode = "graduated"): TierScale {
  return {
    mode,
    steps: [
      { from: 1n, rate: parseRate(rate) },
      ...tiers.map((tier) => ({ from: BigInt(tier.from), rate: parseRate(tier.rate) })),
    ],
  };
}

/** Which step the `piece`-th piece falls on; no piece falls on the first. */
export function stepAt({ steps }: TierScale, piece: bigint): number {
  let index = 0;
  for (let next = 1; next < steps.length && piece >= (steps[next]?.from ?? 0n); next++) index = next;
  return index;
}

/** How many of the first `count` pieces are on each step: spread over them when graduated, all on one by volume. */
export function spread(scale: TierScale, count: bigint): bigint[] {
  const { steps, mode } = scale;
  if (mode === "volume") {
    const reached = stepAt(scale, count);
    return steps.map((_, index) => (index === reached ? count : 0n));
  }
  return steps.map(({ from }, index) => {
    const end = steps[index + 1]?.from;
    const upTo = end === undefined || count < end ? count + 1n : end;
    return upTo > from ? upTo - from : 0n;
  });
}
