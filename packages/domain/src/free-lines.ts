/** How full one node is, seen by one tenant. Channels are customers' calls; agents' legs count in the node's own use. */
export interface NodeLines {
  /** Channels that the node bears, and how many are in use by all tenants, agents included. */
  readonly nodeMax: number;
  readonly nodeInUse: number;
  /** The tenant's own. */
  readonly guaranteed: number;
  readonly burst: number;
  readonly ownInUse: number;
  /** What others are guaranteed on this node and do not use now. */
  readonly othersUnused: number;
  /** What the node can lend: its channels without agents' legs and without anybody's guarantee. */
  readonly burstPool: number;
  /** Burst entitlements of the other tenants that want to borrow now. */
  readonly othersBurstWanted: number;
  /** Burst channels in use by the others that do not. */
  readonly othersBurstHeld: number;
  readonly trunks: readonly TrunkLines[];
}

export interface TrunkLines {
  readonly trunkId: string;
  /** The lowest is used first. */
  readonly priority: number;
  readonly max: number;
  readonly inUse: number;
}

/** A campaign's own limit, over all nodes; null when it has none. */
export interface CampaignLines {
  readonly max: number | null;
  readonly inUse: number;
}

/**
 * How many channels beyond its guarantee a tenant may hold on a node now: max-min fair by entitlement. When the pool
 * serves all who want to borrow, each gets its entitlement; when it does not, each gets the same share of its own, and
 * who came first keeps what it talks on but gets nothing new beyond that share. What somebody borrowed and no longer
 * wants is not there to be shared. Rounded up, so that no channel is left over; the node's own limit stops the last.
 *
 * Source: design §6, "burst is shared fairly".
 */
export function burstShare(
  node: Pick<NodeLines, "burst" | "burstPool" | "othersBurstWanted" | "othersBurstHeld">,
): number {
  const pool = Math.max(0, node.burstPool - node.othersBurstHeld);
  const wanted = node.burst + node.othersBurstWanted;
  return wanted <= pool ? node.burst : Math.ceil((pool * node.burst) / wanted);
}

/**
 * How many more calls a tenant may place on a node now. Its guarantee is always its own; burst is a fair share of what
 * is left on the node after everybody's guarantees, so that borrowing never eats what another was promised.
 *
 * Source: design §6; invariant 2.
 */
export function freeLines(node: NodeLines, campaign: CampaignLines): number {
  const trunksFree = node.trunks.reduce((sum, trunk) => sum + Math.max(0, trunk.max - trunk.inUse), 0);
  const physical = Math.max(0, Math.min(node.nodeMax - node.nodeInUse, trunksFree));
  const guaranteeLeft = Math.max(0, node.guaranteed - node.ownInUse);
  const burstLeft = Math.max(0, node.guaranteed + burstShare(node) - Math.max(node.ownInUse, node.guaranteed));
  const lendable = Math.max(0, physical - guaranteeLeft - node.othersUnused);
  const tenant = guaranteeLeft + Math.min(burstLeft, lendable);
  const own = campaign.max === null ? Number.POSITIVE_INFINITY : Math.max(0, campaign.max - campaign.inUse);
  return Math.max(0, Math.min(physical, tenant, own));
}

/** The trunks that the next calls go over, in order: the preferred one until it is full, then the next. */
export function assignTrunks(trunks: readonly TrunkLines[], calls: number): string[] {
  const ordered = [...trunks].sort((a, b) => a.priority - b.priority || (a.trunkId < b.trunkId ? -1 : 1));
  const assigned: string[] = [];
  for (const { trunkId, max, inUse } of ordered) {
    const take = Math.min(calls - assigned.length, Math.max(0, max - inUse));
    for (let i = 0; i < take; i++) assigned.push(trunkId);
  }
  return assigned;
}
