import type { Tx } from "@callbay/db/client";
import { CallbayError, notFound } from "@callbay/domain/errors";

/**
 * A final invoice with its settlement locked: whoever pays, refunds or charges it comes one after the other. Take this
 * lock before that of a payment.
 *
 * @returns null when there is no such invoice, or it is a credit note.
 */
export async function lockPayable(tx: Tx, tenantId: string, invoiceId: string) {
  await tx.$queryRaw`
    SELECT 1 FROM invoice_settlement WHERE tenant_id = ${tenantId}::uuid AND id = ${invoiceId}::uuid FOR UPDATE`;
  const invoice = await tx.invoice.findUnique({
    where: { tenantId_id: { tenantId, id: invoiceId } },
    include: { settlement: true },
  });
  if (!invoice?.settlement || invoice.state !== "finalised" || invoice.kind !== "invoice") return null;
  const { settlement, number, ...row } = invoice;
  return { ...row, number: number ?? "", settlement, openMinor: openOf(invoice.totalMinor, settlement) };
}

export type PayableInvoice = NonNullable<Awaited<ReturnType<typeof lockPayable>>>;

interface Settled {
  readonly state: string;
  readonly paidMinor: bigint;
  readonly creditedMinor: bigint;
}

/** What is still to be paid; negative when more was paid and given back than was billed. A void invoice asks nothing. */
export function openOf(totalMinor: bigint, { state, paidMinor, creditedMinor }: Settled): bigint {
  return (state === "void" ? 0n : totalMinor - creditedMinor) - paidMinor;
}

/** The same, refusing what cannot be paid. @throws CallbayError NOT_FOUND, INVOICE_SETTLED. */
export async function requirePayable(tx: Tx, tenantId: string, invoiceId: string): Promise<PayableInvoice> {
  const invoice = await lockPayable(tx, tenantId, invoiceId);
  if (!invoice) throw notFound("invoice");
  if (invoice.openMinor > 0n) return invoice;
  throw new CallbayError(
    "precondition",
    "INVOICE_SETTLED",
    `Nothing of invoice ${invoice.number} is open. Nothing was charged.`,
    { number: invoice.number },
  );
}
