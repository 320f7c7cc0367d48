import type { Floor } from "../floor.ts";

/** The customer's phone rings. */
export function onRinging(floor: Floor, channelId: string, at: Date): void {
  const call = floor.calls.get(channelId);
  if (call?.phase !== "dialing") return;
  call.phase = "ringing";
  call.lastSeenAt = at;
  const { tenantId, callId } = call.order;
  floor.writeCall(callId, (records) => records.markRinging({ tenantId, callId, at }));
}
