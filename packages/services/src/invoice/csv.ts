/** A value of a CSV field; numbers are digits only, so that no spreadsheet guesses their separators. */
export type CsvValue = string | number | bigint | Date | null;

const NUMBER = /^-?\d+(\.\d+)?$/;
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One line of CSV (RFC 4180, CRLF). A text that a spreadsheet would run as a formula gets an apostrophe before it,
 * which spreadsheets show as text; a plain number stays a number, negative ones too.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(field).join(",")}\r\n`;
}

/** A text that no spreadsheet runs as a formula. */
export function safeText(raw: string): string {
  return FORMULA.test(raw) && !NUMBER.test(raw) ? `'${raw}` : raw;
}

function field(value: CsvValue): string {
  if (value === null) return "";
  if (value instanceof Date) return value.toISOString();
  const text = safeText(String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
