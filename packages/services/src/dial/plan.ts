import type { AgentRow, LineRow, LiveAttemptRow } from "@callbay/db/sql/dial-snapshot";
import { assignTrunks, freeLines, type NodeLines } from "@callbay/domain/free-lines";
import { decidePacing, type PacingDiagnostics, type PacingModel } from "@callbay/domain/pacing";

/** What the loop sees of its campaign at one moment. */
export interface DialSnapshot {
  readonly campaignId: string;
  readonly maxChannels: number | null;
  readonly agents: readonly AgentRow[];
  /** Of this campaign and of those that share agents with it. */
  readonly attempts: readonly LiveAttemptRow[];
  readonly lines: readonly LineRow[];
  readonly ledger: { readonly answered: number; readonly abandoned: number; readonly windowEndsAt: Date };
}

/** How many calls to place on one node, and why. */
export interface NodePlan {
  readonly nodeId: string;
  readonly launch: number;
  readonly reason: string;
  readonly diagnostics: PacingDiagnostics & { readonly sharedOut: number };
}

export interface DialPlan {
  readonly launch: number;
  /** Of the node that decides: the first that launches, else the one with the most agents. */
  readonly reason: string;
  readonly nodes: readonly NodePlan[];
  readonly model: PacingModel;
}

/**
 * How many calls to place now, node by node: customers and agents meet on one node, so two agents ready on one are
 * nobody on another.
 *
 * **An agent of several running campaigns counts for one of them at a time**, so that two loops never both dial for
 * the same pair of ears. Which one is drawn from the duty session and the moment the agent became free, among those of
 * the agent's campaigns that have somebody due: every loop computes the same without asking another, the draw does not
 * move while the agent waits, and over a day each campaign gets its turn. As a second brake, calls under way of the
 * campaigns that share agents are held against all the agents ready for any of them, because a drawn agent may be
 * taken by a call of another.
 */
export function planLaunch(model: PacingModel, snapshot: DialSnapshot, now: Date): DialPlan {
  const nodeIds = [...new Set(snapshot.agents.map((agent) => agent.nodeId))].sort();
  let current = model;
  const nodes = nodeIds.map((nodeId): NodePlan => {
    const decided = planNode(current, snapshot, nodeId, now);
    current = decided.model;
    return decided.plan;
  });
  if (nodes.length === 0) {
    const { reason, diagnostics } = decidePacing(model, { ...emptyPacing(snapshot, now), linesFree: 0 });
    nodes.push({ nodeId: "", launch: 0, reason, diagnostics: { ...diagnostics, sharedOut: 0 } });
  }
  const launch = nodes.reduce((sum, node) => sum + node.launch, 0);
  const deciding = nodes.find((node) => node.launch > 0) ?? [...nodes].sort((a, b) => weight(b) - weight(a))[0];
  return { launch, reason: deciding?.reason ?? "no_agent_on_duty", nodes, model: current };
}

function planNode(
  model: PacingModel,
  snapshot: DialSnapshot,
  nodeId: string,
  now: Date,
): { plan: NodePlan; model: PacingModel } {
  const here = snapshot.agents.filter((agent) => agent.nodeId === nodeId);
  const own = here.filter((agent) => countsFor(agent, snapshot.campaignId));
  const attempts = snapshot.attempts.filter((attempt) => attempt.nodeId === nodeId);
  const mine = attempts.filter((attempt) => attempt.campaignId === snapshot.campaignId);
  const decision = decidePacing(model, {
    ...emptyPacing(snapshot, now),
    agents: own.map((agent) => ({ phase: agent.state, sinceMs: agent.stateSince.getTime() })),
    ringing: mine.filter(isRinging).map((attempt) => ({ placedAtMs: attempt.reservedAt.getTime() })),
    waiting: mine
      .filter(isWaiting)
      .map((attempt) => ({ answeredAtMs: (attempt.answeredAt ?? attempt.reservedAt).getTime() })),
    linesFree: linesFreeOn(snapshot, nodeId),
  });
  const sharing = here.some((agent) => agent.campaignIds.some((id) => id !== snapshot.campaignId));
  const readyForAny = here.filter((agent) => agent.state === "ready").length;
  const needed = attempts.filter((attempt) => isRinging(attempt) || isWaiting(attempt)).length;
  const launch = sharing ? Math.min(decision.launch, Math.max(0, readyForAny - needed)) : decision.launch;
  return {
    model: decision.model,
    plan: {
      nodeId,
      launch,
      reason: launch < decision.launch && launch === 0 ? "enough_in_flight" : decision.reason,
      diagnostics: { ...decision.diagnostics, sharedOut: here.length - own.length },
    },
  };
}

function isRinging({ state }: LiveAttemptRow): boolean {
  return state === "reserved" || state === "dialing" || state === "ringing";
}

/** Answered and still in need of an agent. A joined call whose agent's row still says ready has only just taken it. */
function isWaiting({ state, joinPending }: LiveAttemptRow): boolean {
  return state === "answered" || joinPending;
}

/** The campaign for which an agent counts now; null when none of theirs has anybody due. */
export function drawnCampaign(agent: Pick<AgentRow, "dutySessionId" | "stateSince" | "campaignIds">): string | null {
  const { campaignIds } = agent;
  if (campaignIds.length <= 1) return campaignIds[0] ?? null;
  const seed = `${agent.dutySessionId}:${agent.stateSince.getTime()}`;
  let hash = 2_166_136_261;
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 16_777_619) >>> 0;
  return [...campaignIds].sort()[hash % campaignIds.length] ?? null;
}

function countsFor(agent: AgentRow, campaignId: string): boolean {
  return drawnCampaign(agent) === campaignId;
}

/** Lines of one node as the domain counts them. Null when the tenant may not dial over it now. */
export function nodeLines(rows: readonly LineRow[], nodeId: string): NodeLines | null {
  const own = rows.filter((row) => row.nodeId === nodeId);
  const [first] = own;
  if (!first) return null;
  const { nodeMax, nodeInUse, guaranteed, burst, ownInUse, othersUnused } = first;
  const trunks = own.map(({ trunkId, priority, trunkMax, trunkInUse }) => ({
    trunkId,
    priority,
    max: trunkMax,
    inUse: trunkInUse,
  }));
  return { nodeMax, nodeInUse, guaranteed, burst, ownInUse, othersUnused, trunks };
}

/** The trunks for as many calls as asked and allowed on a node, one entry per call. */
export function trunksFor(
  rows: readonly LineRow[],
  nodeId: string,
  calls: number,
  campaign: { readonly max: number | null; readonly inUse: number },
): string[] {
  const node = nodeLines(rows, nodeId);
  return node ? assignTrunks(node.trunks, Math.min(calls, freeLines(node, campaign))) : [];
}

function linesFreeOn(snapshot: DialSnapshot, nodeId: string): number {
  const node = nodeLines(snapshot.lines, nodeId);
  const inUse = snapshot.attempts.filter((attempt) => attempt.campaignId === snapshot.campaignId).length;
  return node ? freeLines(node, { max: snapshot.maxChannels, inUse }) : 0;
}

function emptyPacing({ ledger }: DialSnapshot, now: Date) {
  return {
    nowMs: now.getTime(),
    agents: [],
    ringing: [],
    waiting: [],
    ledger: {
      answered: ledger.answered,
      abandoned: ledger.abandoned,
      windowEndsMs: ledger.windowEndsAt.getTime(),
    },
  };
}

function weight({ diagnostics }: NodePlan): number {
  return diagnostics.ready + diagnostics.talking + diagnostics.wrapup;
}
