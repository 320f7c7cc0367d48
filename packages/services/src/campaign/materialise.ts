import type { Tx } from "@callbay/db/client";
import { campaignZones, topUpCampaign } from "@callbay/db/sql/list-top-up";
import { isTimeZone } from "@callbay/domain/calendar";
import { isOpen, nextOpening, parseCallingWindow } from "@callbay/domain/calling-window";

/**
 * Contacts of the campaign's lists that it does not know yet become its own, in one statement. Those who live where
 * the calling window is closed now are due when it opens, so that the loop need not turn over each of them to find
 * out. Returns how many were new.
 */
export async function materialise(tx: Tx, tenantId: string, campaignId: string, now: Date): Promise<number> {
  const campaign = await tx.campaign.findUnique({
    where: { tenantId_id: { tenantId, id: campaignId } },
    select: { callingWindow: true },
  });
  if (!campaign) return 0;
  const window = parseCallingWindow(campaign.callingWindow);
  const zones = await campaignZones(tx, tenantId, campaignId);
  const closed = zones
    .filter((zone) => isTimeZone(zone) && !isOpen(window, now, zone))
    .flatMap((zone) => {
      const opensAt = nextOpening(window, now, zone);
      return opensAt ? [{ zone, opensAt }] : [];
    });
  return topUpCampaign(tx, { tenantId, campaignId, now, closed });
}

/** The same for every running or paused campaign on a list that has grown. */
export async function materialiseList(tx: Tx, tenantId: string, listId: string, now: Date): Promise<string[]> {
  const campaigns = await tx.campaign.findMany({
    where: { tenantId, lists: { some: { listId } }, state: { in: ["running", "paused"] } },
    select: { id: true },
  });
  for (const { id } of campaigns) await materialise(tx, tenantId, id, now);
  return campaigns.map(({ id }) => id);
}
