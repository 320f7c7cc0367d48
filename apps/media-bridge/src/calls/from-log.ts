import { type CelReconstruction, reconstructFromCel } from "@callbay/domain/call-machine";
import type { Floor } from "../floor.ts";
import type { LiveCall } from "../model.ts";
import { bridgeSession } from "../names.ts";
import { endCall } from "./end.ts";

/** A channel that vanished and of which the PBX wrote no end is given up after this. */
export const GIVE_UP_MS = 15_000;

/**
 * Ends a call whose channel is gone and whose end nobody told: from the PBX's own log, or, when even that says
 * nothing (the PBX itself died), at the last instant somebody saw it alive. Leaves it when the log is not there yet.
 *
 * @param giveUpMs how long the log is waited for; 0 when the PBX is known to be dead, which writes nothing any more.
 */
export async function closeFromLog(floor: Floor, call: LiveCall, giveUpMs = GIVE_UP_MS): Promise<void> {
  const { callId } = call.order;
  const rows = await floor.parts.records.readChannelLog([callId]);
  const seen = reconstructFromCel(rows, callId);
  if (floor.calls.get(callId) !== call) return;
  const now = floor.parts.clock.now();
  call.missingSince ??= now;
  const silentMs = now.getTime() - call.missingSince.getTime();
  if (seen.endedAt === null && silentMs < giveUpMs) return;
  learnJoin(floor, call, seen);
  const at = seen.endedAt ?? latest(call.lastSeenAt, ...rows.map(({ eventtime }) => eventtime));
  endCall(floor, call, {
    at,
    cause: seen.cause,
    closedFrom: "cel",
    originateFailed: seen.startedAt === null,
    witnessed: { ringingAt: seen.ringingAt, answeredAt: seen.answeredAt },
  });
}

/** A join that was never written: the log names the agent's bridge, and the bridge its session. */
export function learnJoin(floor: Floor, call: LiveCall, seen: CelReconstruction): void {
  if (call.joinedAt) return;
  for (const { bridgeId, enteredAt } of seen.bridges) {
    const dutySessionId = bridgeSession(bridgeId);
    if (!dutySessionId) continue;
    const { callId, tenantId } = call.order;
    call.joinedAt = enteredAt;
    call.answeredAt ??= seen.answeredAt ?? enteredAt;
    call.agentId ??= dutySessionId;
    const agentChannelId = floor.agents.get(dutySessionId)?.legId ?? "";
    const joined = { tenantId, callId, at: enteredAt, dutySessionId, agentChannelId, recordingId: null };
    floor.writeCall(callId, (records) => records.markJoined(joined));
    return;
  }
}

function latest(...dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())));
}
