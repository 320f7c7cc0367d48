import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { amountText, parseAmount } from "@callbay/domain/money";
import { operatorVerb, z } from "../verb.ts";
import { disputeResolved } from "./dispute.ts";
import { addOwnLine } from "./lines-of.ts";
import { announce, type LockedInvoice, lockInvoice, lockOpenInvoice } from "./lock.ts";

const reason = z.string().trim().min(1).max(2_000);
const amount = z.string().max(24);
const which = { tenantId: z.uuid(), disputeId: z.uuid(), reason };

/**
 * Answers a dispute. adjust: the invoice in review gets a line that takes the amount off; credit: the contract gets a
 * credit, which the next invoice uses; reject: the line stands. The client reads the reason.
 */
export const resolveDispute = operatorVerb({
  name: "dispute.resolve",
  permission: "platform.billing.close",
  input: z.discriminatedUnion("resolution", [
    z.strictObject({ ...which, resolution: z.literal("adjust"), amount }),
    z.strictObject({ ...which, resolution: z.literal("credit"), amount }),
    z.strictObject({ ...which, resolution: z.literal("reject") }),
  ]),
  run: async (unit, input) => {
    const { tx, actor, now, audit } = unit;
    const { tenantId, disputeId, resolution } = input;
    const found = await tx.dispute.findUnique({ where: { tenantId_id: { tenantId, id: disputeId } } });
    if (!found) throw notFound("dispute");
    const lock = resolution === "adjust" ? lockOpenInvoice : lockInvoice;
    const invoice = await lock(tx, tenantId, found.invoiceId);
    const dispute = await loadOpen(tx, tenantId, disputeId);
    const amountMinor = "amount" in input ? parseAmount(input.amount, invoice.currency) : null;
    if (amountMinor !== null) await refuseAmount(tx, invoice, dispute.charge, amountMinor);
    if (resolution === "adjust") {
      await addOwnLine(tx, invoice, {
        contractVersionId: dispute.charge.contractVersionId,
        description: { key: "charge.adjustment", values: { line: dispute.charge.position + 1, dispute: disputeId } },
        amountMinor: -(amountMinor ?? 0n),
        reason: input.reason,
      });
    }
    if (resolution === "credit") {
      await tx.contractCredit.createMany({
        data: {
          tenantId,
          id: newId(),
          contractId: invoice.contractId,
          amountMinor: amountMinor ?? 0n,
          reason: input.reason,
          invoiceId: invoice.id,
          createdAt: now,
          createdBy: actor.name,
        },
      });
    }
    await tx.dispute.updateMany({
      where: { tenantId, id: disputeId, resolvedAt: null },
      data: { resolution, reason: input.reason, amountMinor, resolvedAt: now, resolvedBy: actor.name },
    });
    await audit({
      action: "dispute.resolve",
      entity: "dispute",
      entityId: disputeId,
      tenantId,
      after: {
        invoiceId: invoice.id,
        resolution,
        reason: input.reason,
        amount: amountMinor === null ? null : amountText(amountMinor, invoice.currency),
      },
    });
    announce(unit, tenantId, invoice.id);
    return { resolution };
  },
});

/** The dispute as it is under the lock of its contract. @throws CallbayError DISPUTE_RESOLVED. */
async function loadOpen(tx: Tx, tenantId: string, disputeId: string) {
  const dispute = await tx.dispute.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: disputeId } },
    include: { charge: { select: { id: true, position: true, amountMinor: true, contractVersionId: true } } },
  });
  if (dispute.resolvedAt !== null) throw disputeResolved();
  return dispute;
}

/** What all disputes of a line give away never exceeds the line. @throws CallbayError AMOUNT_OUT_OF_RANGE. */
async function refuseAmount(
  tx: Tx,
  { tenantId, currency }: LockedInvoice,
  charge: { readonly id: string; readonly amountMinor: bigint },
  amountMinor: bigint,
): Promise<void> {
  const given = await tx.dispute.aggregate({
    where: { tenantId, chargeId: charge.id, resolution: { in: ["adjust", "credit"] } },
    _sum: { amountMinor: true },
  });
  const most = charge.amountMinor - (given._sum.amountMinor ?? 0n);
  if (amountMinor > 0n && amountMinor <= most) return;
  throw new CallbayError(
    "invalid",
    "AMOUNT_OUT_OF_RANGE",
    `At most ${amountText(most, currency)} ${currency} of this line can be given back. Nothing was changed.`,
    { mostMinor: most.toString(), currency },
  );
}
