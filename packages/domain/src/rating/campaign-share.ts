import type { MinorUnits } from "../money.ts";

/** A campaign's part in the usage behind a charge; null for usage that belongs to none. */
export interface CampaignUsage {
  readonly campaignId: string | null;
  /** In the charge's own unit, not negative. */
  readonly quantity: bigint;
}

export interface CampaignShare {
  readonly campaignId: string | null;
  readonly amountMinor: MinorUnits;
}

/**
 * Splits the amount of a charge over campaigns in proportion to their usage, by largest remainder: the parts sum to the
 * amount exactly, and none is a whole minor unit away from its exact share. Of equal remainders the campaign with the
 * smaller id comes first, so the split is the same every time. Without any usage all of it belongs to no campaign.
 *
 * @param amountMinor may be negative (a claw-back). Campaigns without usage get no part; the answer is sorted by id.
 */
export function shareByCampaign(amountMinor: MinorUnits, usage: readonly CampaignUsage[]): CampaignShare[] {
  const quantities = new Map<string | null, bigint>();
  for (const { campaignId, quantity } of usage) {
    if (quantity > 0n) quantities.set(campaignId, (quantities.get(campaignId) ?? 0n) + quantity);
  }
  const total = [...quantities.values()].reduce((sum, quantity) => sum + quantity, 0n);
  if (total === 0n) return [{ campaignId: null, amountMinor }];

  const negative = amountMinor < 0n;
  const size = negative ? -amountMinor : amountMinor;
  const shares = [...quantities]
    .map(([campaignId, quantity]) => ({
      campaignId,
      part: (size * quantity) / total,
      remainder: (size * quantity) % total,
    }))
    .sort(byId);
  let left = size - shares.reduce((sum, { part }) => sum + part, 0n);
  for (const share of [...shares].sort((a, b) => compare(b.remainder, a.remainder) || byId(a, b))) {
    if (left === 0n) break;
    share.part += 1n;
    left -= 1n;
  }
  return shares.map(({ campaignId, part }) => ({ campaignId, amountMinor: negative ? -part : part }));
}

/** Usage of no campaign comes last. */
function byId(a: { readonly campaignId: string | null }, b: { readonly campaignId: string | null }): number {
  if (a.campaignId === b.campaignId) return 0;
  if (a.campaignId === null) return 1;
  if (b.campaignId === null) return -1;
  return a.campaignId < b.campaignId ? -1 : 1;
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
