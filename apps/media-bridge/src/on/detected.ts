import type { PbxEvent } from "@callbay/services/node/pbx";
import { afterBeep, heard } from "../calls/machine.ts";
import type { Floor } from "../floor.ts";

/** The node has listened to who answered. */
export function onDetected(floor: Floor, event: Extract<PbxEvent, { type: "detected" }>): void {
  const call = floor.calls.get(event.channelId);
  if (call) heard(floor, call, event);
}

/** The machine's greeting and its beep are over. */
export function onFellSilent(floor: Floor, channelId: string, isSilent: boolean): void {
  const call = floor.calls.get(channelId);
  if (call) afterBeep(floor, call, isSilent);
}
