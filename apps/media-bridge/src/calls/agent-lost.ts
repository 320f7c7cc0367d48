import type { Floor } from "../floor.ts";
import type { Agent, LiveCall } from "../model.ts";
import { arrange } from "../transfer/places.ts";
import { advance } from "../transfer/step.ts";
import { endBySystem } from "./abandon.ts";

/** How long a customer hears music while the agent's softphone comes back. */
export const AGENT_RETURN_MS = 20_000;

/** The conversation that is an agent's own; not one of a colleague's to which they were asked. */
export function conversationOf(floor: Floor, agent: Agent): LiveCall | null {
  const callId = agent.duty.state === "talking" ? agent.duty.currentCallId : null;
  const call = callId === null ? null : (floor.calls.get(callId) ?? null);
  return call?.agentId === agent.dutySessionId ? call : null;
}

/** The agent's leg fell away in mid-conversation: the customer hears music for a while instead of silence. */
export function bridgeOver(floor: Floor, call: LiveCall, at: Date): void {
  if (call.agentLost) return;
  const { callId, tenantId } = call.order;
  call.agentLost = true;
  call.muted = false;
  if (call.phase === "joined") {
    floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: "agent_lost" }));
  }
  void arrange(floor, call);
  awaitAgent(floor, call);
}

/** Gives the agent some time to return; after it the customer is whoever's was asked to the call, or nobody's. */
export function awaitAgent(floor: Floor, call: LiveCall): void {
  const { clock } = floor.parts;
  call.cancelTimer?.();
  call.cancelTimer = clock.after(AGENT_RETURN_MS, () => {
    if (advance(floor, call, { type: "agentGone" }, { at: clock.now(), reason: "agent_gone" }))
      endBySystem(floor, call);
  });
}

/** The agent is back: so is the customer, unless it was on hold. */
export function returnToAgent(floor: Floor, call: LiveCall, at: Date): void {
  if (!call.agentLost) return;
  const { callId, tenantId } = call.order;
  call.agentLost = false;
  call.cancelTimer?.();
  call.cancelTimer = null;
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: "agent_back" }));
  if (call.transfer) advance(floor, call, { type: "agentBack" }, { at });
  void arrange(floor, call);
}
