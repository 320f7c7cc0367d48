import type { Tx } from "@callbay/db/client";
import type { PaymentSnapshot } from "@callbay/gateways/payment-port";
import { type SettlementState, settleInvoice } from "../ledger/settle.ts";
import type { MailingUnit } from "../mail/write.ts";
import { announce } from "../month/lock.ts";
import { systemVerb, z } from "../verb.ts";
import {
  type BookedPayment,
  type BookedSums,
  bookDisputed,
  bookDisputeWon,
  bookedSums,
  bookReceived,
  bookRefunded,
  bookRefundFailed,
} from "./book.ts";
import { writeChargeNotice } from "./notice.ts";
import { lockPayable, type PayableInvoice } from "./open-invoice.ts";
import { nextChargeAfter } from "./retry.ts";
import { findPaymentRow, lockPaymentRow, ownId } from "./rows.ts";

export type PaymentRow = Awaited<ReturnType<typeof lockPaymentRow>>;

export interface Applied {
  readonly paymentId: string;
  readonly state: string;
  readonly invoiceId: string | null;
  readonly settlement: SettlementState | null;
}

/**
 * Brings our row of a payment, the ledger and the invoice up to what the provider says now. Whatever is seen first,
 * late or twice, the end is the same: money that was booked stays booked, each refund and each dispute is booked once,
 * and the row follows from the ledger.
 */
export const applyPayment = systemVerb({
  name: "payments.apply",
  input: z.object({ tenantId: z.uuid(), provider: z.string(), snapshot: z.custom<PaymentSnapshot>() }),
  run: async (unit, { tenantId, provider, snapshot }): Promise<Applied> => {
    const { tx, now } = unit;
    const known = await findPaymentRow(tx, tenantId, provider, snapshot);
    // A payment that was booked stays where it is, also where a person has put it.
    const meant = known?.invoiceId ?? ownId(snapshot.invoiceId);
    const invoice = meant ? await lockPayable(tx, tenantId, meant) : null;
    const row = await lockPaymentRow(tx, tenantId, provider, snapshot, invoice?.id ?? null, now);
    const payment = await bookedPayment(tx, row, snapshot, invoice);
    const { sums, flag } = await bookAll(tx, payment, snapshot, invoice);
    const state = stateOf(sums, snapshot, row.state);
    await tx.payment.updateMany({
      where: { tenantId, id: row.id },
      data: {
        state,
        providerRef: snapshot.ref,
        invoiceId: payment.invoiceId,
        amountMinor: snapshot.amountMinor,
        currency: snapshot.currency,
        refundedMinor: sums.refundedMinor,
        disputedMinor: sums.disputedMinor,
        failureCode: sums.received ? null : snapshot.failureCode,
        flag: row.flag ?? flag,
        method: snapshot.method ?? row.method,
        settledAt: sums.received ? (row.settledAt ?? snapshot.settledAt ?? now) : null,
        updatedAt: now,
      },
    });
    if (!payment.invoiceId) return { paymentId: row.id, state, invoiceId: null, settlement: null };
    const settlement = await settleInvoice(tx, { tenantId, invoiceId: payment.invoiceId, now });
    if (invoice && snapshot.automatic && row.state === "pending" && state !== "pending")
      await afterAutomatic(unit, tenantId, { row, invoice, state });
    announce(unit, tenantId, payment.invoiceId);
    return { paymentId: row.id, state, invoiceId: payment.invoiceId, settlement };
  },
});

/** The payment as its postings name it. One of another currency than its invoice pays nothing until a person says so. */
async function bookedPayment(
  tx: Tx,
  row: PaymentRow,
  snapshot: PaymentSnapshot,
  invoice: PayableInvoice | null,
): Promise<BookedPayment> {
  const { tenantId, id } = row;
  const { timezone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
  const fits = invoice?.currency === snapshot.currency ? invoice : null;
  return {
    tenantId,
    id,
    currency: snapshot.currency,
    invoiceId: fits?.id ?? null,
    contractId: fits?.contractId ?? null,
    timezone,
    title: [snapshot.method ?? row.provider, fits?.number ?? snapshot.ref].join(", "),
  };
}

/** Books what was not booked yet, in the order in which it must have happened. */
async function bookAll(
  tx: Tx,
  payment: BookedPayment,
  snapshot: PaymentSnapshot,
  invoice: PayableInvoice | null,
): Promise<{ sums: BookedSums; flag: string | null }> {
  let flag: string | null = null;
  let sums = await bookedSums(tx, payment);
  if (!sums.received) {
    if (snapshot.state !== "succeeded") return { sums, flag };
    const openMinor = payment.invoiceId ? (invoice?.openMinor ?? 0n) : 0n;
    await bookReceived(tx, payment, {
      amountMinor: snapshot.amountMinor,
      openMinor,
      at: snapshot.settledAt ?? snapshot.createdAt,
    });
    if (!payment.invoiceId) flag = invoice ? "currency_mismatch" : "invoice_unknown";
    else if (snapshot.amountMinor > openMinor) flag = "overpaid";
  }
  for (const { ref, state, amountMinor, createdAt: at, reason } of snapshot.refunds) {
    sums = await bookedSums(tx, payment);
    if (state === "succeeded") await bookRefunded(tx, payment, { ref, amountMinor, at }, sums.suspenseMinor);
    if (state === "failed") await bookRefundFailed(tx, payment, ref, at);
    if (reason === null) flag ??= "refund_elsewhere";
  }
  for (const { ref, state, amountMinor, createdAt: at } of snapshot.disputes) {
    if (state === "inquiry") continue;
    sums = await bookedSums(tx, payment);
    await bookDisputed(tx, payment, { ref, amountMinor, at }, sums.suspenseMinor);
    if (state === "won") await bookDisputeWon(tx, payment, ref, at);
  }
  return { sums: await bookedSums(tx, payment), flag };
}

/** Money decides; before there is any, the provider's word does. */
function stateOf(sums: BookedSums, snapshot: PaymentSnapshot, before: string): string {
  if (!sums.received) return snapshot.state === "succeeded" ? before : snapshot.state;
  if (sums.disputedMinor > 0n) return "disputed";
  return sums.refundedMinor >= snapshot.amountMinor ? "refunded" : "succeeded";
}

interface AutomaticEnd {
  readonly row: PaymentRow;
  readonly invoice: PayableInvoice;
  readonly state: string;
}

/** What follows from a charge of a saved card: nothing when it paid, another try or none when it did not. */
export async function afterAutomatic(
  unit: MailingUnit,
  tenantId: string,
  { row, invoice, state }: AutomaticEnd,
): Promise<void> {
  const { tx, now } = unit;
  const refused = state === "failed" || state === "requires_action";
  const attempts = invoice.settlement.chargeAttempts + 1;
  const nextAt = state === "failed" ? nextChargeAfter(attempts, now) : null;
  await tx.invoiceSettlement.updateMany({
    where: { tenantId, id: invoice.id },
    data: { chargeAttempts: attempts, nextChargeAt: nextAt, updatedAt: now },
  });
  if (!refused) return;
  await writeChargeNotice(unit, tenantId, {
    paymentId: row.id,
    invoice,
    amountMinor: row.amountMinor,
    needsHolder: state === "requires_action",
    nextAt,
  });
}
