import { countNotTaken, countReasons } from "@callbay/db/sql/dial-why";
import { tenantQuery, z } from "../verb.ts";
import { loadCampaign } from "./load.ts";

/**
 * A campaign's contacts by why they are not being dialled now. Each contact is in one class, so the counts add up to
 * the contacts, and with `notTaken` to the lists.
 *
 * A ready contact that is due and that the gate has not refused is `in_line`: nobody has asked the gate about it yet,
 * and nothing is claimed about the answer; it is asked when its turn comes. Everybody else has the reason of the last
 * answer, which the dialer renews when its instant (`nextAt`) has come.
 */
export const campaignReasons = tenantQuery({
  name: "campaign.reasons",
  permission: "campaign.read",
  input: z.strictObject({ campaignId: z.uuid() }),
  run: async ({ tx, tenantId, now }, { campaignId }) => {
    const campaign = await loadCampaign(tx, tenantId, campaignId);
    const reasons = await countReasons(tx, tenantId, campaignId, now);
    const contacts = reasons.reduce((sum, { count }) => sum + count, 0);
    const notTaken = await countNotTaken(tx, tenantId, campaignId);
    return {
      campaignState: campaign.state,
      reasons,
      contacts,
      /** On the lists and not the campaign's: left out by a segment, or not taken yet. */
      notTaken: Math.max(0, notTaken),
      listed: contacts + Math.max(0, notTaken),
    };
  },
});
