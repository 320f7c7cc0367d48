import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { startOfLocalDay } from "@callbay/domain/calendar";
import { type SettlementState, settleInvoice } from "../ledger/settle.ts";
import { bookReceived } from "../payment/book.ts";
import type { PayableInvoice } from "../payment/open-invoice.ts";

export interface BankLine {
  readonly id: string;
  /** The bank's day. */
  readonly bookedOn: string;
  readonly currency: string;
  readonly counterparty: string;
}

export interface BankPart {
  readonly tenantId: string;
  /** Null: the client's money, of which nobody knows yet what it pays. */
  readonly invoice: PayableInvoice | null;
  readonly amountMinor: bigint;
}

/** The booked line of a statement becomes a payment of one invoice; a line of several has one for each. */
export async function payFromBank(
  tx: Tx,
  line: BankLine,
  part: BankPart,
  place: number,
  now: Date,
): Promise<{ paymentId: string; settlement: SettlementState | null }> {
  const { tenantId, invoice, amountMinor } = part;
  const { timezone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
  const id = newId();
  const { currency } = line;
  // The day is the bank's, whatever zone the client lives in.
  const at = startOfLocalDay(line.bookedOn, timezone);
  const openMinor = invoice && invoice.openMinor > 0n ? invoice.openMinor : 0n;
  const flag = invoice === null ? "invoice_unknown" : amountMinor > openMinor ? "overpaid" : null;
  await tx.payment.createMany({
    data: {
      ...{ tenantId, id, amountMinor, currency, flag },
      invoiceId: invoice?.id ?? null,
      provider: "bank",
      providerRef: place === 0 ? line.id : `${line.id}/${place + 1}`,
      state: "succeeded",
      method: line.counterparty === "" ? "bank" : line.counterparty.slice(0, 200),
      createdAt: now,
      settledAt: at,
      updatedAt: now,
    },
  });
  await bookReceived(
    tx,
    {
      ...{ tenantId, id, currency, timezone },
      invoiceId: invoice?.id ?? null,
      contractId: invoice?.contractId ?? null,
      title: ["bank", invoice?.number ?? line.id].join(", "),
    },
    { amountMinor, openMinor, at },
  );
  if (!invoice) return { paymentId: id, settlement: null };
  return { paymentId: id, settlement: await settleInvoice(tx, { tenantId, invoiceId: invoice.id, now }) };
}
