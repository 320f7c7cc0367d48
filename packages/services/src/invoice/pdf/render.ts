import type { UsageDay } from "@callbay/db/sql/billing-invoice";
import { documentLocale, otherLocale } from "../line-text.ts";
import type { InvoiceView } from "../load.ts";
import { writeAnnex } from "./annex.ts";
import { Canvas } from "./canvas.ts";
import { writeHead } from "./head.ts";
import { labelsOf } from "./labels.ts";
import { writeLines } from "./lines.ts";
import { writePayment } from "./payment.ts";
import { type InvoiceSheet, writeFooters } from "./sheet.ts";
import { writeTotals } from "./totals.ts";

/**
 * An invoice or credit note as PDF, in the client's language with the other one beneath: the same invoice gives the
 * same document. Its last pages are the usage of each day that it charges. What is not final says so across each page.
 *
 * @param logo a PNG; without one the issuer's name is set in type.
 */
export async function renderInvoice(
  invoice: InvoiceView,
  days: readonly UsageDay[],
  { logo }: { readonly logo: Buffer | null },
): Promise<Buffer> {
  const locale = documentLocale(invoice.parties.locale);
  const labels = labelsOf(locale);
  const { issuer } = invoice.parties;
  const title = invoice.kind === "credit_note" ? labels.creditNote : labels.invoice;
  const canvas = new Canvas({
    title: `${title} ${invoice.number ?? ""}`.trim(),
    author: issuer.name,
    at: invoice.issuedAt ?? invoice.createdAt,
    language: locale,
  });
  const sheet: InvoiceSheet = { canvas, labels, other: labelsOf(otherLocale(locale)), locale, invoice };
  let y = writeHead(sheet, logo);
  y = writeLines(sheet, y);
  y = writeTotals(sheet, y);
  writePayment(sheet, y);
  writeAnnex(sheet, days);
  if (invoice.state !== "finalised") {
    const { watermarkDraft, watermarkReview } = labels;
    canvas.watermark(invoice.state === "in_review" ? watermarkReview : watermarkDraft);
  }
  const who = issuer.taxNumber ? `${issuer.name} · ${labels.taxNumber} ${issuer.taxNumber}` : issuer.name;
  writeFooters(sheet, who, invoice.number ?? (invoice.state === "in_review" ? labels.inReview : labels.draft));
  return canvas.bytes();
}
