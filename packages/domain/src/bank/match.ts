import type { MinorUnits } from "../money.ts";
import { alphanumeric, creditorReference, isCreditorReference } from "./reference.ts";
import type { StatementLine } from "./statement.ts";

/** An invoice as matching sees it. */
export interface PayableInvoice {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly number: string;
  readonly currency: string;
  /** Zero or less when nothing is open. */
  readonly openMinor: MinorUnits;
}

/** Why nobody can say what a line pays; a person must. */
export type Unmatched =
  | "outgoing"
  /** No invoice number and no reference in the text. */
  | "no_reference"
  /** A creditor reference whose check digits are wrong. */
  | "bad_check_digits"
  /** A creditor reference of somebody else's, or of no final invoice. */
  | "unknown_reference"
  | "currency_mismatch"
  | "invoice_settled"
  /** Several invoices are named, and the amount is not their sum. */
  | "split_unclear"
  /** Invoices of several clients are named. */
  | "several_clients";

export interface MatchedPart {
  readonly invoice: PayableInvoice;
  readonly amountMinor: MinorUnits;
}

export type Match =
  | {
      readonly matched: true;
      readonly how: "exact" | "partial" | "overpaid" | "several";
      readonly parts: readonly MatchedPart[];
    }
  | { readonly matched: false; readonly why: Unmatched };

/** Invoices by what a payer may write: their number and their creditor reference, letters and digits alone. */
export class InvoiceIndex {
  private readonly byName = new Map<string, PayableInvoice>();
  /** Of the names, longest first. */
  readonly lengths: readonly number[];

  constructor(invoices: readonly PayableInvoice[]) {
    for (const invoice of invoices) this.put(invoice);
    this.lengths = [...new Set([...this.byName.keys()].map((name) => name.length))].sort((a, b) => b - a);
  }

  get(name: string): PayableInvoice | undefined {
    return this.byName.get(name);
  }

  /** Says how much of an invoice is open now; the next look at it sees that. */
  setOpen(invoice: PayableInvoice, openMinor: MinorUnits): void {
    this.put({ ...invoice, openMinor });
  }

  private put(invoice: PayableInvoice): void {
    const reference = creditorReference(invoice.number);
    for (const name of [alphanumeric(invoice.number), reference]) if (name) this.byName.set(name, invoice);
  }
}

/**
 * What a booking pays: the invoices that its text names, as far as currency and amount leave no doubt. One invoice is
 * paid exactly, in part, or too much; several are paid when the amount is the sum of what is open of them.
 */
export function matchLine(line: StatementLine, index: InvoiceIndex): Match {
  const no = (why: Unmatched): Match => ({ matched: false, why });
  if (line.amountMinor <= 0n) return no("outgoing");
  const named = invoicesIn(line.reference, index);
  if (named.length === 0) return no(whyUnnamed(line.reference));
  if (new Set(named.map(({ tenantId }) => tenantId)).size > 1) return no("several_clients");
  const payable = named.filter(({ currency }) => currency === line.currency);
  if (payable.length < named.length) return no("currency_mismatch");
  const open = payable.filter(({ openMinor }) => openMinor > 0n);
  const [first] = open;
  if (!first) return no("invoice_settled");
  const openMinor = open.reduce((sum, one) => sum + one.openMinor, 0n);
  if (line.amountMinor === openMinor)
    return {
      matched: true,
      how: open.length > 1 ? "several" : "exact",
      parts: open.map((invoice) => ({ invoice, amountMinor: invoice.openMinor })),
    };
  // A settled invoice that is named beside an open one may be what the money was meant for.
  if (payable.length > 1) return no("split_unclear");
  const how = line.amountMinor < openMinor ? "partial" : "overpaid";
  return { matched: true, how, parts: [{ invoice: first, amountMinor: line.amountMinor }] };
}

function whyUnnamed(text: string): Unmatched {
  const references = [...text.toUpperCase().matchAll(/(?<![0-9A-Z])RF\s?\d\d[0-9A-Z ]{1,26}/g)].map(([found]) => found);
  if (references.length === 0) return "no_reference";
  // Words after a reference may run into it: any beginning that ends with a word, and holds, is a reference.
  const holds = (found: string) =>
    [...found.matchAll(/ |$/g)].some(({ index: end }) => isCreditorReference(found.slice(0, end)));
  return references.some(holds) ? "unknown_reference" : "bad_check_digits";
}

/**
 * The invoices that a text names, in their order. Banks break lines and drop signs, so that spaces and signs may stand
 * anywhere within a number; but a number never begins or ends within a word or another number.
 */
export function invoicesIn(text: string, index: InvoiceIndex): PayableInvoice[] {
  const found: PayableInvoice[] = [];
  const upper = text.toUpperCase();
  const places = [...upper.matchAll(/[0-9A-Z]/g)].map(({ index: at }) => at);
  const signs = places.map((at) => upper[at]).join("");
  for (let from = 0; from < signs.length; ) {
    const start = places[from] ?? 0;
    const length = isWordSign(upper[start - 1]) ? 0 : longestAt(from);
    const invoice = length ? index.get(signs.slice(from, from + length)) : undefined;
    if (invoice && !found.includes(invoice)) found.push(invoice);
    from += length || 1;
  }
  return found;

  /** The length of the longest name that begins there and ends where a word ends; 0 when there is none. */
  function longestAt(from: number): number {
    for (const length of index.lengths) {
      const last = places[from + length - 1];
      if (last === undefined || isWordSign(upper[last + 1])) continue;
      if (index.get(signs.slice(from, from + length))) return length;
    }
    return 0;
  }
}

function isWordSign(sign: string | undefined): boolean {
  return sign !== undefined && /[0-9A-Z]/.test(sign);
}
