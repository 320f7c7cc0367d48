import { getCountryCallingCode, isSupportedCountry } from "libphonenumber-js/max";
import { guessColumns } from "../import-row.ts";
import { normalisePhone, type PhoneRefusal } from "../phone.ts";
import { numberOf } from "./e164.ts";

/** Why a row of a file of numbers is none. */
export type NumberRowRefusal = "empty_row" | `phone_${PhoneRefusal}`;

/** How the rows of a file of numbers are written; the same for all of them. */
export interface NumberRows {
  /** ISO 3166 alpha-2 of numbers without their country code; null: every number has it, with a "+" or without. */
  readonly country: string | null;
  /** Numbers of North America's plan: ten digits, or three and seven in two columns. */
  readonly northAmerican: boolean;
  readonly delimiter: string;
  /** Columns that hold numbers; empty: the first cell of a row that is one. */
  readonly columns: readonly number[];
  /** The first row names the columns. */
  readonly hasHeader: boolean;
}

/**
 * Reads from a file's first row how its rows are written.
 * @param delimiter as the first rows agree on.
 */
export function numberRows(first: string, delimiter: string, country: string | null): NumberRows {
  const northAmerican =
    country !== null && isSupportedCountry(country) && getCountryCallingCode(country as "US") === "1";
  const rows = { country, northAmerican, delimiter, columns: [], hasHeader: false };
  if (readNumbers(first, rows).ok) return rows;
  const { phones } = guessColumns(cellsOf(first, delimiter));
  // A first row without any number that could be meant as one is a title.
  const titled = phones.length > 0 || !/\d{4}/.test(first);
  return titled ? { ...rows, columns: phones, hasHeader: true } : rows;
}

/**
 * The number of a row that is nothing else, read from the characters themselves: a register has hundreds of millions of
 * such rows. −1 for any other row, which `readNumbers` has to look at.
 *
 * A number with its country code is taken as it is, in use or not: a register may know of numbers that no plan has yet.
 */
export function plainNumber(text: string, from: number, to: number, rows: NumberRows): number {
  let at = from;
  const plus = text.charCodeAt(at) === 43;
  if (plus) at += 1;
  const begin = at;
  let value = 0;
  for (; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const digits = at - begin;
  if (at < to) {
    // Area code and number in two columns, as the national register of the United States is handed out.
    if (plus || !rows.northAmerican || digits !== 3 || text[at] !== rows.delimiter || to - at !== 8) return -1;
    const area = value;
    for (at += 1; at < to; at++) {
      const digit = text.charCodeAt(at) - 48;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return area >= 200 ? 10_000_000_000 + value : -1;
  }
  if (text.charCodeAt(begin) === 48) return -1;
  if (plus || rows.country === null) return digits >= 7 && digits <= 15 ? value : -1;
  if (!rows.northAmerican) return -1;
  if (digits === 10 && value >= 2_000_000_000) return 10_000_000_000 + value;
  return digits === 11 && value >= 12_000_000_000 && value < 20_000_000_000 ? value : -1;
}

export type RowNumbers =
  | { readonly ok: true; readonly numbers: readonly number[] }
  | { readonly ok: false; readonly reason: NumberRowRefusal };

/** The numbers of any row: of the columns that hold numbers, or of the first cell that is one. */
export function readNumbers(row: string, rows: NumberRows): RowNumbers {
  const whole = row.trim();
  if (whole === "") return { ok: false, reason: "empty_row" };
  const plain = plainNumber(whole, 0, whole.length, rows);
  if (plain >= 0 && (rows.columns.length === 0 || rows.columns[0] === 0)) return { ok: true, numbers: [plain] };

  const cells = cellsOf(row, rows.delimiter);
  const asked = rows.columns.length > 0 ? rows.columns.map((column) => cells[column] ?? "") : cells;
  const numbers: number[] = [];
  let reason: NumberRowRefusal = "phone_empty";
  let most = -1;
  for (const cell of asked) {
    const found = numberOfCell(cell.trim(), rows);
    if (typeof found === "number") {
      numbers.push(found);
      if (rows.columns.length === 0) break;
      continue;
    }
    // The cell with most digits is the one that was meant.
    const digits = cell.replace(/\D/g, "").length;
    if (digits > most) [most, reason] = [digits, `phone_${found}`];
  }
  return numbers.length > 0 ? { ok: true, numbers } : { ok: false, reason };
}

function numberOfCell(cell: string, rows: NumberRows): number | PhoneRefusal {
  const plain = plainNumber(cell, 0, cell.length, rows);
  if (plain >= 0) return plain;
  const normal = normalisePhone(cell, rows.country);
  if (!normal.ok) return normal.reason;
  return numberOf(normal.e164) ?? "invalid";
}

/** The cells of one line; quotes around a cell are taken off. A cell has no line breaks here: it could be no number. */
export function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string;
    if (character === '"') {
      if (quoted && line[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = !quoted;
    } else if (character === delimiter && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += character;
  }
  return [...cells, cell];
}
