import { PassThrough } from "node:stream";
import type { Tx } from "@callbay/db/client";
import ExcelJS from "exceljs";
import type { InvoiceView } from "../load.ts";
import { loadUsageHead, type UsageCursor, usageRows } from "../usage-rows.ts";
import { writeInvoiceSheet } from "./invoice-sheet.ts";
import { writeLinesSheet } from "./lines-sheet.ts";
import { openUsageSheet } from "./usage-sheet.ts";

/** More usage than this is no workbook any more: the sheet says so, and the CSV has it all. */
export const MAX_USAGE_ROWS = 200_000;
const PAGE = 5_000;

/**
 * An invoice as a workbook: its sheet with live formulas, its lines, the usage behind them. Rows are written as they
 * are read, so that memory holds the packed file and one page.
 */
export async function invoiceWorkbook(tx: Tx, invoice: InvoiceView, maxUsageRows = MAX_USAGE_ROWS): Promise<Buffer> {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  workbook.creator = invoice.parties.issuer.name;
  workbook.created = invoice.issuedAt ?? invoice.createdAt;
  workbook.modified = workbook.created;

  writeInvoiceSheet(workbook, invoice);
  writeLinesSheet(workbook, invoice);
  const usage = openUsageSheet(workbook);
  const count = invoice.charges.reduce((sum, charge) => sum + charge.usageCount, 0);
  if (count > maxUsageRows) usage.tooLong(count, maxUsageRows);
  else {
    const head = await loadUsageHead(tx, { tenantId: invoice.tenantId, invoiceId: invoice.id }, "all");
    for (let cursor: UsageCursor | null = null, more = true; more; more = cursor !== null) {
      const page: Awaited<ReturnType<typeof usageRows>> = await usageRows(tx, head, cursor, PAGE);
      for (const row of page.rows) usage.add(row);
      cursor = page.next;
    }
  }
  usage.close();
  await workbook.commit();
  return Buffer.concat(chunks);
}
