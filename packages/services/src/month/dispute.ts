import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { usageBehindLine } from "@callbay/db/sql/month";
import { fromDbDate, localDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { onConflict } from "../billing/db-errors.ts";
import { tenantVerb, z } from "../verb.ts";
import { announce, lockReviewedInvoice } from "./lock.ts";

/**
 * Disputes a line, or one call (or other record of usage) behind it: the record is named by its own id or by the
 * call's. Several calls of a line are several disputes. What was accepted is not accepted any more.
 */
export const disputeLine = tenantVerb({
  name: "invoice.dispute",
  permission: "invoice.review",
  input: z.strictObject({
    invoiceId: z.uuid(),
    chargeId: z.uuid(),
    usageId: z.uuid().optional(),
    callId: z.uuid().optional(),
    comment: z.string().trim().min(1).max(2_000),
  }),
  run: async (unit, { invoiceId, chargeId, usageId, callId, comment }) => {
    const { tx, tenantId, actor, now, audit } = unit;
    const invoice = await lockReviewedInvoice(tx, tenantId, invoiceId);
    await refuseAfterReview(tx, invoice, now);
    const charge = await tx.charge.findUnique({
      where: { tenantId_id: { tenantId, id: chargeId } },
      select: { invoiceId: true },
    });
    if (charge?.invoiceId !== invoiceId) throw notFound("invoice line");
    const usage = usageId || callId ? await usageBehindLine(tx, { tenantId, chargeId, usageId, callId }) : null;
    if ((usageId || callId) && !usage) throw notFound("usage record");
    const id = newId();
    await onConflict("dispute_open_once", alreadyDisputed, () =>
      tx.dispute.createMany({
        data: {
          tenantId,
          id,
          invoiceId,
          chargeId,
          usageId: usage?.usageId ?? null,
          callId: usage?.callId ?? null,
          comment,
          openedAt: now,
          openedBy: actor.name,
        },
      }),
    );
    await tx.invoice.updateMany({ where: { tenantId, id: invoiceId }, data: { acceptedAt: null, acceptedBy: null } });
    await audit({
      action: "invoice.dispute",
      entity: "dispute",
      entityId: id,
      after: { invoiceId, chargeId, usageId: usage?.usageId ?? null, comment },
    });
    announce(unit, tenantId, invoiceId);
    return { disputeId: id };
  },
});

/** The client takes a dispute back before it is resolved; it stays in the record as withdrawn. */
export const withdrawDispute = tenantVerb({
  name: "invoice.withdrawDispute",
  permission: "invoice.review",
  input: z.strictObject({ disputeId: z.uuid() }),
  run: async (unit, { disputeId }) => {
    const { tx, tenantId, actor, now, audit } = unit;
    const dispute = await tx.dispute.findUnique({ where: { tenantId_id: { tenantId, id: disputeId } } });
    if (!dispute) throw notFound("dispute");
    const { count } = await tx.dispute.updateMany({
      where: { tenantId, id: disputeId, resolvedAt: null },
      data: { resolution: "withdrawn", resolvedAt: now, resolvedBy: actor.name },
    });
    if (count === 0) throw disputeResolved();
    await audit({
      action: "invoice.withdrawDispute",
      entity: "dispute",
      entityId: disputeId,
      after: { invoiceId: dispute.invoiceId },
    });
    announce(unit, tenantId, dispute.invoiceId);
    return { withdrawn: true };
  },
});

export function disputeResolved(): CallbayError {
  return new CallbayError("conflict", "DISPUTE_RESOLVED", "This dispute is resolved already. Nothing was changed.");
}

function alreadyDisputed(): CallbayError {
  return new CallbayError(
    "conflict",
    "DISPUTE_EXISTS",
    "This is disputed already and waits for an answer. Nothing was changed.",
  );
}

/** Silence until the last day of review counts as acceptance. @throws CallbayError REVIEW_OVER. */
async function refuseAfterReview(
  tx: Tx,
  { tenantId, reviewDueOn }: { readonly tenantId: string; readonly reviewDueOn: Date | null },
  now: Date,
): Promise<void> {
  const { timezone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
  const lastDay = reviewDueOn && fromDbDate(reviewDueOn);
  if (lastDay === null || localDate(now, timezone) <= lastDay) return;
  throw new CallbayError(
    "precondition",
    "REVIEW_OVER",
    `This invoice could be disputed until ${lastDay}. Nothing was changed; write to the operator, who can still credit it.`,
    { lastDay },
  );
}
