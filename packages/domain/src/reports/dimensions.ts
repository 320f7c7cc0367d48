import type { Metric } from "./metrics.ts";

/** What rows of a report can stand for. */
export const TIME_GROUPS = ["hour", "hourOfDay", "day", "month"] as const;
export const ROW_GROUPS = ["team", "agent", "campaign", "list", "disposition"] as const;
export const GROUPS = [...TIME_GROUPS, ...ROW_GROUPS] as const;
export type TimeGroup = (typeof TIME_GROUPS)[number];
export type RowGroup = (typeof ROW_GROUPS)[number];
export type Group = (typeof GROUPS)[number];

/** What facts are kept by, beside time. */
export const DIMENSIONS = ["campaign", "list", "membership", "disposition"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const isTimeGroup = (group: Group): group is TimeGroup => (TIME_GROUPS as readonly Group[]).includes(group);

/** The dimension that a group's rows are read from; null for groups of time. A team is the agent's team of today. */
export function dimensionOf(group: Group): Dimension | null {
  if (isTimeGroup(group)) return null;
  return group === "team" || group === "agent" ? "membership" : group;
}

/** Can this metric be split, or filtered, by these dimensions? Time on duty is no campaign's; a day is nobody's. */
export function mayBeSplit({ of }: Metric, dimensions: readonly Dimension[], groups: readonly Group[]): boolean {
  if (of === "call") return true;
  const others = dimensions.filter((one) => one !== "membership");
  if (of === "duty") return others.length === 0;
  return dimensions.length === 0 && !groups.some((group) => group === "hour" || group === "hourOfDay");
}
