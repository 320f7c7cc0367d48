import { CallbayError } from "../errors.ts";
import { isRate } from "../money.ts";
import { strictCsv, strictCsvField } from "./strict-csv.ts";

/** One row of a price list: destinations whose E.164 number begins with the prefix. */
export interface RateRow {
  /** Digits with or without "+". */
  readonly prefix: string;
  /** What the invoice calls it: "China mobile". */
  readonly destination: string;
  /** Per minute, a decimal string. */
  readonly rate: string;
}

/** A price list by destination. */
export interface RateTable {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly RateRow[];
}

export const RATE_TABLE_COLUMNS = ["prefix", "destination", "rate"] as const;

/** Ten times the longest price list that carriers publish. */
export const MAX_RATE_ROWS = 400_000;
const MAX_DESTINATION = 120;
/** No E.164 number begins with 0, so such a prefix could never match. */
const PREFIX = /^\+?[1-9]\d{0,14}$/;

/**
 * Reads a price list: CSV with the header prefix,destination,rate and one row per prefix.
 *
 * @param text the file. @param identity the table's id and name.
 * @throws CallbayError RATE_TABLE_INVALID (header, empty, too long, bad prefix, destination or rate, a prefix twice) or
 * CSV_INVALID; the message and `details.line` name the line, `details.column` the column.
 */
export function parseRateTable(text: string, identity: { readonly id: string; readonly name: string }): RateTable {
  const rows: RateRow[] = [];
  const lineOf = new Map<string, number>();
  let header = false;
  for (const { fields, line } of strictCsv(text)) {
    if (!header) {
      if (fields.join(",") !== RATE_TABLE_COLUMNS.join(",")) {
        throw invalid(line, null, `the first line is "${RATE_TABLE_COLUMNS.join(",")}"`);
      }
      header = true;
      continue;
    }
    if (rows.length === MAX_RATE_ROWS) throw invalid(line, null, `a price list has at most ${MAX_RATE_ROWS} rows`);
    const row = readRow(fields, line);
    const digits = row.prefix.replace("+", "");
    const first = lineOf.get(digits);
    if (first !== undefined) throw invalid(line, "prefix", `${digits} is on line ${first} already`);
    lineOf.set(digits, line);
    rows.push(row);
  }
  if (rows.length === 0) throw invalid(1, null, "a price list has a header and at least one row");
  return { ...identity, rows };
}

/** Writes a price list as parseRateTable reads it. */
export function formatRateTable(table: Pick<RateTable, "rows">): string {
  const lines = table.rows.map((row) => [row.prefix, row.destination, row.rate].map(strictCsvField).join(","));
  return `${[RATE_TABLE_COLUMNS.join(","), ...lines].join("\n")}\n`;
}

function readRow(fields: readonly string[], line: number): RateRow {
  const [prefix = "", destination = "", rate = ""] = fields.map((field) => field.trim());
  if (fields.length !== 3) throw invalid(line, null, `a row has 3 columns, not ${fields.length}`);
  if (!PREFIX.test(prefix)) {
    throw invalid(line, "prefix", `"${prefix}" is not 1 to 15 digits, with or without +, the first of them not 0`);
  }
  // A spreadsheet would run such a name as a formula when the invoice's annex is opened.
  if (destination === "" || destination.length > MAX_DESTINATION || /^[=+\-@]|\p{Cc}/u.test(destination)) {
    throw invalid(line, "destination", `a name of 1 to ${MAX_DESTINATION} characters that does not begin with = + - @`);
  }
  if (!isRate(rate)) throw invalid(line, "rate", `"${rate}" is not a decimal such as 0.125 with at most 6 decimals`);
  return { prefix, destination, rate };
}

function invalid(line: number, column: string | null, problem: string): CallbayError {
  const place = column === null ? `Line ${line}` : `Line ${line}, ${column}`;
  return new CallbayError("invalid", "RATE_TABLE_INVALID", `${place}: ${problem}. Nothing was kept.`, {
    line,
    column,
    problem,
  });
}
