import { longestIdleFirst } from "@callbay/domain/floor";
import type { Agent, LiveCall } from "../model.ts";

/** May this agent take a call of this campaign now? */
function canTake(agent: Agent, membershipIds: readonly string[], tenantId: string): boolean {
  return (
    agent.tenantId === tenantId &&
    agent.duty.state === "ready" &&
    agent.duty.legUp &&
    membershipIds.includes(agent.membershipId)
  );
}

/** The agent for an answered call: of the campaign's ready ones, the one idle for longest; null when there is none. */
export function pickAgent(agents: Iterable<Agent>, order: LiveCall["order"]): Agent | null {
  const able = [...agents].filter((agent) => canTake(agent, order.membershipIds, order.tenantId));
  const [first] = longestIdleFirst(able.map((agent) => ({ agent, state: agent.duty.state, since: agent.duty.since })));
  return first?.agent ?? null;
}

/** The call for an agent who has become free: of those that hear silence, the one that has for longest. */
export function pickWaitingCall(calls: Iterable<LiveCall>, agent: Agent): LiveCall | null {
  const waiting = [...calls].filter(
    (call) => call.phase === "waiting" && canTake(agent, call.order.membershipIds, call.order.tenantId),
  );
  waiting.sort((a, b) => (a.answeredAt?.getTime() ?? 0) - (b.answeredAt?.getTime() ?? 0));
  return waiting[0] ?? null;
}
