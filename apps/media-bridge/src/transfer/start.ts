import { startTransfer as freshTransfer, type TransferAct, type TransferRefusal } from "@callbay/domain/call-control";
import type { NodeCommandResult } from "@callbay/jobs/node-queues";
import type { Floor } from "../floor.ts";
import type { Agent, LiveCall, LiveTransfer } from "../model.ts";
import { arrange } from "./places.ts";
import { advance } from "./step.ts";
import { reach } from "./target.ts";

const OK: NodeCommandResult = { ok: true };
const refuse = (code: string, message: string): NodeCommandResult => ({ ok: false, code, message });
const CALL_ENDED = refuse("CALL_ENDED", "This call is over.");

/** Takes a requested transfer up: the customer hears music, and whoever it goes to is called. */
export async function beginTransfer(
  floor: Floor,
  call: LiveCall,
  agent: Agent,
  transferId: string,
): Promise<NodeCommandResult> {
  if (call.transfer) return refuse("TRANSFER_UNDER_WAY", "This call is being transferred already.");
  if (call.agentLost) return refuse("DUTY_LEG_DOWN", "Your softphone is not connected; the customer hears music.");
  const { callId, tenantId } = call.order;
  const at = floor.parts.clock.now();
  const order = await floor.parts.records.takeTransfer({ tenantId, callId, transferId, at });
  if (!order) return refuse("TRANSFER_OVER", "This transfer is over.");
  const isSame = floor.calls.get(callId) === call && call.agentId === agent.dutySessionId;
  const transfer: LiveTransfer = {
    ...{ id: transferId, order, state: freshTransfer(order.kind, order.mode) },
    ...{ channelId: null, agentId: order.dutySessionId, answeredAt: null, at: null, placing: false, cancelTimer: null },
  };
  if (!isSame || call.transfer) {
    const { kind: _, ...rest } = freshTransfer(order.kind, order.mode);
    const mark = { tenantId, callId, transferId, at, mode: rest.mode, state: "done" as const, answeredAt: null };
    const ended = { result: "ended" as const, reason: "call_over", cause: null };
    const nobody = { dutySessionId: null, handedTo: null, parted: false };
    floor.writeCall(callId, (records) => records.markTransfer({ ...mark, ...nobody, ended }));
    return CALL_ENDED;
  }
  call.transfer = transfer;
  endHold(floor, call, at);
  void arrange(floor, call);
  reach(floor, call);
  return OK;
}

/** What was on hold is on its way now: the hold is counted to here. */
function endHold(floor: Floor, call: LiveCall, at: Date): void {
  if (!call.held) return;
  const { callId, tenantId } = call.order;
  call.held = false;
  if (call.heldSince) call.holdMs += Math.max(0, at.getTime() - call.heldSince.getTime());
  call.heldSince = null;
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: "resumed" }));
}

/** The agent goes on with the transfer. */
export async function actOnTransfer(floor: Floor, call: LiveCall, act: TransferAct): Promise<NodeCommandResult> {
  const refusal = advance(floor, call, { type: act }, { at: floor.parts.clock.now() });
  if (refusal) return refuse(refusal, SENTENCES[refusal]);
  // Told as done when it is so, and not merely meant.
  await call.moves;
  return OK;
}

const SENTENCES: Readonly<Record<TransferRefusal, string>> = {
  TRANSFER_NOT_ANSWERED: "Nobody has answered yet.",
  TRANSFER_ALREADY: "This is so already.",
  TRANSFER_OVER: "This transfer is over.",
};
