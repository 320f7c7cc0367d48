import type { Floor } from "../floor.ts";

/** The customer pressed a key: that it happened is history, which one may be a secret. */
export function onDtmf(floor: Floor, channelId: string, at: Date): void {
  const call = floor.calls.get(channelId);
  if (!call?.joinedAt) return;
  const { tenantId, callId } = call.order;
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: "dtmf_received" }));
}
