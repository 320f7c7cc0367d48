import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { localDate } from "@callbay/domain/calendar";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { invoiceTotals, remainingTotals } from "@callbay/domain/invoice-totals";
import { amountText, currencyExponent, MICROS_PER_UNIT, parseAmount } from "@callbay/domain/money";
import { loadContract } from "../contract/load.ts";
import { currentParties } from "../invoice/parties.ts";
import { postCreditNote } from "../ledger/post-invoice.ts";
import { settleInvoice } from "../ledger/settle.ts";
import { invoiceMail } from "../mail/invoice-mails.ts";
import type { MailingUnit } from "../mail/write.ts";
import { operatorVerb, z } from "../verb.ts";
import { announce, lockFinalInvoice } from "./lock.ts";
import { takeNumber } from "./number.ts";

/** A part of a line that is given back: an amount above zero, without tax or with it as the invoice's prices are. */
export interface CreditedLine {
  readonly chargeId: string;
  readonly amountMinor: bigint;
}

export interface NewCreditNote {
  readonly tenantId: string;
  /** The finalised invoice that is corrected. */
  readonly invoiceId: string;
  /** "rest" gives back all that earlier credit notes left. */
  readonly lines: readonly CreditedLine[] | "rest";
  readonly reason: string;
  readonly now: Date;
  /** false leaves the ledger to the caller. */
  readonly post?: boolean;
}

export interface IssuedCreditNote {
  readonly creditNoteId: string;
  readonly number: string;
  /** Negative. */
  readonly netMinor: bigint;
  readonly totalMinor: bigint;
}

/**
 * Corrects a finalised invoice by a credit note: a document of its own with the next number, whose lines are those of
 * the invoice (same position, same text) with negative amounts, taxed as they were. It is final at once, settles the
 * invoice and is posted. However an invoice is given back in parts, the parts sum to it exactly, tax included.
 *
 * Takes the lock of the contract. Mails and tells nobody; `announceCreditNote` does.
 *
 * @throws CallbayError NOT_FOUND (also for a line of another invoice), INVOICE_NOT_FINALISED, NOT_AN_INVOICE,
 * INVOICE_VOID, NOTHING_TO_CREDIT, AMOUNT_OUT_OF_RANGE.
 */
export async function issueCreditNote(tx: Tx, input: NewCreditNote): Promise<IssuedCreditNote> {
  const { tenantId, invoiceId, reason, now, post = true } = input;
  const invoice = await lockFinalInvoice(tx, tenantId, invoiceId);
  const settlement = await tx.invoiceSettlement.findUnique({ where: { tenantId_id: { tenantId, id: invoiceId } } });
  if (settlement?.state === "void") {
    throw new CallbayError("precondition", "INVOICE_VOID", `Invoice ${invoice.number} is void. Nothing was changed.`);
  }
  const { charges, notes } = await loadCredited(tx, tenantId, invoiceId);
  const chosen = input.lines === "rest" ? theRest(charges) : theseLines(charges, input.lines, invoice.currency);
  const after = charges.map((charge) => ({
    taxRatePpm: charge.contractVersion.taxRatePpm,
    amountMinor: charge.credited - (chosen.get(charge.id) ?? 0n),
  }));
  const all = invoiceTotals(after, invoice.taxInclusive);
  if (-all.totalMinor > invoice.totalMinor) throw beyond(invoice.totalMinor, invoice.currency);
  const totals = remainingTotals(all, notes);
  const contract = await loadContract(tx, tenantId, invoice.contractId);
  const parties = await currentParties(tx, contract, 0);
  const creditNoteId = newId();
  const { contractId, legalEntityId, periodFrom, periodTo, currency, taxRatePpm, taxInclusive } = invoice;
  await tx.invoice.createMany({
    data: {
      tenantId,
      id: creditNoteId,
      contractId,
      legalEntityId,
      kind: "credit_note",
      correctsId: invoiceId,
      periodFrom,
      periodTo,
      currency,
      taxRatePpm,
      taxInclusive,
      ...totals,
      parties: { ...parties },
      createdAt: now,
    },
  });
  await tx.charge.createMany({
    data: charges
      .filter((charge) => chosen.has(charge.id))
      .map(({ contractVersion: _terms, credited: _before, ...charge }) => {
        const amountMinor = -(chosen.get(charge.id) ?? 0n);
        return {
          ...charge,
          id: newId(),
          invoiceId: creditNoteId,
          description: charge.description ?? {},
          // Of no month: what was given back is not charged again by the month's next invoice.
          month: null,
          metered: 0n,
          reason,
          quantityMicros: -MICROS_PER_UNIT,
          unit: "amount",
          unitPriceMicros: (-amountMinor * MICROS_PER_UNIT) / 10n ** BigInt(currencyExponent(currency)),
          amountMinor,
          arithmetic: `${amountText(-amountMinor, currency)} of ${amountText(charge.amountMinor, currency)} given back`,
        };
      }),
  });
  const issuedOn = localDate(now, contract.timezone);
  const { sequence, number } = await takeNumber(tx, { legalEntityId, issuedOn });
  await tx.invoice.updateMany({
    where: { tenantId, id: creditNoteId },
    data: { state: "finalised", number, sequence, issuedAt: now },
  });
  await settleInvoice(tx, { tenantId, invoiceId, now });
  if (post) await postCreditNote(tx, { tenantId, invoiceId: creditNoteId, now });
  return { creditNoteId, number, netMinor: totals.netMinor, totalMinor: totals.totalMinor };
}

/** The lines of an invoice with what credit notes have given back of each (negative), and those notes. */
async function loadCredited(tx: Tx, tenantId: string, invoiceId: string) {
  const of = { tenantId, state: "finalised" as const, kind: "credit_note", correctsId: invoiceId };
  const notes = await tx.invoice.findMany({ where: of, select: { netMinor: true, taxMinor: true } });
  const before = await tx.charge.groupBy({
    by: ["position"],
    where: { tenantId, invoice: of },
    _sum: { amountMinor: true },
  });
  const credited = new Map(before.map((row) => [row.position, row._sum.amountMinor ?? 0n]));
  const rows = await tx.charge.findMany({
    where: { tenantId, invoiceId },
    orderBy: { position: "asc" },
    include: { contractVersion: { select: { taxRatePpm: true } } },
  });
  return { notes, charges: rows.map((row) => ({ ...row, credited: credited.get(row.position) ?? 0n })) };
}

interface CreditableLine {
  readonly id: string;
  readonly position: number;
  readonly amountMinor: bigint;
  readonly credited: bigint;
}

function theRest(charges: readonly CreditableLine[]): Map<string, bigint> {
  const rest = charges.map(({ id, amountMinor, credited }) => [id, amountMinor + credited] as const);
  const chosen = new Map(rest.filter(([, amountMinor]) => amountMinor !== 0n));
  if (chosen.size > 0) return chosen;
  throw new CallbayError(
    "precondition",
    "NOTHING_TO_CREDIT",
    "Everything on this invoice is given back already. Nothing was changed.",
  );
}

function theseLines(
  charges: readonly CreditableLine[],
  lines: readonly CreditedLine[],
  currency: string,
): Map<string, bigint> {
  const chosen = new Map<string, bigint>();
  for (const { chargeId, amountMinor } of lines) {
    const charge = charges.find((one) => one.id === chargeId);
    if (!charge) throw notFound("invoice line");
    const sum = (chosen.get(chargeId) ?? 0n) + amountMinor;
    const most = charge.amountMinor + charge.credited;
    if (amountMinor <= 0n || sum > most) throw beyond(most, currency, charge.position + 1);
    chosen.set(chargeId, sum);
  }
  return chosen;
}

function beyond(most: bigint, currency: string, line?: number): CallbayError {
  const of = line === undefined ? "this invoice" : `line ${line}`;
  return new CallbayError(
    "invalid",
    "AMOUNT_OUT_OF_RANGE",
    `At most ${amountText(most, currency)} ${currency} of ${of} can be given back. Nothing was changed.`,
    { mostMinor: most.toString(), currency, ...(line === undefined ? {} : { line }) },
  );
}

/** Mails a credit note, with its document, and tells both sides that it and its invoice are not what they were. */
export async function announceCreditNote(
  unit: MailingUnit,
  { tenantId, invoiceId, creditNoteId }: { tenantId: string; invoiceId: string; creditNoteId: string },
): Promise<void> {
  await invoiceMail(unit, tenantId, creditNoteId);
  announce(unit, tenantId, creditNoteId);
  announce(unit, tenantId, invoiceId);
}

/** Gives back a finalised invoice, whole or in part, by a credit note. */
export const creditNote = operatorVerb({
  name: "billing.creditNote",
  permission: "platform.billing.close",
  input: z.strictObject({
    tenantId: z.uuid(),
    invoiceId: z.uuid(),
    /** Lines with the decimal amount to be given back of each; all that is left when absent. */
    lines: z
      .array(z.strictObject({ chargeId: z.uuid(), amount: z.string().max(24) }))
      .min(1)
      .max(500)
      .optional(),
    reason: z.string().trim().min(1).max(500),
  }),
  timeoutMs: 60_000,
  run: async (unit, { tenantId, invoiceId, lines, reason }) => {
    const { tx, now, audit } = unit;
    const { currency } = await lockFinalInvoice(tx, tenantId, invoiceId);
    const chosen = lines?.map(({ chargeId, amount }) => ({ chargeId, amountMinor: parseAmount(amount, currency) }));
    const issued = await issueCreditNote(tx, { tenantId, invoiceId, lines: chosen ?? "rest", reason, now });
    await audit({
      action: "billing.creditNote",
      entity: "invoice",
      entityId: invoiceId,
      tenantId,
      after: {
        creditNoteId: issued.creditNoteId,
        number: issued.number,
        totalMinor: issued.totalMinor.toString(),
        reason,
      },
    });
    await announceCreditNote(unit, { tenantId, invoiceId, creditNoteId: issued.creditNoteId });
    return { creditNoteId: issued.creditNoteId, number: issued.number };
  },
});
