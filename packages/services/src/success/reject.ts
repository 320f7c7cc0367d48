import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { UsageRecord } from "@callbay/db/types";
import { type LocalDate, toDbDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { successKey } from "../usage/success.ts";
import { operatorVerb, tenantVerb, type Unit, z } from "../verb.ts";
import { clawbackOf } from "./clawback.ts";

const reason = z.string().trim().min(3, "say why").max(500);

/**
 * The client rejects a success. Inside the contract's claw-back window what was charged for it is taken back on the next
 * invoice; a success that no invoice holds yet is never charged.
 */
export const rejectSuccess = tenantVerb({
  name: "success.reject",
  permission: "success.review",
  input: z.strictObject({ callId: z.uuid(), reason }),
  run: (unit, { callId, reason: why }) => reject(unit, { tenantId: unit.tenantId, callId, why }),
});

/** Quality review rejects a success of a client; see rejectSuccess. */
export const rejectAnySuccess = operatorVerb({
  name: "billing.rejectSuccess",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), callId: z.uuid(), reason }),
  run: (unit, { tenantId, callId, reason: why }) => reject(unit, { tenantId, callId, why }),
});

interface Rejection {
  readonly tenantId: string;
  readonly callId: string;
  readonly why: string;
}

async function reject(unit: Unit<Unit["actor"]>, { tenantId, callId, why }: Rejection) {
  const { tx, now, actor, audit, emit } = unit;
  await tx.$queryRaw`SELECT 1 FROM success WHERE tenant_id = ${tenantId}::uuid AND id = ${callId}::uuid FOR UPDATE`;
  const success = await tx.success.findUnique({ where: { tenantId_id: { tenantId, id: callId } } });
  const usage = await tx.usageRecord.findUnique({
    where: { tenantId_kind_sourceKey: { tenantId, kind: "success", sourceKey: successKey(callId) } },
  });
  if (!success || !usage) throw notFound("success");
  if (success.rejectedAt) {
    throw new CallbayError("conflict", "SUCCESS_REJECTED", "This success is rejected already. Nothing was changed.", {
      rejectedBy: success.rejectedBy,
      reason: success.rejectedReason,
    });
  }
  const { today } = await refuseLate(tx, usage, now);
  await tx.success.updateMany({
    where: { tenantId, id: callId, rejectedAt: null },
    data: { rejectedAt: now, rejectedBy: actor.name, rejectedReason: why, acceptedAt: null, acceptedBy: null },
  });
  await tx.usageRecord.createMany({ data: reversalOf(usage, callId, today, now), skipDuplicates: true });
  await audit({
    action: "success.reject",
    entity: "success",
    entityId: callId,
    tenantId,
    after: { reason: why, campaignId: success.campaignId },
  });
  const { campaignId, membershipId } = success;
  emit({ type: "call.changed", callId, membershipId, campaignId, what: "disposed" }, { tenantId });
  return { callId, rejectedOn: today };
}

/**
 * A reversal is dated today and falls under the terms of its success: the component that earned the commission takes it
 * back.
 */
function reversalOf(success: UsageRecord, callId: string, today: LocalDate, now: Date) {
  const { tenantId, contractId, contractVersionId, direction, data } = success;
  return {
    tenantId,
    id: newId(),
    kind: "reversal",
    sourceKey: `reversal:${callId}`,
    contractId,
    contractVersionId,
    direction,
    occurredAt: now,
    localDate: toDbDate(today),
    callId,
    reversesId: success.id,
    quantity: 1n,
    data: data ?? {},
    createdAt: now,
  };
}

/** @throws CallbayError CLAWBACK_OVER; `details.lastDay` is the day up to which it was possible. */
async function refuseLate(tx: Tx, usage: UsageRecord, now: Date): Promise<{ today: LocalDate }> {
  const { today, lastDay } = await clawbackOf(tx, usage, now);
  if (lastDay === null || today <= lastDay) return { today };
  throw new CallbayError(
    "precondition",
    "CLAWBACK_OVER",
    `This success could be rejected until ${lastDay}. Nothing was changed.`,
    { lastDay },
  );
}
