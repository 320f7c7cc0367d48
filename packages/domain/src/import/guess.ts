import { isTimeZone } from "../calendar.ts";
import { isPhoneCountry, normalisePhone } from "../phone.ts";
import { type ColumnMapping, guessColumns, withFinds } from "./columns.ts";

/** Of a column's cells that hold anything, so many must be what the column is taken for. */
const MOST = 0.6;

/**
 * Guesses what a file's columns are: by the names in its first row, and where they do not say, by what stands in the rows
 * below. Pure.
 *
 * @param head its first rows, the header among them. @param defaultCountry the list's, for numbers without a code
 */
export function guessMapping(head: readonly (readonly string[])[], defaultCountry: string | null): ColumnMapping {
  const [first = [], ...others] = head;
  const named = guessColumns(first);
  const rows = named.hasHeader ? others : head;
  const cells = (column: number) => rows.flatMap((row) => row[column]?.trim() || []);
  const columns = Array.from({ length: named.columnCount }, (_, column) => column);
  const share = (column: number, test: (text: string) => boolean): boolean => {
    const filled = cells(column);
    return filled.length > 0 && filled.filter(test).length >= filled.length * MOST;
  };
  const country = named.country ?? find(columns, named, (c) => share(c, isCountryCode));
  const timezone =
    named.timezone ?? find(columns, named, (c) => share(c, (text) => text.includes("/") && isTimeZone(text)));
  const phones = named.phones.length
    ? named.phones
    : columns.filter((c) => isFree(c, named) && share(c, (text) => normalisePhone(text, defaultCountry).ok));
  const taken = new Set<number | null>([...phones, country, timezone]);
  const byHeader = named.hasHeader && named.names.length > 0;
  const name = byHeader ? null : find(columns, named, (c) => !taken.has(c) && looksLikeNames(cells(c)));
  const names = name === null ? named.names.filter((c) => !taken.has(c)) : [name];
  return withFinds(named, first, { phones, names, country, timezone });
}

/** Does the header say nothing about this column? */
function isFree(column: number, { phones, names, consentAt, consentProof, hasHeader }: ColumnMapping): boolean {
  return ![...phones, ...(hasHeader ? names : []), consentAt, consentProof].includes(column);
}

function find(columns: readonly number[], named: ColumnMapping, test: (column: number) => boolean): number | null {
  return columns.find((column) => isFree(column, named) && test(column)) ?? null;
}

const isCountryCode = (text: string): boolean => /^[A-Z]{2}$/.test(text) && isPhoneCountry(text);

/** Letters without digits, hardly one like the other. A town or a tariff comes again and again. */
function looksLikeNames(cells: readonly string[]): boolean {
  if (cells.length === 0) return false;
  const named = cells.filter((text) => text.length <= 60 && /^\p{L}[\p{L}\p{M} .,'’·&()-]+$/u.test(text));
  return named.length >= cells.length * MOST && new Set(named).size > named.length * MOST;
}
