import { pressedKey } from "../calls/script.ts";
import type { Floor } from "../floor.ts";

/** The customer pressed a key. In a conversation, that it happened is history, and which one may be a secret. */
export function onDtmf(floor: Floor, channelId: string, digit: string, at: Date): void {
  const call = floor.calls.get(channelId);
  if (call?.phase === "script") pressedKey(floor, call, digit);
  if (!call?.joinedAt) return;
  const { tenantId, callId } = call.order;
  floor.writeCall(callId, (records) => records.noteEvent({ tenantId, callId, at, type: "dtmf_received" }));
}
