import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { tenantVerb, z } from "../verb.ts";
import { loadCampaign } from "./load.ts";

/** Says who works on a campaign; it may change while it runs. */
export const setAgents = tenantVerb({
  name: "campaign.setAgents",
  permission: "campaign.write",
  input: z.object({ campaignId: z.uuid(), membershipIds: z.array(z.uuid()).max(2_000) }),
  run: async (unit, { campaignId, membershipIds }) => {
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
    const before = await tx.campaignAgent.findMany({ where: { tenantId, campaignId }, select: { membershipId: true } });
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
