import type { Tx } from "../client.ts";

export interface TodayFigures {
  readonly attempts: number;
  readonly answered: number;
  readonly joined: number;
  readonly abandoned: number;
  readonly successes: number;
  readonly talkMs: number;
}

/** A tenant's calls that started in [from, to), of these members alone unless null. An outbound call is there from the moment its attempt is claimed. */
export async function callFigures(
  tx: Tx,
  tenantId: string,
  from: Date,
  to: Date,
  members: readonly string[] | null,
): Promise<TodayFigures> {
  const rows = await tx.$queryRaw<TodayFigures[]>`
    SELECT count(*) FILTER (WHERE c.direction = 'outbound')::int AS "attempts",
      count(c.answered_at)::int AS "answered",
      count(c.joined_at)::int AS "joined",
      count(*) FILTER (WHERE c.outcome = 'abandoned')::int AS "abandoned",
      count(*) FILTER (WHERE d.success)::int AS "successes",
      COALESCE(sum(c.talk_ms), 0)::float8 AS "talkMs"
    FROM call c
    LEFT JOIN campaign_disposition d ON d.tenant_id = c.tenant_id AND d.id = c.disposition_id
    WHERE c.tenant_id = ${tenantId}::uuid AND NOT c.is_internal AND c.started_at >= ${from} AND c.started_at < ${to}
      AND (${members === null}::boolean OR c.membership_id = ANY(${[...(members ?? [])]}::uuid[]))`;
  return rows[0] ?? { attempts: 0, answered: 0, joined: 0, abandoned: 0, successes: 0, talkMs: 0 };
}

/** How far these campaigns are: contacts in all, and those that need no further call. */
export async function campaignProgress(
  tx: Tx,
  tenantId: string,
  campaignIds: readonly string[],
): Promise<Map<string, { total: number; done: number }>> {
  const rows = await tx.$queryRaw<{ campaignId: string; total: number; done: number }[]>`
    SELECT campaign_id AS "campaignId", count(*)::int AS "total",
      count(*) FILTER (WHERE state IN ('done', 'blocked'))::int AS "done"
    FROM campaign_contact
    WHERE tenant_id = ${tenantId}::uuid AND campaign_id = ANY(${[...campaignIds]}::uuid[])
    GROUP BY campaign_id`;
  return new Map(rows.map(({ campaignId, total, done }) => [campaignId, { total, done }]));
}
