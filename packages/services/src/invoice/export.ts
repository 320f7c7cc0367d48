import type { Tx } from "@callbay/db/client";
import { invoiceUsageByDay, lineUsagePage, type UsageBehindLine } from "@callbay/db/sql/billing-invoice";
import { addDays } from "@callbay/domain/calendar";
import { currencyExponent } from "@callbay/domain/currency";
import { amountText, formatRate } from "@callbay/domain/money";
import { type AuditEntry, operatorVerb, tenantVerb, z } from "../verb.ts";
import { csvLine } from "./csv.ts";
import { lineText } from "./line-text.ts";
import { type InvoiceView, loadInvoice, type Visibility } from "./load.ts";
import { renderInvoice } from "./pdf/render.ts";

/** A file to be handed to a browser. */
export interface ExportedFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const EXPORTS = ["pdf", "lines", "usage"] as const;
type ExportKind = (typeof EXPORTS)[number];

const PAGE = 5_000;
const BOM = "\uFEFF";

/** A finalised invoice of the caller's company as a PDF. */
export const invoicePdf = tenantVerb({
  name: "invoice.pdf",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid() }),
  timeoutMs: 60_000,
  run: (unit, { invoiceId }) => exportInvoice(unit, { tenantId: unit.tenantId, invoiceId, kind: "pdf" }, "finalised"),
});

/** The lines of a finalised invoice, or the usage behind them, as CSV. */
export const invoiceCsv = tenantVerb({
  name: "invoice.csv",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid(), of: z.enum(["lines", "usage"]).default("lines") }),
  timeoutMs: 60_000,
  run: (unit, { invoiceId, of }) => exportInvoice(unit, { tenantId: unit.tenantId, invoiceId, kind: of }, "finalised"),
});

/** Any client's invoice, drafts included, as PDF or CSV. */
export const anyInvoiceFile = operatorVerb({
  name: "billing.export",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid(), kind: z.enum(EXPORTS) }),
  timeoutMs: 60_000,
  run: (unit, input) => exportInvoice(unit, input, "all"),
});

interface ExportOf {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly kind: ExportKind;
}

async function exportInvoice(
  { tx, audit }: { readonly tx: Tx; audit(entry: AuditEntry): Promise<void> },
  { tenantId, invoiceId, kind }: ExportOf,
  visible: Visibility,
): Promise<ExportedFile> {
  const invoice = await loadInvoice(tx, tenantId, invoiceId, visible);
  await audit({ action: "invoice.export", entity: "invoice", entityId: invoiceId, tenantId, after: { kind } });
  const name = invoice.number ?? `draft-${invoice.periodFrom}`;
  if (kind === "pdf") {
    const bytes = await renderInvoice(invoice, await invoiceUsageByDay(tx, tenantId, invoiceId));
    return { fileName: `${name}.pdf`, contentType: "application/pdf", bytes };
  }
  const csv = kind === "lines" ? linesCsv(invoice) : await usageCsv(tx, invoice);
  return {
    fileName: `${name}-${kind}.csv`,
    contentType: "text/csv; charset=utf-8",
    bytes: Buffer.from(BOM + csv, "utf8"),
  };
}

const LINE_COLUMNS = [
  "invoice_number",
  "line",
  "component",
  "contract_version",
  "description",
  "period_from",
  "period_through",
  "quantity",
  "unit",
  "unit_price",
  "amount",
  "currency",
  "tax_rate_percent",
  "arithmetic",
  "usage_records",
] as const;

/** The lines of an invoice; their amounts sum to its net. Columns never change their order; new ones come last. */
export function linesCsv(invoice: InvoiceView): string {
  const rows = invoice.charges.map((charge) =>
    csvLine([
      invoice.number,
      charge.position + 1,
      charge.componentType,
      charge.contractVersion,
      lineText(charge.description, "en"),
      charge.periodFrom,
      addDays(charge.periodTo, -1),
      formatRate(charge.quantityMicros, 0),
      charge.unit,
      formatRate(charge.unitPriceMicros, currencyExponent(invoice.currency)),
      amountText(charge.amountMinor, invoice.currency),
      invoice.currency,
      formatRate(BigInt(charge.taxRatePpm) * 100n, 0),
      charge.arithmetic,
      charge.usageCount,
    ]),
  );
  return csvLine(LINE_COLUMNS) + rows.join("");
}

const USAGE_COLUMNS = [
  "invoice_number",
  "line",
  "kind",
  "day",
  "occurred_at",
  "quantity",
  "call_id",
  "phone",
  "talk_ms",
  "outcome",
  "campaign",
  "agent",
  "seat",
  "usage_id",
] as const;

/** The usage behind every line, in the order of lines; numbers are masked. */
async function usageCsv(tx: Tx, invoice: InvoiceView): Promise<string> {
  const parts = [csvLine(USAGE_COLUMNS)];
  const { tenantId } = invoice;
  for (const { id: chargeId, componentId, position } of invoice.charges) {
    if (!componentId) continue;
    for (let after: string | undefined, more = true; more; ) {
      const rows: UsageBehindLine[] = await lineUsagePage(tx, { tenantId, chargeId, componentId, limit: PAGE, after });
      parts.push(rows.map((row) => usageLine(invoice.number, position, row)).join(""));
      after = rows.at(-1)?.id;
      more = rows.length === PAGE;
    }
  }
  return parts.join("");
}

function usageLine(number: string | null, position: number, row: UsageBehindLine): string {
  return csvLine([
    number,
    position + 1,
    row.kind,
    row.day,
    row.occurredAt,
    row.quantity,
    row.callId,
    row.maskedPhone,
    row.talkMs,
    row.outcome,
    row.campaignName,
    row.agentName,
    row.seatLabel,
    row.id,
  ]);
}
