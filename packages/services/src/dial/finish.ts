import { anybodyLeft, tenantsWithUnclaimed } from "@callbay/db/sql/dial-reserve";
import { topUpCampaign } from "../campaign/materialise.ts";
import { takeStep } from "../campaign/transition.ts";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";

const which = z.object({ tenantId: z.uuid(), campaignId: z.uuid() });

/** Is nobody of a running campaign left to dial, and no file on its way into one of its lists? */
const looksExhausted = systemVerb({
  name: "dial.looks_exhausted",
  input: which,
  run: async ({ tx }, { tenantId, campaignId }): Promise<boolean> => {
    const campaign = await tx.campaign.findUnique({
      where: { tenantId_id: { tenantId, id: campaignId } },
      select: { state: true, lists: { select: { listId: true } } },
    });
    if (campaign?.state !== "running") return false;
    if (await anybodyLeft(tx, tenantId, campaignId)) return false;
    const listIds = campaign.lists.map(({ listId }) => listId);
    const coming = await tx.contactImport.findFirst({
      where: { tenantId, listId: { in: listIds }, state: { in: ["queued", "running"] } },
      select: { id: true },
    });
    return coming === null;
  },
});

const complete = systemVerb({
  name: "dial.complete",
  input: which,
  run: async (unit, { tenantId, campaignId }): Promise<boolean> => {
    if (await anybodyLeft(unit.tx, tenantId, campaignId)) return false;
    const step = {
      tenantId,
      campaignId,
      action: "complete",
      by: "system",
      reason: "exhausted",
      contactsLeft: 0,
    } as const;
    await takeStep(unit, step, { completedAt: unit.now });
    return true;
  },
});

/**
 * Completes a running campaign when nobody is left to dial: no contact ready or in an attempt, none on its lists that it
 * has not taken yet, and no file still on its way into one of them.
 */
export async function completeIfExhausted(ctx: VerbContext, input: z.input<typeof which>): Promise<boolean> {
  if (!(await looksExhausted(ctx, input))) return false;
  if ((await topUpCampaign(ctx, input)) > 0) return false;
  return complete(ctx, input);
}

/** Pauses a campaign that may not go on: its contract or its schedule has ended, or its caller id was taken away. */
export const pauseByLoop = systemVerb({
  name: "dial.pause",
  input: which.extend({ reason: z.enum(["contract_not_active", "no_caller_id", "schedule_over"]) }),
  run: async (unit, { tenantId, campaignId, reason }) => {
    await takeStep(unit, { tenantId, campaignId, action: "pause", by: "system", reason });
  },
});

/** An order is refused after three seconds; a reserved attempt this old was never delivered to anybody. */
export const UNCLAIMED_AFTER_MS = 10_000;

/** Tenants with reserved attempts that nobody came for. */
export const findUnclaimed = platformVerb({
  name: "dial.find_unclaimed",
  input: z.object({}),
  run: async ({ tx, now }) => tenantsWithUnclaimed(tx, new Date(now.getTime() - UNCLAIMED_AFTER_MS)),
});

/** Gives reserved attempts back that nobody claimed, uncounted: the node's owner died, or the queue was lost. */
export const sweepReserved = systemVerb({
  name: "dial.sweep_reserved",
  input: z.object({ tenantId: z.uuid() }),
  run: async ({ tx, now }, { tenantId }): Promise<number> => {
    const released = await tx.attempt.updateManyAndReturn({
      where: { tenantId, state: "reserved", reservedAt: { lt: new Date(now.getTime() - UNCLAIMED_AFTER_MS) } },
      data: { state: "released", releasedReason: "unclaimed", endedAt: now },
      select: { campaignId: true, contactId: true },
    });
    for (const { campaignId, contactId } of released)
      await tx.campaignContact.updateMany({
        where: { tenantId, campaignId, contactId, state: "reserved" },
        data: { state: "ready", reason: "released_unclaimed", nextAttemptAt: now },
      });
    return released.length;
  },
});
