import { newId } from "@callbay/db/ids";
import { localDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import { loadTerms, versionForFact } from "../contract/in-force.ts";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { systemVerb, z } from "../verb.ts";
import { addEvent } from "./events.ts";
import { type CallOrder, ORDER_CAMPAIGN, orderOf } from "./order.ts";

export type { CallOrder } from "./order.ts";

export type ClaimResult =
  | { readonly ok: true; readonly order: CallOrder }
  | { readonly ok: false; readonly code: "ATTEMPT_NOT_RESERVED" | "CAMPAIGN_NOT_RUNNING" };

/**
 * Takes a reserved attempt by compare-and-set: whatever delivers it twice, it is dialled once. The call and the
 * customer's leg begin here. An attempt of a campaign that has stopped meanwhile is left for its release.
 */
export const claimAttempt = systemVerb({
  name: "attempt.claim",
  input: z.strictObject({ ...ownedBy, attemptId: z.uuid(), owner: z.string() }),
  run: async ({ tx, tenantId, now }, { nodeId, fence, attemptId, owner }): Promise<ClaimResult> => {
    await assertNodeFence(tx, nodeId, fence);
    const attempt = await tx.attempt.findUnique({
      where: { tenantId_id: { tenantId, id: attemptId } },
      include: {
        campaign: {
          select: {
            ...ORDER_CAMPAIGN,
            state: true,
            contractId: true,
            tenant: { select: { timezone: true } },
          },
        },
      },
    });
    if (!attempt || attempt.nodeId !== nodeId) throw notFound("attempt");
    const { campaign } = attempt;
    if (campaign.state !== "running") return { ok: false, code: "CAMPAIGN_NOT_RUNNING" };
    const claimed = await tx.attempt.updateMany({
      where: { tenantId, id: attemptId, state: "reserved" },
      data: { state: "dialing", claimedAt: now, claimedBy: owner, claimFence: fence },
    });
    if (claimed.count !== 1) return { ok: false, code: "ATTEMPT_NOT_RESERVED" };

    const { contactId, phone, callerId } = attempt;
    await tx.call.create({
      data: {
        tenantId,
        id: attemptId,
        attemptId,
        direction: "outbound",
        campaignId: campaign.id,
        contactId,
        phone,
        callerId,
        nodeId,
        startedAt: now,
      },
    });
    await tx.leg.create({
      data: { tenantId, id: newId(), callId: attemptId, channelId: attemptId, kind: "customer", startedAt: now },
    });
    await addEvent(tx, { tenantId, callId: attemptId, at: now, type: "dialing" });
    const terms = await loadTerms(tx, tenantId, campaign.contractId);
    const version = terms && versionForFact(terms, localDate(now, campaign.tenant.timezone));
    const forced = version?.recordingRequired ?? false;
    return {
      ok: true,
      order: orderOf({ tenantId, id: attemptId, contactId, phone, callerId }, attempt, campaign, forced),
    };
  },
});

/** What is asked of a reserved attempt before the claim: a place on its trunk, and its agent. Null: no longer reserved. */
export const peekAttempt = systemVerb({
  name: "attempt.peek",
  input: z.strictObject({ tenantId: z.uuid(), attemptId: z.uuid() }),
  run: async ({ tx, tenantId }, { attemptId }) => {
    const attempt = await tx.attempt.findUnique({
      where: { tenantId_id: { tenantId, id: attemptId } },
      select: { state: true, trunkId: true, reservedAt: true, dutySessionId: true },
    });
    if (attempt?.state !== "reserved") return null;
    const { trunkId, reservedAt, dutySessionId } = attempt;
    return { trunkId, reservedAt, reservedFor: dutySessionId };
  },
});
