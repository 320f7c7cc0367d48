import type { RawTx } from "@callbay/db/client";
import { takeBackOffer } from "@callbay/db/sql/duty-preview";

/** So long an agent may look at one contact; then it goes back, and the agent is paused. */
export const OFFER_MS = 3 * 60_000;

/** The reason of a contact that somebody looks at. */
export const IN_PREVIEW = "in_preview";

export interface OfferKey {
  readonly tenantId: string;
  readonly dutySessionId: string;
}

/**
 * Gives the contact back that an agent looks at, as due as it was. Nothing when there is none, or when it is in an
 * attempt by now. @returns whether there was an offer.
 */
export async function giveBackOffer(
  tx: RawTx,
  { tenantId, dutySessionId }: OfferKey,
  after: { readonly reason: string; readonly nextAttemptAt?: Date } = { reason: "preview_returned" },
): Promise<boolean> {
  return takeBackOffer(tx, { tenantId, dutySessionId, inPreview: IN_PREVIEW, ...after });
}
