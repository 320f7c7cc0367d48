import { newId } from "@callbay/db/ids";
import { DEFAULT_CALLING_WINDOW } from "@callbay/domain/calling-window";
import { CallbayError } from "@callbay/domain/errors";
import { DEFAULT_RETRY_RULES } from "@callbay/domain/retry";
import { tenantVerb, z } from "../verb.ts";
import {
  approvedFields,
  asJson,
  campaignLists,
  checkReferences,
  jsonColumns,
  storeLists,
  tunedFields,
} from "./fields.ts";

const { name, purpose, contractId, ...others } = approvedFields;

/** Opens a draft. Everything but name, purpose and contract has a sensible beginning and can come later. */
export const createCampaign = tenantVerb({
  name: "campaign.create",
  permission: "campaign.write",
  input: z
    .object({ name, purpose, contractId })
    .extend(z.object({ ...others, ...tunedFields, lists: campaignLists }).partial().shape),
  run: async (unit, { callingWindow, retryRules, machine, agentless, schedule, lists = [], ...fields }) => {
    const { tx, tenantId, now } = unit;
    await checkReferences(tx, tenantId, { ...fields, lists });
    const campaignId = newId();
    const { count } = await tx.campaign.createMany({
      data: {
        ...fields,
        tenantId,
        id: campaignId,
        ...jsonColumns({ machine, agentless, schedule }),
        callingWindow: asJson(callingWindow ?? DEFAULT_CALLING_WINDOW),
        retryRules: asJson(retryRules ?? DEFAULT_RETRY_RULES),
        createdAt: now,
      },
      skipDuplicates: true,
    });
    if (count === 0) throw nameTaken(fields.name);
    await storeLists(tx, tenantId, campaignId, lists);
    const { script: _long, ...said } = fields;
    await unit.audit({
      action: "campaign.create",
      entity: "campaign",
      entityId: campaignId,
      after: asJson({ ...said, lists }),
    });
    unit.emit({ type: "campaign.changed", campaignId });
    return { campaignId };
  },
});

export function nameTaken(taken: string): CallbayError {
  return new CallbayError(
    "conflict",
    "CAMPAIGN_NAME_TAKEN",
    `A campaign named "${taken}" exists already. Nothing was changed; choose another name.`,
    { name: taken },
  );
}
