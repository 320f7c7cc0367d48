import { mayFailOver } from "@callbay/domain/routing";
import { endCall } from "./calls/end.ts";
import { admit } from "./decide/admit.ts";
import type { Floor } from "./floor.ts";
import type { LiveCall, TrunkLimits } from "./model.ts";
import { ring, takePlace } from "./originate.ts";

/**
 * A call ended before anything can have rung, by a fault of the way there: the same attempt goes over the next trunk that
 * has room. Its channel is gone, so that its id is free again. False: it is over, and its end is the caller's to write.
 */
export function failOver(floor: Floor, call: LiveCall, cause: number | null, at: Date): boolean {
  const afterMs = at.getTime() - call.placedAt.getTime();
  if (call.phase !== "dialing" || call.endedBy !== null) return false;
  if (!mayFailOver({ mayHaveRung: call.mayHaveRung, cause, afterMs })) return false;
  const next = nextTrunk(floor, call);
  if (!next) return false;
  call.placing = true;
  void goOver(floor, call, next, cause, at).catch((error: unknown) => {
    const { tenantId, campaignId, callId } = call.order;
    floor.parts.log.warn({ err: error, tenantId, campaignId, callId }, "the next trunk was not tried");
    call.placing = false;
    endCall(floor, call, { at, cause, closedFrom: "live" });
  });
  return true;
}

/** Writes the change first, by compare-and-set: what rings over the second trunk is on record as ringing there. */
async function goOver(floor: Floor, call: LiveCall, next: TrunkLimits, cause: number | null, at: Date): Promise<void> {
  const { callId, tenantId } = call.order;
  const from = call.trunkId;
  const giveBack = takePlace(floor, next.id, tenantId);
  const isOurs = await floor.parts.records
    .changeTrunk({ tenantId, callId, from, to: next.id, at, cause })
    .finally(giveBack);
  if (floor.calls.get(callId) !== call) return;
  if (!isOurs || call.endedBy !== null) {
    call.placing = false;
    endCall(floor, call, { at, cause, closedFrom: "live" });
    return;
  }
  call.tried.push(from);
  call.trunkId = next.id;
  call.placedAt = floor.parts.clock.now();
  await ring(floor, call, next);
}

/** The first trunk in the call's order that was not tried and has room this instant: nobody waits for one. */
function nextTrunk(floor: Floor, call: LiveCall): TrunkLimits | null {
  const byPriority = [...floor.trunks.values()].sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  const order = call.order.trunkIds.length > 0 ? call.order.trunkIds : byPriority.map(({ id }) => id);
  const now = floor.parts.clock.now().getTime();
  for (const id of order) {
    const trunk = floor.trunks.get(id);
    if (!trunk || id === call.trunkId || call.tried.includes(id)) continue;
    const admission = admit({
      now,
      orderedAt: now,
      nodeState: floor.nodeState,
      pbxConnected: floor.parts.pbx.connected && floor.parts.mayAct(),
      trunk,
      channelsInUse: floor.channelsInUse(id) + (floor.claiming.get(id) ?? 0),
      placedAt: floor.turns.placedAt(id),
      othersFirst: floor.turns.othersFirst(id, call.order.tenantId, now),
    });
    if (admission.do === "place") return trunk;
  }
  return null;
}
