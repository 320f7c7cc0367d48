import { watchAway } from "../agents/away.ts";
import { moveAgent } from "../agents/move.ts";
import { closeFromLog } from "../calls/from-log.ts";
import type { Floor } from "../floor.ts";
import type { Agent } from "../model.ts";

/**
 * What the owner of a dead PBX does: calls that lived there get their end from the log, what was reserved there goes
 * back uncounted, and the agents go to another node of their tenant. Those for whom there is none stay, and are nailed
 * up again when the PBX is back. Done again and again while it is dead: another node may have come.
 */
export async function evacuate(floor: Floor): Promise<void> {
  const { records, clock } = floor.parts;
  await records.releaseReserved();
  // Legs before calls: an agent without a leg is not ready when the call ends.
  for (const [legId, agent] of [...floor.legs]) loseLeg(floor, agent, legId, clock.now());
  for (const call of [...floor.calls.values()]) if (!call.placing) await closeFromLog(floor, call, 0);
  const refuge = new Map<string, boolean>();
  for (const agent of [...floor.agents.values()]) {
    const { tenantId } = agent;
    if (!refuge.has(tenantId)) refuge.set(tenantId, await records.hasRefuge(tenantId));
    if (refuge.get(tenantId)) await moveAgent(floor, agent);
  }
}

function loseLeg(floor: Floor, agent: Agent, legId: string, at: Date): void {
  floor.legs.delete(legId);
  if (agent.legId !== legId) return;
  agent.legId = null;
  agent.legStarting = false;
  agent.registered = false;
  agent.cancelNail?.();
  agent.cancelNail = null;
  if (!agent.duty.legUp) return;
  floor.step(agent, { type: "legDown" }, at);
  watchAway(floor, agent);
}
