import { type Day, type DayResult, type Policy, playDay } from "./day.ts";

/** Some days under one policy, taken together. */
export interface Summary {
  readonly talkMinutesPerAgentHour: number;
  readonly abandonedRate: number;
  /** The highest rate of a single day. */
  readonly worstDay: number;
  readonly days: number;
}

export function playDays(days: readonly Day[], policyOf: (day: Day) => Policy): Summary {
  return summarise(days.map((day) => playDay(day, policyOf(day))));
}

export function summarise(results: readonly DayResult[]): Summary {
  const sum = (of: (result: DayResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  return {
    talkMinutesPerAgentHour: sum((result) => result.talkMinutesPerAgentHour) / results.length,
    abandonedRate:
      sum((result) => result.abandoned) /
      Math.max(
        1,
        sum((result) => result.answered),
      ),
    worstDay: Math.max(...results.map((result) => result.abandonedRate)),
    days: results.length,
  };
}

/**
 * The best a policy with one number can do when that number is chosen in hindsight: the most talk time at an abandoned
 * rate, over the days together, within the limit. A coarse look over the range, then finer around the best.
 */
export function tunedInHindsight(
  days: readonly Day[],
  policyOf: (value: number) => Policy,
  highest: number,
): Summary & { readonly value: number } {
  const limit = days[0]?.maxAbandonedRate ?? 0;
  const at = (value: number) => ({ value, ...playDays(days, () => policyOf(value)) });
  let best = at(1);
  const consider = (value: number): void => {
    const tried = at(value);
    const better = tried.talkMinutesPerAgentHour > best.talkMinutesPerAgentHour || best.abandonedRate > limit;
    if (tried.abandonedRate <= limit && better) best = tried;
  };
  let step = highest ** (1 / 7);
  for (let i = 1; i <= 7; i++) consider(step ** i);
  for (let round = 0; round < 3; round++) {
    step **= 0.5;
    const { value } = best;
    consider(value * step);
    consider(Math.max(1, value / step));
  }
  return best;
}
