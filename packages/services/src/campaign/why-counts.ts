import { countListed, countReasons, type ReasonCount } from "@callbay/db/sql/dial-why";
import type { Campaign } from "@callbay/db/types";
import { scheduleStanding } from "@callbay/domain/campaign-schedule";
import { storedSchedule } from "@callbay/domain/campaign-schedule/parse";
import { tenantQuery, z } from "../verb.ts";
import { loadCampaign } from "./load.ts";

/**
 * A campaign's contacts by why they are not being dialled now. Each contact is in one class, so the counts add up to
 * the contacts, and with `notTaken` to the lists.
 *
 * A ready contact that is due and that the gate has not refused is `in_line`: nobody has asked the gate about it yet,
 * and nothing is claimed about the answer; it is asked when its turn comes. Everybody else has the reason of the last
 * answer, which the dialer renews when its instant (`nextAt`) has come. While the campaign rests by its schedule, those in
 * line are `outside_schedule`, until it dials again.
 */
export const campaignReasons = tenantQuery({
  name: "campaign.reasons",
  permission: "campaign.read",
  input: z.strictObject({ campaignId: z.uuid() }),
  run: async ({ tx, tenantId, now }, { campaignId }) => {
    const campaign = await loadCampaign(tx, tenantId, campaignId);
    const counted = await countReasons(tx, tenantId, campaignId, now);
    const contacts = counted.reduce((sum, { count }) => sum + count, 0);
    const taken = counted.reduce((sum, { onLists }) => sum + onLists, 0);
    // The list may grow between the two readings, never below what was taken of it.
    const notTaken = Math.max(0, (await countListed(tx, tenantId, campaignId)) - taken);
    return {
      campaignState: campaign.state,
      reasons: resting(counted, campaign, now).map(({ state, reason, count, nextAt }) => ({
        state,
        reason,
        count,
        nextAt,
      })),
      contacts,
      /** On the lists and not the campaign's: left out by a segment, or not taken yet. */
      notTaken,
      /** Everybody above; those whom a list that was taken away has left behind included. */
      listed: contacts + notTaken,
    };
  },
});

/** Nobody is in line while the campaign itself rests. */
function resting(counted: readonly ReasonCount[], { state, schedule }: Campaign, now: Date): readonly ReasonCount[] {
  const standing = scheduleStanding(storedSchedule(schedule), now);
  if (state !== "running" || standing.open) return counted;
  const waits = ({ reason }: ReasonCount): boolean => reason === "in_line" || reason === "outside_schedule";
  const own = counted.filter(waits);
  const [first] = own;
  if (!first) return counted;
  const sum = (key: "count" | "onLists") => own.reduce((total, one) => total + one[key], 0);
  return [
    { ...first, reason: "outside_schedule", count: sum("count"), onLists: sum("onLists"), nextAt: standing.opensAt },
    ...counted.filter((one) => !waits(one)),
  ];
}
