import { callOfPlayback, endBySystem } from "../calls/abandon.ts";
import { playedScript } from "../calls/script.ts";
import type { Floor } from "../floor.ts";
import { onMarkPlayed } from "../monitors/on.ts";

/** A message was heard to its end: the call that waited for it is over, or its script goes on. */
export function onPlaybackFinished(floor: Floor, finishedId: string): void {
  if (onMarkPlayed(floor, finishedId)) return;
  const playback = callOfPlayback(finishedId);
  const call = playback && floor.calls.get(playback.callId);
  if (!call) return;
  if (playback.what === "script") playedScript(floor, call, playback.number);
  else if (call.phase === "abandoning" || call.phase === "machine") endBySystem(floor, call);
}
