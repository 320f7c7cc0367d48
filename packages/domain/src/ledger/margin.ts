import { roundHalfAwayFromZero } from "../money.ts";
import { shareByCampaign } from "../rating/campaign-share.ts";

export interface CampaignMoney {
  readonly campaignId: string | null;
  readonly revenueMinor: bigint;
  readonly carrierMinor: bigint;
  readonly seatMinor: bigint;
  readonly agentMinor: bigint;
}

export interface CampaignMargin extends CampaignMoney {
  /** Its own lines and parts of lines; the rest of `revenueMinor` is its share of what no campaign earned alone. */
  readonly ownRevenueMinor: bigint;
  readonly costMinor: bigint;
  readonly marginMinor: bigint;
  /** Parts per million of the revenue, below zero for a loss; null without revenue. */
  readonly marginPpm: number | null;
}

/**
 * The margin of each campaign. What belongs to no campaign (the revenue of seats, base fees, discounts; costs while
 * nobody talked) is shared by talk time, as the cost of seats and agents is, so that the sums stay those of the ledger;
 * without any talk it stays a row of its own.
 *
 * @param talk milliseconds on each campaign. @returns in the order of `talk`, what belongs to none last.
 */
export function campaignMargins(
  money: readonly CampaignMoney[],
  talk: readonly { readonly campaignId: string; readonly talkMs: bigint }[],
): CampaignMargin[] {
  const weights = talk.map(({ campaignId, talkMs }) => ({ campaignId, quantity: talkMs }));
  const total = (campaignId: string | null, field: Amount) =>
    money.filter((one) => one.campaignId === campaignId).reduce((sum, one) => sum + one[field], 0n);
  const shares = new Map(
    AMOUNTS.map((field) => {
      const parts = shareByCampaign(total(null, field), weights);
      return [field, new Map(parts.map(({ campaignId, amountMinor }) => [campaignId, amountMinor]))] as const;
    }),
  );
  const ids = [...new Set([...talk, ...money].map(({ campaignId }) => campaignId))].filter((id) => id !== null);
  return [...ids, null]
    .map((campaignId) => {
      const amountOf = (field: Amount) =>
        (campaignId === null ? 0n : total(campaignId, field)) + (shares.get(field)?.get(campaignId) ?? 0n);
      return marginOf({
        campaignId,
        ownRevenueMinor: campaignId === null ? 0n : total(campaignId, "revenueMinor"),
        revenueMinor: amountOf("revenueMinor"),
        carrierMinor: amountOf("carrierMinor"),
        seatMinor: amountOf("seatMinor"),
        agentMinor: amountOf("agentMinor"),
      });
    })
    .filter((one) => one.campaignId !== null || one.revenueMinor !== 0n || one.costMinor !== 0n);
}

const AMOUNTS = ["revenueMinor", "carrierMinor", "seatMinor", "agentMinor"] as const;
type Amount = (typeof AMOUNTS)[number];

/** Sums, margin and percentage of a row, or of all of them. */
export function marginOf<T extends CampaignMoney>(money: T) {
  const costMinor = money.carrierMinor + money.seatMinor + money.agentMinor;
  const marginMinor = money.revenueMinor - costMinor;
  return {
    ...money,
    costMinor,
    marginMinor,
    marginPpm:
      money.revenueMinor > 0n ? Number(roundHalfAwayFromZero(marginMinor * 1_000_000n, money.revenueMinor)) : null,
  };
}
