import type { Tx } from "@callbay/db/client";
import { fromDbDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import type { Message } from "@callbay/domain/message";
import { taxOf } from "@callbay/domain/money";
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
      charges: {
        orderBy: { position: "asc" },
        include: {
          contractVersion: { select: { version: true, taxRatePpm: true, minTalkMs: true } },
          component: { select: { type: true } },
          _count: { select: { usages: true } },
        },
      },
    },
  });
  if (!row || (visible === "finalised" && row.state !== "finalised")) throw notFound("invoice");
  const charges = row.charges.map((charge) => ({
    id: charge.id,
    position: charge.position,
    componentId: charge.componentId,
    componentType: charge.component?.type ?? "",
    contractVersion: charge.contractVersion.version,
    taxRatePpm: charge.contractVersion.taxRatePpm,
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
    parties: partiesSchema.parse(row.parties),
    charges,
    taxes: taxesOf(charges),
    /** The talk from which a call counted, of each version charged. */
    minTalkMs: [...new Set(row.charges.map((charge) => charge.contractVersion.minTalkMs))].sort((a, b) => a - b),
  };
}

export type InvoiceView = Awaited<ReturnType<typeof loadInvoice>>;

interface InvoiceRow {
  readonly tenantId: string;
  readonly id: string;
  readonly contractId: string;
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

/** Net and tax per rate, as rating summed them: by the terms of each charge. */
function taxesOf(charges: readonly { readonly taxRatePpm: number; readonly amountMinor: bigint }[]) {
  const nets = new Map<number, bigint>();
  for (const { taxRatePpm, amountMinor } of charges) nets.set(taxRatePpm, (nets.get(taxRatePpm) ?? 0n) + amountMinor);
  return [...nets]
    .sort(([a], [b]) => a - b)
    .map(([ratePpm, netMinor]) => ({ ratePpm, netMinor, taxMinor: taxOf(netMinor, ratePpm) }));
}
