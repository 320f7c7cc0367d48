import type { Tx } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";

export type SettlementState = "open" | "partly_paid" | "paid" | "credited" | "void";

/**
 * Brings an invoice's settlement up to what its payments and credit notes say; run it after each of them, in the same
 * transaction. A void invoice stays void.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function settleInvoice(
  tx: Tx,
  { tenantId, invoiceId, now }: { readonly tenantId: string; readonly invoiceId: string; readonly now: Date },
): Promise<SettlementState> {
  await tx.$queryRaw`
    SELECT 1 FROM invoice_settlement WHERE tenant_id = ${tenantId}::uuid AND id = ${invoiceId}::uuid FOR UPDATE`;
  const invoice = await tx.invoice.findUnique({
    where: { tenantId_id: { tenantId, id: invoiceId } },
    include: {
      settlement: true,
      payments: { where: { state: { in: ["succeeded", "refunded", "disputed"] } } },
      correctedBy: { where: { state: "finalised", kind: "credit_note" }, select: { totalMinor: true } },
    },
  });
  if (!invoice?.settlement) throw notFound("invoice");
  const paidMinor = invoice.payments.reduce(
    (sum, one) => sum + one.amountMinor - one.refundedMinor - one.disputedMinor,
    0n,
  );
  const creditedMinor = invoice.correctedBy.reduce((sum, one) => sum - one.totalMinor, 0n);
  const state = settlementState(invoice.settlement.state, invoice.totalMinor, paidMinor, creditedMinor);
  const settled = state === "paid" || state === "credited" || state === "void";
  await tx.invoiceSettlement.update({
    where: { tenantId_id: { tenantId, id: invoiceId } },
    data: {
      state,
      paidMinor,
      creditedMinor,
      settledAt: settled ? (invoice.settlement.settledAt ?? now) : null,
      ...(settled ? { nextChargeAt: null } : {}),
      updatedAt: now,
    },
  });
  return state;
}

/** How an invoice stands by what was paid and credited; `before` counts only where it is void. */
export function settlementState(before: string, total: bigint, paid: bigint, credited: bigint): SettlementState {
  if (before === "void") return "void";
  if (credited >= total && total > 0n && paid <= 0n) return "credited";
  if (paid + credited >= total) return "paid";
  return paid > 0n || credited > 0n ? "partly_paid" : "open";
}
