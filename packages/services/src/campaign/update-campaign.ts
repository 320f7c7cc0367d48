import { isCampaignEditable } from "@callbay/domain/campaign-machine";
import { tenantVerb, z } from "../verb.ts";
import { nameTaken } from "./create-campaign.ts";
import {
  approvedFields,
  asJson,
  campaignLists,
  checkReferences,
  jsonColumns,
  storeLists,
  tunedFields,
} from "./fields.ts";
import { nextRevision, notEditable } from "./load.ts";

/** Changes a campaign. What the operator approves changes in a draft only; the rest may be tuned until it is completed. */
export const updateCampaign = tenantVerb({
  name: "campaign.update",
  permission: "campaign.write",
  input: z
    .object({ campaignId: z.uuid(), revision: z.int().min(1) })
    .extend(z.object({ ...approvedFields, ...tunedFields, lists: campaignLists }).partial().shape),
  run: async (unit, { campaignId, revision, ...patch }) => {
    const { tx, tenantId } = unit;
    const { campaign, revision: next } = await nextRevision(tx, tenantId, campaignId, revision);
    const changed = Object.entries(patch).filter(([, value]) => value !== undefined);
    const approved = changed.map(([key]) => key).filter((key) => key in approvedFields || key === "lists");
    const closed = campaign.state === "completed" || campaign.state === "submitted";
    if (closed || (approved.length > 0 && !isCampaignEditable(campaign.state)))
      throw notEditable(campaign.state, closed ? changed.map(([key]) => key) : approved);
    await checkReferences(tx, tenantId, patch);
    if (patch.name !== undefined && patch.name !== campaign.name) {
      const other = await tx.campaign.findFirst({ where: { tenantId, name: patch.name }, select: { id: true } });
      if (other) throw nameTaken(patch.name);
    }
    const { callingWindow, retryRules, machine, agentless, schedule, lists, ...plain } = patch;
    await tx.campaign.updateMany({
      where: { tenantId, id: campaignId },
      data: {
        ...plain,
        ...jsonColumns({ callingWindow, retryRules, machine, agentless, schedule }),
      },
    });
    if (lists) await storeLists(tx, tenantId, campaignId, lists);
    const before = Object.fromEntries(Object.entries(campaign).filter(([key]) => changed.some(([own]) => own === key)));
    await unit.audit({
      action: "campaign.update",
      entity: "campaign",
      entityId: campaignId,
      before: asJson(before),
      after: asJson(Object.fromEntries(changed)),
    });
    unit.emit({ type: "campaign.changed", campaignId });
    return { campaignId, revision: next };
  },
});
