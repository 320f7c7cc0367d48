/** A column of an export: its heading, and how a row fills it. */
export type Column<Row> = readonly [
  heading: string,
  value: (row: Row) => string | number | bigint | Date | boolean | null,
];

/** Renders rows as RFC 4180 CSV. Times are ISO 8601 in UTC with milliseconds; nothing is an empty field. */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map(([, value]) => field(value(row))).join(","));
  return `${[columns.map(([heading]) => heading).join(","), ...lines].join("\r\n")}\r\n`;
}

function field(value: string | number | bigint | Date | boolean | null): string {
  if (value === null) return "";
  const text = value instanceof Date ? value.toISOString() : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
