import { systemVerb, z } from "../verb.ts";
import { assertNodeFence, ownedBy } from "./lease.ts";
import { placeAgent } from "./place.ts";
import { platformVerb } from "./platform-verb.ts";

/** Is there another node that would take this tenant's agents now? */
export const hasRefuge = systemVerb({
  name: "node.has_refuge",
  input: z.strictObject({ tenantId: z.uuid(), nodeId: z.uuid() }),
  run: async ({ tx, tenantId }, { nodeId }) => (await placeAgent(tx, tenantId, nodeId)) !== null,
});

/**
 * Moves an agent who is not in a conversation to another node of the tenant: the duty session goes on with its intervals
 * and gets new credentials, so that the old ones die with the old node. The new node's owner is told; when that message
 * is lost, it finds the session by itself within seconds. Null: no other node can take the agent now, and nothing changed.
 * @throws CallbayError LEASE_LOST
 */
export const moveDutySession = systemVerb({
  name: "duty.move",
  input: z.strictObject({ ...ownedBy, dutySessionId: z.uuid() }),
  run: async ({ tx, tenantId, deps, emit, afterCommit }, { nodeId, fence, dutySessionId }) => {
    // Held until the commit: an owner that is being replaced moves nobody.
    await tx.$queryRaw`SELECT 1 FROM pbx_node WHERE id = ${nodeId}::uuid FOR SHARE`;
    await assertNodeFence(tx, nodeId, fence);
    const session = await tx.dutySession.findUnique({
      where: { tenantId_id: { tenantId, id: dutySessionId } },
      select: {
        nodeId: true,
        state: true,
        stateSince: true,
        membershipId: true,
        pauseReason: true,
        currentCallId: true,
      },
    });
    if (session?.nodeId !== nodeId || session.state === "talking") return null;
    const place = await placeAgent(tx, tenantId, nodeId);
    if (!place) return null;
    const moved = await tx.dutySession.updateMany({
      where: { tenantId, id: dutySessionId, nodeId, endedAt: null },
      data: { nodeId: place.id, generation: { increment: 1 } },
    });
    if (moved.count !== 1) return null;
    const { membershipId, state, stateSince, pauseReason, currentCallId } = session;
    // The desk asks again where its softphone belongs.
    emit({
      type: "duty.changed",
      dutySessionId,
      membershipId,
      state,
      since: stateSince.toISOString(),
      reason: pauseReason,
      callId: currentCallId,
    });
    afterCommit(async () => {
      void deps.nodes.send(place.id, { type: "duty.attach", tenantId, dutySessionId }).catch(() => {});
    });
    return { nodeId: place.id };
  },
});

/** Gives every attempt back that is reserved on a node which will not place it, uncounted; answers how many. */
export const releaseNodeAttempts = platformVerb({
  name: "node.release_attempts",
  input: z.strictObject({ nodeId: z.uuid(), fence: z.bigint() }),
  run: async ({ tx, now }, { nodeId, fence }): Promise<number> => {
    await assertNodeFence(tx, nodeId, fence);
    const released = await tx.attempt.updateManyAndReturn({
      where: { nodeId, state: "reserved" },
      data: { state: "released", releasedReason: "pbx_away", endedAt: now },
      select: { tenantId: true, campaignId: true, contactId: true },
    });
    for (const attempt of released)
      await tx.campaignContact.updateMany({
        where: { ...attempt, state: "reserved" },
        data: { state: "ready", reason: "released_pbx_away", nextAttemptAt: now },
      });
    return released.length;
  },
});
