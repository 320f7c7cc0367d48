import type { NodeCommandResult } from "@callbay/jobs/node-queues";
import type { Floor } from "../floor.ts";
import type { Agent, LiveCall } from "../model.ts";
import { arrange } from "../transfer/places.ts";

const OK: NodeCommandResult = { ok: true };
const failed: NodeCommandResult = {
  ok: false,
  code: "PBX_REFUSED",
  message: "The telephone system did not do it. The call goes on as it was; try again.",
};

const inTransfer: NodeCommandResult = {
  ok: false,
  code: "TRANSFER_UNDER_WAY",
  message: "This call is being transferred; speak with the customer or with the other side in turn.",
};

/** Ends the conversation at the agent's wish. */
export async function hangupCall(floor: Floor, call: LiveCall): Promise<NodeCommandResult> {
  const { callId } = call.order;
  call.endedBy ??= "agent";
  return (await floor.attempt("hang-up", () => floor.parts.pbx.hangup(callId), { callId })) ? OK : failed;
}

/** Hold: the customer leaves the bridge for music, and the agent hears nothing. Resume: back to the agent. */
export async function holdCall(floor: Floor, call: LiveCall, on: boolean): Promise<NodeCommandResult> {
  const { callId, tenantId } = call.order;
  if (call.held === on) return OK;
  if (call.agentLost) return failed;
  if (call.transfer) return inTransfer;
  call.held = on;
  if (!(await arrange(floor, call))) {
    call.held = !on;
    return failed;
  }
  const at = floor.parts.clock.now();
  if (on) call.heldSince = at;
  else if (call.heldSince) {
    call.holdMs += Math.max(0, at.getTime() - call.heldSince.getTime());
    call.heldSince = null;
  }
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: on ? "held" : "resumed" }));
  return OK;
}

/** The customer does not hear the agent, or hears them again. */
export async function muteAgent(floor: Floor, call: LiveCall, agent: Agent, on: boolean): Promise<NodeCommandResult> {
  const { callId, tenantId } = call.order;
  const { pbx, clock } = floor.parts;
  const legId = agent.legId;
  if (call.muted === on) return OK;
  if (!legId) return failed;
  const done = await floor.attempt(on ? "mute" : "unmute", () => (on ? pbx.mute : pbx.unmute).call(pbx, legId, "in"), {
    callId,
  });
  if (!done) return failed;
  call.muted = on;
  const at = clock.now();
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: on ? "muted" : "unmuted" }));
  return OK;
}

/** Presses keys towards the customer; which ones is nobody's business afterwards. */
export async function pressKeys(floor: Floor, call: LiveCall, digits: string): Promise<NodeCommandResult> {
  const { callId, tenantId } = call.order;
  const { pbx, clock } = floor.parts;
  if (!(await floor.attempt("keys", () => pbx.sendDtmf(callId, digits), { callId }))) return failed;
  const event = { tenantId, callId, at: clock.now(), type: "dtmf_sent" as const, data: { digits: digits.length } };
  floor.writeCall(callId, (records) => records.noteEvent(event));
  return OK;
}
