import { DUTY_EDGES } from "./edges.ts";
import type { DutyIntervalFacts } from "./types.ts";

/** What is wrong with a duty session's intervals, and at which of them (from 0). */
export interface TilingProblem {
  readonly index: number;
  readonly problem:
    | "empty"
    | "starts_late"
    | "gap"
    | "overlap"
    | "negative"
    | "open_before_last"
    | "ends_wrong"
    | "edge_not_drawn"
    | "off_is_no_interval";
}

/**
 * Judges invariant 5: do these intervals tile the session without gap or overlap, along the drawn edges?
 *
 * @param intervals in order of their `seq`. @param session its limits, to be met exactly; endedAt null while it lasts,
 * when the last interval must be open. Without it only the inside is judged.
 * @returns the problems found, none when it holds.
 */
export function tiles(
  intervals: readonly DutyIntervalFacts[],
  session?: { readonly startedAt: Date; readonly endedAt: Date | null },
): TilingProblem[] {
  const problems: TilingProblem[] = [];
  const first = intervals[0];
  const last = intervals.at(-1);
  if (first === undefined || last === undefined) return [{ index: 0, problem: "empty" }];

  intervals.forEach((interval, index) => {
    const report = (problem: TilingProblem["problem"]) => problems.push({ index, problem });
    if (interval.state === "off") report("off_is_no_interval");
    if (interval.endedAt !== null && interval.endedAt < interval.startedAt) report("negative");
    const next = intervals[index + 1];
    if (next === undefined) return;
    if (interval.endedAt === null) report("open_before_last");
    else if (interval.endedAt < next.startedAt) report("gap");
    else if (interval.endedAt > next.startedAt) report("overlap");
    if (!DUTY_EDGES[interval.state].includes(next.state)) report("edge_not_drawn");
  });

  if (session !== undefined) {
    if (first.startedAt.getTime() !== session.startedAt.getTime()) problems.push({ index: 0, problem: "starts_late" });
    if (last.endedAt?.getTime() !== session.endedAt?.getTime()) {
      problems.push({ index: intervals.length - 1, problem: "ends_wrong" });
    }
  }
  return problems;
}
