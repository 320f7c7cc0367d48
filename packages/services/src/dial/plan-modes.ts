import type { PacingModel } from "@callbay/domain/pacing";
import type { DialMode } from "@callbay/domain/values";
import { type DialPlan, type DialSnapshot, linesFreeOn, type NodePlan, planLaunch } from "./plan.ts";

/** How a campaign wants to be dialled. */
export interface PlanMode {
  readonly dialMode: DialMode;
  /** Calls per second that each trunk takes; needed without agents, where nothing else sets the pace. */
  readonly callRates: ReadonlyMap<string, number>;
}

const SECOND_MS = 1_000;
const NOBODY = { ready: 0, talking: 0, wrapup: 0, ringing: 0, waiting: 0, linesFree: 0, wanted: 0, abandonedRate: 0 };

/**
 * How many calls to place now, in whatever mode. With agents: by the pacing model. Where agents choose whom to call, the
 * dialer places none. Without agents: as many as lines are free and trunks take in a second.
 */
export function planFor(mode: PlanMode, model: PacingModel, snapshot: DialSnapshot, now: Date): DialPlan {
  if (mode.dialMode === "preview") return { launch: 0, reason: "agents_choose", nodes: [], model };
  if (mode.dialMode === "agentless") return planAgentless(mode.callRates, model, snapshot, now);
  return planLaunch(model, snapshot, now);
}

function planAgentless(
  callRates: PlanMode["callRates"],
  model: PacingModel,
  snapshot: DialSnapshot,
  now: Date,
): DialPlan {
  const nodeIds = [...new Set(snapshot.lines.map(({ nodeId }) => nodeId))].sort();
  const nodes = nodeIds.map((nodeId): NodePlan => {
    const linesFree = linesFreeOn(snapshot, nodeId);
    const own = snapshot.attempts.filter(
      (attempt) => attempt.campaignId === snapshot.campaignId && attempt.nodeId === nodeId,
    );
    const justPlaced = own.filter(({ reservedAt }) => now.getTime() - reservedAt.getTime() < SECOND_MS).length;
    const trunks = snapshot.lines.filter((line) => line.nodeId === nodeId && line.trunkInUse < line.trunkMax);
    const perSecond = trunks.reduce((sum, { trunkId }) => sum + (callRates.get(trunkId) ?? 0), 0);
    const wanted = Math.max(0, perSecond - justPlaced);
    const launch = Math.min(linesFree, wanted);
    return {
      nodeId,
      launch,
      reason: launch < wanted || perSecond === 0 ? "lines_full" : "trunk_pace",
      diagnostics: { ...NOBODY, ringing: own.length, linesFree, wanted, sharedOut: 0 },
    };
  });
  const launch = nodes.reduce((sum, node) => sum + node.launch, 0);
  const deciding = nodes.find((node) => node.launch > 0) ?? nodes[0];
  return { launch, reason: deciding?.reason ?? "lines_full", nodes, model };
}
