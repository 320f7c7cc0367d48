import type { AgentRow, LineRow, LiveAttemptRow } from "@callbay/db/sql/dial-snapshot";
import { assignTrunks, freeLines, type NodeLines } from "@callbay/domain/free-lines";
import { decidePacing, type PacingDiagnostics, type PacingModel, type PacingSnapshot } from "@callbay/domain/pacing";

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
 * the same pair of ears: see `drawnCampaign`. As a second brake, the same decision is taken once more for all who share
 * their agents as if they were one campaign: a drawn agent may be taken by a call of another, and then nobody is left
 * for this one's.
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
  const own = here.filter((agent) => drawnCampaign(agent, now) === snapshot.campaignId);
  const attempts = snapshot.attempts.filter((attempt) => attempt.nodeId === nodeId);
  const dialled = attempts.filter(isDialers);
  const pacing = (agents: readonly AgentRow[], calls: readonly LiveAttemptRow[]): PacingSnapshot => ({
    ...emptyPacing(snapshot, now),
    agents: agents.map((agent) => ({ phase: agent.state, sinceMs: agent.stateSince.getTime() })),
    ringing: calls.filter(isRinging).map((attempt) => ({ placedAtMs: attempt.reservedAt.getTime() })),
    waiting: calls
      .filter(isWaiting)
      .map((attempt) => ({ answeredAtMs: (attempt.answeredAt ?? attempt.reservedAt).getTime() })),
    linesFree: linesFreeOn(snapshot, nodeId),
  });
  const mine = dialled.filter((attempt) => attempt.campaignId === snapshot.campaignId);
  const decision = decidePacing(model, pacing(own, mine));
  const sharing = here.some((agent) => agent.campaignIds.some((id) => id !== snapshot.campaignId));
  const together = sharing ? decidePacing(model, pacing(here, dialled)).launch : decision.launch;
  const launch = Math.min(decision.launch, together);
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

/**
 * The plan with so many calls at most, node by node in turn. One reservation holds its nodes' locks for all its calls:
 * bounded, the loop of a large team keeps that of a small one waiting for one bounded reservation and no more.
 */
export function atMost(plan: DialPlan, most: number): DialPlan {
  if (plan.launch <= most) return plan;
  const launches = plan.nodes.map(() => 0);
  for (let left = most; left > 0; )
    plan.nodes.forEach((node, index) => {
      if (left === 0 || (launches[index] as number) >= node.launch) return;
      launches[index] = (launches[index] as number) + 1;
      left -= 1;
    });
  return {
    ...plan,
    launch: most,
    nodes: plan.nodes.map((node, index) => ({ ...node, launch: launches[index] as number })),
  };
}

/** Placed by the dialer for whoever is ready; others have an agent of their own, who counts for nobody meanwhile. */
export function isDialers({ kind, dutySessionId }: Pick<LiveAttemptRow, "kind" | "dutySessionId">): boolean {
  return kind === "dialer" && dutySessionId === null;
}

function isRinging({ state }: LiveAttemptRow): boolean {
  return state === "reserved" || state === "dialing" || state === "ringing";
}

/** Answered and still in need of an agent. A joined call whose agent's row still says ready has only just taken it. */
function isWaiting({ state, joinPending }: LiveAttemptRow): boolean {
  return state === "answered" || joinPending;
}

/** So long an agent counts for one campaign before the lot is drawn anew. */
const DRAW_MS = 5 * 60_000;

/**
 * The campaign for which an agent counts now, among those of theirs that have somebody due; null when none has. The one
 * with the highest priority; of several the lot decides, by their shares. The lot follows from the duty session, the
 * campaign and the five minutes: every loop draws the same without asking another, a talk and what follows it count for
 * one campaign, and over a day each gets its share.
 */
export function drawnCampaign(
  { dutySessionId, campaignIds, priorities, shares }: Omit<AgentRow, "nodeId" | "state" | "stateSince">,
  now: Date,
): string | null {
  if (campaignIds.length <= 1) return campaignIds[0] ?? null;
  const highest = Math.max(...priorities);
  const slot = Math.floor(now.getTime() / DRAW_MS);
  let drawn: string | null = null;
  let best = Number.NEGATIVE_INFINITY;
  campaignIds.forEach((id, index) => {
    if (priorities[index] !== highest) return;
    // The highest of u^(1/share) wins with a chance in proportion to the share.
    const score = Math.log(lot(`${dutySessionId}:${slot}:${id}`)) / (shares[index] ?? 1);
    if (score > best || drawn === null) [best, drawn] = [score, id];
  });
  return drawn;
}

/** A number above 0 and below 1 that a text determines. */
function lot(text: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  // Without stirring, texts that differ in their last letters draw neighbouring lots.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 4_294_967_296;
}

/** Lines of one node as the domain counts them. Null when the tenant may not dial over it now. */
export function nodeLines(rows: readonly LineRow[], nodeId: string): NodeLines | null {
  const own = rows.filter((row) => row.nodeId === nodeId);
  const [first] = own;
  if (!first) return null;
  const { nodeMax, nodeInUse, guaranteed, burst, ownInUse, othersUnused } = first;
  const { burstPool, othersBurstWanted, othersBurstHeld } = first;
  const trunks = own.map(({ trunkId, priority, trunkMax, trunkInUse }) => ({
    trunkId,
    priority,
    max: trunkMax,
    inUse: trunkInUse,
  }));
  const lent = { burstPool, othersBurstWanted, othersBurstHeld };
  return { nodeMax, nodeInUse, guaranteed, burst, ownInUse, othersUnused, ...lent, trunks };
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

/** Lines that the campaign may still take on a node. */
export function linesFreeOn(snapshot: DialSnapshot, nodeId: string): number {
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
