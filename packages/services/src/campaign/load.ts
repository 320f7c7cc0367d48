import type { Tx } from "@callbay/db/client";
import type { Campaign } from "@callbay/db/types";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { stale } from "../stale.ts";

/** A campaign of the tenant. @throws CallbayError NOT_FOUND */
export async function loadCampaign(tx: Tx, tenantId: string, campaignId: string): Promise<Campaign> {
  const campaign = await tx.campaign.findUnique({ where: { tenantId_id: { tenantId, id: campaignId } } });
  if (!campaign) throw notFound("campaign");
  return campaign;
}

/**
 * Claims the next revision for an edit that began from `revision`: of two people who edit the same campaign the second
 * is told, and nothing of the first's is lost.
 *
 * @throws CallbayError NOT_FOUND, STALE_REVISION
 */
export async function nextRevision(
  tx: Tx,
  tenantId: string,
  campaignId: string,
  revision: number,
): Promise<{ campaign: Campaign; revision: number }> {
  const campaign = await loadCampaign(tx, tenantId, campaignId);
  const { count } = await tx.campaign.updateMany({
    where: { tenantId, id: campaignId, revision },
    data: { revision: { increment: 1 } },
  });
  if (count === 0) throw stale("campaign", campaign.revision);
  return { campaign, revision: revision + 1 };
}

/** The refusal of an edit that the campaign's state does not allow. */
export function notEditable(state: string, fields: readonly string[]): CallbayError {
  return new CallbayError(
    "conflict",
    "CAMPAIGN_NOT_EDITABLE",
    "What the operator approves can be changed only in a draft or a returned campaign. Nothing was changed.",
    { state, fields },
  );
}
