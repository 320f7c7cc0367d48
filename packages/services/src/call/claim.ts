import type { RawTx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { type ClaimRow, claimReserved, type OrderCampaignRow, orderCampaigns } from "@callbay/db/sql/call-claim";
import { attemptToPeek } from "@callbay/db/sql/call-progress";
import { settleNumbers } from "@callbay/db/sql/dnc-entries";
import { fromDbDate, localDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import type { CallCard } from "@callbay/jobs/events";
import { versionForFact } from "../contract/in-force.ts";
import { leaseLost, ownedBy } from "../node/lease.ts";
import { hotVerb, z } from "../verb.ts";
import { readCards } from "./card.ts";
import { type CallOrder, orderOf } from "./order.ts";

export type { CallOrder } from "./order.ts";

export type ClaimResult =
  /** The card is what the agent's screen will show. */
  | { readonly ok: true; readonly order: CallOrder; readonly card: CallCard | null }
  | { readonly ok: false; readonly code: NotClaimed };

/** DO_NOT_CALL: the number came onto a list since it was reserved; the attempt has gone back, the contact is held. */
type NotClaimed = "ATTEMPT_NOT_RESERVED" | "CAMPAIGN_NOT_RUNNING" | "DO_NOT_CALL";

const claimInput = { ...ownedBy, owner: z.string() };

/**
 * Takes reserved attempts of one tenant by compare-and-set: whatever delivers one twice, it is dialled once. Their calls
 * and the customers' legs begin here. An attempt of a campaign that has stopped meanwhile is left for its release; one
 * that is not there, or belongs to another node, is missing from the answer. One whose number came onto a do-not-call
 * list since it was reserved goes back uncounted, and its contact is held by that list.
 *
 * @throws CallbayError LEASE_LOST: nothing was taken.
 */
export const claimAttempts = hotVerb({
  name: "attempt.claim_many",
  input: z.strictObject({ ...claimInput, attemptIds: z.array(z.uuid()).min(1).max(500) }),
  run: ({ tx, tenantId, now }, { attemptIds, nodeId, fence, owner }) =>
    claim(tx, { tenantId, nodeId, fence, owner, now }, attemptIds),
});

/** Takes one attempt; see `claimAttempts`. @throws CallbayError NOT_FOUND, LEASE_LOST. */
export const claimAttempt = hotVerb({
  name: "attempt.claim",
  input: z.strictObject({ ...claimInput, attemptId: z.uuid() }),
  run: async ({ tx, tenantId, now }, { attemptId, nodeId, fence, owner }): Promise<ClaimResult> => {
    const results = await claim(tx, { tenantId, nodeId, fence, owner, now }, [attemptId]);
    const result = results.get(attemptId);
    if (!result) throw notFound("attempt");
    return result;
  },
});

type By = Parameters<typeof claimReserved>[1];

async function claim(tx: RawTx, by: By, attemptIds: readonly string[]): Promise<Map<string, ClaimResult>> {
  const claims = [...new Set(attemptIds)].map((attemptId) => ({ attemptId, legId: newId(), eventId: newId() }));
  const rows = await claimReserved(tx, by, claims);
  if (rows.some(({ held }) => !held)) throw leaseLost(by.nodeId);
  await settleBarred(tx, by, rows);
  const taken = rows.filter(({ claimed }) => claimed);
  const wanted = new Set(taken.map(({ campaignId }) => campaignId));
  const found = wanted.size > 0 ? await orderCampaigns(tx, by.tenantId, [...wanted]) : [];
  const campaigns = new Map(found.map((row) => [row.id, { row, forced: contractRecords(row, by.now) }]));
  const cards = await readCards(
    tx,
    by.tenantId,
    taken.map(({ id }) => id),
  );
  return new Map(
    rows.map((row): [string, ClaimResult] => {
      const campaign = row.claimed ? campaigns.get(row.campaignId) : undefined;
      if (!campaign) return [row.id, { ok: false, code: why(row) }];
      return [row.id, { ok: true, order: order(by.tenantId, row, campaign), card: cards.get(row.id) ?? null }];
    }),
  );
}

/**
 * Brings contacts that were given back into line with the client's lists, as if they had been in the queue when the
 * entry was written. What the operator's list says the gate says at the next look.
 */
async function settleBarred(tx: RawTx, { tenantId, now }: By, rows: readonly ClaimRow[]): Promise<void> {
  const barred = rows.filter(({ barredBy }) => barredBy === "tenant" || barredBy === "campaign");
  const lists = new Map<string | null, Set<string>>();
  for (const { barredBy, campaignId, phone } of barred) {
    const list = barredBy === "tenant" ? null : campaignId;
    lists.set(list, (lists.get(list) ?? new Set()).add(phone));
  }
  for (const [campaignId, phones] of lists) await settleNumbers(tx, { tenantId, campaignId }, [...phones], now);
}

function order(
  tenantId: string,
  row: ClaimRow,
  campaign: { readonly row: OrderCampaignRow; readonly forced: boolean },
): CallOrder {
  return orderOf({ ...row, tenantId }, row, campaign.row, campaign.forced);
}

function why({ barredBy, campaignRunning }: ClaimRow): NotClaimed {
  if (barredBy !== null) return "DO_NOT_CALL";
  return campaignRunning ? "ATTEMPT_NOT_RESERVED" : "CAMPAIGN_NOT_RUNNING";
}

/** Does the contract want calls of this day recorded? */
function contractRecords({ versions, startsOn, endsOn, timezone }: OrderCampaignRow, now: Date): boolean {
  const days = { versions, startsOn: fromDbDate(startsOn), endsOn: endsOn && fromDbDate(endsOn) };
  return versionForFact(days, localDate(now, timezone))?.recordingRequired ?? false;
}

/** What is asked of a reserved attempt before the claim: a place on its trunk, and its agent. Null: no longer reserved. */
export const peekAttempt = hotVerb({
  name: "attempt.peek",
  input: z.strictObject({ tenantId: z.uuid(), attemptId: z.uuid() }),
  run: ({ tx, tenantId }, { attemptId }) => attemptToPeek(tx, tenantId, attemptId),
});
