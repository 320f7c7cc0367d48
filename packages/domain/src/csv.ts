/** A value of a CSV field; numbers are digits only, so that no spreadsheet guesses their separators. */
export type CsvValue = string | number | bigint | Date | null | undefined;

const NUMBER = /^-?\d+(\.\d+)?$/;
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One line of CSV (RFC 4180, CRLF). A text that a spreadsheet would run as a formula gets an apostrophe before it,
 * which spreadsheets show as text; a plain number stays a number, negative ones too. Every export of ours is written by
 * this function: a test looks for others.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(field).join(",")}\r\n`;
}

/** A text that no spreadsheet runs as a formula. */
export function safeText(raw: string): string {
  return FORMULA.test(raw) && !NUMBER.test(raw) ? `'${raw}` : raw;
}

/** A text as a field of CSV, quoted where it has to be. What is for people to open goes through csvLine instead. */
export function quotedField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function field(value: CsvValue): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return quotedField(safeText(String(value)));
}
