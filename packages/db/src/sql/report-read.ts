import type { Period } from "@callbay/domain/calendar";
import { type Dimension, dimensionOf, type Group, isTimeGroup } from "@callbay/domain/reports/dimensions";
import type { Fact, FactSums } from "@callbay/domain/reports/facts";
import { GRAINS, type Source } from "@callbay/domain/reports/plan";
import type { RawTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import {
  callColumns,
  columnOf,
  dutyColumns,
  kindOfCall,
  literal,
  NONE,
  needsCalls,
  needsDuty,
} from "./report-facts.ts";

export interface FactQuery {
  readonly tenantId: string;
  readonly zone: string;
  readonly source: Source;
  readonly period: Period;
  /** The instants of the period in the zone. */
  readonly from: Date;
  readonly to: Date;
  readonly groups: readonly Group[];
  readonly facts: readonly Fact[];
  /** Only rows of these ids, by dimension. */
  readonly only: Readonly<Partial<Record<Dimension, readonly string[]>>>;
  readonly excludeInternal: boolean;
  readonly excludedPrefixes: readonly string[];
  readonly minTalkMs: number;
  /** Duty that is still on counts until now. */
  readonly now: Date;
  readonly limit: number;
}

export interface FactRow {
  /** What the row stands for, by group: an id, a day, a month, an hour's instant, an hour of the day; null is none. */
  readonly keys: readonly (string | null)[];
  readonly sums: FactSums;
}

const COLUMN = {
  campaign: "campaign_id",
  list: "list_id",
  membership: "membership_id",
  disposition: "disposition_id",
} as const satisfies Record<Dimension, string>;

const FORMAT: Readonly<Partial<Record<Group, string>>> = {
  hour: `YYYY-MM-DD"T"HH24:MI:SS"Z"`,
  hourOfDay: "HH24",
  day: "YYYY-MM-DD",
  month: "YYYY-MM",
};

/** Sums of facts by group. One row more than `limit` says that there are more. */
export async function readFacts(tx: RawTx, query: FactQuery): Promise<FactRow[]> {
  const { groups, facts, limit } = query;
  // Slices of open duty look like thousands to the planner, and compiling the statement took longer than running it.
  if (query.source.kind !== "events") await tx.$queryRaw`SELECT set_config('jit', 'off', true)`;
  const shown = groups.map((group, i) =>
    literal(
      FORMAT[group] ? `to_char(g${i}, '${FORMAT[group]}') AS k${i}` : `nullif(g${i}, '${NONE}'::uuid)::text AS k${i}`,
    ),
  );
  const sums = facts.map((fact) => literal(`sum(${columnOf(fact)})::float8 AS "${fact}"`));
  const by =
    groups.length > 0 ? Prisma.sql`GROUP BY ${literal(groups.map((_, i) => `g${i}`).join(", "))}` : Prisma.empty;
  const rows = await tx.$queryRaw<Record<string, string | number | null>[]>(Prisma.sql`
    SELECT ${Prisma.join([...shown, ...sums], ", ")} FROM (${source(query)}) AS source ${by} LIMIT ${limit + 1}::int`);
  return rows.map((row) => ({
    keys: groups.map((_, i) => (row[`k${i}`] as string | null) ?? null),
    sums: Object.fromEntries(facts.map((fact) => [fact, Number(row[fact] ?? 0)])) as FactSums,
  }));
}

function source(query: FactQuery): Prisma.Sql {
  const { facts } = query;
  const parts: Prisma.Sql[] = [];
  const ofDuty = needsDuty(facts) && query.only.campaign === undefined;
  if (query.source.kind === "events") {
    if (needsCalls(facts)) parts.push(calls(query));
    if (ofDuty) parts.push(duty(query, "closed"));
  } else parts.push(...kept(query));
  if (ofDuty) parts.push(duty(query, "open"));
  return Prisma.join(parts, " UNION ALL ");
}

/** Rows of a rollup, or of quarters of an hour. */
function kept(query: FactQuery): Prisma.Sql[] {
  const { tenantId, facts, groups, from, to, source: of } = query;
  const columns = literal(facts.map((fact) => `r.${columnOf(fact)}`).join(", "));
  const kinds = [0, ...(query.excludeInternal ? [] : [1]), ...(query.excludedPrefixes.length > 0 ? [] : [2])];
  if (kinds.length === 3) kinds.push(3);
  const where = Prisma.sql`r.tenant_id = ${tenantId}::uuid AND r.kind IN (${literal(kinds.join(", "))}) ${only(query, (d) => `r.${COLUMN[d]}`)}`;
  if (of.kind !== "rollup") {
    const keys = groups.map((group, i) => key(query, group, i, "r.at", (d) => `r.${COLUMN[d]}`));
    return [
      Prisma.sql`SELECT ${Prisma.join([...keys, columns], ", ")} FROM report_quarter r ${team(query, "r.membership_id")}
        WHERE r.at >= ${from}::timestamptz AND r.at < ${to}::timestamptz AND ${where}`,
    ];
  }
  return of.pieces.map(({ grain, period }) => {
    const [first, last] = grain === "hour" ? [from, to] : [utc(period.from), utc(period.to)];
    const keys = groups.map((group, i) =>
      isTimeGroup(group) && grain !== "hour"
        ? literal(
            `${group === "month" ? "date_trunc('month', r.slot AT TIME ZONE 'UTC')" : "r.slot AT TIME ZONE 'UTC'"} AS g${i}`,
          )
        : key(query, group, i, "r.slot", (d) => `r.${COLUMN[d]}`),
    );
    return Prisma.sql`SELECT ${Prisma.join([...keys, columns], ", ")} FROM report_rollup r ${team(query, "r.membership_id")}
      WHERE r.cube = ${of.cube}::smallint AND r.grain = ${GRAINS[grain]}::smallint
        AND r.slot >= ${first}::timestamptz AND r.slot < ${last}::timestamptz AND ${where}`;
  });
}

/** The calls themselves. */
function calls(query: FactQuery): Prisma.Sql {
  const { tenantId, facts, groups, from, to, only: filter } = query;
  const columnOfCall = (d: Dimension) => (d === "list" ? "p.list_id" : `c.${COLUMN[d]}`);
  const keys = groups.map((group, i) => key(query, group, i, "c.started_at", columnOfCall));
  const ofList = groups.includes("list") || filter.list !== undefined;
  const ofSuccess = facts.some((fact) => fact === "successes" || fact === "rejected");
  return Prisma.sql`SELECT ${Prisma.join([...keys, callColumns(facts, query.minTalkMs)], ", ")} FROM call c
    ${ofList ? literal("LEFT JOIN contact p ON p.tenant_id = c.tenant_id AND p.id = c.contact_id") : Prisma.empty}
    ${ofSuccess ? literal("LEFT JOIN success s ON s.tenant_id = c.tenant_id AND s.id = c.id") : Prisma.empty}
    ${team(query, "c.membership_id")}
    WHERE c.tenant_id = ${tenantId}::uuid AND c.ended_at IS NOT NULL
      AND c.started_at >= ${from}::timestamptz AND c.started_at < ${to}::timestamptz
      ${query.excludeInternal ? literal("AND NOT c.is_internal") : Prisma.empty}
      ${query.excludedPrefixes.length > 0 ? Prisma.sql`AND (${kindOfCall(query.excludedPrefixes)}) < 2` : Prisma.empty}
      ${only(query, columnOfCall)}`;
}

/** Duty that has ended, or that is still on: sliced by quarters where rows stand for times. */
function duty(query: FactQuery, which: "closed" | "open"): Prisma.Sql {
  const { tenantId, facts, groups, from, to, now } = query;
  const columnOfDuty = (d: Dimension) => (d === "membership" ? "d.membership_id" : `'${NONE}'::uuid`);
  const until = which === "open" && now < to ? now : to;
  const ends = which === "open" ? Prisma.sql`${until}::timestamptz` : Prisma.sql`i.ended_at`;
  const sliced = groups.some(isTimeGroup);
  const keys = groups.map((group, i) => key(query, group, i, "i.at", columnOfDuty));
  const bounds = Prisma.sql`greatest(i.started_at, ${from}::timestamptz) AS starts, least(${ends}, ${to}::timestamptz) AS ends`;
  const inner = Prisma.sql`SELECT i.state, i.duty_session_id, ${bounds} FROM duty_interval i
    ${which === "open" ? Prisma.sql`JOIN duty_session o ON o.tenant_id = i.tenant_id AND o.id = i.duty_session_id AND o.ended_at IS NULL` : Prisma.empty}
    WHERE i.tenant_id = ${tenantId}::uuid AND i.started_at < ${until}::timestamptz
      AND ${which === "open" ? literal("i.ended_at IS NULL") : Prisma.sql`i.ended_at IS NOT NULL AND i.ended_at > ${from}::timestamptz`}`;
  const slices = sliced
    ? Prisma.sql`SELECT w.state, w.duty_session_id, q.at, least(q.at + interval '15 minutes', w.ends) - greatest(q.at, w.starts) AS lasts
        FROM (${inner}) w CROSS JOIN LATERAL generate_series(
          date_bin('15 minutes', w.starts, 'epoch'), w.ends - interval '1 microsecond', interval '15 minutes') AS q(at)`
    : Prisma.sql`SELECT w.state, w.duty_session_id, w.starts AS at, w.ends - w.starts AS lasts FROM (${inner}) w`;
  return Prisma.sql`SELECT ${Prisma.join([...keys, dutyColumns(facts, "round(extract(epoch FROM i.lasts) * 1000)::bigint")], ", ")}
    FROM (${slices}) i JOIN duty_session d ON d.tenant_id = ${tenantId}::uuid AND d.id = i.duty_session_id
    ${team(query, "d.membership_id")} WHERE true ${only(query, columnOfDuty)}`;
}

/** What a row stands for, from an instant and the columns of dimensions. */
function key({ zone }: FactQuery, group: Group, i: number, at: string, column: (of: Dimension) => string): Prisma.Sql {
  const as = literal(` AS g${i}`);
  const local = Prisma.sql`${literal(at)} AT TIME ZONE ${zone}::text`;
  if (group === "team") return literal(`m.org_unit_id AS g${i}`);
  const dimension = dimensionOf(group);
  if (dimension) return literal(`${column(dimension)} AS g${i}`);
  if (group === "hour")
    return Prisma.sql`(date_bin('15 minutes', ${literal(at)}, 'epoch') - make_interval(mins => (extract(minute FROM ${local})::int / 15) * 15)) AT TIME ZONE 'UTC'${as}`;
  if (group === "hourOfDay")
    return Prisma.sql`timestamp '2000-01-01' + make_interval(hours => extract(hour FROM ${local})::int)${as}`;
  return Prisma.sql`date_trunc(${literal(`'${group}'`)}, ${local})${as}`;
}

function team({ groups, tenantId }: FactQuery, column: string): Prisma.Sql {
  if (!groups.includes("team")) return Prisma.empty;
  return Prisma.sql`LEFT JOIN membership m ON m.tenant_id = ${tenantId}::uuid AND m.id = ${literal(column)}`;
}

function only({ only: filter }: FactQuery, column: (of: Dimension) => string): Prisma.Sql {
  const conditions = Object.entries(filter).map(
    ([dimension, ids]) =>
      Prisma.sql`AND ${literal(column(dimension as Dimension))} = ANY (${[...(ids ?? [])]}::uuid[])`,
  );
  return conditions.length > 0 ? Prisma.join(conditions, " ") : Prisma.empty;
}

const utc = (date: string) => new Date(`${date}T00:00:00Z`);
