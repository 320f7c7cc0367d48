import type { Floor } from "../floor.ts";
import type { Agent, LiveCall } from "../model.ts";
import { endBySystem } from "./abandon.ts";
import { toAgent, toMusic } from "./controls.ts";

/** How long a customer hears music while the agent's softphone comes back. */
export const AGENT_RETURN_MS = 20_000;

/** The conversation of an agent. */
export function conversationOf(floor: Floor, agent: Agent): LiveCall | null {
  const callId = agent.duty.state === "talking" ? agent.duty.currentCallId : null;
  return callId === null ? null : (floor.calls.get(callId) ?? null);
}

/** The agent's leg fell away in mid-conversation: the customer hears music for a while instead of silence. */
export function bridgeOver(floor: Floor, call: LiveCall, agent: Agent, at: Date): void {
  if (call.agentLost) return;
  const { callId, tenantId } = call.order;
  call.agentLost = true;
  call.muted = false;
  if (call.phase === "joined") {
    floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: "agent_lost" }));
  }
  if (!call.held) void floor.attempt("music", () => toMusic(floor, agent, callId), { callId });
  call.cancelTimer?.();
  call.cancelTimer = floor.parts.clock.after(AGENT_RETURN_MS, () => endBySystem(floor, call));
}

/** The agent is back: so is the customer, unless it was on hold. */
export function returnToAgent(floor: Floor, call: LiveCall, agent: Agent, at: Date): void {
  if (!call.agentLost) return;
  const { callId, tenantId } = call.order;
  call.agentLost = false;
  call.cancelTimer?.();
  call.cancelTimer = null;
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: "agent_back" }));
  if (!call.held) void floor.attempt("return to the agent", () => toAgent(floor, agent, callId), { callId });
}
