import { type CsvValue, csvLine } from "@callbay/domain/csv";

export type { CsvValue };

/** A table as a file, with a byte order mark so that spreadsheets read Chinese. */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return `\uFEFF${[header, ...rows].map(csvLine).join("")}`;
}
