import { earOf, type MonitorEvent, type MonitorMode, stepMonitor } from "@callbay/domain/monitor";
import { type Floor, monitorKey } from "../floor.ts";
import { monitorName } from "../names.ts";
import type { Monitor } from "./model.ts";

/** Takes a listening one step on: does what follows from it, and queues what Postgres must know. */
export function stepMonitorOf(floor: Floor, monitor: Monitor, event: MonitorEvent, at = floor.parts.clock.now()): void {
  const result = stepMonitor(monitor.is, event, at);
  if (!result.ok) return;
  const before = monitor.is;
  monitor.is = result.monitor;
  for (const effect of result.effects) {
    if (effect.do === "hear") hear(floor, monitor, effect.mode);
    else hush(floor, monitor);
  }
  const { is } = monitor;
  if (is.state === before.state && is.mode === before.mode && is.steps === before.steps) return;
  const { tenantId, monitorId } = monitor;
  floor.parts.writes.push(monitorKey(monitorId), () => floor.parts.records.recordMonitor(tenantId, monitorId, is));
}

/** Copies the call as the mode wants it; the copy before is put down first, so that nobody hears anything twice. */
function hear(floor: Floor, monitor: Monitor, mode: MonitorMode): void {
  const { pbx, newId } = floor.parts;
  const { monitorId, callId, dutySessionId } = monitor;
  const before = monitor.earId;
  const earId = monitorName("ear", monitorId, newId().slice(-12));
  const { on, whisper } = earOf(mode);
  const of = on === "customer" ? callId : (floor.agents.get(dutySessionId)?.legId ?? "");
  monitor.earId = earId;
  monitor.isStarting = true;
  void floor
    .attempt(
      "a listener's ear",
      async () => {
        if (before) await pbx.hangup(before);
        await pbx.snoop({ channelId: earId, of, spy: "both", whisper });
      },
      { monitorId, callId },
    )
    .then((isThere) => {
      if (monitor.earId !== earId) return;
      monitor.isStarting = false;
      if (isThere) return;
      monitor.earId = null;
      // Nobody to whisper to: listening still works. What cannot be listened to is over.
      if (on === "agent") stepMonitorOf(floor, monitor, { type: "earLost" });
      else stepMonitorOf(floor, monitor, { type: "end", reason: "refused" });
    });
}

/** Takes everything down that was put up for a listening. */
function hush(floor: Floor, monitor: Monitor): void {
  const { pbx } = floor.parts;
  const { monitorId, boothId, username } = monitor;
  floor.monitors.delete(monitorId);
  monitor.cancelDeadline?.();
  monitor.cancelDeadline = null;
  // The ear first: from then on nobody hears anything of the call.
  for (const id of [monitor.earId, monitor.legId, monitor.markId])
    if (id) void floor.attempt("a listener's end", () => pbx.hangup(id), { monitorId });
  void floor.attempt("a listener's end", () => pbx.destroyBridge(boothId), { monitorId });
  void floor.attempt("a listener's end", () => pbx.removeAccount(username), { monitorId });
}
