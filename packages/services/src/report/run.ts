import type { Tx } from "@callbay/db/client";
import { readFacts } from "@callbay/db/sql/report-read";
import type { TenantActor } from "@callbay/domain/actor";
import { addDays, daysBetween, type Period, periodInstants } from "@callbay/domain/calendar";
import { CallbayError, forbidden, notFound } from "@callbay/domain/errors";
import { type Dimension, type Group, isTimeGroup } from "@callbay/domain/reports/dimensions";
import { addFacts, type FactSums } from "@callbay/domain/reports/facts";
import { METRICS, type MetricKey, type MetricUnit, metricValue } from "@callbay/domain/reports/metrics";
import { periodBefore, relativePeriod } from "@callbay/domain/reports/period";
import { planReport, type ReportPlan } from "@callbay/domain/reports/plan";
import { REPORTS } from "@callbay/domain/reports/reports";
import { DEFAULT_SWITCHES, type Switches } from "@callbay/domain/reports/switches";
import { scopeOf } from "../people/scope.ts";
import { labelsOf } from "./labels.ts";
import type { ReportQuery } from "./query.ts";
import { peopleOf } from "./scope.ts";
import { seatDaysBy } from "./seat-days.ts";
import { loadReportSettings, type ReportSettings } from "./settings.ts";

/** Rows of one answer; more of them nobody reads on a screen. */
const MOST_ROWS = 5_000;
const MOST_DAYS = 1_100;
/** An hour of the clock is read from rows of hours. */
const MOST_DAYS_BY_HOUR = 92;

export type Values = Readonly<Partial<Record<MetricKey, number | null>>>;

export interface ReportRow {
  /** Per group: an id, "2026-03-09", "2026-03", "14", an hour's instant; null is none. */
  readonly keys: readonly (string | null)[];
  /** Names of ids; null for times and for none. */
  readonly labels: readonly (string | null)[];
  readonly values: Values;
  /** The same of the period before, where that was asked and the row was there. */
  readonly before: Values | null;
}

export interface Report {
  readonly report: ReportQuery["report"];
  readonly groups: readonly Group[];
  readonly metrics: readonly { readonly key: MetricKey; readonly unit: MetricUnit }[];
  /** The metric that its chart begins with. */
  readonly chart: MetricKey | null;
  /** First and last day, both included. */
  readonly from: string;
  readonly through: string;
  readonly zone: string;
  readonly switches: Switches;
  /** Does the reader see the whole company, or their own people alone? */
  readonly scope: "tenant" | "people";
  readonly rows: readonly ReportRow[];
  readonly totals: Values;
  readonly totalsBefore: Values | null;
  /** events: the rollups could not answer it, and the calls themselves were counted. */
  readonly source: "rollup" | "quarter" | "events";
  readonly rolledAt: Date | null;
}

export interface ReportUnit {
  readonly tx: Tx;
  readonly tenantId: string;
  readonly actor: TenantActor;
  readonly now: Date;
}

/**
 * A report as its reader may see it, in the tenant's zone. Each figure is a metric of the dictionary over sums of facts.
 *
 * @throws CallbayError FORBIDDEN, NOT_FOUND, PERIOD_EMPTY, REPORT_PERIOD_LONG, REPORT_TOO_LONG, REPORT_GROUPING.
 */
export async function runReport(unit: ReportUnit, query: ReportQuery, compare = false): Promise<Report> {
  const { tx, tenantId, now } = unit;
  const settings = await loadReportSettings(tx, tenantId);
  const scope = await scopeOf(unit, "report.read");
  const definition = REPORTS[query.report];
  if (definition.wholeTenant && scope !== null) throw forbidden("report.read:tenant");
  const groups: readonly Group[] = query.groups.length > 0 ? query.groups : [definition.groups[0]];
  refuseGroups(query, groups);
  const period = periodOf(query, now, settings.zone);
  refusePeriod(period, groups);
  await requireNamed(tx, tenantId, query);
  const only = await filtersOf(tx, tenantId, query, scope);
  const switches = switchesOf(query, settings);
  const asked: Asked = { ...unit, settings, groups, only, switches, report: query.report };
  const { plan, rows } = await figuresOf(asked, period);
  const before = compare ? (await figuresOf(asked, periodBefore(period))).rows : null;
  const values = (sums: FactSums) => valuesOf(plan, sums, switches);
  const labels: ReadonlyMap<string, string>[] = [];
  for (const [i, group] of groups.entries())
    labels.push(
      await labelsOf(
        tx,
        tenantId,
        group,
        rows.flatMap(({ keys }) => keys[i] ?? []),
      ),
    );
  // Days are not compared one by one: the first of this period is not the first of the one before.
  const comparable = !groups.some((group) => isTimeGroup(group) && group !== "hourOfDay");
  const earlier = new Map(comparable ? before?.map(({ keys, sums }) => [keys.join(" "), sums]) : []);
  return {
    report: query.report,
    groups,
    metrics: plan.metrics.map((key) => ({ key, unit: METRICS[key].unit })),
    chart: plan.metrics.find((key) => key === definition.chart) ?? plan.metrics[0] ?? null,
    from: period.from,
    through: addDays(period.to, -1),
    zone: settings.zone,
    switches,
    scope: scope === null ? "tenant" : "people",
    rows: rows.map(({ keys, sums }) => {
      const same = earlier.get(keys.join(" "));
      return {
        keys,
        labels: keys.map((key, i) => (key === null ? null : (labels[i]?.get(key) ?? null))),
        values: values(sums),
        before: same ? values(same) : null,
      };
    }),
    totals: values(addFacts(rows.map(({ sums }) => sums))),
    totalsBefore: before && values(addFacts(before.map(({ sums }) => sums))),
    source: plan.source.kind,
    rolledAt: settings.rolledAt,
  };
}

interface Asked extends ReportUnit {
  readonly settings: ReportSettings;
  readonly report: ReportQuery["report"];
  readonly groups: readonly Group[];
  readonly only: Filters;
  readonly switches: Switches;
}

type Filters = Partial<Record<Dimension, readonly string[]>>;

async function figuresOf(asked: Asked, period: Period) {
  const { tx, tenantId, now, settings, groups, only, switches, report } = asked;
  const { zone, rolled: stored } = settings;
  const filtered = Object.keys(only) as Dimension[];
  const plan = planReport({ report, groups, filtered, period, switches, stored });
  const query = { tenantId, zone, period, ...periodInstants(period, zone), groups, only, now, limit: MOST_ROWS };
  const found = await readFacts(tx, { ...query, ...switches, facts: plan.facts, source: plan.source });
  if (found.length > MOST_ROWS) {
    throw new CallbayError(
      "invalid",
      "REPORT_TOO_LONG",
      `This report has more than ${MOST_ROWS} rows. Nothing was changed; choose a shorter period or another grouping.`,
      { most: MOST_ROWS },
    );
  }
  const rows = new Map(found.map((row) => [row.keys.join(" "), row]));
  if (plan.dayFacts.length > 0) {
    const group = groups[0] ?? null;
    for (const [key, days] of await seatDaysBy(tx, { tenantId, zone, period, group, now })) {
      const row = rows.get(key) ?? { keys: groups.length > 0 ? [key] : [], sums: {} };
      rows.set(key, { ...row, sums: { ...row.sums, seatDays: days } });
    }
  }
  const order = (a: { keys: readonly (string | null)[] }, b: typeof a) =>
    a.keys.join(" ") < b.keys.join(" ") ? -1 : 1;
  return {
    plan,
    rows: [...rows.values()].filter(({ sums }) => Object.values(sums).some((sum) => sum !== 0)).sort(order),
  };
}

const valuesOf = (plan: ReportPlan, sums: FactSums, switches: Switches): Values =>
  Object.fromEntries(plan.metrics.map((key) => [key, metricValue(key, sums, switches)]));

/** The days that a query means, today. @throws CallbayError PERIOD_EMPTY. */
export function periodOf({ period }: Pick<ReportQuery, "period">, now: Date, zone: string): Period {
  if ("relative" in period) return relativePeriod(period.relative, now, zone);
  if (period.through >= period.from) return { from: period.from, to: addDays(period.through, 1) };
  throw new CallbayError(
    "invalid",
    "PERIOD_EMPTY",
    `The period ends on ${period.through}, before it begins on ${period.from}. Nothing was changed; choose other days.`,
    { from: period.from, through: period.through },
  );
}

function refusePeriod({ from, to }: Period, groups: readonly Group[]): void {
  const most = groups.some((group) => group === "hour" || group === "hourOfDay") ? MOST_DAYS_BY_HOUR : MOST_DAYS;
  if (daysBetween(from, to) <= most) return;
  throw new CallbayError(
    "invalid",
    "REPORT_PERIOD_LONG",
    `A report of this kind spans ${most} days at most. Nothing was changed; choose a shorter period, or days instead of hours.`,
    { days: most },
  );
}

function refuseGroups({ report }: ReportQuery, groups: readonly Group[]): void {
  const allowed: readonly Group[] = REPORTS[report].groups;
  const wrong = groups.find((group) => !allowed.includes(group));
  const times = groups.filter(isTimeGroup).length;
  if (!wrong && times < 2 && new Set(groups).size === groups.length && (report !== "seats" || groups.length === 1))
    return;
  throw new CallbayError(
    "invalid",
    "REPORT_GROUPING",
    "This report has no such rows. Nothing was changed; choose another grouping.",
    { report, group: wrong ?? groups.join(" ") },
  );
}

/** A report about nobody's campaign would look like one of a campaign without calls. @throws CallbayError NOT_FOUND */
async function requireNamed(
  tx: Tx,
  tenantId: string,
  { campaignIds = [], listIds = [], membershipIds = [], dispositionIds = [] }: ReportQuery,
): Promise<void> {
  const which = (ids: readonly string[]) => ({ where: { tenantId, id: { in: [...new Set(ids)] } } });
  if (campaignIds.length > 0 && (await tx.campaign.count(which(campaignIds))) < new Set(campaignIds).size)
    throw notFound("campaign");
  if (listIds.length > 0 && (await tx.contactList.count(which(listIds))) < new Set(listIds).size)
    throw notFound("list");
  if (membershipIds.length > 0 && (await tx.membership.count(which(membershipIds))) < new Set(membershipIds).size)
    throw notFound("membership");
  if (
    dispositionIds.length > 0 &&
    (await tx.campaignDisposition.count(which(dispositionIds))) < new Set(dispositionIds).size
  )
    throw notFound("disposition");
}

async function filtersOf(
  tx: Tx,
  tenantId: string,
  query: ReportQuery,
  scope: readonly string[] | null,
): Promise<Filters> {
  const people = [
    scope,
    query.membershipIds ?? null,
    query.orgUnitId ? await peopleOf(tx, tenantId, query.orgUnitId) : null,
  ];
  const narrow = people.filter((ids) => ids !== null);
  const [first, ...rest] = narrow;
  return {
    ...(query.campaignIds ? { campaign: query.campaignIds } : {}),
    ...(query.listIds ? { list: query.listIds } : {}),
    ...(query.dispositionIds ? { disposition: query.dispositionIds } : {}),
    ...(first ? { membership: first.filter((id) => rest.every((ids) => ids.includes(id))) } : {}),
  };
}

function switchesOf(query: ReportQuery, { switches }: ReportSettings): Switches {
  return {
    excludeInternal: query.excludeInternal ?? DEFAULT_SWITCHES.excludeInternal,
    startAtAnswer: query.startAtAnswer ?? DEFAULT_SWITCHES.startAtAnswer,
    excludedPrefixes: query.excludedPrefixes ?? switches.excludedPrefixes,
    minTalkMs: query.minTalkMs ?? switches.minTalkMs,
  };
}
