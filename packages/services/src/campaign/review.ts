import { operatorVerb, z } from "../verb.ts";
import { takeStep } from "./transition.ts";

const input = z.object({ tenantId: z.uuid(), campaignId: z.uuid() });

/** The operator's yes: the client may start it. */
export const approveCampaign = operatorVerb({
  name: "campaign.approve",
  permission: "platform.campaign.review",
  input,
  run: async (unit, { tenantId, campaignId }) => {
    await takeStep(unit, { tenantId, campaignId, action: "approve", by: "operator" }, { approvedAt: unit.now });
    return { campaignId };
  },
});

/** The operator's no, with what to change. */
export const returnCampaign = operatorVerb({
  name: "campaign.return",
  permission: "platform.campaign.review",
  input: input.extend({ reason: z.string().trim().max(2_000) }),
  run: async (unit, { tenantId, campaignId, reason }) => {
    await takeStep(unit, { tenantId, campaignId, action: "return", by: "operator", reason }, { approvedAt: null });
    return { campaignId };
  },
});
