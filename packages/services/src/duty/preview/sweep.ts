import { openCallbacks, tenantsWithCallbacks, tenantsWithStaleOffers } from "@callbay/db/sql/duty-preview";
import { platformVerb } from "../../node/platform-verb.ts";
import { systemVerb, z } from "../../verb.ts";
import { giveBackOffer } from "./offer.ts";

/** The owner of an agent's node ends a preview in its time; past this, there is no owner who would. */
const STALE_MS = 30_000;
/** So long a promise is its agent's; then anybody keeps it. */
export const CALLBACK_OWN_MS = 4 * 3_600_000;

/** Tenants with contacts that somebody seems to look at and nobody does. */
export const findStaleOffers = platformVerb({
  name: "duty.find_stale_offers",
  input: z.object({}),
  run: ({ tx, now }) => tenantsWithStaleOffers(tx, new Date(now.getTime() - STALE_MS)),
});

/** Gives those contacts back. @returns how many. */
export const sweepOffers = systemVerb({
  name: "duty.sweep_offers",
  input: z.object({ tenantId: z.uuid() }),
  run: async ({ tx, tenantId, now }) => {
    const stale = await tx.previewOffer.findMany({
      where: { tenantId, expiresAt: { lt: new Date(now.getTime() - STALE_MS) } },
      select: { dutySessionId: true },
    });
    for (const { dutySessionId } of stale) await giveBackOffer(tx, { tenantId, dutySessionId });
    return stale.length;
  },
});

/** Tenants in which somebody promised to call back. */
export const findCallbacks = platformVerb({
  name: "duty.find_callbacks",
  input: z.object({}),
  run: ({ tx }) => tenantsWithCallbacks(tx),
});

/** Promises that were not kept for hours, or whose agent is gone, become anybody's. @returns how many. */
export const sweepCallbacks = systemVerb({
  name: "duty.sweep_callbacks",
  input: z.object({ tenantId: z.uuid() }),
  run: ({ tx, tenantId, now }) => openCallbacks(tx, tenantId, new Date(now.getTime() - CALLBACK_OWN_MS)),
});
