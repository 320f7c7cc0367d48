import { bankReference, type StatementLine, statementAmount, unreadable } from "./statement.ts";

/** A statement of one account, or of several of the same company. */
export interface CamtStatement {
  readonly accounts: readonly string[];
  readonly lines: readonly StatementLine[];
}

/**
 * Reads a CAMT.053 message (001.02 to 001.08 and what is alike) from its parsed tree: elements are keys without prefix,
 * repeated ones lists, attributes keys with "@_", text with attributes under "#text". Only booked entries count; an
 * entry of several transactions is as many lines where their amounts sum to it, and one line where they do not.
 *
 * @throws CallbayError STATEMENT_FORMAT_UNKNOWN, STATEMENT_EMPTY, STATEMENT_DATE_INVALID, AMOUNT_INVALID, CURRENCY_UNKNOWN.
 */
export function readCamt(tree: unknown): CamtStatement {
  const message = at(tree, "Document", "BkToCstmrStmt");
  if (message === undefined)
    throw unreadable("STATEMENT_FORMAT_UNKNOWN", "This XML is no bank statement of the form CAMT.053.");
  const statements = list(at(message, "Stmt"));
  const lines = statements.flatMap((statement) => list(at(statement, "Ntry")).flatMap(linesOfEntry));
  if (lines.length === 0) throw unreadable("STATEMENT_EMPTY", "This statement has no bookings.");
  const accounts = statements.flatMap((statement) => text(at(statement, "Acct", "Id", "IBAN")) || []);
  return { accounts: [...new Set(accounts)], lines };
}

function linesOfEntry(entry: unknown): StatementLine[] {
  // 001.02 writes the status itself, later versions put it into a code.
  const status = text(at(entry, "Sts", "Cd")) || text(at(entry, "Sts"));
  if (status !== "BOOK") return [];
  const bookedOn = (text(at(entry, "BookgDt", "Dt")) || text(at(entry, "BookgDt", "DtTm"))).slice(0, 10);
  if (!/^\d{4}-\d\d-\d\d$/.test(bookedOn))
    throw unreadable("STATEMENT_DATE_INVALID", "An entry of this statement has no day on which it was booked.");
  const { amountMinor: size, currency } = money(at(entry, "Amt")) ?? { amountMinor: null, currency: "" };
  if (size === null) throw unreadable("STATEMENT_AMOUNT_INVALID", "An entry of this statement has no amount.");
  const sign = text(at(entry, "CdtDbtInd")) === "DBIT" ? -1n : 1n;
  const details = list(at(entry, "NtryDtls")).flatMap((one) => list(at(one, "TxDtls")));
  const own = text(at(entry, "AddtlNtryInf"));
  const entryRef = bankReference(text(at(entry, "AcctSvcrRef"))) ?? bankReference(text(at(entry, "NtryRef")));
  const amounts = details.map((one) => amountOf(one));
  const sum = amounts.reduce<bigint>((total, one) => total + (one?.amountMinor ?? 0n), 0n);
  const splits = details.length > 1 && sum === size && amounts.every((one) => one?.currency === currency);
  if (!splits) {
    const reference = [...details.map(remittanceOf), own].filter(Boolean).join(" ");
    const counterparty = details.map(partyOf).filter(Boolean).join(", ");
    const [only] = details;
    const bankRef = entryRef ?? (details.length === 1 ? transactionRef(only) : null);
    return [{ bookedOn, amountMinor: sign * size, currency, reference, counterparty, bankRef }];
  }
  return details.map((one, i) => ({
    bookedOn,
    amountMinor: sign * (amounts[i]?.amountMinor ?? 0n),
    currency,
    reference: [remittanceOf(one), own].filter(Boolean).join(" "),
    counterparty: partyOf(one),
    bankRef: transactionRef(one) ?? (entryRef && `${entryRef}/${i + 1}`),
  }));
}

function amountOf(transaction: unknown): { amountMinor: bigint; currency: string } | null {
  return money(at(transaction, "Amt")) ?? money(at(transaction, "AmtDtls", "TxAmt", "Amt"));
}

function money(amount: unknown): { amountMinor: bigint; currency: string } | null {
  const currency = text(at(amount, "@_Ccy")).toUpperCase();
  const decimal = text(amount);
  return currency === "" || decimal === "" ? null : { amountMinor: statementAmount(decimal, currency), currency };
}

function transactionRef(transaction: unknown): string | null {
  return (
    bankReference(text(at(transaction, "Refs", "AcctSvcrRef"))) ?? bankReference(text(at(transaction, "Refs", "TxId")))
  );
}

/** Whatever the payer wrote: structured, free, and the reference that travels from end to end. */
function remittanceOf(transaction: unknown): string {
  const structured = list(at(transaction, "RmtInf", "Strd")).flatMap((one) => [
    text(at(one, "CdtrRefInf", "Ref")),
    ...list(at(one, "RfrdDocInf")).map((document) => text(at(document, "Nb"))),
    ...list(at(one, "AddtlRmtInf")).map(text),
  ]);
  const free = list(at(transaction, "RmtInf", "Ustrd")).map(text);
  const endToEnd = bankReference(text(at(transaction, "Refs", "EndToEndId")));
  const parts = [...structured, ...free, text(at(transaction, "AddtlTxInf")), endToEnd ?? ""];
  return parts.filter((part) => part !== "").join(" ");
}

/** Who paid: 001.08 wraps the party once more. */
function partyOf(transaction: unknown): string {
  const parties = at(transaction, "RltdPties");
  const name = (who: string) => text(at(parties, who, "Pty", "Nm")) || text(at(parties, who, "Nm"));
  return name("UltmtDbtr") || name("Dbtr");
}

function at(node: unknown, ...path: readonly string[]): unknown {
  let here = node;
  for (const key of path) {
    const one: unknown = Array.isArray(here) ? here[0] : here;
    if (typeof one !== "object" || one === null || !Object.hasOwn(one, key)) return undefined;
    here = (one as Record<string, unknown>)[key];
  }
  return here;
}

function list(node: unknown): readonly unknown[] {
  if (node === undefined || node === null || node === "") return [];
  return Array.isArray(node) ? node : [node];
}

function text(node: unknown): string {
  const one: unknown = Array.isArray(node) ? node[0] : node;
  if (typeof one === "string") return one.trim();
  if (typeof one === "object" && one !== null && "#text" in one) return String(one["#text"]).trim();
  return "";
}
