import { type Invoice, InvoiceService } from "@e-invoice-eu/core";

const SILENT = { log: () => {}, warn: () => {}, error: () => {} };

/** UBL 2.1 of EN 16931, an Invoice or a CreditNote. */
export async function writeUbl(document: Invoice): Promise<string> {
  const xml = await new InvoiceService(SILENT).generate(document, { format: "UBL", lang: "en", noWarnings: true });
  return typeof xml === "string" ? xml : Buffer.from(xml).toString("utf8");
}

/** Factur-X, profile EN 16931: the printed invoice as PDF/A-3 with the same invoice in CII inside. */
export async function writeFacturX(
  document: Invoice,
  pdf: Uint8Array,
  fileName: string,
  lang: string,
): Promise<Uint8Array> {
  const file = await new InvoiceService(SILENT).generate(document, {
    format: "Factur-X-EN16931",
    lang,
    noWarnings: true,
    pdf: { buffer: pdf, filename: fileName, mimetype: "application/pdf" },
  });
  return typeof file === "string" ? Buffer.from(file, "latin1") : file;
}
