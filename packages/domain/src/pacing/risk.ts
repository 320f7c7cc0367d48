import type { Moment } from "./forecast.ts";

/** Answers expected of the calls under way and of n more, against the agents who will be free. */
export interface RiskAt {
  /** The chance that one more call leaves somebody without an agent, if it is answered. */
  readonly risk: number;
  /** The moment where it is likeliest, an index. */
  readonly worst: number;
}

/** Looks at the risk of one more call on top of n. */
export type RiskOf = (placedNow: number) => RiskAt;

/**
 * The marginal risk ρ = Σ_h ΔA(h) · max_{h' ≥ h} Q(h'): the call is answered at h with the weight ΔA(h), takes an
 * agent from then on, and hurts if at any moment from there as many are answered as are free, Q(h') = P(D ≥ S).
 */
export function marginalRisk(moments: readonly Moment[], tail: (moment: Moment, index: number) => number): RiskAt {
  let risk = 0;
  let highest = 0;
  let worst = moments.length - 1;
  for (let k = moments.length - 1; k >= 0; k--) {
    const moment = moments[k] as Moment;
    const q = tail(moment, k);
    if (q >= highest) {
      highest = q;
      worst = k;
    }
    const before = k > 0 ? (moments[k - 1] as Moment).answeredBy : 0;
    risk += (moment.answeredBy - before) * highest;
  }
  return { risk, worst };
}

/** P(D ≥ S) of two sums of many independent yes-or-no's, as a normal law with continuity correction. */
export function normalTail(moment: Moment, rate: number, error: number, placedNow: number): number {
  const q = rate * moment.answeredBy;
  const mean = moment.demand.mean + placedNow * q - moment.supply.mean;
  const slope = moment.demand.slope + placedNow * moment.answeredBy;
  const variance = moment.demand.variance + placedNow * q * (1 - q) + moment.supply.variance + (slope * error) ** 2;
  return upperTail((-0.5 - mean) / Math.sqrt(Math.max(1e-9, variance)));
}

/** E[(D − S)⁺]: how many of the calls under way are expected to find nobody, at the worst moment. */
export function expectedOverflow(moments: readonly Moment[], error: number): number {
  let most = 0;
  for (const { demand, supply } of moments) {
    const sigma = Math.sqrt(Math.max(1e-9, demand.variance + supply.variance + (demand.slope * error) ** 2));
    const z = (supply.mean - demand.mean) / sigma;
    most = Math.max(most, sigma * (density(z) - z * upperTail(z)));
  }
  return most;
}

/** P(Z > z), to about seven digits. Source: Numerical Recipes, erfcc. */
export function upperTail(z: number): number {
  const x = Math.abs(z) * Math.SQRT1_2;
  const t = 1 / (1 + 0.5 * x);
  const poly =
    -1.26551223 +
    t *
      (1.00002368 +
        t *
          (0.37409196 +
            t *
              (0.09678418 +
                t *
                  (-0.18628806 +
                    t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  const half = 0.5 * t * Math.exp(-x * x + poly);
  return z >= 0 ? half : 1 - half;
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
