import { PassThrough } from "node:stream";
import { type CsvValue, csvLine, safeText } from "@callbay/domain/csv";
import type { MetricUnit } from "@callbay/domain/reports/metrics";
import { type ReportLocale, reportWords } from "@callbay/domain/reports/words";
import ExcelJS from "exceljs";
import type { ExportedFile } from "../invoice/export.ts";
import type { Report, ReportRow, Values } from "./run.ts";

const BOM = "\uFEFF";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MS_PER_DAY = 86_400_000;

/** How a spreadsheet shows a value: durations as [h]:mm:ss, which are parts of a day there. */
const FORMATS: Readonly<Record<MetricUnit, string>> = {
  count: "#,##0",
  ms: "[h]:mm:ss",
  share: "0.0%",
  perHour: "0.00",
};

/** A report as CSV (durations in seconds, shares as fractions) or as a workbook, with its totals as the last row. */
export async function reportFile(report: Report, format: "csv" | "xlsx", locale: ReportLocale): Promise<ExportedFile> {
  const fileName = `${report.report}-${report.from}-${report.through}.${format}`;
  if (format === "csv")
    return { fileName, contentType: "text/csv; charset=utf-8", bytes: Buffer.from(csvOf(report, locale), "utf8") };
  return { fileName, contentType: XLSX, bytes: await workbookOf(report, locale) };
}

function csvOf(report: Report, locale: ReportLocale): string {
  const words = reportWords(locale);
  const line = (heads: readonly CsvValue[], values: Values) =>
    csvLine([...heads, ...report.metrics.map(({ key, unit }) => csvValue(values[key] ?? null, unit))]);
  const header = csvLine([
    ...report.groups.map((group) => words.groups[group]),
    ...report.metrics.map(({ key, unit }) => `${words.metrics[key]}${unit === "ms" ? ` (${words.seconds})` : ""}`),
  ]);
  const rows = report.rows.map((row) => line(headsOf(report, row, locale), row.values));
  return BOM + header + rows.join("") + line(totalHeads(report, locale), report.totals);
}

function csvValue(value: number | null, unit: MetricUnit): CsvValue {
  if (value === null) return null;
  if (unit === "ms") return Math.round(value) / 1000;
  return unit === "count" ? value : Number(value.toFixed(6));
}

async function workbookOf(report: Report, locale: ReportLocale): Promise<Buffer> {
  const words = reportWords(locale);
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  const sheet = workbook.addWorksheet(words.reports[report.report], { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = [
    ...report.groups.map((group) => ({ header: words.groups[group], width: 26 })),
    ...report.metrics.map(({ key, unit }) => ({
      header: words.metrics[key],
      width: 16,
      style: { numFmt: FORMATS[unit] },
    })),
  ];
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(1).commit();
  const cells = (values: Values) =>
    report.metrics.map(({ key, unit }) => {
      const value = values[key] ?? null;
      return value !== null && unit === "ms" ? value / MS_PER_DAY : value;
    });
  for (const row of report.rows)
    sheet.addRow([...headsOf(report, row, locale).map(safeText), ...cells(row.values)]).commit();
  const total = sheet.addRow([...totalHeads(report, locale), ...cells(report.totals)]);
  total.font = { bold: true };
  total.commit();
  sheet.commit();
  await workbook.commit();
  return Buffer.concat(chunks);
}

function headsOf({ groups, zone }: Report, { keys, labels }: ReportRow, locale: ReportLocale): string[] {
  const words = reportWords(locale);
  return groups.map((group, i) => {
    const key = keys[i] ?? null;
    if (key === null) return words.none;
    if (group === "hour") return hourText(new Date(key), zone);
    if (group === "hourOfDay") return `${key}:00`;
    return labels[i] ?? key;
  });
}

/** With its offset from UTC: where clocks go back an hour comes twice. */
function hourText(at: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(at);
  const offset = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  return `${parts} ${offset === "GMT" ? "GMT+00:00" : (offset ?? "")}`;
}

const totalHeads = ({ groups }: Report, locale: ReportLocale): string[] =>
  groups.map((_, i) => (i === 0 ? reportWords(locale).total : ""));
