import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { amountText, parseAmount } from "@callbay/domain/money";
import type { VerbContext } from "../context.ts";
import { settleInvoice } from "../ledger/settle.ts";
import { announceCreditNote, type CreditedLine, issueCreditNote } from "../month/credit-note.ts";
import { announce, lockFinalInvoice } from "../month/lock.ts";
import { operatorQuery, operatorVerb, z } from "../verb.ts";
import { bookedSums, bookRefunded } from "./book.ts";
import { linesOf } from "./credit-lines.ts";
import { requireGateway } from "./gateway.ts";
import { lockPayable, type PayableInvoice } from "./open-invoice.ts";
import { lockPayment } from "./rows.ts";
import { verbInSteps } from "./steps.ts";
import { syncPayment } from "./sync.ts";

const input = z.strictObject({
  tenantId: z.uuid(),
  paymentId: z.uuid(),
  /** A decimal of the payment's currency, with tax. */
  amount: z.string().max(24),
  /** For the credit note and the provider. */
  reason: z.string().trim().min(1).max(500),
});

/**
 * Gives a payment back, whole or in part. What its invoice still asks for is first taken off by a credit note; then the
 * provider pays it out. A transfer is paid out by hand: here it is written down. Where the provider fails after the
 * credit note, asking again writes no second one, because the client's credit is there already.
 *
 * With tax not every amount can be credited: then it is the next one below, and the answer says which.
 */
export const refundPayment = verbInSteps({
  name: "payments.refund",
  permission: "platform.payment.write",
  input,
  run: async (ctx, asked) => {
    const { provider, providerRef } = await findRefunded(ctx, { tenantId: asked.tenantId, paymentId: asked.paymentId });
    const byHand = provider === "bank";
    // What happened at the provider meanwhile counts: an earlier refund, a dispute.
    if (!byHand) await syncPayment(ctx, providerRef);
    const { order, ...answer } = await decideRefund(ctx, asked);
    if (byHand) return answer;
    await requireGateway(ctx.deps)
      .refund({ ...order, paymentRef: providerRef, reason: asked.reason, requestedBy: nameOf(ctx) })
      .catch((error: unknown) => {
        throw refusedAfter(error, answer.creditNote);
      });
    await syncPayment(ctx, providerRef);
    return answer;
  },
});

const nameOf = ({ actor }: VerbContext): string => actor.name;

function refusedAfter(error: unknown, creditNote: string | null): unknown {
  if (!(error instanceof CallbayError) || creditNote === null) return error;
  return new CallbayError(
    error.kind,
    error.code,
    `${error.message} Credit note ${creditNote} stands: the client has that much to their credit.`,
    { ...error.details, creditNote },
  );
}

const findRefunded = operatorQuery({
  name: "payments.findRefunded",
  permission: "platform.payment.write",
  input: z.strictObject({ tenantId: z.uuid(), paymentId: z.uuid() }),
  run: async ({ tx, deps }, { tenantId, paymentId: id }) => {
    const row = await tx.payment.findUnique({ where: { tenantId_id: { tenantId, id } } });
    if (!row) throw notFound("payment");
    if (row.state !== "succeeded" && row.state !== "refunded") throw notRefundable(row.state);
    if (row.provider !== "bank") requireGateway(deps);
    return { provider: row.provider, providerRef: row.providerRef };
  },
});

const notRefundable = (state: string): CallbayError =>
  new CallbayError(
    "precondition",
    "PAYMENT_NOT_REFUNDABLE",
    "Only money that came in and is not disputed can be given back. Nothing was changed.",
    { state },
  );

const decideRefund = operatorVerb({
  name: "payments.decideRefund",
  permission: "platform.payment.write",
  input,
  timeoutMs: 60_000,
  run: async (unit, { tenantId, paymentId, amount, reason }) => {
    const { tx, now, audit } = unit;
    const found = await tx.payment.findUnique({ where: { tenantId_id: { tenantId, id: paymentId } } });
    if (!found) throw notFound("payment");
    // The order of locks: contract, settlement, payment.
    if (found.invoiceId) await lockFinalInvoice(tx, tenantId, found.invoiceId);
    const invoice = found.invoiceId ? await lockPayable(tx, tenantId, found.invoiceId) : null;
    const row = await lockPayment(tx, tenantId, paymentId);
    if (row.state !== "succeeded") throw notRefundable(row.state);
    const wantedMinor = parseAmount(amount, row.currency);
    const most = row.amountMinor - row.refundedMinor - row.disputedMinor;
    if (wantedMinor <= 0n || wantedMinor > most) throw outOfRange(most, row.currency);
    const credited = invoice ? await creditFor(tx, invoice, wantedMinor, reason, now) : null;
    const amountMinor = credited ? credited.amountMinor : wantedMinor;
    if (amountMinor <= 0n) throw outOfRange(most, row.currency);
    const creditNote = credited?.note?.number ?? null;
    await audit({
      action: "payments.refund",
      entity: "payment",
      entityId: paymentId,
      tenantId,
      after: { amountMinor: amountMinor.toString(), currency: row.currency, reason, creditNote },
    });
    if (invoice && credited?.note)
      await announceCreditNote(unit, { tenantId, invoiceId: invoice.id, creditNoteId: credited.note.creditNoteId });
    if (row.provider === "bank") {
      await writeDown(tx, row, invoice, amountMinor, now);
      if (invoice) announce(unit, tenantId, invoice.id);
    }
    // The same refund asked twice, before the first is known here, is one.
    const key = `refund-${paymentId}-${row.refundedMinor}-${amountMinor}`;
    return {
      refundedMinor: amountMinor,
      currency: row.currency,
      creditNote,
      order: { amountMinor, currency: row.currency, key },
    };
  },
});

function outOfRange(most: bigint, currency: string): CallbayError {
  return new CallbayError(
    "invalid",
    "REFUND_OUT_OF_RANGE",
    `At most ${amountText(most, currency)} ${currency} of this payment can be given back. Nothing was changed.`,
    { mostMinor: most.toString(), currency },
  );
}

/** Takes off the invoice what is to be given back, as far as the client has not paid too much already. */
async function creditFor(tx: Tx, invoice: PayableInvoice, wantedMinor: bigint, reason: string, now: Date) {
  const { tenantId, id: invoiceId, totalMinor, taxInclusive, openMinor, settlement } = invoice;
  const overpaid = openMinor < 0n ? -openMinor : 0n;
  const needed = wantedMinor - overpaid;
  if (needed <= 0n) return { amountMinor: wantedMinor, note: null };
  const left = totalMinor - settlement.creditedMinor;
  let lines: readonly CreditedLine[] | "rest" = "rest";
  if (needed < left) {
    const chosen = linesOf(
      await creditableLines(tx, tenantId, invoiceId),
      needed,
      taxInclusive,
      -settlement.creditedMinor,
    );
    if (chosen.lines.length === 0) return { amountMinor: overpaid, note: null };
    lines = chosen.lines;
  }
  const note = await issueCreditNote(tx, { tenantId, invoiceId, lines, reason, now });
  return { amountMinor: overpaid - note.totalMinor, note };
}

async function creditableLines(tx: Tx, tenantId: string, invoiceId: string) {
  const before = await tx.charge.groupBy({
    by: ["position"],
    where: { tenantId, invoice: { state: "finalised", kind: "credit_note", correctsId: invoiceId } },
    _sum: { amountMinor: true },
  });
  const credited = new Map(before.map((row) => [row.position, row._sum.amountMinor ?? 0n]));
  const rows = await tx.charge.findMany({
    where: { tenantId, invoiceId },
    orderBy: { position: "asc" },
    select: { id: true, position: true, amountMinor: true, contractVersion: { select: { taxRatePpm: true } } },
  });
  return rows.map(({ id, position, amountMinor, contractVersion }) => {
    const creditedMinor = credited.get(position) ?? 0n;
    const rest = amountMinor + creditedMinor;
    return { chargeId: id, taxRatePpm: contractVersion.taxRatePpm, creditedMinor, restMinor: rest > 0n ? rest : 0n };
  });
}

/** A transfer back, made by hand at the bank. */
async function writeDown(
  tx: Tx,
  row: Awaited<ReturnType<typeof lockPayment>>,
  invoice: PayableInvoice | null,
  amountMinor: bigint,
  now: Date,
): Promise<void> {
  const { tenantId, id, currency } = row;
  const { timezone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
  const payment = {
    ...{ tenantId, id, currency, timezone },
    invoiceId: invoice?.id ?? null,
    contractId: invoice?.contractId ?? null,
    title: ["bank", invoice?.number ?? row.providerRef].join(", "),
  };
  const before = await bookedSums(tx, payment);
  await bookRefunded(tx, payment, { ref: newId(), amountMinor, at: now }, before.suspenseMinor);
  const refundedMinor = row.refundedMinor + amountMinor;
  await tx.payment.updateMany({
    where: { tenantId, id },
    data: { refundedMinor, state: refundedMinor >= row.amountMinor ? "refunded" : "succeeded", updatedAt: now },
  });
  if (invoice) await settleInvoice(tx, { tenantId, invoiceId: invoice.id, now });
}
