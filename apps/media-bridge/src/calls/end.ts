import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";
import { endMonitorsOf } from "../monitors/end.ts";

export interface CallEnd {
  readonly at: Date;
  /** Q.850; null when nobody told one. */
  readonly cause: number | null;
  readonly closedFrom: "live" | "cel";
  readonly originateFailed?: boolean;
  readonly witnessed?: { readonly ringingAt: Date | null; readonly answeredAt: Date | null };
}

/** A call is over: it leaves the floor, its agent goes on, and its end is written. */
export function endCall(floor: Floor, call: LiveCall, end: CallEnd): void {
  const { callId, tenantId } = call.order;
  if (!floor.calls.delete(callId)) return;
  call.cancelTimer?.();
  call.cancelTimer = null;
  const at = call.joinedAt && end.at < call.joinedAt ? call.joinedAt : end.at;
  if (call.heldSince) call.holdMs += Math.max(0, at.getTime() - call.heldSince.getTime());
  if (call.recordingId) stopRecording(floor, call.recordingId);
  const finish = {
    tenantId,
    callId,
    endedAt: at,
    cause: end.cause,
    endedBy: call.endedBy ?? endedBy(call, end),
    closedFrom: end.closedFrom,
    partedAt: call.joinedAt ? at : null,
    holdMs: call.holdMs,
    originateFailed: end.originateFailed ?? false,
    ...(end.witnessed ? { witnessed: { ...end.witnessed } } : {}),
  };
  floor.writeCall(callId, (records) => records.finishCall(finish));
  endMonitorsOf(floor, callId, "call_ended", at);
  releaseAgent(floor, call, at);
}

/** Causes by which the called party itself declined: user busy, call rejected (ITU-T Q.850). */
const DECLINED = new Set([17, 21]);

/** Nobody of ours ended it: the customer did, unless it never came to a conversation and they did not decline it. */
function endedBy(call: LiveCall, end: CallEnd): "customer" | "system" {
  if (call.answeredAt) return "customer";
  return end.cause !== null && DECLINED.has(end.cause) ? "customer" : "system";
}

function stopRecording(floor: Floor, recordingId: string): void {
  void floor.attempt("recording's stop", () => floor.parts.pbx.stopRecording(recordingId), { recordingId });
}

/** After a conversation comes wrap-up, unless the disposition is there already or none is asked for. */
function releaseAgent(floor: Floor, call: LiveCall, at: Date): void {
  const { callId, reservedFor } = call.order;
  // Who waited for this call alone is free again, whatever became of it.
  const agent = floor.agentOf(call) ?? floor.agents.get(reservedFor ?? "");
  if (!agent) return;
  if (call.muted && agent.legId) {
    const legId = agent.legId;
    void floor.attempt("unmute", () => floor.parts.pbx.unmute(legId, "in"), { callId });
  }
  const disposed = call.joinedAt === null || !call.order.needsDisposition || agent.disposedCallId === callId;
  floor.step(agent, { type: "callEnded", callId, disposed }, at);
}
