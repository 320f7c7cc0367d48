import type { MonitorEnd } from "@callbay/domain/monitor";
import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";
import { stepMonitorOf } from "./effects.ts";

/** Ends every listening to a call. */
export function endMonitorsOf(floor: Floor, callId: string, reason: MonitorEnd, at: Date): void {
  for (const monitor of [...floor.monitors.values()])
    if (monitor.callId === callId) stepMonitorOf(floor, monitor, { type: "end", reason }, at);
}

/** A call that went to another agent, who may be of another team: who listened to the one before hears no more. */
export function endIfMoved(floor: Floor, call: LiveCall, at: Date): void {
  for (const monitor of [...floor.monitors.values()])
    if (monitor.callId === call.order.callId && monitor.dutySessionId !== call.agentId)
      stepMonitorOf(floor, monitor, { type: "end", reason: "call_moved" }, at);
}
