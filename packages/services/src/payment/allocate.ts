import { CallbayError, notFound } from "@callbay/domain/errors";
import { settleInvoice } from "../ledger/settle.ts";
import { announce } from "../month/lock.ts";
import { operatorVerb, z } from "../verb.ts";
import { bookAllocated, bookedSums } from "./book.ts";
import { lockPayable } from "./open-invoice.ts";
import { lockPayment } from "./rows.ts";

/**
 * Gives a payment that waits in suspense to an invoice of the same client and currency: as much as is open, the rest
 * goes on waiting.
 */
export const allocatePayment = operatorVerb({
  name: "payments.allocate",
  permission: "platform.payment.write",
  input: z.strictObject({ tenantId: z.uuid(), paymentId: z.uuid(), invoiceId: z.uuid() }),
  run: async (unit, { tenantId, paymentId, invoiceId }) => {
    const { tx, now, audit } = unit;
    const found = await tx.payment.findUnique({ where: { tenantId_id: { tenantId, id: paymentId } } });
    if (!found) throw notFound("payment");
    const invoice = await lockPayable(tx, tenantId, invoiceId);
    if (!invoice) throw notFound("invoice");
    const row = await lockPayment(tx, tenantId, paymentId);
    const { suspenseMinor } = await bookedSums(tx, row);
    if (row.invoiceId !== null || suspenseMinor <= 0n) {
      throw new CallbayError(
        "conflict",
        "PAYMENT_ALLOCATED",
        "This payment pays an invoice already, or has no money that waits. Nothing was changed.",
      );
    }
    if (row.currency !== invoice.currency) {
      throw new CallbayError(
        "precondition",
        "CURRENCY_MISMATCH",
        `This payment is in ${row.currency} and the invoice in ${invoice.currency}. Nothing was changed; give the payment back instead.`,
        { payment: row.currency, invoice: invoice.currency },
      );
    }
    const { timezone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
    const open = invoice.openMinor > 0n ? invoice.openMinor : 0n;
    const amountMinor = suspenseMinor < open ? suspenseMinor : open;
    const { id, currency } = row;
    const { contractId, number } = invoice;
    const title = [row.method ?? row.provider, number].join(", ");
    await bookAllocated(tx, { tenantId, id, currency, invoiceId, contractId, timezone, title }, amountMinor, now);
    await tx.payment.updateMany({
      where: { tenantId, id },
      data: { invoiceId, flag: suspenseMinor > open ? "overpaid" : null, updatedAt: now },
    });
    await settleInvoice(tx, { tenantId, invoiceId, now });
    await audit({
      action: "payments.allocate",
      entity: "payment",
      entityId: id,
      tenantId,
      after: { invoiceId, number, amountMinor: amountMinor.toString() },
    });
    announce(unit, tenantId, invoiceId);
    return { allocatedMinor: amountMinor };
  },
});
