import { addDays, toDbDate } from "@callbay/domain/calendar";
import { safeText } from "@callbay/domain/csv";
import type ExcelJS from "exceljs";
import { lineText } from "../line-text.ts";
import type { InvoiceView } from "../load.ts";
import { amountFormat, amountNumber, microsNumber } from "./formulas.ts";

const DATE = "yyyy-mm-dd";

/** Every line with all that it says, one row each: what a pivot table is built on. */
export function writeLinesSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, invoice: InvoiceView): void {
  const sheet = workbook.addWorksheet("Lines", { views: [{ state: "frozen", ySplit: 1 }] });
  const format = (numFmt: string) => ({ style: { numFmt } });
  sheet.columns = [
    { header: "invoice_number", width: 20 },
    { header: "line", width: 6 },
    { header: "kind", width: 14 },
    { header: "component", width: 13 },
    { header: "contract_version", width: 10 },
    { header: "description", width: 48 },
    { header: "period_from", width: 12, ...format(DATE) },
    { header: "period_through", width: 13, ...format(DATE) },
    { header: "quantity", width: 14, ...format("#,##0.######") },
    { header: "unit", width: 12 },
    { header: "unit_price", width: 12, ...format("#,##0.00####") },
    { header: "amount", width: 14, ...format(amountFormat(invoice.currency)) },
    { header: "currency", width: 9 },
    { header: "tax_rate", width: 9, ...format("0.####%") },
    { header: "usage_records", width: 13 },
    { header: "arithmetic", width: 60 },
    { header: "reason", width: 40 },
  ];
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(1).commit();
  for (const charge of invoice.charges) {
    sheet
      .addRow([
        invoice.number,
        charge.position + 1,
        charge.kind,
        charge.componentType,
        charge.contractVersion,
        safeText(lineText(charge.description, "en")),
        toDbDate(charge.periodFrom),
        toDbDate(addDays(charge.periodTo, -1)),
        microsNumber(charge.quantityMicros),
        charge.unit,
        microsNumber(charge.unitPriceMicros),
        amountNumber(charge.amountMinor, invoice.currency),
        invoice.currency,
        charge.taxRatePpm / 1_000_000,
        charge.usageCount,
        safeText(charge.arithmetic),
        charge.reason === null ? null : safeText(charge.reason),
      ])
      .commit();
  }
  sheet.commit();
}
