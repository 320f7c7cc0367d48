import { tenantVerb, z } from "../verb.ts";
import { materialise } from "./materialise.ts";
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
 * Starts an approved campaign: its list's contacts become its own, and the dial loop takes it within a second. It
 * runs under an active contract only; when that ends, the loop pauses it.
 */
export const startCampaign = tenantVerb({
  name: "campaign.start",
  permission: "campaign.run",
  input,
  // A list of a million contacts is one statement of about twenty seconds.
  timeoutMs: 180_000,
  run: async (unit, { campaignId }) => {
    const { tx, tenantId, now } = unit;
    await takeStep(unit, { tenantId, campaignId, action: "start", by: "tenant" }, { startedAt: now });
    const contacts = await materialise(tx, tenantId, campaignId, now);
    return { campaignId, contacts };
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

/** Dials again where it stopped. */
export const resumeCampaign = tenantVerb({
  name: "campaign.resume",
  permission: "campaign.run",
  input,
  timeoutMs: 180_000,
  run: async (unit, { campaignId }) => {
    const { tx, tenantId, now } = unit;
    await takeStep(unit, { tenantId, campaignId, action: "resume", by: "tenant" });
    await materialise(tx, tenantId, campaignId, now);
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
