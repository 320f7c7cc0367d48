import { reopenMended } from "../dial/reopen.ts";
import { tenantVerb, z } from "../verb.ts";
import { FROM_THE_BEGINNING, takePiece } from "./materialise.ts";
import { takeStep } from "./transition.ts";

const input = z.object({ campaignId: z.uuid() });

/** Hands a complete draft to the operator. */
export const submitCampaign = tenantVerb({
  name: "campaign.submit",
  permission: "campaign.write",
  input,
  run: async (unit, { campaignId }) => {
    const { tenantId, now } = unit;
    await takeStep(unit, { tenantId, campaignId, action: "submit", by: "tenant" }, { submittedAt: now });
    return { campaignId };
  },
});

/**
 * Starts an approved campaign: the first of its lists' contacts become its own, and the dial loop, which takes it within a
 * second, takes over the others piece by piece. It runs under an active contract only; when that ends, the loop pauses it.
 *
 * @returns how many contacts it has already, and whether more are on their way
 */
export const startCampaign = tenantVerb({
  name: "campaign.start",
  permission: "campaign.run",
  input,
  run: async (unit, { campaignId }) => {
    const { tx, tenantId, now } = unit;
    await takeStep(unit, { tenantId, campaignId, action: "start", by: "tenant" }, { startedAt: now });
    const { added, next } = await takePiece(tx, { tenantId, campaignId, now }, FROM_THE_BEGINNING);
    return { campaignId, contacts: added, more: next !== null };
  },
});

/** Stops dialling; calls under way go on to their end. */
export const pauseCampaign = tenantVerb({
  name: "campaign.pause",
  permission: "campaign.run",
  input: input.extend({ reason: z.string().trim().max(500).default("") }),
  run: async (unit, { campaignId, reason }) => {
    await takeStep(unit, { tenantId: unit.tenantId, campaignId, action: "pause", by: "tenant", reason });
    return { campaignId };
  },
});

/**
 * Dials again where it stopped; the dial loop takes over what its lists have gained meanwhile. Contacts whom the gate
 * had taken out for what may have been put right since (consent, a number to show, hours) are asked about again.
 */
export const resumeCampaign = tenantVerb({
  name: "campaign.resume",
  permission: "campaign.run",
  input,
  run: async (unit, { campaignId }) => {
    const { tenantId, deps, now } = unit;
    await takeStep(unit, { tenantId, campaignId, action: "resume", by: "tenant" });
    unit.afterCommit(() =>
      reopenMended(
        { deps, now, actor: { kind: "system", name: "resume" }, requestId: campaignId },
        { tenantId, campaignId },
      ),
    );
    return { campaignId };
  },
});

/** Ends a campaign for good, whatever is left of it. */
export const completeCampaign = tenantVerb({
  name: "campaign.complete",
  permission: "campaign.run",
  input,
  run: async (unit, { campaignId }) => {
    const { tenantId, now } = unit;
    await takeStep(unit, { tenantId, campaignId, action: "complete", by: "tenant" }, { completedAt: now });
    return { campaignId };
  },
});
