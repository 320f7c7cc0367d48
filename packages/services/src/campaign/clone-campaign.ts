import { Prisma } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import { parseDispositionFields } from "@callbay/domain/disposition-fields-schema";
import { tenantVerb, z } from "../verb.ts";
import { nameTaken } from "./create-campaign.ts";
import { approvedFields, asJson, jsonColumns } from "./fields.ts";
import { loadCampaign } from "./load.ts";

/**
 * Makes a draft that is set up as another campaign is: its lists, script, hours, rules, dispositions and agents, and none
 * of its contacts or calls. Of its schedule it has the hours, not the days, which are another campaign's. It is approved anew.
 *
 * @throws CallbayError NOT_FOUND, CAMPAIGN_NAME_TAKEN
 */
export const cloneCampaign = tenantVerb({
  name: "campaign.clone",
  permission: "campaign.write",
  input: z.object({ campaignId: z.uuid(), name: approvedFields.name }),
  run: async (unit, { campaignId: fromId, name }) => {
    const { tx, tenantId, now } = unit;
    const from = await loadCampaign(tx, tenantId, fromId);
    const campaignId = newId();
    const { contractId, complianceId, callerIdId, purpose, dialMode, script, agentless } = from;
    const { ringTimeoutMs, joinDeadlineMs, maxAbandonedPpm, abandonedMedia, recordingForced } = from;
    const { maxChannels, priority, share } = from;
    const schedule = storedSchedule(from.schedule);
    const { count } = await tx.campaign.createMany({
      data: {
        ...{ tenantId, id: campaignId, name, contractId, complianceId, callerIdId, purpose, dialMode, script },
        ...{ ringTimeoutMs, joinDeadlineMs, maxAbandonedPpm, abandonedMedia, recordingForced },
        ...{ maxChannels, priority, share, createdAt: now },
        callingWindow: json(from.callingWindow),
        retryRules: json(from.retryRules),
        machine: json(from.machine),
        agentless: agentless === null ? Prisma.DbNull : json(agentless),
        ...jsonColumns({ schedule: schedule?.hours ? { ...schedule, from: null, until: null } : null }),
      },
      skipDuplicates: true,
    });
    if (count === 0) throw nameTaken(name);
    const own = { tenantId, campaignId };
    const lists = await tx.campaignList.findMany({
      where: { tenantId, campaignId: fromId, list: { archivedAt: null } },
    });
    await tx.campaignList.createMany({ data: lists.map((list) => ({ ...list, ...own })) });
    const words = await tx.campaignDisposition.findMany({ where: { tenantId, campaignId: fromId } });
    await tx.campaignDisposition.createMany({
      data: words.map(({ fields, ...word }) => ({
        ...{ ...word, ...own, id: newId() },
        fields: parseDispositionFields(fields).map(asJson),
      })),
    });
    const agents = await tx.campaignAgent.findMany({
      where: { tenantId, campaignId: fromId, membership: { endedAt: null } },
      select: { membershipId: true },
    });
    await tx.campaignAgent.createMany({ data: agents.map(({ membershipId }) => ({ ...own, membershipId })) });
    await unit.audit({
      action: "campaign.clone",
      entity: "campaign",
      entityId: campaignId,
      after: { name, from: fromId, lists: lists.length, dispositions: words.length, agents: agents.length },
    });
    unit.emit({ type: "campaign.changed", campaignId });
    return { campaignId };
  },
});

function json(value: Prisma.JsonValue): Prisma.InputJsonObject {
  return asJson(typeof value === "object" && value !== null ? value : {});
}
