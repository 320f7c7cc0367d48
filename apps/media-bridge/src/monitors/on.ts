import type { Floor } from "../floor.ts";
import { monitorName, monitorPart } from "../names.ts";
import { stepMonitorOf } from "./effects.ts";
import type { Monitor } from "./model.ts";

const RING_MS = 20_000;
/** What the agent alone hears when somebody begins to listen and the client wants it said. */
const MARK_MEDIA = "sound:beep";

/** Rings the telephone of who listens, which answers by itself. */
export function ringListener(floor: Floor, monitor: Monitor): void {
  if (monitor.legId || monitor.is.state === "ended" || !floor.parts.mayAct()) return;
  const { monitorId, username } = monitor;
  const legId = monitorName("monitor", monitorId, floor.parts.newId().slice(-12));
  monitor.legId = legId;
  monitor.isStarting = true;
  const order = {
    channelId: legId,
    endpoint: `PJSIP/${username}`,
    callerId: '"Callbay" <callbay>',
    timeoutMs: RING_MS,
  };
  void floor
    .attempt("ringing a listener", () => floor.parts.pbx.originate(order), { monitorId })
    .then((isPlaced) => {
      monitor.isStarting = false;
      if (!isPlaced) stepMonitorOf(floor, monitor, { type: "end", reason: "refused" });
    });
}

/** The telephone of who listens came. Gone again, its leg tells: sound may flow on while signalling reconnects. */
export function onMonitorRegistration(floor: Floor, username: string, registered: boolean): boolean {
  for (const monitor of floor.monitors.values()) {
    if (monitor.username !== username) continue;
    if (registered) ringListener(floor, monitor);
    return true;
  }
  return false;
}

/** A leg, a copy or a tone's channel is there. False: it is none of ours. */
export function onMonitorAnswered(floor: Floor, channelId: string, at: Date): boolean {
  const named = monitorPart(channelId);
  if (!named) return false;
  const { pbx } = floor.parts;
  const monitor = floor.monitors.get(named.monitorId);
  const { monitorId } = named;
  if (monitor && channelId === monitor.markId) {
    const played = floor.attempt("the tone", () => pbx.play(channelId, channelId, MARK_MEDIA), { monitorId });
    void played.then((isPlaying) => isPlaying || onMarkPlayed(floor, channelId));
  } else if (monitor && (channelId === monitor.legId || channelId === monitor.earId)) {
    const isLeg = channelId === monitor.legId;
    void floor
      .attempt("a listener's booth", () => pbx.addToBridge(monitor.boothId, channelId), { monitorId })
      .then((isIn) => {
        if (!isIn || (channelId !== monitor.legId && channelId !== monitor.earId)) return;
        stepMonitorOf(floor, monitor, { type: isLeg ? "phoneUp" : "hearing" }, at);
        if (!isLeg) mark(floor, monitor);
      });
  } else {
    // Of a listening that is over.
    void floor.attempt("stray channel's end", () => pbx.hangup(channelId), { channelId });
  }
  return true;
}

/** A leg or a copy is gone. False: it is none of ours. */
export function onMonitorDestroyed(floor: Floor, channelId: string, at: Date): boolean {
  const named = monitorPart(channelId);
  if (!named) return false;
  const monitor = floor.monitors.get(named.monitorId);
  if (!monitor) return true;
  if (channelId === monitor.legId) {
    monitor.legId = null;
    stepMonitorOf(floor, monitor, { type: "phoneDown" }, at);
  } else if (channelId === monitor.earId) {
    monitor.earId = null;
    stepMonitorOf(floor, monitor, { type: "earLost" }, at);
  } else if (channelId === monitor.markId) monitor.markId = null;
  return true;
}

/** Once, and only where the client wants it said: a tone that the agent hears and the customer does not. */
function mark(floor: Floor, monitor: Monitor): void {
  if (!monitor.announced || monitor.isMarked) return;
  const of = floor.agents.get(monitor.dutySessionId)?.legId;
  if (!of) return;
  const { monitorId } = monitor;
  const markId = monitorName("mark", monitorId, floor.parts.newId().slice(-12));
  monitor.isMarked = true;
  monitor.markId = markId;
  const order = { channelId: markId, of, spy: "none", whisper: "out" } as const;
  void floor
    .attempt("the tone", () => floor.parts.pbx.snoop(order), { monitorId })
    .then((isThere) => {
      if (!isThere && monitor.markId === markId) monitor.markId = null;
    });
}

/** The tone was heard: its channel goes. False: it was another playback. */
export function onMarkPlayed(floor: Floor, playbackId: string): boolean {
  if (monitorPart(playbackId)?.part !== "mark") return false;
  void floor.attempt("the tone's end", () => floor.parts.pbx.hangup(playbackId), { playbackId });
  return true;
}
