import type { Floor } from "../floor.ts";

/** The network plays something before anybody answers: an announcement, or the tone of a phone that rings. */
export function onProgress(floor: Floor, channelId: string): void {
  const call = floor.calls.get(channelId);
  if (call) call.mayHaveRung = true;
}

/** The customer's phone rings. */
export function onRinging(floor: Floor, channelId: string, at: Date): void {
  const call = floor.calls.get(channelId);
  if (call) call.mayHaveRung = true;
  if (call?.phase !== "dialing") return;
  call.phase = "ringing";
  call.lastSeenAt = at;
  const { tenantId, callId } = call.order;
  floor.writeCall(callId, (records) => records.markRinging({ tenantId, callId, at }));
}
