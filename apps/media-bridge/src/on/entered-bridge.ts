import { unwatchAway } from "../agents/away.ts";
import { conversationOf, returnToAgent } from "../calls/agent-lost.ts";
import { confirmJoined, offerWaiting } from "../calls/join.ts";
import type { Floor } from "../floor.ts";
import { endIfMoved } from "../monitors/end.ts";

/** A channel is in an agent's standing bridge: the agent's own leg, or a customer. */
export function onEnteredBridge(floor: Floor, channelId: string, bridgeId: string, at: Date): void {
  const call = floor.calls.get(channelId);
  if (call) {
    const agent = floor.agentOf(call);
    endIfMoved(floor, call, at);
    if (agent?.bridgeId === bridgeId) confirmJoined(floor, call, agent, at);
    return;
  }
  const agent = floor.legs.get(channelId);
  if (agent?.bridgeId !== bridgeId || agent.duty.legUp) return;
  agent.nailFailures = 0;
  unwatchAway(agent);
  floor.step(agent, { type: "legUp" }, at);
  const conversation = conversationOf(floor, agent);
  if (conversation) returnToAgent(floor, conversation, at);
  // The customer whom the agent waits for may have answered meanwhile.
  else if (agent.duty.state === "previewing") offerWaiting(floor, agent);
}
