import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { stale } from "../stale.ts";
import { tenantVerb, z } from "../verb.ts";
import { loadCampaign } from "./load.ts";

/**
 * Says who works on a campaign; it may change while it runs.
 *
 * @throws CallbayError NOT_FOUND, CAMPAIGN_COMPLETED, NOT_AN_AGENT, STALE_REVISION
 */
export const setAgents = tenantVerb({
  name: "campaign.setAgents",
  permission: "campaign.write",
  input: z.object({
    campaignId: z.uuid(),
    membershipIds: z.array(z.uuid()).max(2_000),
    /** Who worked on it when this edit began; given, an edit of somebody else's meanwhile is not overwritten. */
    was: z.array(z.uuid()).max(2_000).optional(),
  }),
  run: async (unit, { campaignId, membershipIds, was }) => {
    const { tx, tenantId, now } = unit;
    const campaign = await loadCampaign(tx, tenantId, campaignId);
    if (campaign.state === "completed")
      throw new CallbayError("conflict", "CAMPAIGN_COMPLETED", "This campaign is completed. Nothing was changed.", {});
    const wanted = [...new Set(membershipIds)];
    const members = await tx.membership.findMany({ where: { tenantId, id: { in: wanted }, endedAt: null } });
    if (members.length !== wanted.length) throw notFound("person");
    const others = members.filter(({ role }) => !tenantMay(role, "duty.own"));
    if (others.length > 0)
      throw new CallbayError(
        "invalid",
        "NOT_AN_AGENT",
        "Only people who go on duty can work on a campaign. Nothing was changed.",
        { membershipIds: others.map(({ id }) => id) },
      );
    // Of two edits at once the second waits here, and then sees the first.
    await tx.campaign.updateMany({ where: { tenantId, id: campaignId }, data: { updatedAt: now } });
    const before = await tx.campaignAgent.findMany({ where: { tenantId, campaignId }, select: { membershipId: true } });
    const there = new Set(before.map(({ membershipId }) => membershipId));
    if (was && (was.length !== there.size || was.some((id) => !there.has(id))))
      throw stale("campaign", campaign.revision);
    await tx.campaignAgent.deleteMany({ where: { tenantId, campaignId, membershipId: { notIn: wanted } } });
    await tx.campaignAgent.createMany({
      data: wanted.map((membershipId) => ({ tenantId, campaignId, membershipId, createdAt: now })),
      skipDuplicates: true,
    });
    await unit.audit({
      action: "campaign.setAgents",
      entity: "campaign",
      entityId: campaignId,
      before: before.map(({ membershipId }) => membershipId),
      after: wanted,
    });
    unit.emit({ type: "campaign.changed", campaignId });
    return { campaignId };
  },
});
