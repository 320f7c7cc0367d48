import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { localDate, toDbDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { isChargeableCall } from "@callbay/domain/rating/chargeable";
import { loadTerms, versionForFact } from "../contract/in-force.ts";

export interface EndedCall {
  readonly tenantId: string;
  readonly callId: string;
  readonly now: Date;
}

/**
 * Writes the usage record of an ended call, if it is chargeable, in the transaction that ends it: so no call is lost
 * from the bill and none is counted that did not end. The terms are those in force on the tenant's calendar day on
 * which the call started. Running it again changes nothing.
 *
 * @throws CallbayError NOT_FOUND, CALL_NOT_ENDED.
 */
export async function recordCallUsage(tx: Tx, { tenantId, callId, now }: EndedCall): Promise<void> {
  const call = await tx.call.findUnique({
    where: { tenantId_id: { tenantId, id: callId } },
    include: { campaign: { select: { contractId: true, tenant: { select: { timezone: true } } } } },
  });
  if (!call) throw notFound("call");
  if (call.endedAt === null) {
    throw new CallbayError(
      "precondition",
      "CALL_NOT_ENDED",
      "This call is not over; its usage is written at its end.",
      {
        callId,
      },
    );
  }
  // A call without a campaign has no contract that could charge it.
  if (!call.campaign) return;
  const { contractId, tenant } = call.campaign;
  const day = localDate(call.startedAt, tenant.timezone);
  const terms = await loadTerms(tx, tenantId, contractId);
  const version = terms && versionForFact(terms, day);
  if (!version) throw notFound("contract");
  const verdict = isChargeableCall({ ...call, completedScript: false }, version);
  if (!verdict.chargeable) return;
  await tx.usageRecord.createMany({
    data: {
      tenantId,
      id: newId(),
      kind: "call",
      sourceKey: `call:${callId}`,
      contractId,
      contractVersionId: version.id,
      direction: call.direction,
      occurredAt: call.startedAt,
      localDate: toDbDate(day),
      callId,
      seatLeaseId: call.seatLeaseId,
      quantity: 1n,
      data: {
        talkMs: call.talkMs,
        holdMs: call.holdMs,
        outcome: call.outcome,
        phone: maskPhone(call.phone),
        campaignId: call.campaignId,
        membershipId: call.membershipId,
      },
      createdAt: now,
    },
    skipDuplicates: true,
  });
}
