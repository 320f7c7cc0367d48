/**
 * What is wrong with the PBX pool now, each thing with what to do about it. Screens translate by code and details; the
 * sentences are for logs and for whoever reads the API.
 */
export interface PoolSnapshot {
  readonly nodes: readonly PoolNode[];
  readonly attachments: readonly PoolAttachment[];
  readonly campaigns: readonly RunningCampaign[];
}

export interface PoolNode {
  readonly id: string;
  readonly name: string;
  readonly state: "active" | "draining" | "down";
  readonly createdAt: Date;
  /** Who owns its calls, and until when without renewing. */
  readonly leaseOwner: string | null;
  readonly leaseExpiresAt: Date | null;
  readonly heartbeatAt: Date | null;
  readonly channelsInUse: number;
  readonly maxChannels: number;
  readonly agentsOnDuty: number;
  readonly trunks: readonly PoolTrunk[];
}

export interface PoolTrunk {
  readonly name: string;
  readonly enabled: boolean;
  readonly channelsInUse: number;
  readonly maxChannels: number;
}

export interface PoolAttachment {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly nodeId: string;
  readonly guaranteed: number;
}

export interface RunningCampaign {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly campaignId: string;
  readonly name: string;
  readonly startedAt: Date | null;
  readonly leaseExpiresAt: Date | null;
}

export type PoolProblemCode =
  | "NO_NODE"
  | "NODE_DOWN"
  | "NODE_WITHOUT_OWNER"
  | "NODE_SILENT"
  | "NODE_FULL"
  | "NODE_WITHOUT_TRUNK"
  | "TRUNK_FULL"
  | "NODE_DRAINING"
  | "GUARANTEES_EXCEED_NODE"
  | "TENANT_WITHOUT_NODE"
  | "CAMPAIGN_NOT_DIALLED";

export interface PoolProblem {
  readonly code: PoolProblemCode;
  readonly severity: "critical" | "warning" | "info";
  readonly message: string;
  readonly remedy: string;
  /** Since when, where that is known. */
  readonly since: Date | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** A node's owner writes a heartbeat every few seconds. */
export const HEARTBEAT_SILENT_MS = 15_000;
/** A dial loop renews its lease long before this after losing it. */
const CAMPAIGN_GRACE_MS = 15_000;
/** From here on the next burst would be refused. */
const FULL_SHARE = 0.95;

/** Does media-bridge own this node, and has it said so lately? */
export function isNodeAlive(
  node: Pick<PoolNode, "leaseOwner" | "leaseExpiresAt" | "heartbeatAt" | "state">,
  now: Date,
): boolean {
  return (
    node.state !== "down" &&
    hasOwner(node, now) &&
    node.heartbeatAt !== null &&
    now.getTime() - node.heartbeatAt.getTime() < HEARTBEAT_SILENT_MS
  );
}

/** Everything that is wrong now, the worst first. */
export function poolProblems(snapshot: PoolSnapshot, now: Date): PoolProblem[] {
  const found = [
    ...(snapshot.nodes.length === 0 ? [noNode()] : []),
    ...snapshot.nodes.flatMap((node) => nodeProblems(node, now)),
    ...snapshot.nodes.flatMap((node) => guaranteeProblems(node, snapshot.attachments)),
    ...snapshot.campaigns.flatMap((campaign) => campaignProblems(campaign, snapshot, now)),
  ];
  const rank = { critical: 0, warning: 1, info: 2 };
  return found.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function noNode(): PoolProblem {
  return {
    code: "NO_NODE",
    severity: "critical",
    message: "The pool has no PBX node, so nobody can go on duty.",
    remedy: "Add a PBX node with its ARI address and credentials.",
    since: null,
    details: {},
  };
}

function nodeProblems(node: PoolNode, now: Date): PoolProblem[] {
  const about = { nodeId: node.id, node: node.name };
  const one = (
    code: PoolProblemCode,
    severity: PoolProblem["severity"],
    since: Date | null,
    message: string,
    remedy: string,
    details: PoolProblem["details"] = {},
  ): PoolProblem => ({ code, severity, since, message, remedy, details: { ...about, ...details } });
  const problems: PoolProblem[] = [];

  if (node.state === "down") {
    problems.push(
      one(
        "NODE_DOWN",
        "critical",
        node.heartbeatAt,
        `Node ${node.name} is down.`,
        "Start the PBX again and set the node to active, or leave it down: agents are placed on other nodes.",
      ),
    );
  } else if (!hasOwner(node, now)) {
    problems.push(
      one(
        "NODE_WITHOUT_OWNER",
        "critical",
        node.leaseExpiresAt ?? node.createdAt,
        `No media-bridge owns node ${node.name}: its conversations go on, but nothing new is dialled.`,
        "Start a media-bridge, or look at the log of the one that should own it.",
      ),
    );
  } else if (!isNodeAlive(node, now)) {
    problems.push(
      one(
        "NODE_SILENT",
        "critical",
        node.heartbeatAt ?? node.createdAt,
        `Media-bridge owns node ${node.name} but does not reach it.`,
        "Check that Asterisk runs and that its ARI address and password are right.",
      ),
    );
  }
  if (node.state === "draining")
    problems.push(
      one(
        "NODE_DRAINING",
        "info",
        null,
        `Node ${node.name} takes no new calls; ${node.agentsOnDuty} agents are still on it.`,
        "When nobody is left, take it out; or set it to active again.",
        { agents: node.agentsOnDuty },
      ),
    );
  if (isFull(node))
    problems.push(
      one(
        "NODE_FULL",
        "warning",
        null,
        `Node ${node.name} uses ${node.channelsInUse} of ${node.maxChannels} channels.`,
        "Add a node and attach tenants to it, or lower burst channels.",
        { inUse: node.channelsInUse, max: node.maxChannels },
      ),
    );
  if (node.state === "active" && !node.trunks.some((trunk) => trunk.enabled))
    problems.push(
      one(
        "NODE_WITHOUT_TRUNK",
        "critical",
        null,
        `Node ${node.name} has no enabled trunk: nothing can be dialled from it.`,
        "Add a trunk to the node or enable one.",
      ),
    );
  for (const trunk of node.trunks)
    if (trunk.enabled && isFull(trunk))
      problems.push(
        one(
          "TRUNK_FULL",
          "warning",
          null,
          `Trunk ${trunk.name} on ${node.name} uses ${trunk.channelsInUse} of ${trunk.maxChannels} channels.`,
          "Ask the carrier for more channels or add a trunk.",
          { trunk: trunk.name, inUse: trunk.channelsInUse, max: trunk.maxChannels },
        ),
      );
  return problems;
}

function guaranteeProblems(node: PoolNode, attachments: readonly PoolAttachment[]): PoolProblem[] {
  const guaranteed = attachments.filter((one) => one.nodeId === node.id).reduce((sum, one) => sum + one.guaranteed, 0);
  if (guaranteed <= node.maxChannels) return [];
  return [
    {
      code: "GUARANTEES_EXCEED_NODE",
      severity: "warning",
      message: `Tenants are guaranteed ${guaranteed} channels on node ${node.name}, which carries ${node.maxChannels}.`,
      remedy: "Lower guarantees on this node or attach tenants to another one too.",
      since: null,
      details: { nodeId: node.id, node: node.name, guaranteed, max: node.maxChannels },
    },
  ];
}

function campaignProblems(campaign: RunningCampaign, snapshot: PoolSnapshot, now: Date): PoolProblem[] {
  const { tenantId, tenantName, campaignId, name } = campaign;
  const details = { tenantId, tenant: tenantName, campaignId, campaign: name };
  const usable = new Set(snapshot.nodes.filter((node) => node.state === "active").map((node) => node.id));
  if (!snapshot.attachments.some((one) => one.tenantId === tenantId && usable.has(one.nodeId)))
    return [
      {
        code: "TENANT_WITHOUT_NODE",
        severity: "critical",
        message: `${tenantName} runs "${name}" but is attached to no active node.`,
        remedy: "Attach the tenant to an active node.",
        since: campaign.startedAt,
        details,
      },
    ];
  const dueAt = campaign.leaseExpiresAt ?? campaign.startedAt;
  if (dueAt === null || now.getTime() - dueAt.getTime() < CAMPAIGN_GRACE_MS) return [];
  return [
    {
      code: "CAMPAIGN_NOT_DIALLED",
      severity: "critical",
      message: `"${name}" of ${tenantName} is running, but no worker dials it.`,
      remedy: "Start a worker, or look at the log of the one that should dial it.",
      since: dueAt,
      details,
    },
  ];
}

function hasOwner(node: Pick<PoolNode, "leaseOwner" | "leaseExpiresAt">, now: Date): boolean {
  return node.leaseOwner !== null && node.leaseExpiresAt !== null && node.leaseExpiresAt > now;
}

function isFull({ channelsInUse, maxChannels }: { channelsInUse: number; maxChannels: number }): boolean {
  return maxChannels > 0 && channelsInUse >= maxChannels * FULL_SHARE;
}
