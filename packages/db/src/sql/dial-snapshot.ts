import type { RawTx } from "../client.ts";

/** An agent on duty for a campaign, and the other campaigns that count on the same person. */
export interface AgentRow {
  readonly dutySessionId: string;
  readonly nodeId: string;
  readonly state: "ready" | "talking" | "wrapup";
  readonly stateSince: Date;
  /** Running campaigns of this agent with somebody due now whom the dialer may call, and this campaign. */
  readonly campaignIds: readonly string[];
  /** Priority (the highest goes first) and share of each of those, in their order. */
  readonly priorities: readonly number[];
  readonly shares: readonly number[];
}

/**
 * On duty, not paused, assigned to this campaign.
 *
 * @param resting campaigns whose schedule lets them dial nobody now: they keep no agent from the others.
 */
export async function agentsOnDuty(
  tx: RawTx,
  tenantId: string,
  campaignId: string,
  now: Date,
  resting: readonly string[] = [],
): Promise<AgentRow[]> {
  return tx.$queryRaw<AgentRow[]>`
    WITH due AS (
      SELECT c.id, c.priority, c.share FROM campaign c
      WHERE c.tenant_id = ${tenantId}::uuid AND c.state = 'running' AND (c.id = ${campaignId}::uuid OR (
        c.id <> ALL(${[...resting]}::uuid[]) AND c.lease_expires_at > clock_timestamp() AND (
          EXISTS (SELECT 1 FROM campaign_list l CROSS JOIN LATERAL (
                    SELECT 1 FROM campaign_contact k
                    WHERE k.tenant_id = l.tenant_id AND k.campaign_id = l.campaign_id AND k.list_id = l.list_id
                      AND k.state = 'ready' AND k.attempts = 0 AND k.next_attempt_at <= ${now}
                      AND k.callback_by IS NULL AND (k.agent_only_until IS NULL OR k.agent_only_until <= ${now})
                    LIMIT 1) AS fresh
                  WHERE l.tenant_id = c.tenant_id AND l.campaign_id = c.id)
          OR EXISTS (SELECT 1 FROM campaign_contact k WHERE k.tenant_id = c.tenant_id AND k.campaign_id = c.id
                       AND k.state = 'ready' AND k.attempts > 0 AND k.next_attempt_at <= ${now}
                       AND k.callback_by IS NULL AND (k.agent_only_until IS NULL OR k.agent_only_until <= ${now})))))
    )
    SELECT d.id AS "dutySessionId", d.node_id AS "nodeId", d.state::text AS state, d.state_since AS "stateSince",
           s.ids AS "campaignIds", s.priorities, s.shares
    FROM duty_session d
    JOIN campaign_agent a ON a.tenant_id = d.tenant_id AND a.membership_id = d.membership_id
      AND a.campaign_id = ${campaignId}::uuid
    CROSS JOIN LATERAL (
      SELECT COALESCE(array_agg(due.id ORDER BY due.id), '{}') AS ids,
             COALESCE(array_agg(due.priority ORDER BY due.id), '{}') AS priorities,
             COALESCE(array_agg(due.share ORDER BY due.id), '{}') AS shares
      FROM campaign_agent o JOIN due ON due.id = o.campaign_id
      WHERE o.tenant_id = d.tenant_id AND o.membership_id = d.membership_id) s
    WHERE d.tenant_id = ${tenantId}::uuid AND d.ended_at IS NULL AND d.state IN ('ready', 'talking', 'wrapup')`;
}

/** An attempt that has not ended. */
export interface LiveAttemptRow {
  readonly id: string;
  readonly kind: string;
  /** The agent who was reserved for it before it rang. */
  readonly dutySessionId: string | null;
  readonly campaignId: string;
  readonly nodeId: string;
  readonly state: "reserved" | "dialing" | "ringing" | "answered" | "joined";
  readonly reservedAt: Date;
  readonly answeredAt: Date | null;
  /** Joined, and its agent's own row does not say so yet: it still needs that agent. */
  readonly joinPending: boolean;
}

/** Attempts in flight of these campaigns. */
export async function liveAttempts(
  tx: RawTx,
  tenantId: string,
  campaignIds: readonly string[],
): Promise<LiveAttemptRow[]> {
  return tx.$queryRaw<LiveAttemptRow[]>`
    SELECT t.id, t.kind, t.duty_session_id AS "dutySessionId", t.campaign_id AS "campaignId", t.node_id AS "nodeId", t.state::text AS state,
           t.reserved_at AS "reservedAt", t.answered_at AS "answeredAt",
           t.state = 'joined' AND COALESCE(d.state = 'ready' AND d.ended_at IS NULL, false) AS "joinPending"
    FROM attempt t
    LEFT JOIN call c ON c.tenant_id = t.tenant_id AND c.id = t.id
    LEFT JOIN duty_session d ON d.tenant_id = c.tenant_id AND d.id = c.duty_session_id
    WHERE t.tenant_id = ${tenantId}::uuid AND t.campaign_id = ANY(${[...campaignIds]}::uuid[])
      AND t.state NOT IN ('ended', 'released')`;
}

/** A trunk that the tenant may dial over, with what is in use on it and on its node. */
export interface LineRow {
  readonly nodeId: string;
  readonly trunkId: string;
  readonly priority: number;
  readonly trunkMax: number;
  readonly trunkInUse: number;
  readonly nodeMax: number;
  readonly nodeInUse: number;
  readonly guaranteed: number;
  readonly burst: number;
  readonly ownInUse: number;
  readonly othersUnused: number;
  /** What the node can lend beyond all guarantees, the entitlements of others who want it, and what others still hold. */
  readonly burstPool: number;
  readonly othersBurstWanted: number;
  readonly othersBurstHeld: number;
  /** The tenant's way of choosing trunks on this node. */
  readonly routing: "priority" | "least_cost";
  /** Whose prices the trunk has. */
  readonly carrier: string;
}

/** Lines of the transaction's tenant, counted over all tenants: see line_capacity() in the migration. */
export async function lineCapacity(tx: RawTx): Promise<LineRow[]> {
  return tx.$queryRaw<LineRow[]>`
    SELECT node_id AS "nodeId", trunk_id AS "trunkId", priority, trunk_max AS "trunkMax", trunk_in_use AS "trunkInUse",
           node_max AS "nodeMax", node_in_use AS "nodeInUse", guaranteed, burst, own_in_use AS "ownInUse",
           others_unused AS "othersUnused", burst_pool AS "burstPool", others_burst_wanted AS "othersBurstWanted",
           others_burst_held AS "othersBurstHeld", routing, carrier
    FROM line_capacity()`;
}
