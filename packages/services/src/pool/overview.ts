import type { Tx } from "@callbay/db/client";
import { agentsOnNodes, liveChannels } from "@callbay/db/sql/pool";
import { isNodeAlive, type PoolNode, poolProblems, type RunningCampaign } from "@callbay/domain/pool-problems";
import { operatorQuery, z } from "../verb.ts";

/** The whole pool on one screen, and what is wrong with it now. */
export const poolOverview = operatorQuery({
  name: "pool.overview",
  permission: "platform.pool.read",
  input: z.strictObject({}),
  run: ({ tx, now }) => readPool(tx, now),
});

/** The pool as it is now. Needs the operator's scope. */
export async function readPool(tx: Tx, now: Date) {
  const { nodes, inUse } = await readNodes(tx);
  const attachments = (
    await tx.attachment.findMany({
      include: { tenant: { select: { name: true } }, node: { select: { name: true } } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    })
  ).map(({ tenantId, tenant, nodeId, node, guaranteedChannels, burstChannels, routing }) => ({
    tenantId,
    tenantName: tenant.name,
    nodeId,
    nodeName: node.name,
    guaranteed: guaranteedChannels,
    burst: burstChannels,
    routing: routing === "least_cost" ? ("least_cost" as const) : ("priority" as const),
    inUse: inUse(nodeId, tenantId),
  }));
  const campaigns = await readRunning(tx);
  return {
    nodes: nodes.map(({ createdAt: _createdAt, ...node }) => ({ ...node, alive: isNodeAlive(node, now) })),
    attachments,
    problems: poolProblems({ nodes, attachments, campaigns }, now),
  };
}

interface TrunkRow {
  readonly id: string;
  readonly endpoint: string;
  readonly priority: number;
  readonly carrier: string;
  readonly callsPerSecond: number;
}
type NodeRow = PoolNode & { readonly trunks: readonly (PoolNode["trunks"][number] & TrunkRow)[] };

/** Nodes with what they carry; `inUse` answers a tenant's share of a node. */
async function readNodes(tx: Tx) {
  const rows = await tx.pbxNode.findMany({
    include: { trunks: { orderBy: [{ priority: "asc" }, { name: "asc" }] } },
    orderBy: { name: "asc" },
  });
  const channels = await liveChannels(tx);
  const duty = await agentsOnNodes(tx);
  const sum = (counts: readonly number[]) => counts.reduce((total, one) => total + one, 0);
  const nodes: NodeRow[] = rows.map((row) => {
    const mine = channels.filter((one) => one.nodeId === row.id);
    const agentsOnDuty = sum(duty.filter((one) => one.nodeId === row.id).map((one) => one.agents));
    return {
      id: row.id,
      name: row.name,
      state: row.state,
      createdAt: row.createdAt,
      leaseOwner: row.leaseOwner,
      leaseExpiresAt: row.leaseExpiresAt,
      heartbeatAt: row.heartbeatAt,
      // An agent on duty holds one channel of the node for as long as the duty lasts.
      channelsInUse: sum(mine.map((one) => one.channels)) + agentsOnDuty,
      maxChannels: row.maxChannels,
      agentsOnDuty,
      trunks: row.trunks.map(({ id, name, endpoint, priority, carrier, enabled, maxChannels, callsPerSecond }) => ({
        ...{ id, name, endpoint, priority, carrier, enabled },
        maxChannels,
        callsPerSecond,
        channelsInUse: sum(mine.filter((one) => one.trunkId === id).map((one) => one.channels)),
      })),
    };
  });
  const inUse = (nodeId: string, tenantId: string) =>
    sum(channels.filter((one) => one.nodeId === nodeId && one.tenantId === tenantId).map((one) => one.channels));
  return { nodes, inUse };
}

async function readRunning(tx: Tx): Promise<RunningCampaign[]> {
  const rows = await tx.campaign.findMany({
    where: { state: "running" },
    select: {
      id: true,
      name: true,
      startedAt: true,
      leaseExpiresAt: true,
      tenantId: true,
      tenant: { select: { name: true } },
    },
  });
  return rows.map(({ id, tenant, ...rest }) => ({ ...rest, campaignId: id, tenantName: tenant.name }));
}
