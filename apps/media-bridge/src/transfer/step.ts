import {
  stepTransfer,
  type TransferEvent,
  type TransferRefusal,
  type TransferResult,
  type TransferState,
} from "@callbay/domain/call-control";
import { stand } from "../agents/nail-up.ts";
import { endBySystem } from "../calls/abandon.ts";
import { releaseFrom, stopRecording } from "../calls/release.ts";
import type { Floor } from "../floor.ts";
import type { Agent, LiveCall, LiveTransfer } from "../model.ts";
import { endIfMoved } from "../monitors/end.ts";
import { roomName } from "../names.ts";
import type { TransferMark } from "../records.ts";
import { arrange } from "./places.ts";

export interface TransferNews {
  readonly at: Date;
  /** In a word, why nobody answered or who went. */
  readonly reason?: string;
  /** Q.850 of the target's channel. */
  readonly cause?: number | null;
}

/** Takes a call's transfer one step further, with all that follows from it. Null: it was taken. */
export function advance(
  floor: Floor,
  call: LiveCall,
  event: TransferEvent,
  news: TransferNews,
): TransferRefusal | null {
  const { transfer } = call;
  if (!transfer) return "TRANSFER_OVER";
  const step = stepTransfer(transfer.state, event);
  if (!step.ok) return step.code;
  if (event.type === "answered") transfer.answeredAt ??= news.at;
  if (step.effect === "handOver") {
    if (step.transfer) sendAway(floor, call, transfer, { ...transfer, state: step.transfer }, news.at);
    else giveToColleague(floor, call, transfer, news.at);
  } else if (step.transfer) {
    transfer.state = step.transfer;
    write(floor, call, transfer, news.at, {});
  } else {
    close(floor, call, transfer, step.result ?? "ended", news);
    if (step.effect === "endCall") endBySystem(floor, call);
  }
  void arrange(floor, call);
  return null;
}

/** The call goes on with an outside number and without the agent, whose talk ends here. */
function sendAway(floor: Floor, call: LiveCall, transfer: LiveTransfer, next: LiveTransfer, at: Date): void {
  const agent = floor.agentOf(call);
  transfer.state = next.state;
  call.partedAt = at;
  call.agentId = null;
  settleAgentSide(call);
  stopRecording(floor, call);
  endIfMoved(floor, call, at);
  write(floor, call, transfer, at, { parted: true });
  if (agent) releaseFrom(floor, call, agent, at, { owes: true });
}

/** The call is the colleague's from now on, with its disposition. */
function giveToColleague(floor: Floor, call: LiveCall, transfer: LiveTransfer, at: Date): void {
  const agent = floor.agentOf(call);
  const colleague = floor.agents.get(transfer.agentId ?? "");
  if (!colleague) {
    close(floor, call, transfer, "left", { at });
    return;
  }
  const { callId, tenantId, recordingForced } = call.order;
  call.transfer = null;
  transfer.cancelTimer?.();
  call.agentId = colleague.dutySessionId;
  colleague.guestOf = null;
  settleAgentSide(call);
  stopRecording(floor, call);
  endIfMoved(floor, call, at);
  const recordingId = recordingForced || colleague.recordingEnabled ? floor.parts.newId() : null;
  call.recordingId = recordingId;
  const handedTo = { dutySessionId: colleague.dutySessionId, agentChannelId: colleague.legId ?? "", recordingId };
  write(floor, call, transfer, at, { handedTo, ended: { result: "completed", reason: "", cause: null } });
  if (agent) {
    if (agent.disposedCallId === callId) colleague.disposedCallId = callId;
    releaseFrom(floor, call, agent, at, { owes: false });
  }
  sendHome(floor, call, transfer, colleague);
  if (!recordingId) return;
  floor.recordings.set(recordingId, { tenantId, startedAt: at });
  void arrange(floor, call).then(() =>
    floor.attempt("recording", () => floor.parts.pbx.startRecording(colleague.bridgeId, recordingId), { callId }),
  );
}

/** Whoever has the call now begins with a line that is open. */
function settleAgentSide(call: LiveCall): void {
  call.cancelTimer?.();
  call.cancelTimer = null;
  call.agentLost = false;
  call.held = false;
}

/** The transfer is over: whoever was called is let go, and its end is written, once. */
function close(
  floor: Floor,
  call: LiveCall,
  transfer: LiveTransfer,
  result: TransferResult,
  { at, reason = "", cause = null }: TransferNews,
): void {
  const { pbx } = floor.parts;
  const { channelId } = transfer;
  call.transfer = null;
  transfer.cancelTimer?.();
  write(floor, call, transfer, at, { ended: { result, reason, cause } });
  if (transfer.state.phase === "away") {
    const room = roomName(transfer.id);
    call.moves = call.moves.then(() => floor.attempt("room's end", () => pbx.destroyBridge(room)));
  }
  const colleague = floor.agents.get(transfer.agentId ?? "");
  if (colleague?.guestOf === call.order.callId) {
    colleague.guestOf = null;
    sendHome(floor, call, transfer, colleague);
    floor.step(colleague, { type: "callEnded", callId: call.order.callId, disposed: true }, at);
  }
  if (transfer.order.kind !== "number" || !channelId) return;
  floor.consults.delete(channelId);
  void floor.attempt("leg's end", () => pbx.hangup(channelId), { channelId });
}

/** A colleague's leg goes back to where it stands by itself. */
function sendHome(floor: Floor, call: LiveCall, transfer: LiveTransfer, colleague: Agent): void {
  const { legId } = colleague;
  const { at } = transfer;
  if (!legId || at === colleague.bridgeId) return;
  call.moves = call.moves.then(async () => {
    if (at === null) await floor.attempt("music's end", () => floor.parts.pbx.stopMusic(legId), { legId });
    stand(floor, colleague, legId);
  });
}

type More = Partial<Pick<TransferMark, "ended" | "handedTo" | "parted">>;

function write(floor: Floor, call: LiveCall, transfer: LiveTransfer, at: Date, more: More): void {
  const { callId, tenantId } = call.order;
  const { phase, mode } = transfer.state;
  const state: TransferState = more.ended ? "done" : phase;
  const { answeredAt, agentId } = transfer;
  const mark = { tenantId, callId, transferId: transfer.id, at, state, mode, answeredAt, dutySessionId: agentId };
  floor.writeCall(callId, (records) =>
    records.markTransfer({ ...mark, ended: null, handedTo: null, parted: false, ...more }),
  );
}
