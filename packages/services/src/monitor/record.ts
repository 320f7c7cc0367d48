import { newId } from "@callbay/db/ids";
import { isToldToAgent, MONITOR_ENDS, MONITOR_MODES } from "@callbay/domain/monitor";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";

const step = z.strictObject({ mode: z.enum(MONITOR_MODES), at: z.date() });

/**
 * Writes where a listening stands; its end goes into the audit log with every mode that was heard and since when. Who
 * listens hears of it, and the agent where it is told to them. Told again, or after its end, it changes nothing.
 * @throws CallbayError LEASE_LOST
 */
export const recordMonitor = systemVerb({
  name: "monitor.record",
  input: z.strictObject({
    ...ownedBy,
    monitorId: z.uuid(),
    mode: z.enum(MONITOR_MODES),
    steps: z.array(step),
    liveAt: z.date().nullable(),
    endedAt: z.date().nullable(),
    end: z.enum(MONITOR_ENDS).nullable(),
  }),
  run: async ({ tx, tenantId, audit, emit }, input) => {
    const { nodeId, fence, monitorId, mode, liveAt, endedAt, end } = input;
    await assertNodeFence(tx, nodeId, fence);
    const steps = input.steps.map((one) => ({ mode: one.mode, at: one.at.toISOString() }));
    const [session] = await tx.monitorSession.updateManyAndReturn({
      where: { tenantId, id: monitorId, endedAt: null },
      data: { mode, steps, liveAt, endedAt, endedReason: end },
      select: { membershipId: true, callId: true, announced: true, call: { select: { membershipId: true } } },
    });
    if (!session) return;
    const { callId, membershipId } = session;
    if (endedAt)
      await audit({
        ...{ action: "monitor.end", entity: "call", entityId: callId },
        after: { monitorId, reason: end, listener: membershipId, steps, endedAt: endedAt.toISOString() },
      });
    emit({ type: "monitor.changed", monitorId, membershipId, callId });
    // A whisper that becomes a silent listening must vanish from the agent's desk too.
    const isTold = steps.some((one) => isToldToAgent(one.mode, session.announced));
    const agent = session.call.membershipId;
    if (agent && isTold) emit({ type: "call.monitored", membershipId: agent, callId });
  },
});

/** Ends what a former owner of the node left open; answers which listenings these were. @throws CallbayError LEASE_LOST */
export const closeNodeMonitors = platformVerb({
  name: "monitor.close_node",
  input: z.strictObject({ nodeId: z.uuid(), fence: z.bigint() }),
  run: async ({ tx, now }, { nodeId, fence }) => {
    await assertNodeFence(tx, nodeId, fence);
    const closed = await tx.monitorSession.updateManyAndReturn({
      where: { nodeId, endedAt: null },
      data: { endedAt: now, endedReason: "system" },
    });
    await tx.auditLog.createMany({
      data: closed.map(({ tenantId, id, callId, membershipId, steps }) => ({
        ...{ id: newId(), tenantId, at: now, actorKind: "system" as const, actorName: "media-bridge" },
        ...{ action: "monitor.end", entity: "call", entityId: callId, requestId: newId() },
        after: { monitorId: id, reason: "system", listener: membershipId, steps, endedAt: now.toISOString() },
      })),
    });
    return closed.map(({ id }) => id);
  },
});
