import type { RawTx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { contractOfCampaign, insertUsage, type NewUsage, usedCall } from "@callbay/db/sql/call-usage";
import type { Call } from "@callbay/db/types";
import { localDate, monthOf, toDbDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { isChargeableCall } from "@callbay/domain/rating/chargeable";
import { loadTerms, type VersionTerms, versionForFact } from "../contract/in-force.ts";

export interface EndedCall {
  readonly tenantId: string;
  readonly callId: string;
  /** No agent was joined, and a script was heard to its end or answered. */
  readonly completedScript?: boolean;
  readonly now: Date;
}

/**
 * Writes the usage of an ended call in the transaction that ends it, so that no call is lost from the bill and none is
 * counted that did not end: the call itself, if it is chargeable, and the contact as connected, once per campaign and
 * calendar month. The terms are those in force on the tenant's calendar day on which the call started. Running it again
 * changes nothing.
 *
 * @throws CallbayError NOT_FOUND, CALL_NOT_ENDED.
 */
export async function recordCallUsage(tx: RawTx, ended: EndedCall): Promise<void> {
  const { tenantId, callId, completedScript = false, now } = ended;
  const call = await usedCall(tx, tenantId, callId);
  if (!call) throw notFound("call");
  if (call.endedAt === null) {
    throw new CallbayError(
      "precondition",
      "CALL_NOT_ENDED",
      "This call is not over; its usage is written at its end.",
      { callId },
    );
  }
  const place = await placeOfCall(tx, { ...call, tenantId });
  if (!place) return;
  const { version, day } = place;
  const common = { ...usageOfCall({ ...call, tenantId, id: callId }, place), createdAt: now };
  const { campaignId, membershipId } = call;
  const usage: NewUsage[] = [];
  if (isChargeableCall({ ...call, completedScript }, version).chargeable) {
    const { talkMs, holdMs, outcome } = call;
    usage.push({
      ...common,
      id: newId(),
      kind: "call",
      sourceKey: `call:${callId}`,
      seatLeaseId: call.seatLeaseId,
      data: { talkMs, holdMs, outcome, phone: maskPhone(call.phone), campaignId, membershipId },
    });
  }
  if ((call.joinedAt !== null || completedScript) && !call.isInternal) {
    usage.push({
      ...common,
      id: newId(),
      kind: "connected",
      // A caller who is on no list is a contact of this call alone.
      sourceKey: `connected:${campaignId}:${call.contactId ?? callId}:${monthOf(day)}`,
      data: { campaignId, contactId: call.contactId },
    });
  }
  await insertUsage(tx, usage);
}

/** Under which terms the facts of a call fall. */
export interface PlaceOfCall {
  readonly contractId: string;
  readonly currency: string;
  readonly version: VersionTerms;
  readonly day: string;
}

/** Null for a call without a campaign: no contract could charge it. @throws CallbayError NOT_FOUND. */
export async function placeOfCall(
  tx: RawTx,
  call: Pick<Call, "tenantId" | "campaignId" | "startedAt">,
): Promise<PlaceOfCall | null> {
  const { tenantId, campaignId, startedAt } = call;
  if (campaignId === null) return null;
  const contract = await contractOfCampaign(tx, tenantId, campaignId);
  if (!contract) throw notFound("campaign");
  const { contractId, currency, timezone } = contract;
  const day = localDate(startedAt, timezone);
  const terms = await loadTerms(tx, tenantId, contractId);
  const version = terms && versionForFact(terms, day);
  if (!version) throw notFound("contract");
  return { contractId, currency, version, day };
}

/** What every usage record of a call says. */
export function usageOfCall(
  call: Pick<Call, "tenantId" | "id" | "direction" | "startedAt">,
  { contractId, version, day }: PlaceOfCall,
) {
  return {
    tenantId: call.tenantId,
    contractId,
    contractVersionId: version.id,
    direction: call.direction,
    occurredAt: call.startedAt,
    localDate: toDbDate(day),
    callId: call.id,
    quantity: 1n,
  };
}
