import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";
import { endMonitorsOf } from "../monitors/end.ts";
import { advance } from "../transfer/step.ts";
import { releaseFrom, stopRecording } from "./release.ts";

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
  const { callId, tenantId, campaignId } = call.order;
  if (!floor.calls.delete(callId)) return;
  call.cancelTimer?.();
  call.cancelTimer = null;
  const at = call.joinedAt && end.at < call.joinedAt ? call.joinedAt : end.at;
  if (call.heldSince) call.holdMs += Math.max(0, at.getTime() - call.heldSince.getTime());
  // Its leg and its colleague first: what is written of them belongs to a call that is not over yet.
  if (call.transfer) advance(floor, call, { type: "callEnded" }, { at, reason: "call_over" });
  stopRecording(floor, call);
  const finish = {
    tenantId,
    callId,
    endedAt: at,
    cause: end.cause,
    endedBy: call.endedBy ?? endedBy(call, end),
    closedFrom: end.closedFrom,
    partedAt: call.joinedAt ? (call.partedAt ?? at) : null,
    holdMs: call.holdMs,
    originateFailed: end.originateFailed ?? false,
    ...(end.witnessed ? { witnessed: { ...end.witnessed } } : {}),
  };
  floor.writeCall(callId, (records) => records.finishCall(finish));
  const { cause, endedBy: by, closedFrom } = finish;
  floor.parts.log.info({ tenantId, campaignId, callId, cause, by, closedFrom }, "the call ended");
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

function releaseAgent(floor: Floor, call: LiveCall, at: Date): void {
  // Who sent it to somebody else is out of it.
  if (call.partedAt) return;
  // Who waited for this call alone is free again, whatever became of it.
  const agent = floor.agentOf(call) ?? floor.agents.get(call.order.reservedFor ?? "");
  if (agent) releaseFrom(floor, call, agent, at, { owes: true });
}
