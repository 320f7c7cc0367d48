import type { RawTx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { insertUsage, usedCall } from "@callbay/db/sql/call-usage";
import { notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { isChargeableCall } from "@callbay/domain/rating/chargeable";
import { placeOfCall, usageOfCall } from "./record.ts";

/** A leg to an outside number that is over. */
export interface EndedLeg {
  readonly tenantId: string;
  readonly id: string;
  readonly callId: string;
  readonly phone: string | null;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly now: Date;
}

/**
 * Writes the usage of a transfer's leg with its end: it is charged as an outbound call of its own, from its answer to its
 * end, by the terms of the call that it belongs to. Running it again changes nothing.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function recordTransferUsage(tx: RawTx, leg: EndedLeg): Promise<void> {
  const { tenantId, id: transferId, callId, phone, answeredAt, endedAt, now } = leg;
  if (answeredAt === null || endedAt === null || phone === null) return;
  const call = await usedCall(tx, tenantId, callId);
  if (!call) throw notFound("call");
  const place = await placeOfCall(tx, { ...call, tenantId });
  if (!place) return;
  const talkMs = Math.max(0, endedAt.getTime() - answeredAt.getTime());
  const facts = { answeredAt, joinedAt: answeredAt, talkMs, isInternal: false, phone, completedScript: false };
  if (!isChargeableCall(facts, place.version).chargeable) return;
  const { campaignId, membershipId, seatLeaseId } = call;
  await insertUsage(tx, [
    {
      ...usageOfCall({ ...call, tenantId, id: callId }, place),
      createdAt: now,
      id: newId(),
      kind: "call",
      direction: "outbound",
      sourceKey: `transfer:${transferId}`,
      seatLeaseId,
      data: { talkMs, holdMs: 0, outcome: "answered", phone: maskPhone(phone), campaignId, membershipId, transferId },
    },
  ]);
}
