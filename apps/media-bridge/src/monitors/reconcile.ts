import { listenerUsername } from "@callbay/services/access/derived-secret";
import type { PbxSnapshot } from "@callbay/services/node/pbx";
import type { Floor } from "../floor.ts";
import { stepMonitorOf } from "./effects.ts";
import { onMonitorAnswered, onMonitorDestroyed, ringListener } from "./on.ts";

/** Holds listenings against the PBX: an event that was lost is told again. */
export async function settleMonitors(floor: Floor, snapshot: PbxSnapshot, now: Date): Promise<void> {
  const states = new Map(snapshot.channels.map(({ id, state }) => [id, state]));
  const isIn = (boothId: string, id: string) =>
    snapshot.bridges.some((bridge) => bridge.id === boothId && bridge.channelIds.includes(id));
  for (const monitor of [...floor.monitors.values()]) {
    if (monitor.isStarting) continue;
    if (!floor.calls.has(monitor.callId)) {
      stepMonitorOf(floor, monitor, { type: "end", reason: "call_ended" }, now);
      continue;
    }
    for (const id of [monitor.legId, monitor.earId]) {
      if (!id) continue;
      // The snapshot may be older than the channel: what it lacks is asked for by name.
      if (!states.has(id) && (await floor.parts.pbx.channelState(id)) === null) onMonitorDestroyed(floor, id, now);
      else if (states.get(id) === "up" && !isIn(monitor.boothId, id)) onMonitorAnswered(floor, id, now);
    }
    if (!monitor.legId && monitor.is.state !== "ended" && (await floor.parts.pbx.isRegistered(monitor.username)))
      ringListener(floor, monitor);
  }
}

/** Listenings do not outlive their owner: what it had put up is swept away as stray, and here their ends are written. */
export async function closeLeftMonitors(floor: Floor, isDead: boolean): Promise<void> {
  const { pbx, records } = floor.parts;
  for (const monitorId of await records.closeMonitors()) {
    if (isDead) continue;
    await floor.attempt("a listener's end", () => pbx.removeAccount(listenerUsername(monitorId)), { monitorId });
  }
}
