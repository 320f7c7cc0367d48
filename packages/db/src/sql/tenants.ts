import type { Tx } from "../client.ts";

/** One at a time may give this number to a tenant, until the transaction ends. */
export async function lockNumber(tx: Tx, e164: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`callbay:number:${e164}`}))::text`;
}

export interface TenantCounts {
  readonly tenantId: string;
  readonly seats: number;
  readonly activeContracts: number;
  readonly callsToday: number;
  readonly runningCampaigns: number;
}

/** What an operator sees of each of these tenants at a glance. "Today" is each tenant's own. */
export function tenantCounts(tx: Tx, tenantIds: readonly string[], now: Date): Promise<TenantCounts[]> {
  return tx.$queryRaw<TenantCounts[]>`
    SELECT t.id AS "tenantId",
      (SELECT count(*)::int FROM seat_lease l
        WHERE l.tenant_id = t.id AND l.starts_at <= ${now} AND (l.ends_at IS NULL OR l.ends_at > ${now})) AS "seats",
      (SELECT count(*)::int FROM contract c WHERE c.tenant_id = t.id AND c.state = 'active') AS "activeContracts",
      (SELECT count(*)::int FROM call c WHERE c.tenant_id = t.id
        AND c.started_at >= date_trunc('day', ${now}::timestamptz AT TIME ZONE t.timezone) AT TIME ZONE t.timezone
        AND c.started_at <= ${now}) AS "callsToday",
      (SELECT count(*)::int FROM campaign c WHERE c.tenant_id = t.id AND c.state = 'running') AS "runningCampaigns"
    FROM tenant t WHERE t.id = ANY(${[...tenantIds]}::uuid[])`;
}

/** The memberships of a tenant's owners, locked until the transaction ends: two owners cannot both leave at once. */
export async function lockOwners(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM membership
    WHERE tenant_id = ${tenantId}::uuid AND role = 'owner' AND ended_at IS NULL
    ORDER BY id FOR UPDATE`;
  return rows.map((row) => row.id);
}
