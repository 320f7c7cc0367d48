import type { Prisma } from "@callbay/db/client";
import { campaignsWithoutLoop, claimLease, releaseLease, renewLease } from "@callbay/db/sql/dial-lease";
import { platformVerb } from "../node/platform-verb.ts";
import { hotVerb, systemVerb, z } from "../verb.ts";

const held = { tenantId: z.uuid(), campaignId: z.uuid(), fence: z.bigint() };
const ttlMs = z.int().min(500).max(120_000);

/** Running campaigns that no loop dials, each with the fence of its next loop. */
export const findCampaignsWithoutLoop = platformVerb({
  name: "dial.find_campaigns",
  input: z.object({}),
  run: async ({ tx }) => campaignsWithoutLoop(tx),
});

/**
 * Takes a campaign's lease under one fence: the job may be delivered twice, the fence is given once. Contacts that
 * the list gained meanwhile become the campaign's. Null: somebody else has it, or it does not run any more.
 */
export const claimCampaignLease = systemVerb({
  name: "dial.claim_lease",
  input: z.object({ ...held, owner: z.string().min(1), ttlMs }),
  run: async ({ tx }, input) => {
    if (!(await claimLease(tx, input))) return null;
    const campaign = await tx.campaign.findUniqueOrThrow({
      where: { tenantId_id: { tenantId: input.tenantId, id: input.campaignId } },
      select: { pacingModel: true },
    });
    return { pacing: campaign.pacingModel };
  },
});

/** Keeps the lease and writes down what the loop last decided. False: it was lost, and nothing may be written. */
export const renewCampaignLease = hotVerb({
  name: "dial.renew_lease",
  input: z.object({ ...held, ttlMs, pacing: z.custom<Prisma.InputJsonValue>() }),
  run: async ({ tx }, input) => renewLease(tx, input),
});

/** Gives the lease back at an orderly end. */
export const releaseCampaignLease = hotVerb({
  name: "dial.release_lease",
  input: z.object(held),
  run: async ({ tx }, input) => releaseLease(tx, input),
});
