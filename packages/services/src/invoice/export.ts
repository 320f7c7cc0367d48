import type { Tx } from "@callbay/db/client";
import { invoiceUsageByDay } from "@callbay/db/sql/billing-invoice";
import { type AuditEntry, operatorVerb, tenantVerb, z } from "../verb.ts";
import { linesCsv } from "./csv-lines.ts";
import { withCurrentData } from "./einvoice/current-data.ts";
import { eInvoiceOf } from "./einvoice/document.ts";
import { writeFacturX, writeUbl } from "./einvoice/generate.ts";
import { documentLocale } from "./line-text.ts";
import { type InvoiceView, loadInvoice, type Visibility } from "./load.ts";
import { issuerLogo } from "./pdf/logo.ts";
import { renderInvoice } from "./pdf/render.ts";
import { invoiceWorkbook } from "./xlsx/workbook.ts";

/** A file to be handed to a browser, or put on a mail. */
export interface ExportedFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Documents that an invoice is exported as; the usage behind it, which may be long, is streamed by usage-export.ts. */
export const INVOICE_EXPORTS = ["pdf", "lines", "xlsx", "ubl", "facturx"] as const;
export type InvoiceExport = (typeof INVOICE_EXPORTS)[number];

const BOM = "\uFEFF";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** An invoice of the caller's company as a document: in review and final ones. */
export const exportInvoice = tenantVerb({
  name: "invoice.export",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid(), kind: z.enum(INVOICE_EXPORTS).default("pdf") }),
  timeoutMs: 120_000,
  run: (unit, { invoiceId, kind }) => exported(unit, { tenantId: unit.tenantId, invoiceId, kind }, "shared"),
});

/** Any client's invoice as a document, drafts included. */
export const exportAnyInvoice = operatorVerb({
  name: "billing.export",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid(), invoiceId: z.uuid(), kind: z.enum(INVOICE_EXPORTS).default("pdf") }),
  timeoutMs: 120_000,
  run: (unit, input) => exported(unit, input, "all"),
});

/**
 * An invoice as the PDF that is put on a mail.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function invoiceAttachment(
  tx: Tx,
  { tenantId, invoiceId }: { readonly tenantId: string; readonly invoiceId: string },
): Promise<ExportedFile> {
  return documentOf(tx, await loadInvoice(tx, tenantId, invoiceId, "all"), "pdf");
}

interface ExportOf {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly kind: InvoiceExport;
}

async function exported(
  { tx, audit }: { readonly tx: Tx; audit(entry: AuditEntry): Promise<void> },
  { tenantId, invoiceId, kind }: ExportOf,
  visible: Visibility,
): Promise<ExportedFile> {
  const invoice = await loadInvoice(tx, tenantId, invoiceId, visible);
  await audit({ action: "invoice.export", entity: "invoice", entityId: invoiceId, tenantId, after: { kind } });
  return documentOf(tx, invoice, kind);
}

/** The name of an invoice's files, without their ending. */
export function fileNameOf(invoice: Pick<InvoiceView, "number" | "periodFrom">): string {
  return invoice.number ?? `draft-${invoice.periodFrom}`;
}

async function documentOf(tx: Tx, invoice: InvoiceView, kind: InvoiceExport): Promise<ExportedFile> {
  const name = fileNameOf(invoice);
  switch (kind) {
    case "pdf":
      return { fileName: `${name}.pdf`, contentType: "application/pdf", bytes: await pdfOf(tx, invoice) };
    case "lines":
      return {
        fileName: `${name}-lines.csv`,
        contentType: "text/csv; charset=utf-8",
        bytes: Buffer.from(BOM + linesCsv(invoice), "utf8"),
      };
    case "xlsx":
      return { fileName: `${name}.xlsx`, contentType: XLSX, bytes: await invoiceWorkbook(tx, invoice) };
    case "ubl": {
      const xml = await writeUbl(eInvoiceOf(await withCurrentData(tx, invoice)));
      return { fileName: `${name}.xml`, contentType: "application/xml", bytes: Buffer.from(xml, "utf8") };
    }
    case "facturx": {
      const document = eInvoiceOf(await withCurrentData(tx, invoice));
      const language = documentLocale(invoice.parties.locale);
      const bytes = await writeFacturX(document, await pdfOf(tx, invoice), `${name}.pdf`, language);
      return { fileName: `${name}-facturx.pdf`, contentType: "application/pdf", bytes };
    }
  }
}

async function pdfOf(tx: Tx, invoice: InvoiceView): Promise<Buffer> {
  const days = await invoiceUsageByDay(tx, invoice.tenantId, invoice.id);
  return renderInvoice(invoice, days, { logo: await issuerLogo(tx, invoice.legalEntityId) });
}
