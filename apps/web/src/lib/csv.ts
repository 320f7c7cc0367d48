/** What a spreadsheet would run as a formula gets an apostrophe; a number or a phone number does not. */
function cell(value: string | number | bigint | null | undefined): string {
  const text = value === null || value === undefined ? "" : String(value);
  const risky = /^[=@\t\r]/.test(text) || (/^[+-]/.test(text) && !/^[+-][\d\s.,()*•-]*$/.test(text));
  const safe = risky ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export type CsvValue = string | number | bigint | null | undefined;

/** RFC 4180, with a byte order mark so that spreadsheets read Chinese. */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return `\uFEFF${[header, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
