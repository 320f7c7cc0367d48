import { longestIdleFirst } from "@callbay/domain/floor";
import type { Agent, LiveCall } from "../model.ts";

/** May this agent take this call now? A call that was made for one agent is nobody else's. */
function canTake(agent: Agent, { tenantId, callId, reservedFor, membershipIds }: LiveCall["order"]): boolean {
  const { state, legUp, currentCallId } = agent.duty;
  if (agent.tenantId !== tenantId || !legUp) return false;
  if (reservedFor !== null)
    return agent.dutySessionId === reservedFor && state === "previewing" && currentCallId === callId;
  return state === "ready" && membershipIds.includes(agent.membershipId);
}

/** The agent for an answered call: its own, or of the campaign's ready ones the one idle for longest; null: there is none. */
export function pickAgent(agents: Iterable<Agent>, order: LiveCall["order"]): Agent | null {
  const able = [...agents].filter((agent) => canTake(agent, order));
  if (order.reservedFor !== null) return able[0] ?? null;
  const [first] = longestIdleFirst(able.map((agent) => ({ agent, state: agent.duty.state, since: agent.duty.since })));
  return first?.agent ?? null;
}

/** The call for an agent who has become free: of those that hear silence, the one that has for longest. */
export function pickWaitingCall(calls: Iterable<LiveCall>, agent: Agent): LiveCall | null {
  const waiting = [...calls].filter((call) => call.phase === "waiting" && canTake(agent, call.order));
  waiting.sort((a, b) => (a.answeredAt?.getTime() ?? 0) - (b.answeredAt?.getTime() ?? 0));
  return waiting[0] ?? null;
}
