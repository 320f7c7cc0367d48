import type { Tx } from "@callbay/db/client";
import { fromDbDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import type { Message } from "@callbay/domain/message";
import { roundHalfAwayFromZero, taxOf } from "@callbay/domain/money";
import { z } from "zod";
import { partiesSchema } from "./parties.ts";

const messageSchema = z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) });

/** Which invoices the reader may see: the operator all, a client those that are final. */
export type Visibility = "all" | "finalised";

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
  if (!row || (visible === "finalised" && row.state !== "finalised")) throw notFound("invoice");
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
    parties: partiesSchema.parse(row.parties),
    charges,
    taxes: taxesOf(charges, row.taxInclusive),
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
  };
}

interface TaxedAmount {
  readonly taxRatePpm: number;
  readonly amountMinor: bigint;
}

/** Net and tax per rate, as rating summed them: by the terms of each charge, contained in its amount where they say so. */
function taxesOf(charges: readonly TaxedAmount[], inclusive: boolean) {
  const sums = new Map<number, bigint>();
  for (const { taxRatePpm, amountMinor } of charges) sums.set(taxRatePpm, (sums.get(taxRatePpm) ?? 0n) + amountMinor);
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([ratePpm, sum]) => {
      const taxMinor = inclusive
        ? roundHalfAwayFromZero(sum * BigInt(ratePpm), BigInt(1_000_000 + ratePpm))
        : taxOf(sum, ratePpm);
      return { ratePpm, netMinor: inclusive ? sum - taxMinor : sum, taxMinor };
    });
}
