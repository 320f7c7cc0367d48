import { endBySystem, playbackId } from "../calls/abandon.ts";
import type { Floor } from "../floor.ts";

/** A message was heard to its end: the call that waited for it is over. */
export function onPlaybackFinished(floor: Floor, finishedId: string): void {
  for (const call of floor.calls.values()) {
    if (call.phase === "abandoning" && playbackId(call.order.callId) === finishedId) endBySystem(floor, call);
  }
}
