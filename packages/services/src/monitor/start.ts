import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { TenantActor } from "@callbay/domain/actor";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { MONITOR_MODES } from "@callbay/domain/monitor";
import { findOpenSession, sendToNode } from "../duty/open-session.ts";
import { listenerAccess } from "../duty/softphone.ts";
import { isWithin, scopeOf } from "../people/scope.ts";
import { type TenantUnit, tenantVerb, z } from "../verb.ts";
import { monitoringOf } from "./settings.ts";

/**
 * A team leader listens to a call of the team, whispers to its agent, or joins it. Credentials for a telephone of their
 * own are minted for this listening alone; it registers and is rung. A listening that the same person had is ended.
 *
 * @throws CallbayError NOT_FOUND (a call of another team is as none), MONITOR_OFF, MONITOR_OWN_CALL, MONITOR_ON_DUTY,
 *   CALL_ENDED, CALL_NOT_JOINED
 */
export const startMonitor = tenantVerb({
  name: "monitor.start",
  permission: "call.monitor:team",
  input: z.strictObject({
    callId: z.uuid(),
    mode: z.enum(MONITOR_MODES).default("listen"),
    device: z.enum(["webrtc", "sip"]).default("webrtc"),
  }),
  run: async (unit, { callId, mode, device }) => {
    const { tx, tenantId, actor, now, deps, audit, afterCommit } = unit;
    const call = await loadNearCall(unit, callId);
    const { monitoring, announce } = await monitoringOf(tx, tenantId);
    if (!monitoring)
      throw new CallbayError(
        "precondition",
        "MONITOR_OFF",
        "Listening is turned off in this workspace. An owner can turn it on.",
      );
    if (call.membershipId === actor.membershipId)
      throw new CallbayError("precondition", "MONITOR_OWN_CALL", "This is your own call.");
    if (call.endedAt) throw new CallbayError("precondition", "CALL_ENDED", "This call is over.");
    const { dutySessionId } = call;
    if (!dutySessionId || !call.joinedAt)
      throw new CallbayError(
        "precondition",
        "CALL_NOT_JOINED",
        "Agent and customer are not connected; try again when they are.",
      );
    await refuseOnDuty(tx, tenantId, actor.membershipId);
    await replaceOpen(unit);
    const node = await tx.pbxNode.findUniqueOrThrow({ where: { id: call.nodeId }, select: { wsUrl: true } });
    const session = {
      ...{ tenantId, id: newId(), membershipId: actor.membershipId, callId, dutySessionId, nodeId: call.nodeId },
      ...{ device, mode, announced: announce, startedAt: now },
    };
    await tx.monitorSession.create({ data: session });
    await audit({
      ...{ action: "monitor.start", entity: "call", entityId: callId },
      after: { monitorId: session.id, mode, announced: announce, agent: call.membershipId },
    });
    afterCommit(async () => {
      try {
        await sendToNode(deps, call.nodeId, {
          type: "monitor.start",
          ...{ tenantId, dutySessionId, callId, monitorId: session.id, membershipId: actor.membershipId },
          ...{ device, mode, announced: announce },
        });
      } catch (error) {
        // Nobody listens, and the person may try again at once.
        await deps.db.withTenant(tenantId, (again) =>
          again.monitorSession.updateMany({
            where: { tenantId, id: session.id, endedAt: null },
            data: { endedAt: now, endedReason: "refused" },
          }),
        );
        throw error;
      }
    });
    return { monitorId: session.id, mode, sip: listenerAccess(deps, session, node.wsUrl) };
  },
});

/** A call of somebody whom this person may listen to; of anybody else it is as if there were none. */
export async function loadNearCall(unit: TenantUnit<TenantActor>, callId: string) {
  const { tx, tenantId } = unit;
  const scope = await scopeOf(unit, "call.monitor:team");
  const call = await tx.call.findUnique({
    where: { tenantId_id: { tenantId, id: callId } },
    select: { membershipId: true, dutySessionId: true, nodeId: true, joinedAt: true, endedAt: true },
  });
  if (!call || !isWithin(scope, call.membershipId)) throw notFound("call");
  return call;
}

/** Whoever is about to be given calls has no ear for another's. */
async function refuseOnDuty(tx: Tx, tenantId: string, membershipId: string): Promise<void> {
  const duty = await findOpenSession(tx, tenantId, membershipId);
  if (!duty || duty.state === "paused") return;
  throw new CallbayError(
    "precondition",
    "MONITOR_ON_DUTY",
    "You are on duty yourself and may be given a call. Pause or go off duty, then listen.",
  );
}

async function replaceOpen(unit: TenantUnit<TenantActor>): Promise<void> {
  const { tx, tenantId, actor, now, deps, audit, afterCommit } = unit;
  const open = await tx.monitorSession.findFirst({
    where: { tenantId, membershipId: actor.membershipId, endedAt: null },
  });
  if (!open) return;
  await tx.monitorSession.update({
    where: { tenantId_id: { tenantId, id: open.id } },
    data: { endedAt: now, endedReason: "replaced" },
  });
  await audit({
    ...{ action: "monitor.end", entity: "call", entityId: open.callId },
    after: { monitorId: open.id, reason: "replaced" },
  });
  const { dutySessionId, id: monitorId } = open;
  const command = { type: "monitor.end", tenantId, dutySessionId, monitorId, reason: "replaced" } as const;
  // Whose node is away has nothing of it any more.
  afterCommit(() => sendToNode(deps, open.nodeId, command).catch(() => {}));
}
