import { Prisma } from "@callbay/db/client";
import { startsBySchedule } from "@callbay/domain/campaign-schedule";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import { CallbayError } from "@callbay/domain/errors";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";
import { FROM_THE_BEGINNING, takePiece } from "./materialise.ts";
import { takeStep } from "./transition.ts";

/** A campaign, and what of its schedule nobody can read. */
export interface UnreadableSchedule {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly error: CallbayError;
}

/**
 * Approved campaigns of active tenants whose schedule says that they start; those whose schedule cannot be read stand
 * beside them, and keep nobody else's from starting.
 */
export const findScheduledStarts = platformVerb({
  name: "campaign.find_scheduled_starts",
  input: z.object({}),
  run: async ({ tx, now }) => {
    const approved = await tx.campaign.findMany({
      where: { state: "approved", schedule: { not: Prisma.AnyNull }, tenant: { state: "active" } },
      select: { tenantId: true, id: true, schedule: true },
      orderBy: { id: "asc" },
    });
    const due: { readonly tenantId: string; readonly campaignId: string }[] = [];
    const unreadable: UnreadableSchedule[] = [];
    for (const { tenantId, id: campaignId, schedule } of approved)
      try {
        if (startsBySchedule(storedSchedule(schedule), now)) due.push({ tenantId, campaignId });
      } catch (error) {
        if (!(error instanceof CallbayError)) throw error;
        unreadable.push({ tenantId, campaignId, error });
      }
    return { due, unreadable };
  },
});

/**
 * Starts an approved campaign because its schedule says so, as a person would: the same things must be there.
 *
 * @throws CallbayError NOT_FOUND, CAMPAIGN_WRONG_STATE when somebody was quicker, CAMPAIGN_INCOMPLETE,
 * CAMPAIGN_AGAINST_PROFILE; the campaign stays approved, and its page says what it lacks
 */
export const startScheduled = systemVerb({
  name: "campaign.start_scheduled",
  input: z.object({ tenantId: z.uuid(), campaignId: z.uuid() }),
  run: async (unit, { tenantId, campaignId }) => {
    const { tx, now } = unit;
    const step = { tenantId, campaignId, action: "start", by: "system", reason: "schedule" } as const;
    await takeStep(unit, step, { startedAt: now });
    await takePiece(tx, { tenantId, campaignId, now }, FROM_THE_BEGINNING);
  },
});
