import type { TenantActor } from "@callbay/domain/actor";
import { notFound } from "@callbay/domain/errors";
import { MONITOR_MODES } from "@callbay/domain/monitor";
import { isNodeOwned, sendToNode } from "../duty/open-session.ts";
import { type TenantUnit, tenantQuery, tenantVerb, z } from "../verb.ts";
import { loadNearCall } from "./start.ts";

const one = z.strictObject({ monitorId: z.uuid() });

/** Changes between listening, whispering and joining, on the same telephone. */
export const chooseMode = tenantVerb({
  name: "monitor.choose",
  permission: "call.monitor:team",
  input: one.extend({ mode: z.enum(MONITOR_MODES) }),
  run: async (unit, { monitorId, mode }) => {
    const { tenantId, deps, audit, afterCommit } = unit;
    const { callId, nodeId, dutySessionId, mode: before } = await requireOpen(unit, monitorId);
    // The agent may have been moved to another team meanwhile.
    await loadNearCall(unit, callId);
    await audit({
      ...{ action: "monitor.choose", entity: "call", entityId: callId },
      before: { mode: before },
      after: { monitorId, mode },
    });
    afterCommit(() => sendToNode(deps, nodeId, { type: "monitor.mode", tenantId, dutySessionId, monitorId, mode }));
    return { monitorId, mode };
  },
});

/** Stops listening. */
export const leaveMonitor = tenantVerb({
  name: "monitor.leave",
  permission: "call.monitor:team",
  input: one,
  run: async (unit, { monitorId }) => {
    const { tx, tenantId, deps, now, audit, afterCommit } = unit;
    const { callId, nodeId, dutySessionId } = await requireOpen(unit, monitorId);
    await audit({ action: "monitor.leave", entity: "call", entityId: callId, after: { monitorId } });
    if (await isNodeOwned(tx, nodeId)) {
      const command = { type: "monitor.end", tenantId, dutySessionId, monitorId, reason: "left" } as const;
      afterCommit(() => sendToNode(deps, nodeId, command));
    } else {
      await tx.monitorSession.update({
        where: { tenantId_id: { tenantId, id: monitorId } },
        data: { endedAt: now, endedReason: "left" },
      });
    }
    return { monitorId };
  },
});

/** Where a listening of one's own stands: as screens ask after an event, or when they may have missed one. */
export const getMonitor = tenantQuery({
  name: "monitor.get",
  permission: "call.monitor:team",
  input: one,
  run: async ({ tx, tenantId, actor }, { monitorId }) => {
    const session = await tx.monitorSession.findFirst({
      where: { tenantId, id: monitorId, membershipId: actor.membershipId },
      select: { id: true, callId: true, mode: true, announced: true, liveAt: true, endedAt: true, endedReason: true },
    });
    if (!session) throw notFound("monitor");
    return session;
  },
});

async function requireOpen({ tx, tenantId, actor }: TenantUnit<TenantActor>, monitorId: string) {
  const session = await tx.monitorSession.findFirst({
    where: { tenantId, id: monitorId, membershipId: actor.membershipId, endedAt: null },
  });
  if (!session) throw notFound("monitor");
  return session;
}
