import { watchAway } from "../agents/away.ts";
import { dropLeg } from "../agents/nail-up.ts";
import { bridgeOver, conversationOf } from "../calls/agent-lost.ts";
import { endCall } from "../calls/end.ts";
import { failOver } from "../fail-over.ts";
import type { Floor } from "../floor.ts";
import { onMonitorDestroyed } from "../monitors/on.ts";
import { guestGone, targetDestroyed } from "../transfer/target.ts";

/** A channel is gone: a call ended, or an agent's leg fell away. */
export function onDestroyed(floor: Floor, channelId: string, cause: number | null, at: Date): void {
  const call = floor.calls.get(channelId);
  if (call) {
    if (failOver(floor, call, cause, at)) return;
    endCall(floor, call, { at, cause, closedFrom: "live" });
    return;
  }
  if (onMonitorDestroyed(floor, channelId, at)) return;
  if (floor.consults.has(channelId)) {
    targetDestroyed(floor, channelId, cause, at);
    return;
  }
  const agent = floor.legs.get(channelId);
  if (!agent) return;
  if (agent.duty.legUp && agent.legId === channelId) {
    floor.step(agent, { type: "legDown" }, at);
    watchAway(floor, agent);
    if (agent.guestOf) guestGone(floor, agent, "leg_lost", at);
    const conversation = conversationOf(floor, agent);
    if (conversation) bridgeOver(floor, conversation, at);
  }
  dropLeg(floor, agent, channelId);
}
