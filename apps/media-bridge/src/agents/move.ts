import { dutyKey, type Floor } from "../floor.ts";
import type { Agent, LiveCall } from "../model.ts";
import { leaveNode } from "./leave.ts";

/**
 * Gives an agent who is not in a conversation to another node of the tenant. The duty goes on: what was written before
 * the move is this node's, what comes after is the other's. False: no other node can take the agent now.
 */
export async function moveAgent(floor: Floor, agent: Agent): Promise<boolean> {
  const { records, writes, clock, log } = floor.parts;
  const { tenantId, dutySessionId } = agent;
  if (agent.moving || agent.duty.state === "talking" || agent.duty.state === "off") return false;
  agent.moving = true;
  // From here on nobody is joined to this agent here; the other node makes them ready again.
  if (agent.duty.legUp) floor.step(agent, { type: "legDown" }, clock.now());
  let hasMoved = false;
  writes.push(dutyKey(dutySessionId), async () => {
    hasMoved = await records.moveSession(tenantId, dutySessionId);
  });
  await writes.written(dutyKey(dutySessionId));
  agent.moving = false;
  if (!hasMoved) return false;
  leaveNode(floor, agent);
  log.info({ dutySessionId }, "an agent moved to another node");
  return true;
}

/** A node that is to be empty: each agent goes as soon as no conversation and no call under way needs them. */
export async function drainAgents(floor: Floor): Promise<void> {
  const free = [...floor.agents.values()].filter((agent) => !isNeeded(agent, floor.calls.values()));
  const refuge = new Map<string, boolean>();
  for (const agent of free) {
    const { tenantId } = agent;
    if (!refuge.has(tenantId)) refuge.set(tenantId, await floor.parts.records.hasRefuge(tenantId));
    if (!refuge.get(tenantId) || isNeeded(agent, floor.calls.values())) continue;
    await moveAgent(floor, agent);
  }
}

/** A call that was placed for this agent's campaign may be answered any moment; the agent waits for it. */
function isNeeded(agent: Agent, calls: Iterable<LiveCall>): boolean {
  const { state, currentCallId } = agent.duty;
  // In a conversation, or in wait for the one call that is theirs.
  if (state === "talking" || (state === "previewing" && currentCallId !== null)) return true;
  return [...calls].some(
    ({ joinedAt, phase, order }) =>
      joinedAt === null &&
      phase !== "abandoning" &&
      order.tenantId === agent.tenantId &&
      order.membershipIds.includes(agent.membershipId),
  );
}
