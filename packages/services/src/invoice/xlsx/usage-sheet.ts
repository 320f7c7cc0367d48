import { toDbDate } from "@callbay/domain/calendar";
import { safeText } from "@callbay/domain/csv";
import type ExcelJS from "exceljs";
import type { LineUsage } from "../usage-rows.ts";

const COLUMNS: readonly { readonly header: string; readonly width: number; readonly format?: string }[] = [
  { header: "line", width: 6 },
  { header: "kind", width: 11 },
  { header: "day", width: 12, format: "yyyy-mm-dd" },
  { header: "occurred_at_utc", width: 20, format: "yyyy-mm-dd hh:mm:ss" },
  { header: "quantity", width: 10 },
  { header: "phone", width: 18 },
  { header: "talk_seconds", width: 13, format: "#,##0.000" },
  { header: "outcome", width: 13 },
  { header: "campaign", width: 26 },
  { header: "agent", width: 22 },
  { header: "seat", width: 14 },
  { header: "call_id", width: 38 },
  { header: "usage_id", width: 38 },
];

/** The sheet of the usage behind an invoice, one row a record, each written out at once; numbers are masked. */
export function openUsageSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter) {
  const sheet = workbook.addWorksheet("Usage", { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = COLUMNS.map(({ header, width, format }) => ({
    header,
    width,
    ...(format ? { style: { numFmt: format } } : {}),
  }));
  sheet.getRow(1).font = { bold: true };
  sheet.getRow(1).commit();
  return {
    add: ({ position, record }: LineUsage): void => {
      sheet
        .addRow([
          position + 1,
          record.kind,
          toDbDate(record.day),
          record.occurredAt,
          record.quantity,
          text(record.maskedPhone),
          record.talkMs === null ? null : record.talkMs / 1000,
          record.outcome,
          text(record.campaignName),
          text(record.agentName),
          text(record.seatLabel),
          record.callId,
          record.id,
        ])
        .commit();
    },
    /** Says instead of the rows why they are not here. */
    tooLong: (count: number, most: number): void => {
      const note = `USAGE_TOO_LONG: ${count} usage records stand behind this invoice, and a workbook holds ${most}. Export the usage as CSV, which has them all.`;
      sheet.addRow([note]).commit();
    },
    close: (): void => sheet.commit(),
  };
}

function text(value: string | null): string | null {
  return value === null ? null : safeText(value);
}
