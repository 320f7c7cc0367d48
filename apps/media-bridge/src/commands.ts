import type { DutyEvent, DutyRefusal } from "@callbay/domain/duty-machine";
import type { NodeCommand, NodeCommandResult } from "@callbay/jobs/node-queues";
import { attachAgent } from "./agents/attach.ts";
import { setEcho } from "./agents/echo.ts";
import { hangupCall, holdCall, muteAgent, pressKeys } from "./calls/controls.ts";
import { callKey, dutyKey, type Floor, monitorKey } from "./floor.ts";
import type { Agent, LiveCall } from "./model.ts";
import { isMonitorCommand, onMonitorCommand } from "./monitors/command.ts";
import { actOnTransfer, beginTransfer } from "./transfer/start.ts";
import { guestGone } from "./transfer/target.ts";

const OK: NodeCommandResult = { ok: true };
const refuse = (code: string, message: string): NodeCommandResult => ({ ok: false, code, message });

/** Does what somebody asks of this node's owner, and answers when it is written: what was told as done is durable. */
export async function handleCommand(floor: Floor, command: NodeCommand): Promise<NodeCommandResult> {
  if (!floor.parts.mayAct()) return refuse("NODE_BUSY", "The telephone system is changing hands; try again.");
  const result = await act(floor, command);
  await floor.parts.writes.written(dutyKey(command.dutySessionId));
  if ("monitorId" in command) await floor.parts.writes.written(monitorKey(command.monitorId));
  if ("callId" in command) await floor.parts.writes.written(callKey(command.callId));
  return result;
}

async function act(floor: Floor, command: NodeCommand): Promise<NodeCommandResult> {
  if (command.type === "duty.attach") return attach(floor, command.tenantId, command.dutySessionId);
  if (isMonitorCommand(command)) return onMonitorCommand(floor, command);
  const agent = floor.agents.get(command.dutySessionId);
  if (!agent || agent.tenantId !== command.tenantId) {
    return refuse("NOT_ON_DUTY", "You are not on duty on this part of the telephone system any more.");
  }
  if (agent.moving)
    return refuse("NODE_BUSY", "You are being moved to another part of the telephone system; try again.");
  switch (command.type) {
    case "duty.ready":
      return step(floor, agent, { type: "ready" });
    case "duty.pause":
      return step(floor, agent, { type: "pause", reason: command.reason });
    case "duty.preview":
      return step(floor, agent, { type: "preview" });
    case "duty.preview_end":
      return step(floor, agent, { type: "previewEnd" });
    case "duty.dial":
      return step(floor, agent, { type: "dial", callId: command.callId });
    case "duty.end":
      return step(floor, agent, offEvent(command.reason));
    case "duty.echo":
      return setEcho(floor, agent, command.on);
    case "duty.disposed":
      return disposed(floor, agent, command.callId);
    default:
      return onCall(floor, agent, command);
  }
}

async function attach(floor: Floor, tenantId: string, dutySessionId: string): Promise<NodeCommandResult> {
  const session = await floor.parts.records.readSession(tenantId, dutySessionId);
  if (!session || session.ended) return refuse("NOT_ON_DUTY", "This duty session is over. Go on duty again.");
  const done = await floor.attempt("attaching", () => attachAgent(floor, session), { dutySessionId });
  return done ? OK : refuse("PBX_UNREACHABLE", "The telephone system does not answer; it is tried again by itself.");
}

function step(floor: Floor, agent: Agent, event: DutyEvent): NodeCommandResult {
  const refusal = floor.step(agent, event, floor.parts.clock.now());
  return refusal === null || refusal === "DUTY_ALREADY" ? OK : refuse(refusal, SENTENCES[refusal]);
}

function offEvent(reason: string): DutyEvent {
  if (reason === "kicked") return { type: "kick" };
  if (reason === "seat_ended" || reason === "signed_out") return { type: "end", reason };
  return { type: "goOff" };
}

function disposed(floor: Floor, agent: Agent, callId: string): NodeCommandResult {
  const { state, currentCallId } = agent.duty;
  if (currentCallId !== callId) return OK;
  if (state === "talking") {
    agent.disposedCallId = callId;
    return OK;
  }
  return step(floor, agent, { type: "disposed", callId });
}

type CallCommand = Extract<NodeCommand, { type: `call.${string}` }>;

async function onCall(floor: Floor, agent: Agent, command: CallCommand): Promise<NodeCommandResult> {
  if (agent.guestOf === command.callId) return onColleaguesCall(floor, agent, command);
  const call = ownCall(floor, agent, command.callId);
  if (!call) return refuse("CALL_ENDED", "This call is over.");
  if (command.type === "call.hangup") return hangupCall(floor, call);
  // The pop is on the screen some milliseconds before the join is true.
  if (call.phase !== "joined") return refuse("CALL_NOT_JOINED", "You are not connected yet; try again.");
  switch (command.type) {
    case "call.hold":
      return holdCall(floor, call, command.on);
    case "call.mute":
      return muteAgent(floor, call, agent, command.on);
    case "call.dtmf":
      return pressKeys(floor, call, command.digits);
    case "call.transfer":
      return beginTransfer(floor, call, agent, command.transferId);
    case "call.transfer_act":
      return actOnTransfer(floor, call, command.act);
  }
}

/** Whoever was asked to a colleague's call can leave it, and no more: it is not theirs. */
function onColleaguesCall(floor: Floor, agent: Agent, command: CallCommand): NodeCommandResult {
  if (command.type !== "call.hangup")
    return refuse("CALL_OF_COLLEAGUE", "This is your colleague's call; it becomes yours when it is handed over.");
  guestGone(floor, agent, "hung_up", floor.parts.clock.now());
  return OK;
}

function ownCall(floor: Floor, agent: Agent, callId: string): LiveCall | null {
  const call = floor.calls.get(callId);
  if (!call || call.partedAt) return null;
  const isReserved = call.agentId === null && call.order.reservedFor === agent.dutySessionId;
  return call.agentId === agent.dutySessionId || isReserved ? call : null;
}

const SENTENCES: Readonly<Record<DutyRefusal, string>> = {
  DUTY_ENDED: "You are off duty. Go on duty again.",
  DUTY_ALREADY: "This is so already.",
  DUTY_LEG_DOWN: "Your softphone is not connected yet; you become ready by yourself as soon as it is.",
  DUTY_NOT_READY: "You are not ready for a call.",
  DUTY_NOT_TALKING: "You are not in a call.",
  DUTY_NOT_PREVIEWING: "You look at no contact.",
  DUTY_NOT_IN_WRAPUP: "There is no call to wrap up.",
  DUTY_OTHER_CALL: "This is not the call you are in.",
  DUTY_DISPOSITION_REQUIRED: "Choose a disposition for your last call first.",
  DUTY_PAUSE_REASON_UNKNOWN: "This pause reason is not known.",
  DUTY_KICKED: "A supervisor has taken you off duty; it holds after this call.",
  DUTY_CALL_IN_PROGRESS: "You are in a call.",
};
