import type { Period } from "../days.ts";
import { type Dimension, dimensionOf, type Group, mayBeSplit } from "./dimensions.ts";
import type { DayFact, Fact } from "./facts.ts";
import { factsOf, METRICS, type MetricKey } from "./metrics.ts";
import { tiles } from "./period.ts";
import { REPORTS, type ReportKey } from "./reports.ts";
import { isRolled, type StoredSwitches, type Switches } from "./switches.ts";

export const GRAINS = { hour: 1, day: 2, month: 3 } as const;
export type Grain = keyof typeof GRAINS;

interface Cube {
  readonly code: number;
  readonly dimensions: readonly Dimension[];
  readonly grains: readonly Grain[];
}

/**
 * The rollups, each by the dimensions that it keeps; those with fewer rows first. An agent has few calls of one campaign
 * in an hour: rows of those would be as many as the quarters have.
 */
export const CUBES: readonly Cube[] = [
  { code: 1, dimensions: ["campaign", "list"], grains: ["hour", "day", "month"] },
  { code: 2, dimensions: ["campaign", "disposition"], grains: ["hour", "day", "month"] },
  { code: 4, dimensions: ["membership"], grains: ["hour", "day", "month"] },
  { code: 3, dimensions: ["membership", "campaign"], grains: ["day", "month"] },
];

/** Where the figures are read from. */
export type Source =
  | {
      readonly kind: "rollup";
      readonly cube: number;
      readonly pieces: readonly { readonly grain: Grain; readonly period: Period }[];
    }
  /** Quarters of an hour, by all dimensions. */
  | { readonly kind: "quarter" }
  /** The calls and the duty themselves. */
  | { readonly kind: "events" };

export interface ReportPlan {
  readonly metrics: readonly MetricKey[];
  readonly facts: readonly Fact[];
  readonly dayFacts: readonly DayFact[];
  readonly source: Source;
}

export interface PlanInput {
  readonly report: ReportKey;
  readonly groups: readonly Group[];
  /** Dimensions that rows are filtered by, the caller's own scope with them. */
  readonly filtered: readonly Dimension[];
  readonly period: Period;
  readonly switches: Switches;
  /** Null: the rollups are being built anew, and count by other switches meanwhile. */
  readonly stored: StoredSwitches | null;
}

/** Which figures a report has under these groups and filters, and the smallest table that can answer them. */
export function planReport({ report, groups, filtered, period, switches, stored }: PlanInput): ReportPlan {
  const dimensions = [...new Set([...groups.flatMap((group) => dimensionOf(group) ?? []), ...filtered])];
  const metrics = (REPORTS[report].metrics as readonly MetricKey[]).filter((key) =>
    mayBeSplit(METRICS[key], dimensions, groups),
  );
  const all = [...new Set(metrics.flatMap((key) => factsOf(key, switches)))];
  const dayFacts = all.filter((fact) => fact === "seatDays");
  const facts = all.filter((fact): fact is Fact => fact !== "seatDays");
  return { metrics, facts, dayFacts, source: sourceOf({ dimensions, groups, period, switches, stored }) };
}

function sourceOf({
  dimensions,
  groups,
  period,
  switches,
  stored,
}: Omit<PlanInput, "report" | "filtered"> & { readonly dimensions: readonly Dimension[] }): Source {
  if (stored === null || !isRolled(switches, stored)) return { kind: "events" };
  const byHour = groups.some((group) => group === "hour" || group === "hourOfDay");
  const cube = CUBES.find(
    (one) =>
      dimensions.every((dimension) => one.dimensions.includes(dimension)) && (!byHour || one.grains.includes("hour")),
  );
  if (!cube) return { kind: "quarter" };
  if (byHour) return { kind: "rollup", cube: cube.code, pieces: [{ grain: "hour", period }] };
  if (groups.includes("day")) return { kind: "rollup", cube: cube.code, pieces: [{ grain: "day", period }] };
  return {
    kind: "rollup",
    cube: cube.code,
    pieces: tiles(period).map(({ grain, from, to }) => ({ grain, period: { from, to } })),
  };
}
