import type { Tx } from "../client.ts";

export interface TrunkCallsRow {
  readonly node: string;
  readonly trunk: string;
  readonly ended: number;
  readonly failed: number;
}

/** Calls that ended since then, by trunk, and how many of them the trunk failed. */
export function trunkCalls(tx: Tx, since: Date): Promise<TrunkCallsRow[]> {
  return tx.$queryRaw<TrunkCallsRow[]>`
    SELECT n.name AS "node", t.endpoint AS "trunk", count(*)::int AS "ended",
      (count(*) FILTER (WHERE a.outcome = 'failed'))::int AS "failed"
    FROM pbx_node n
    JOIN call c ON c.node_id = n.id AND c.ended_at > ${since}
    JOIN attempt a ON a.tenant_id = c.tenant_id AND a.id = c.id
    JOIN trunk t ON t.id = a.trunk_id
    GROUP BY n.name, t.endpoint ORDER BY 1, 2`;
}

export interface LiveCount {
  readonly state: string;
  readonly count: number;
}

/** Attempts under way by state; those reserved or ringing and those in a conversation alike. */
export function attemptsUnderWay(tx: Tx): Promise<LiveCount[]> {
  return tx.$queryRaw<LiveCount[]>`
    SELECT state::text AS "state", count(*)::int AS "count" FROM attempt
    WHERE state NOT IN ('ended', 'released') GROUP BY state`;
}

/** People on duty by state. */
export function peopleOnDuty(tx: Tx): Promise<LiveCount[]> {
  return tx.$queryRaw<LiveCount[]>`
    SELECT state::text AS "state", count(*)::int AS "count" FROM duty_session WHERE ended_at IS NULL GROUP BY state`;
}
