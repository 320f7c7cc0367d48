import type { Tx } from "@callbay/db/client";
import { disputeRows } from "@callbay/db/sql/month";
import { fromDbDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import { invoiceTotals, taxesThatSumTo } from "@callbay/domain/invoice-totals";
import type { Message } from "@callbay/domain/message";
import { z } from "zod";
import { disputeView } from "../month/dispute-view.ts";
import { partiesSchema } from "./parties.ts";

export const SETTLEMENT_STATES = ["open", "partly_paid", "paid", "credited", "void"] as const;

const messageSchema = z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) });

const settlementState = z.enum(SETTLEMENT_STATES);

/** Which invoices the reader may see: the operator all, a client those that it was asked to look at or pay. */
export type Visibility = "all" | "shared";

/** Does such a reader see an invoice in this state? */
export function isVisible(visible: Visibility, state: "draft" | "in_review" | "finalised"): boolean {
  return visible === "all" || state !== "draft";
}

/**
 * An invoice with its lines, as screens and documents read it.
 *
 * @throws CallbayError NOT_FOUND, also for a draft that the reader may not see.
 */
export async function loadInvoice(tx: Tx, tenantId: string, invoiceId: string, visible: Visibility) {
  const row = await tx.invoice.findUnique({
    where: { tenantId_id: { tenantId, id: invoiceId } },
    include: {
      corrects: { select: { number: true, issuedAt: true } },
      correctedBy: {
        where: { state: "finalised" },
        orderBy: { sequence: "asc" },
        select: { id: true, number: true, totalMinor: true, issuedAt: true },
      },
      settlement: true,
      charges: {
        orderBy: { position: "asc" },
        include: {
          contractVersion: {
            select: { version: true, taxRatePpm: true, taxCategory: true, taxNote: true, minTalkMs: true },
          },
          component: { select: { type: true } },
          _count: { select: { usages: true } },
        },
      },
    },
  });
  if (!row || !isVisible(visible, row.state)) throw notFound("invoice");
  const charges = row.charges.map((charge) => ({
    id: charge.id,
    kind: charge.kind,
    position: charge.position,
    componentId: charge.componentId,
    componentType: charge.component?.type ?? "",
    contractVersion: charge.contractVersion.version,
    taxRatePpm: charge.contractVersion.taxRatePpm,
    taxCategory: charge.contractVersion.taxCategory,
    taxNote: charge.contractVersion.taxNote,
    /** Why a person added this line; null where rating made it. */
    reason: charge.reason,
    description: messageSchema.parse(charge.description) satisfies Message,
    quantityMicros: charge.quantityMicros,
    unit: charge.unit,
    unitPriceMicros: charge.unitPriceMicros,
    amountMinor: charge.amountMinor,
    arithmetic: charge.arithmetic,
    periodFrom: fromDbDate(charge.periodFrom),
    periodTo: fromDbDate(charge.periodTo),
    usageCount: charge._count.usages,
  }));
  return {
    ...summaryOf(row),
    taxMinor: row.taxMinor,
    legalEntityId: row.legalEntityId,
    /** The prices of its lines contain the tax. */
    taxInclusive: row.taxInclusive,
    /** Of a credit note: the invoice that it corrects. */
    corrects: row.corrects,
    /** Of an invoice: the credit notes that give back of it. */
    creditNotes: row.correctedBy,
    /** What the client disputed, open or resolved. */
    disputes: (await disputeRows(tx, { tenantId, invoiceId, limit: 500 })).map(disputeView),
    parties: partiesSchema.parse(row.parties),
    charges,
    /** Net and tax per rate; they sum to its own. */
    taxes: taxesThatSumTo(invoiceTotals(charges, row.taxInclusive), row),
    /** The talk from which a call counted, of each version charged. */
    minTalkMs: [...new Set(row.charges.map((charge) => charge.contractVersion.minTalkMs))].sort((a, b) => a - b),
  };
}

export type InvoiceView = Awaited<ReturnType<typeof loadInvoice>>;

interface InvoiceRow {
  readonly tenantId: string;
  readonly id: string;
  readonly contractId: string;
  readonly kind: string;
  readonly state: "draft" | "in_review" | "finalised";
  readonly number: string | null;
  readonly periodFrom: Date;
  readonly periodTo: Date;
  readonly currency: string;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
  readonly createdAt: Date;
  readonly issuedAt: Date | null;
  readonly dueOn: Date | null;
  readonly correctsId: string | null;
  readonly reviewSince: Date | null;
  readonly reviewDueOn: Date | null;
  readonly acceptedAt: Date | null;
  readonly acceptedBy: string | null;
  readonly autoCharge: boolean;
  readonly settlement: SettlementRow | null;
}

interface SettlementRow {
  readonly state: string;
  readonly paidMinor: bigint;
  readonly creditedMinor: bigint;
  readonly sentAt: Date | null;
  readonly remindedAt: Date | null;
  readonly reminders: number;
  readonly settledAt: Date | null;
  readonly nextChargeAt: Date | null;
}

/** The head of an invoice, as lists show it. */
export function summaryOf(row: InvoiceRow) {
  return {
    id: row.id,
    tenantId: row.tenantId,
    contractId: row.contractId,
    kind: row.kind === "credit_note" ? ("credit_note" as const) : ("invoice" as const),
    state: row.state,
    number: row.number,
    periodFrom: fromDbDate(row.periodFrom),
    periodTo: fromDbDate(row.periodTo),
    currency: row.currency,
    netMinor: row.netMinor,
    taxMinor: row.taxMinor,
    totalMinor: row.totalMinor,
    createdAt: row.createdAt,
    issuedAt: row.issuedAt,
    dueOn: row.dueOn && fromDbDate(row.dueOn),
    correctsId: row.correctsId,
    reviewSince: row.reviewSince,
    /** The last day on which the client may dispute it. */
    reviewDueOn: row.reviewDueOn && fromDbDate(row.reviewDueOn),
    acceptedAt: row.acceptedAt,
    /** Whose word it was; "" when the days of review passed in silence. */
    acceptedBy: row.acceptedBy,
    autoCharge: row.autoCharge,
    settlement: row.settlement && settlementOf(row.settlement, row.totalMinor),
  };
}

/** What became of a finalised invoice: sent, paid, given back. */
function settlementOf(row: SettlementRow, totalMinor: bigint) {
  return {
    state: settlementState.parse(row.state),
    paidMinor: row.paidMinor,
    creditedMinor: row.creditedMinor,
    /** Negative when more was paid than is owed. */
    openMinor: row.state === "void" ? 0n : totalMinor - row.paidMinor - row.creditedMinor,
    sentAt: row.sentAt,
    remindedAt: row.remindedAt,
    reminders: row.reminders,
    settledAt: row.settledAt,
    nextChargeAt: row.nextChargeAt,
  };
}
