import { systemVerb, z } from "../verb.ts";

/** Why an attempt went back without ringing; each is shown where a contact's state is explained. */
export const RELEASE_REASONS = [
  "order_late",
  "trunk_full",
  "trunk_rate",
  "trunk_gone",
  "node_draining",
  "pbx_away",
  "campaign_stopped",
  "agent_gone",
] as const;

/**
 * Gives a reserved attempt back, uncounted. One that was claimed is never released: it may have rung. Whoever comes
 * second changes nothing.
 */
export const releaseAttempt = systemVerb({
  name: "attempt.release",
  input: z.strictObject({ tenantId: z.uuid(), attemptId: z.uuid(), reason: z.enum(RELEASE_REASONS) }),
  run: async ({ tx, tenantId, now }, { attemptId, reason }): Promise<boolean> => {
    const released = await tx.attempt.updateManyAndReturn({
      where: { tenantId, id: attemptId, state: "reserved" },
      data: { state: "released", releasedReason: reason, endedAt: now },
      select: { campaignId: true, contactId: true },
    });
    const attempt = released[0];
    if (!attempt) return false;
    await tx.campaignContact.updateMany({
      where: { tenantId, ...attempt, state: "reserved" },
      data: { state: "ready", reason: `released_${reason}`, nextAttemptAt: now },
    });
    return true;
  },
});
