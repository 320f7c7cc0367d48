import { startMonitor } from "@callbay/domain/monitor";
import type { NodeCommand, NodeCommandResult } from "@callbay/jobs/node-queues";
import { listenerUsername, sipPassword } from "@callbay/services/access/derived-secret";
import type { Floor } from "../floor.ts";
import { monitorName } from "../names.ts";
import { stepMonitorOf } from "./effects.ts";
import type { Monitor } from "./model.ts";
import { ringListener } from "./on.ts";

/** How long the telephone of who listens may take to come; a browser may ask for the microphone first. */
export const PHONE_DEADLINE_MS = 45_000;

type MonitorCommand = Extract<NodeCommand, { type: `monitor.${string}` }>;
const OK: NodeCommandResult = { ok: true };

export function isMonitorCommand(command: NodeCommand): command is MonitorCommand {
  return command.type.startsWith("monitor.");
}

/** Begins, changes or ends a listening. The call that is listened to is only looked at. */
export async function onMonitorCommand(floor: Floor, command: MonitorCommand): Promise<NodeCommandResult> {
  if (command.type === "monitor.start") return begin(floor, command);
  const monitor = floor.monitors.get(command.monitorId);
  const isTheirs = monitor?.tenantId === command.tenantId;
  // Over already is what was wanted.
  if (command.type === "monitor.end") {
    if (monitor && isTheirs) stepMonitorOf(floor, monitor, { type: "end", reason: command.reason });
    return OK;
  }
  if (!monitor || !isTheirs) return { ok: false, code: "MONITOR_ENDED", message: "You do not listen any more." };
  if (command.mode === "whisper" && !floor.agents.get(monitor.dutySessionId)?.legId)
    return {
      ok: false,
      code: "AGENT_AWAY",
      message: "The agent's softphone is away. Nothing was changed; try again.",
    };
  stepMonitorOf(floor, monitor, { type: "choose", mode: command.mode });
  return OK;
}

async function begin(
  floor: Floor,
  command: Extract<MonitorCommand, { type: "monitor.start" }>,
): Promise<NodeCommandResult> {
  const { tenantId, monitorId, callId, dutySessionId, membershipId, announced, device, mode } = command;
  if (floor.monitors.has(monitorId)) return OK;
  const call = floor.calls.get(callId);
  if (!call || call.order.tenantId !== tenantId)
    return { ok: false, code: "CALL_ENDED", message: "This call is over." };
  if (call.phase !== "joined" || call.agentId !== dutySessionId)
    return { ok: false, code: "CALL_NOT_JOINED", message: "Agent and customer are not connected; try again." };
  const { pbx, clock, newId, secretKey } = floor.parts;
  const username = listenerUsername(monitorId);
  const monitor: Monitor = {
    ...{ tenantId, monitorId, callId, dutySessionId, membershipId, username, announced },
    boothId: monitorName("booth", monitorId, newId().slice(-12)),
    is: startMonitor(mode),
    legId: null,
    earId: null,
    markId: null,
    isMarked: false,
    isStarting: false,
    cancelDeadline: clock.after(PHONE_DEADLINE_MS, () => stepMonitorOf(floor, monitor, { type: "deadline" })),
  };
  floor.monitors.set(monitorId, monitor);
  const isReady = await floor.attempt(
    "a listener's place",
    async () => {
      await pbx.createBridge(monitor.boothId);
      await pbx.putAccount({ username, password: sipPassword(secretKey, username), kind: device });
    },
    { monitorId },
  );
  if (!isReady) {
    stepMonitorOf(floor, monitor, { type: "end", reason: "refused" });
    return {
      ok: false,
      code: "PBX_REFUSED",
      message: "The telephone system did not do it. The call goes on; try again.",
    };
  }
  if (await pbx.isRegistered(username).catch(() => false)) ringListener(floor, monitor);
  return OK;
}
