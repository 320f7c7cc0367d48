import { PassThrough } from "node:stream";
import { csvLine, safeText } from "@callbay/domain/csv";
import { currencyExponent } from "@callbay/domain/currency";
import { amountText } from "@callbay/domain/money";
import { CHARGE_WORDS } from "@callbay/domain/rating/charge-words";
import type { ReportLocale } from "@callbay/domain/reports/words";
import ExcelJS from "exceljs";
import type { ExportedFile } from "../invoice/export.ts";
import { tenantVerb, z } from "../verb.ts";
import { type CostRow, type Costs, costsInput, readCosts } from "./costs.ts";

const BOM = "\uFEFF";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const WORDS = {
  en: {
    month: "Month",
    contract: "Contract",
    currency: "Currency",
    total: "Total",
    open: "Not invoiced yet",
    days: "Seat-days",
  },
  "zh-CN": { month: "月份", contract: "合同", currency: "币种", total: "合计", open: "尚未出账", days: "席位日" },
} as const satisfies Record<ReportLocale, object>;

/** What each contract cost by month, as a file; who took it is in the audit log. */
export const exportCosts = tenantVerb({
  name: "report.export_costs",
  permission: "invoice.read",
  input: z.strictObject({
    months: costsInput,
    format: z.enum(["csv", "xlsx"]),
    locale: z.enum(["en", "zh-CN"]).default("en"),
  }),
  timeoutMs: 60_000,
  run: async (unit, { months, format, locale }): Promise<ExportedFile> => {
    const costs = await readCosts(unit, months);
    await unit.audit({
      action: "report.export",
      entity: "report",
      entityId: "costs",
      after: { format, ...months, rows: costs.rows.length },
    });
    const fileName = `costs-${months.from}-${months.through}.${format}`;
    if (format === "csv") {
      const bytes = Buffer.from(csvOf(costs, locale), "utf8");
      return { fileName, contentType: "text/csv; charset=utf-8", bytes };
    }
    return { fileName, contentType: XLSX, bytes: await workbookOf(costs, locale) };
  },
});

function headsOf({ whats }: Costs, locale: ReportLocale): string[] {
  const { month, contract, currency, total, open, days } = WORDS[locale];
  const { priceType, chargeKind } = CHARGE_WORDS[locale];
  const names: Readonly<Record<string, string>> = { ...chargeKind, ...priceType };
  return [month, contract, currency, ...whats.map((what) => names[what] ?? what), total, open, days];
}

const amountsOf = ({ whats }: Costs, { amounts, totalMinor, openMinor }: CostRow): bigint[] => [
  ...whats.map((what) => amounts[what] ?? 0n),
  totalMinor,
  openMinor,
];

function csvOf(costs: Costs, locale: ReportLocale): string {
  const lines = costs.rows.map((row) =>
    csvLine([
      ...[row.month, row.reference, row.currency],
      ...amountsOf(costs, row).map((minor) => amountText(minor, row.currency)),
      row.seatDays,
    ]),
  );
  return BOM + csvLine(headsOf(costs, locale)) + lines.join("");
}

async function workbookOf(costs: Costs, locale: ReportLocale): Promise<Buffer> {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const sheet = workbook.addWorksheet(WORDS[locale].total, { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = headsOf(costs, locale).map((header, i) => ({ header, width: i < 3 ? 12 : 18 }));
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(1).commit();
  for (const row of costs.rows) {
    const exponent = currencyExponent(row.currency);
    // A spreadsheet's numbers are floats: exact to fifteen digits, which no month of a contract has.
    const amounts = amountsOf(costs, row).map((minor) => Number(amountText(minor, row.currency)));
    const line = sheet.addRow([row.month, safeText(row.reference), row.currency, ...amounts, row.seatDays]);
    for (let i = 0; i < amounts.length; i++)
      line.getCell(4 + i).numFmt = exponent === 0 ? "#,##0" : `#,##0.${"0".repeat(exponent)}`;
    line.commit();
  }
  sheet.commit();
  await workbook.commit();
  return Buffer.concat(chunks);
}
