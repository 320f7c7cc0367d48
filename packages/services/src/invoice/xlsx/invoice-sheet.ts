import { addDays, localDate, toDbDate } from "@callbay/domain/calendar";
import { safeText } from "@callbay/domain/csv";
import type ExcelJS from "exceljs";
import { arithmeticText, documentLocale, lineText, unitText } from "../line-text.ts";
import type { InvoiceView } from "../load.ts";
import { type Labels, labelsOf } from "../pdf/labels.ts";
import { amountFormat, amountNumber, columnSum, lineAmount, microsNumber, taxAmount } from "./formulas.ts";

const DATE = "yyyy-mm-dd";
const COLUMN = { line: 1, text: 2, quantity: 3, unit: 4, unitPrice: 5, amount: 6, rate: 7, arithmetic: 8 } as const;

/** The invoice as its reader knows it, with amounts, sum, tax and total that recompute themselves. */
export function writeInvoiceSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, invoice: InvoiceView): void {
  const locale = documentLocale(invoice.parties.locale);
  const labels = labelsOf(locale);
  const sheet = workbook.addWorksheet("Invoice");
  sheet.columns = [6, 52, 14, 14, 14, 18, 9, 70].map((width) => ({ width }));
  writeHead(sheet, invoice, labels);
  const head = sheet.addRow([
    "#",
    labels.description,
    labels.quantity,
    labels.unit,
    labels.unitPrice,
    `${labels.amount} (${invoice.currency})`,
    `${labels.tax} %`,
    labels.arithmetic,
  ]);
  head.font = { bold: true };
  head.eachCell((cell) => {
    cell.border = { bottom: { style: "thin" } };
  });
  const first = head.number + 1;
  invoice.charges.forEach((charge, i) => {
    const at = first + i;
    const row = sheet.addRow([
      charge.position + 1,
      safeText(lineText(charge.description, locale)),
      microsNumber(charge.quantityMicros),
      unitText(charge.unit, locale),
      microsNumber(charge.unitPriceMicros),
      lineAmount(charge, { quantity: `C${at}`, unitPrice: `E${at}` }, invoice.currency),
      charge.taxRatePpm / 1_000_000,
      safeText(arithmeticText(charge.arithmetic, locale)),
    ]);
    row.getCell(COLUMN.quantity).numFmt = "#,##0.######";
    row.getCell(COLUMN.unitPrice).numFmt = "#,##0.00####";
    row.getCell(COLUMN.amount).numFmt = amountFormat(invoice.currency);
    row.getCell(COLUMN.rate).numFmt = "0.####%";
    row.getCell(COLUMN.text).alignment = { wrapText: true, vertical: "top" };
  });
  writeTotals(sheet, invoice, labels, { first, last: first + invoice.charges.length - 1 });
  sheet.commit();
}

function writeHead(sheet: ExcelJS.Worksheet, invoice: InvoiceView, labels: Labels): void {
  const { parties, number, issuedAt, dueOn } = invoice;
  const title = sheet.addRow([null, invoice.kind === "credit_note" ? labels.creditNote : labels.invoice]);
  title.font = { bold: true, size: 16 };
  const facts: readonly (readonly [string, string | Date | null])[] = [
    [labels.number, number ?? labels.draft],
    ...(invoice.corrects?.number ? [[labels.corrects, invoice.corrects.number] as const] : []),
    [labels.from, safeText(parties.issuer.name)],
    [labels.to, safeText(parties.client.name)],
    [labels.issued, issuedAt && toDbDate(localDate(issuedAt, parties.timezone))],
    [labels.due, dueOn && toDbDate(dueOn)],
    [labels.periodFrom, toDbDate(invoice.periodFrom)],
    [labels.periodThrough, toDbDate(addDays(invoice.periodTo, -1))],
    [labels.contract, safeText(parties.contract.reference)],
    [labels.currency, invoice.currency],
  ];
  for (const [label, value] of facts) {
    const row = sheet.addRow([null, label, value]);
    row.getCell(3).alignment = { horizontal: "left" };
    if (value instanceof Date) row.getCell(3).numFmt = DATE;
  }
  sheet.addRow([]);
}

function writeTotals(
  sheet: ExcelJS.Worksheet,
  invoice: InvoiceView,
  labels: Labels,
  { first, last }: { readonly first: number; readonly last: number },
): void {
  const { currency, taxInclusive: inclusive } = invoice;
  const totalLabel = invoice.kind === "credit_note" ? labels.totalCredited : labels.total;
  const amounts = `F${first}:F${last}`;
  const rates = `G${first}:G${last}`;
  const add = (label: string, value: ExcelJS.CellValue, rate: number | null, strong = false): ExcelJS.Row => {
    const row = sheet.addRow([null, label, null, null, null, value, rate]);
    row.getCell(COLUMN.amount).numFmt = amountFormat(currency, true);
    row.getCell(COLUMN.rate).numFmt = "0.####%";
    if (strong) row.font = { bold: true };
    return row;
  };
  if (invoice.charges.length === 0) {
    add(totalLabel, amountNumber(invoice.totalMinor, currency), null, true);
    return;
  }
  sheet.addRow([]);
  // Where prices contain the tax the lines sum to the total, and the net is what the tax leaves of it.
  const sumLabel = inclusive ? labels.sumWithTax : labels.net;
  const sumMinor = inclusive ? invoice.totalMinor : invoice.netMinor;
  const sum = add(sumLabel, columnSum(amounts, sumMinor, currency), null);
  const firstTax = sum.number + 1;
  for (const tax of invoice.taxes) {
    const at = sum.number + 1 + invoice.taxes.indexOf(tax);
    const cells = { base: `SUMIF(${rates},G${at},${amounts})`, rate: `G${at}` };
    const taxedMinor = inclusive ? tax.netMinor + tax.taxMinor : tax.netMinor;
    const figure = taxAmount({ ...tax, sumMinor: taxedMinor }, cells, inclusive, currency);
    add(inclusive ? labels.taxContained : labels.tax, figure, tax.ratePpm / 1_000_000);
  }
  const lastTax = sum.number + invoice.taxes.length;
  const taxes = `SUM(F${firstTax}:F${lastTax})`;
  const end = inclusive
    ? { label: labels.net, formula: `F${sum.number}-${taxes}`, minor: invoice.netMinor }
    : { label: totalLabel, formula: `F${sum.number}+${taxes}`, minor: invoice.totalMinor };
  const result = amountNumber(end.minor, currency);
  const decimals = amountFormat(currency).split(".")[1]?.length ?? 0;
  add(end.label, { formula: `ROUND(${end.formula},${decimals})`, result }, null, !inclusive);
  if (inclusive) {
    add(totalLabel, { formula: `F${sum.number}`, result: amountNumber(invoice.totalMinor, currency) }, null, true);
  }
}
