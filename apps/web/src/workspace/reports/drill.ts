import { daysInMonth, isLocalDate } from "@callbay/domain/days";
import type { MetricKey } from "@callbay/domain/reports/metrics";
import type { Outcome } from "@callbay/domain/values";
import { type CallFilters, NO_FILTERS, writeFilters } from "../calls/filters.ts";
import type { Ask } from "./ask.ts";
import type { Report, ReportRow } from "./value.tsx";

/** Figures that count the calls of one outcome. */
const OUTCOME_OF: Readonly<Partial<Record<MetricKey, Outcome>>> = {
  abandoned: "abandoned",
  machines: "machine",
  busy: "busy",
  noAnswer: "no_answer",
};

/**
 * The address of the calls that a row of a report stands for, or one figure of it where that counts a single outcome;
 * null where the list of calls cannot be narrowed to just these: hours, teams, lists, rows of nobody, seats.
 */
export function callsBehind(
  report: Pick<Report, "report" | "groups" | "from" | "through">,
  row: Pick<ReportRow, "keys">,
  ask: Pick<Ask, "campaign" | "list" | "unit" | "agent" | "disposition">,
  metric: MetricKey | null = null,
): string | null {
  const outcome = metric === null ? null : OUTCOME_OF[metric];
  if (report.report === "seats" || ask.list || ask.unit || outcome === undefined) return null;
  let filters: CallFilters = {
    ...NO_FILTERS,
    ...{ campaignId: ask.campaign, membershipId: ask.agent, dispositionId: ask.disposition },
    ...{ outcome, from: report.from, to: report.through },
  };
  for (const [at, group] of report.groups.entries()) {
    const key = row.keys[at] ?? null;
    if (key === null) return null;
    const narrowed = narrow(group, key, report);
    if (!narrowed) return null;
    filters = { ...filters, ...narrowed };
  }
  return `/w/calls${writeFilters(filters, {})}`;
}

function narrow(
  group: Report["groups"][number],
  key: string,
  { from, through }: Pick<Report, "from" | "through">,
): Partial<CallFilters> | null {
  switch (group) {
    case "day":
      return isLocalDate(key) ? { from: key, to: key } : null;
    case "month": {
      const [first, last] = [`${key}-01`, `${key}-${daysInMonth(`${key}-01`)}`];
      return { from: first < from ? from : first, to: last > through ? through : last };
    }
    case "campaign":
      return { campaignId: key };
    case "agent":
      return { membershipId: key };
    case "disposition":
      return { dispositionId: key };
    default:
      return null;
  }
}
