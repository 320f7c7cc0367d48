import { currencyExponent } from "../currency.ts";
import type { LocalDate } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { type MinorUnits, parseAmount } from "../money.ts";

/** One booking of a bank statement. Money that came in is positive. */
export interface StatementLine {
  readonly bookedOn: LocalDate;
  readonly amountMinor: MinorUnits;
  readonly currency: string;
  /** Everything that the payer wrote, and what the bank wrote about it. */
  readonly reference: string;
  readonly counterparty: string;
  /** The bank's own name for the booking; null when it gave none. */
  readonly bankRef: string | null;
}

/** What banks write where they have no reference. */
const NO_REFERENCE = new Set(["", "NONREF", "NOTPROVIDED", "NOT PROVIDED", "N/A", "-"]);

/** A reference of the bank's, or null where it wrote that there is none. */
export function bankReference(text: string): string | null {
  const reference = text.trim();
  return NO_REFERENCE.has(reference.toUpperCase()) ? null : reference;
}

/**
 * A decimal with a point as minor units of its currency; zeros beyond its decimals are let go.
 *
 * @throws CallbayError AMOUNT_INVALID, CURRENCY_UNKNOWN.
 */
export function statementAmount(decimal: string, currency: string): MinorUnits {
  const [, whole = decimal, fraction = ""] = /^([^.]*)\.(\d+)$/.exec(decimal) ?? [];
  const exponent = currencyExponent(currency);
  const needed = fraction.replace(/0+$/, "");
  const kept = needed.length > exponent ? needed : fraction.slice(0, exponent);
  return parseAmount(kept === "" ? whole : `${whole}.${kept}`, currency);
}

/**
 * What tells a booking from every other, so that the same one in two files is one. Bookings of one file that cannot be
 * told apart are counted: the bank did book twice.
 */
export function bookingKeys(lines: readonly StatementLine[]): readonly string[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const what = `${line.bookedOn}|${line.amountMinor}${line.currency}`;
    const own = line.bankRef ?? [line.reference, line.counterparty].map(squeezed).join("|");
    const key = `${own}|${what}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}#${count}`;
  });
}

const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim().toUpperCase();

/** A refusal of a whole file; it names the line where it can. */
export function unreadable(
  code: string,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): CallbayError {
  return new CallbayError("invalid", code, `${message} Nothing was imported.`, details);
}
