import { COUNT_FACTS } from "@callbay/domain/reports/facts";
import { CUBES, GRAINS } from "@callbay/domain/reports/plan";
import type { RawTx } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import {
  callColumns,
  columnOf,
  DIMENSION_COLUMNS,
  dutyColumns,
  FACTS,
  kindOfCall,
  literal,
  NONE,
} from "./report-facts.ts";

const names = FACTS.map(columnOf);
const COUNTS: ReadonlySet<string> = new Set(COUNT_FACTS.map(columnOf));
/** Sums stay whole numbers of the columns' own kind: summing them again as numerics takes three times as long. */
const sums = names.map((name) => `sum(${name})::${COUNTS.has(name) ? "int" : "bigint"} AS ${name}`).join(", ");
const each = (of: (name: string) => string, between = ", ") => literal(names.map(of).join(between));
const keys = literal(["kind", ...DIMENSION_COLUMNS].join(", "));
const columns = each((name) => name);

/** How a tenant's figures are counted, and where the rolling up stands. */
export interface RollState {
  readonly minTalkMs: number;
  readonly excludedPrefixes: string[];
  readonly revision: number;
  readonly rolledRevision: number;
  readonly rolledZone: string;
  readonly zone: string;
  readonly buildThrough: bigint | null;
  readonly longestDutyMs: bigint;
}

/** Locks the tenant's settings, made when they are missing: one process rolls up at a time. Null: another one is at it. */
export async function lockRollState(tx: RawTx, tenantId: string): Promise<RollState | null> {
  // The statement is long: compiling it would take longer than running it. Its sums by time are kept in memory; a day of
  // a large client would be sorted on the disk otherwise.
  await tx.$queryRaw`SELECT set_config('jit', 'off', true), set_config('work_mem', '64MB', true)`;
  await tx.$executeRaw`INSERT INTO report_settings (tenant_id) VALUES (${tenantId}::uuid) ON CONFLICT DO NOTHING`;
  const rows = await tx.$queryRaw<RollState[]>`
    SELECT r.min_talk_ms AS "minTalkMs", r.excluded_prefixes AS "excludedPrefixes", r.revision,
           r.rolled_revision AS "rolledRevision", r.rolled_zone AS "rolledZone", t.timezone AS zone,
           r.build_through AS "buildThrough", r.longest_duty_ms AS "longestDutyMs"
    FROM report_settings r JOIN tenant t ON t.id = r.tenant_id
    WHERE r.tenant_id = ${tenantId}::uuid FOR UPDATE OF r SKIP LOCKED`;
  return rows[0] ?? null;
}

/**
 * Empties the rollups and marks everything there is as dirty. From here until the last of these marks is rolled up,
 * reports are asked of the calls themselves.
 */
export async function beginBuild(tx: RawTx, tenantId: string, state: RollState): Promise<void> {
  await tx.$executeRaw`DELETE FROM report_dirty WHERE tenant_id = ${tenantId}::uuid`;
  await tx.$executeRaw`DELETE FROM report_quarter WHERE tenant_id = ${tenantId}::uuid`;
  await tx.$executeRaw`DELETE FROM report_rollup WHERE tenant_id = ${tenantId}::uuid`;
  await tx.$executeRaw`
    WITH marks AS (
      INSERT INTO report_dirty (tenant_id, from_at, to_at)
      SELECT ${tenantId}::uuid, at, max(ends) FROM (
        SELECT date_bin('15 minutes', c.started_at, 'epoch') AS at, date_bin('15 minutes', c.started_at, 'epoch') AS ends
        FROM call c WHERE c.tenant_id = ${tenantId}::uuid AND c.ended_at IS NOT NULL
        UNION ALL
        SELECT date_bin('15 minutes', i.started_at, 'epoch'), i.ended_at
        FROM duty_interval i WHERE i.tenant_id = ${tenantId}::uuid AND i.ended_at IS NOT NULL
      ) spans GROUP BY at ORDER BY at
      RETURNING id, from_at, to_at
    )
    UPDATE report_settings SET rolled_zone = ${state.zone}, rolled_revision = -${state.revision}::int,
      build_through = (SELECT COALESCE(max(id), 0) FROM marks),
      longest_duty_ms = COALESCE((SELECT ceil(max(extract(epoch FROM i.ended_at - i.started_at)) * 1000)::bigint
        FROM duty_interval i WHERE i.tenant_id = ${tenantId}::uuid AND i.ended_at IS NOT NULL), 0)
    WHERE tenant_id = ${tenantId}::uuid`;
}

export interface DirtySpan {
  readonly id: bigint;
  readonly fromAt: Date;
  readonly toAt: Date;
}

/** Takes the oldest marks away. What is marked by a transaction that has not committed yet stays for the next time. */
export function takeDirty(tx: RawTx, tenantId: string, limit: number): PromiseLike<DirtySpan[]> {
  return tx.$queryRaw<DirtySpan[]>`
    DELETE FROM report_dirty WHERE tenant_id = ${tenantId}::uuid AND id IN (
      SELECT id FROM report_dirty WHERE tenant_id = ${tenantId}::uuid ORDER BY id LIMIT ${limit}::int)
    RETURNING id, from_at AS "fromAt", to_at AS "toAt"`;
}

/** Remembers how far the rolling up has come; ends a building whose last mark was taken. */
export async function noteRolled(tx: RawTx, tenantId: string, spans: readonly DirtySpan[], now: Date): Promise<void> {
  const longest = spans.reduce((most, { fromAt, toAt }) => Math.max(most, toAt.getTime() - fromAt.getTime()), 0);
  await tx.$executeRaw`
    UPDATE report_settings r SET rolled_at = ${now}::timestamptz,
      longest_duty_ms = greatest(longest_duty_ms, ${longest}::bigint),
      rolled_revision = CASE WHEN building.over THEN abs(rolled_revision) ELSE rolled_revision END,
      build_through = CASE WHEN building.over THEN NULL ELSE build_through END
    FROM (SELECT s.build_through IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM report_dirty d WHERE d.tenant_id = s.tenant_id AND d.id <= s.build_through) AS over
          FROM report_settings s WHERE s.tenant_id = ${tenantId}::uuid) building
    WHERE r.tenant_id = ${tenantId}::uuid`;
}

export interface Run {
  /** First instant of the first quarter, and the end of the last. */
  readonly from: Date;
  readonly to: Date;
  /** The quarters in it that are dirty. */
  readonly quarters: readonly Date[];
}

const FRESH_CALLS = callColumns(FACTS, 0);

/**
 * Counts the quarters of a run anew from calls and duty, and carries the difference from what was counted before up
 * into hours, days and months, in one statement. Doing it again finds no difference.
 */
export async function rollRun(
  tx: RawTx,
  tenantId: string,
  state: RollState,
  run: Run,
  longestMs: number,
): Promise<void> {
  const { from, to, quarters } = run;
  const reach = new Date(to.getTime() + longestMs);
  const calls = state.minTalkMs === 0 ? FRESH_CALLS : callColumns(FACTS, state.minTalkMs);
  const quarterMs =
    "round(extract(epoch FROM least(q.at + interval '15 minutes', i.ended_at) - greatest(q.at, i.started_at)) * 1000)::bigint";
  await tx.$executeRaw(Prisma.sql`
    WITH dirty AS MATERIALIZED (
      SELECT unnest(${[...quarters]}::timestamptz[]) AS at
    ), fresh AS (
      SELECT date_bin('15 minutes', c.started_at, 'epoch') AS at, ${kindOfCall(state.excludedPrefixes)} AS kind,
             COALESCE(c.campaign_id, ${NONE}::uuid) AS campaign_id, COALESCE(p.list_id, ${NONE}::uuid) AS list_id,
             COALESCE(c.membership_id, ${NONE}::uuid) AS membership_id,
             COALESCE(c.disposition_id, ${NONE}::uuid) AS disposition_id, ${calls}
      FROM call c
      LEFT JOIN contact p ON p.tenant_id = c.tenant_id AND p.id = c.contact_id
      LEFT JOIN success s ON s.tenant_id = c.tenant_id AND s.id = c.id
      WHERE c.tenant_id = ${tenantId}::uuid AND c.started_at >= ${from}::timestamptz AND c.started_at < ${to}::timestamptz
        AND c.ended_at IS NOT NULL AND date_bin('15 minutes', c.started_at, 'epoch') IN (SELECT at FROM dirty)
      UNION ALL
      SELECT q.at, 0, ${NONE}::uuid, ${NONE}::uuid, d.membership_id, ${NONE}::uuid, ${dutyColumns(FACTS, quarterMs)}
      FROM duty_interval i
      JOIN duty_session d ON d.tenant_id = i.tenant_id AND d.id = i.duty_session_id
      CROSS JOIN LATERAL generate_series(
        greatest(date_bin('15 minutes', i.started_at, 'epoch'), ${from}::timestamptz),
        least(i.ended_at, ${to}::timestamptz) - interval '1 microsecond', interval '15 minutes') AS q(at)
      WHERE i.tenant_id = ${tenantId}::uuid AND i.ended_at IS NOT NULL AND i.ended_at > ${from}::timestamptz
        AND i.ended_at <= ${reach}::timestamptz AND i.started_at < ${to}::timestamptz
        AND q.at IN (SELECT at FROM dirty)
    ), delta AS MATERIALIZED (
      SELECT at, ${keys}, ${literal(sums)} FROM (
        SELECT * FROM fresh
        UNION ALL
        SELECT at, ${keys}, ${each((name) => `-${name}`)} FROM report_quarter
        WHERE tenant_id = ${tenantId}::uuid AND at >= ${from}::timestamptz AND at < ${to}::timestamptz
          AND at IN (SELECT at FROM dirty)
      ) both_sides
      GROUP BY at, ${keys} HAVING ${each((name) => `sum(${name}) <> 0`, " OR ")}
    ), quarters AS (
      INSERT INTO report_quarter AS t (tenant_id, at, ${keys}, ${columns})
      SELECT ${tenantId}::uuid, at, ${keys}, ${columns} FROM delta
      ON CONFLICT (tenant_id, at, ${keys}) DO UPDATE SET ${each((name) => `${name} = t.${name} + excluded.${name}`)}
    ), placed AS (
      SELECT at - make_interval(mins => extract(minute FROM at AT TIME ZONE ${state.rolledZone}::text)::int) AS hour,
             date_trunc('day', at AT TIME ZONE ${state.rolledZone}::text) AT TIME ZONE 'UTC' AS day,
             date_trunc('month', at AT TIME ZONE ${state.rolledZone}::text) AT TIME ZONE 'UTC' AS month,
             ${keys}, ${columns} FROM delta
    ), cubes AS (${cubes()})
    INSERT INTO report_rollup AS t (tenant_id, cube, grain, slot, ${keys}, ${columns})
    SELECT ${tenantId}::uuid, cube, g.grain, g.slot, ${keys}, ${each((name) => `sum(${name})`)}
    FROM cubes CROSS JOIN LATERAL (VALUES (${GRAINS.hour}::int, hour), (${GRAINS.day}::int, day), (${GRAINS.month}::int, month)) AS g(grain, slot)
    WHERE g.slot IS NOT NULL
    GROUP BY cube, g.grain, g.slot, ${keys} HAVING ${each((name) => `sum(${name}) <> 0`, " OR ")}
    ON CONFLICT (tenant_id, cube, grain, slot, ${keys})
      DO UPDATE SET ${each((name) => `${name} = t.${name} + excluded.${name}`)}`);
  await dropEmpty(tx, tenantId, run);
}

/** Each difference once per cube, without the times that the cube does not keep, its other dimensions set to none. */
function cubes(): Prisma.Sql {
  const dimension = {
    campaign: "campaign_id",
    list: "list_id",
    membership: "membership_id",
    disposition: "disposition_id",
  };
  const parts = CUBES.map(({ code, dimensions, grains }) => {
    const kept = new Set<string>(dimensions.map((one) => dimension[one]));
    const ids = DIMENSION_COLUMNS.map((column) => (kept.has(column) ? column : `'${NONE}'::uuid AS ${column}`));
    const hour = grains.includes("hour") ? "hour" : "NULL::timestamptz AS hour";
    const times = grains.includes("hour") ? "hour, day, month" : "day, month";
    return `SELECT ${code} AS cube, ${hour}, day, month, kind, ${ids.join(", ")}, ${sums}
      FROM placed GROUP BY ${times}, kind${[...kept].map((column) => `, ${column}`).join("")}`;
  });
  return literal(parts.join(" UNION ALL "));
}

/** A call that got its disposition leaves a row of nothing where it was counted before. */
async function dropEmpty(tx: RawTx, tenantId: string, { from, to }: Run): Promise<void> {
  const dropped = await tx.$executeRaw`
    DELETE FROM report_quarter WHERE tenant_id = ${tenantId}::uuid AND at >= ${from}::timestamptz
      AND at < ${to}::timestamptz AND source_rows = 0`;
  if (dropped === 0) return;
  await tx.$executeRaw`
    DELETE FROM report_rollup WHERE tenant_id = ${tenantId}::uuid AND source_rows = 0 AND cube IN (${literal(CUBES.map(({ code }) => code).join(", "))}) AND (
      (grain = ${GRAINS.hour} AND slot > ${from}::timestamptz - interval '1 hour' AND slot < ${to}::timestamptz)
      OR (grain = ${GRAINS.day} AND slot > ${from}::timestamptz - interval '2 days' AND slot < ${to}::timestamptz + interval '1 day')
      OR (grain = ${GRAINS.month} AND slot > ${from}::timestamptz - interval '32 days' AND slot < ${to}::timestamptz + interval '1 day'))`;
}

/** Tenants with marks to roll up, or whose figures were counted by other settings or another zone. In the operator's scope. */
export function tenantsToRoll(tx: RawTx): PromiseLike<{ tenantId: string }[]> {
  return tx.$queryRaw<{ tenantId: string }[]>`
    SELECT t.id AS "tenantId" FROM tenant t
    LEFT JOIN report_settings r ON r.tenant_id = t.id
    WHERE EXISTS (SELECT 1 FROM report_dirty d WHERE d.tenant_id = t.id)
       OR (r.tenant_id IS NOT NULL AND (abs(r.rolled_revision) <> r.revision OR r.rolled_zone <> t.timezone OR r.build_through IS NOT NULL))`;
}
