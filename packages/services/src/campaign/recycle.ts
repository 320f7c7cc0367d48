import { recyclable, recycle } from "@callbay/db/sql/recycle";
import { CallbayError } from "@callbay/domain/errors";
import { parseRetryRules } from "@callbay/domain/retry";
import { OUTCOMES } from "@callbay/domain/values";
import { tenantQuery, tenantVerb, z } from "../verb.ts";
import { loadCampaign } from "./load.ts";

/** Contacts of a campaign that are done and could be tried once more, by disposition or outcome. */
export const listRecyclable = tenantQuery({
  name: "campaign.recyclable",
  permission: "campaign.read",
  input: z.object({ campaignId: z.uuid() }),
  timeoutMs: 30_000,
  run: async ({ tx, tenantId }, { campaignId }) => {
    const campaign = await loadCampaign(tx, tenantId, campaignId);
    const { maxAttempts } = parseRetryRules(campaign.retryRules);
    const groups = await recyclable(tx, { tenantId, campaignId, maxAttempts });
    const dispositions = await tx.campaignDisposition.findMany({
      where: { tenantId, campaignId },
      select: { id: true, code: true, label: true },
    });
    const byId = new Map(dispositions.map((one) => [one.id, one]));
    return {
      maxAttempts,
      groups: groups.map(({ outcome, dispositionId, done, within }) => ({
        outcome,
        disposition: dispositionId === null ? null : (byId.get(dispositionId) ?? null),
        done,
        within,
      })),
    };
  },
});

/**
 * Contacts that are done become ready again: those with these last outcomes, and those of whom one of these dispositions
 * was said. The campaign's cap on attempts and the gate hold as before; a success and a do-not-call are never recycled.
 *
 * @returns how many
 * @throws CallbayError NOT_FOUND, CAMPAIGN_NOT_RECYCLABLE
 */
export const recycleCampaign = tenantVerb({
  name: "campaign.recycle",
  permission: "campaign.run",
  input: z
    .object({
      campaignId: z.uuid(),
      outcomes: z.array(z.enum(OUTCOMES)).max(OUTCOMES.length).default([]),
      dispositionIds: z.array(z.uuid()).max(200).default([]),
    })
    .refine(({ outcomes, dispositionIds }) => outcomes.length + dispositionIds.length > 0, "choose what is recycled"),
  timeoutMs: 120_000,
  run: async (unit, { campaignId, outcomes, dispositionIds }) => {
    const { tx, tenantId, now } = unit;
    const campaign = await loadCampaign(tx, tenantId, campaignId);
    if (campaign.state !== "running" && campaign.state !== "paused")
      throw new CallbayError(
        "conflict",
        "CAMPAIGN_NOT_RECYCLABLE",
        "Contacts are recycled in a campaign that runs or is paused. Nothing was changed.",
        { state: campaign.state },
      );
    const { maxAttempts } = parseRetryRules(campaign.retryRules);
    const contacts = await recycle(tx, { tenantId, campaignId, maxAttempts, outcomes, dispositionIds, now });
    await unit.audit({
      action: "campaign.recycle",
      entity: "campaign",
      entityId: campaignId,
      after: { outcomes, dispositionIds, contacts },
    });
    unit.emit({ type: "campaign.changed", campaignId });
    return { campaignId, contacts };
  },
});
