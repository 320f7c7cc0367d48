import { csvRecords } from "./csv-text.ts";
import { type DateOrder, type DecimalSign, dateOrderOf, decimalSignOf, plainAmount, plainDate } from "./csv-values.ts";
import { bankReference, type StatementLine, statementAmount, unreadable } from "./statement.ts";

/** The columns of a statement. `amount` has a sign; or `credit` and `debit` are two columns; or `direction` says it. */
export const STATEMENT_COLUMNS = [
  "booked_on",
  "amount",
  "credit",
  "debit",
  "direction",
  "currency",
  "reference",
  "counterparty",
  "bank_ref",
] as const;
export type StatementColumn = (typeof STATEMENT_COLUMNS)[number];

export interface CsvOptions {
  /** Titles of columns, where they are not among those that are known. */
  readonly columns?: Partial<Record<StatementColumn, string>> | undefined;
  /** Of a file that has no column for it. */
  readonly currency?: string | undefined;
  readonly decimal?: DecimalSign | undefined;
  readonly dateOrder?: DateOrder | undefined;
}

/** Titles as banks write them, without spaces and signs. */
const TITLES: Readonly<Record<StatementColumn, readonly string[]>> = {
  booked_on:
    "bookedon bookingdate date transactiondate postingdate posteddate buchungstag buchungsdatum 记账日期 入账日期 交易日期 日期".split(
      " ",
    ),
  amount: "amount betrag amountineur sum 金额 交易金额 发生额".split(" "),
  credit: "credit creditamount paidin moneyin haben 收入 贷方金额 收入金额".split(" "),
  debit: "debit debitamount paidout moneyout soll 支出 借方金额 支出金额".split(" "),
  direction: "direction creditdebit creditdebitindicator dc drcr sollhaben 借贷标志 收支".split(" "),
  currency: "currency ccy wahrung waehrung 币种 货币".split(" "),
  reference:
    "reference remittanceinformation remittance description details purpose narrative text memo verwendungszweck buchungstext 附言 摘要 用途 备注".split(
      " ",
    ),
  counterparty:
    "counterparty counterpartyname name payer payername debtor sender auftraggeber begunstigterzahlungspflichtiger beguenstigterzahlungspflichtiger 对方户名 付款人 对方名称".split(
      " ",
    ),
  bank_ref: "bankref bankreference transactionid transactionreference entryreference id 流水号 交易流水号".split(" "),
};
const CREDIT = new Set("c cr credit crdt h haben + in 贷 收入 收".split(" "));
const DEBIT = new Set("d dr debit dbit s soll - out 借 支出 支".split(" "));

/** A title is looked for so far down: banks write their own letterhead first. */
const HEADER_WITHIN = 40;

/**
 * Reads a bank's CSV: finds the delimiter, the row of titles, how decimals and days are written, and each booking.
 *
 * @throws CallbayError STATEMENT_COLUMNS_MISSING, STATEMENT_EMPTY, STATEMENT_AMOUNT_INVALID, STATEMENT_DATE_INVALID,
 * STATEMENT_AMOUNT_AMBIGUOUS, STATEMENT_DATE_AMBIGUOUS, STATEMENT_CURRENCY_MISSING, CURRENCY_UNKNOWN.
 */
export function readStatementCsv(text: string, options: CsvOptions = {}): StatementLine[] {
  const { columns, rows } = findTable(text.replace(/^\uFEFF/, ""), options.columns ?? {});
  const cell = (row: readonly string[], column: StatementColumn): string =>
    (columns.get(column) ?? []).flatMap((at) => row[at] || []).join(" ");
  // Sums at the end have no day.
  const booked = rows.filter(({ fields }) => /\d/.test(cell(fields, "booked_on")));
  if (booked.length === 0) throw unreadable("STATEMENT_EMPTY", "This statement has no bookings.");
  const amounts = booked.flatMap(({ fields }) =>
    ["amount", "credit", "debit"].map((c) => cell(fields, c as StatementColumn)),
  );
  const decimal = options.decimal ?? decimalSignOf(amounts);
  const order = options.dateOrder ?? dateOrderOf(booked.map(({ fields }) => cell(fields, "booked_on")));
  return booked.map(({ fields, line }): StatementLine => {
    const of = (column: StatementColumn) => cell(fields, column);
    const bookedOn = plainDate(of("booked_on"), order);
    if (!bookedOn)
      throw unreadable("STATEMENT_DATE_INVALID", `Line ${line}: "${of("booked_on")}" is no day.`, {
        line,
        value: of("booked_on"),
      });
    const currency = (of("currency") || options.currency || "").toUpperCase();
    if (currency === "")
      throw unreadable("STATEMENT_CURRENCY_MISSING", "This statement does not say its currency. Say which it is.");
    const plain = signedAmount(of, decimal);
    if (plain === null)
      throw unreadable(
        "STATEMENT_AMOUNT_INVALID",
        `Line ${line}: "${of("amount") || of("credit") || of("debit")}" is no amount.`,
        { line },
      );
    return {
      bookedOn,
      currency,
      amountMinor: statementAmount(plain, currency),
      reference: of("reference"),
      counterparty: of("counterparty"),
      bankRef: bankReference(of("bank_ref")),
    };
  });
}

function signedAmount(of: (column: StatementColumn) => string, decimal: DecimalSign): string | null {
  const direction = of("direction").toLowerCase();
  if (of("amount") !== "") {
    const amount = plainAmount(of("amount"), decimal);
    if (amount === null || direction === "") return amount;
    const size = amount.replace(/^-/, "");
    if (DEBIT.has(direction)) return size === "0" ? size : `-${size}`;
    return CREDIT.has(direction) ? size : null;
  }
  const credit = of("credit") === "" ? "0" : plainAmount(of("credit"), decimal);
  const debit = of("debit") === "" ? "0" : plainAmount(of("debit"), decimal);
  if (credit === null || debit === null) return null;
  const paid = /[1-9]/.test(credit);
  const size = (paid ? credit : debit).replace(/^-/, "");
  return paid || !/[1-9]/.test(size) ? size : `-${size}`;
}

interface Row {
  readonly fields: readonly string[];
  /** Its number in the file, for people. */
  readonly line: number;
}

interface Table {
  readonly columns: ReadonlyMap<StatementColumn, readonly number[]>;
  readonly rows: readonly Row[];
}

function findTable(text: string, wanted: Partial<Record<StatementColumn, string>>): Table {
  let best: Table | null = null;
  let nearest: string[] = [];
  for (const delimiter of [";", ",", "\t", "|"]) {
    const records = csvRecords(text, delimiter);
    for (const [at, titles] of records.slice(0, HEADER_WITHIN).entries()) {
      const columns = columnsOf(titles, wanted);
      if (titles.length > nearest.length) nearest = titles;
      const hasAmount = columns.has("amount") || columns.has("credit");
      if (!columns.has("booked_on") || !hasAmount || !columns.has("reference")) continue;
      const rows = records.slice(at + 1).map((fields, i) => ({ fields, line: at + i + 2 }));
      if (!best || columns.size > best.columns.size) best = { columns, rows };
      break;
    }
  }
  if (best) return best;
  throw unreadable(
    "STATEMENT_COLUMNS_MISSING",
    "This file has no row of titles with a day, an amount and a reference. Say which columns they are.",
    { found: nearest.filter((title) => title !== "") },
  );
}

function columnsOf(
  titles: readonly string[],
  wanted: Partial<Record<StatementColumn, string>>,
): Map<StatementColumn, number[]> {
  const found = new Map<StatementColumn, number[]>();
  for (const column of STATEMENT_COLUMNS) {
    const named = wanted[column];
    const known = named === undefined ? TITLES[column] : [plainTitle(named)];
    const at = titles.flatMap((title, i) => (title !== "" && known.includes(plainTitle(title)) ? [i] : []));
    // Of the texts all are kept; of the rest the first.
    if (at.length > 0) found.set(column, column === "reference" ? at : at.slice(0, 1));
  }
  return found;
}

function plainTitle(title: string): string {
  return title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\(.*\)$/, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
}
