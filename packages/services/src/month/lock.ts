import type { Tx } from "@callbay/db/client";
import { addDays, fromDbDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import type { Audience, LiveEvent } from "@callbay/jobs/events";
import { versionForFact } from "../contract/in-force.ts";
import { loadContract, lockContract } from "../contract/load.ts";

/**
 * Loads an invoice with its contract locked, so that closing, reviewing, correcting and finalising it come one after
 * the other.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function lockInvoice(tx: Tx, tenantId: string, invoiceId: string) {
  const where = { tenantId_id: { tenantId, id: invoiceId } };
  const found = await tx.invoice.findUnique({ where, select: { contractId: true } });
  if (!found) throw notFound("invoice");
  await lockContract(tx, tenantId, found.contractId);
  const invoice = await tx.invoice.findUnique({ where });
  if (!invoice) throw notFound("invoice");
  return invoice;
}

export type LockedInvoice = Awaited<ReturnType<typeof lockInvoice>>;

/** An invoice whose lines may still change: a draft, or one in review. @throws CallbayError NOT_FOUND, INVOICE_FINALISED. */
export async function lockOpenInvoice(tx: Tx, tenantId: string, invoiceId: string): Promise<LockedInvoice> {
  const invoice = await lockInvoice(tx, tenantId, invoiceId);
  if (invoice.state === "finalised") {
    throw new CallbayError(
      "conflict",
      "INVOICE_FINALISED",
      `Invoice ${invoice.number} is finalised and never changes. Nothing was changed.`,
      { number: invoice.number },
    );
  }
  return invoice;
}

/**
 * An invoice that the client is looking at. A draft is nobody's but the operator's: to a client it is missing.
 *
 * @throws CallbayError NOT_FOUND, INVOICE_FINALISED.
 */
export async function lockReviewedInvoice(tx: Tx, tenantId: string, invoiceId: string): Promise<LockedInvoice> {
  const invoice = await lockOpenInvoice(tx, tenantId, invoiceId);
  if (invoice.state === "draft") throw notFound("invoice");
  return invoice;
}

/** A finalised invoice that is no credit note itself. @throws CallbayError NOT_FOUND, INVOICE_NOT_FINALISED, NOT_AN_INVOICE. */
export async function lockFinalInvoice(tx: Tx, tenantId: string, invoiceId: string) {
  const invoice = await lockInvoice(tx, tenantId, invoiceId);
  if (invoice.kind !== "invoice") {
    throw new CallbayError(
      "precondition",
      "NOT_AN_INVOICE",
      `${invoice.number} is a credit note. Nothing was changed; choose the invoice that it corrects.`,
      { number: invoice.number },
    );
  }
  if (invoice.state !== "finalised" || invoice.number === null) {
    throw new CallbayError(
      "precondition",
      "INVOICE_NOT_FINALISED",
      "This invoice is not finalised. Nothing was changed; correct its lines, or finalise it first.",
      { invoiceId },
    );
  }
  return { ...invoice, number: invoice.number };
}

/** The contract of an invoice, and the terms of the last day that it covers: they decide how it is reviewed and paid. */
export async function termsOf(tx: Tx, invoice: LockedInvoice) {
  const { tenantId, contractId } = invoice;
  const contract = await loadContract(tx, tenantId, contractId);
  const version = versionForFact(contract, addDays(fromDbDate(invoice.periodTo), -1));
  if (!version) throw notFound("contract");
  const terms = await tx.contractVersion.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: version.id } },
    select: { id: true, reviewDays: true, autoCharge: true, paymentTermDays: true },
  });
  return { contract, terms };
}

/** Tells both sides that an invoice is not what it was. */
export function announce(
  unit: { emit(event: LiveEvent, audience?: Audience): void },
  tenantId: string,
  invoiceId: string,
): void {
  unit.emit({ type: "invoice.changed", invoiceId }, { tenantId });
  unit.emit({ type: "invoice.changed", invoiceId }, "operator");
}
