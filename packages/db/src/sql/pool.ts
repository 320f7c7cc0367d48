import type { Tx } from "../client.ts";

/** Locks a node's row until the transaction ends: attachments to it are made in turns. */
export async function lockNode(tx: Tx, nodeId: string): Promise<{ id: string; maxChannels: number } | null> {
  const rows = await tx.$queryRaw<{ id: string; maxChannels: number }[]>`
    SELECT id, max_channels AS "maxChannels" FROM pbx_node WHERE id = ${nodeId}::uuid FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}

export interface LiveChannels {
  readonly nodeId: string;
  readonly trunkId: string;
  readonly tenantId: string;
  readonly channels: number;
}

/** Customers' channels that live now, or are about to: an attempt takes one from its reservation to its end. */
export function liveChannels(tx: Tx): Promise<LiveChannels[]> {
  return tx.$queryRaw<LiveChannels[]>`
    SELECT node_id AS "nodeId", trunk_id AS "trunkId", tenant_id AS "tenantId", count(*)::int AS "channels"
    FROM attempt WHERE state NOT IN ('ended', 'released')
    GROUP BY node_id, trunk_id, tenant_id`;
}

export interface DutyOnNode {
  readonly nodeId: string;
  readonly tenantId: string;
  readonly agents: number;
}

/** Agents on duty; each holds one channel of the node for as long. */
export function agentsOnNodes(tx: Tx): Promise<DutyOnNode[]> {
  return tx.$queryRaw<DutyOnNode[]>`
    SELECT node_id AS "nodeId", tenant_id AS "tenantId", count(*)::int AS "agents"
    FROM duty_session WHERE ended_at IS NULL
    GROUP BY node_id, tenant_id`;
}
