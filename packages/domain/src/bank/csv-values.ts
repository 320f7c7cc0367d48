import type { LocalDate } from "../days.ts";
import { isLocalDate } from "../days.ts";
import { unreadable } from "./statement.ts";

/** How a file writes numbers and days: found by looking at all of them, since one alone may be read in two ways. */

export type DecimalSign = "." | ",";
export type DateOrder = "dmy" | "mdy";

/** What is left of an amount without currency, spaces and sign. */
function bare(text: string): string {
  return text.replace(/[^\d.,]/g, "");
}

/**
 * Which sign separates the decimals in these amounts.
 *
 * @throws CallbayError STATEMENT_AMOUNT_AMBIGUOUS: "1.234" can be either; the importer says which.
 */
export function decimalSignOf(amounts: readonly string[]): DecimalSign {
  const votes = new Set<DecimalSign>();
  let unclear: string | null = null;
  for (const amount of amounts) {
    const text = bare(amount);
    const vote = voteOf(text);
    if (vote) votes.add(vote);
    else if (/[.,]/.test(text)) unclear = amount;
  }
  const [vote] = votes;
  if (votes.size === 1 && vote) return vote;
  if (votes.size === 0 && unclear === null) return ".";
  throw unreadable(
    "STATEMENT_AMOUNT_AMBIGUOUS",
    "The amounts of this file can be read in two ways. Say whether decimals follow a point or a comma.",
    { value: unclear ?? amounts[0] ?? "" },
  );
}

function voteOf(text: string): DecimalSign | null {
  const lastPoint = text.lastIndexOf(".");
  const lastComma = text.lastIndexOf(",");
  if (lastPoint >= 0 && lastComma >= 0) return lastPoint > lastComma ? "." : ",";
  const at = Math.max(lastPoint, lastComma);
  if (at < 0) return null;
  const sign: DecimalSign = lastPoint >= 0 ? "." : ",";
  const other: DecimalSign = sign === "." ? "," : ".";
  // Several of one sign group thousands: "1.234.567".
  if (text.indexOf(sign) !== at) return other;
  return text.length - at - 1 === 3 ? null : sign;
}

/**
 * An amount as a plain decimal with its sign: "(1.234,50)" → "-1234.50". Minus may stand before or after; so may CR and
 * DR.
 *
 * @returns null for what is no amount.
 */
export function plainAmount(text: string, decimal: DecimalSign): string | null {
  const compact = text.replace(/[\s\u00a0\u202f'’]/g, "").replace(/[\u2212\u2013]/g, "-");
  const match = /^(\(|[-+])?(?:[A-Z]{3}|[€$£¥])?([-+])?(\d[\d.,]*|[.,]\d+)(?:[A-Z]{3}|[€$£¥])?(\)|-|\+|CR|DR)?$/i.exec(
    compact,
  );
  const digits = match?.[3];
  if (!match || !digits) return null;
  const grouping = decimal === "." ? "," : ".";
  const parts = digits.split(grouping).join("").split(decimal);
  const [whole = "", fraction] = parts;
  if (parts.length > 2 || !/^\d*$/.test(whole)) return null;
  const after = match[4]?.toUpperCase();
  const negative = match[1] === "(" || match[1] === "-" || match[2] === "-" || after === "-" || after === "DR";
  const number = `${whole.replace(/^0+(?=\d)/, "") || "0"}${fraction ? `.${fraction}` : ""}`;
  return negative && /[1-9]/.test(number) ? `-${number}` : number;
}

const DAY = /^(\d{1,2})([./-])(\d{1,2})\2(\d{2}|\d{4})(?:[ T].*)?$/;
const ISO = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[ T].*)?$/;

/**
 * Whether the day or the month comes first in these dates.
 *
 * @throws CallbayError STATEMENT_DATE_AMBIGUOUS: "03/04/2026" can be either; the importer says which.
 */
export function dateOrderOf(dates: readonly string[]): DateOrder {
  let unclear: string | null = null;
  for (const date of dates) {
    const match = DAY.exec(date);
    if (!match) continue;
    // A point is written only where the day comes first.
    if (match[2] === "." || Number(match[1]) > 12) return "dmy";
    if (Number(match[3]) > 12) return "mdy";
    if (match[1] !== match[3]) unclear = date;
  }
  if (unclear === null) return "dmy";
  throw unreadable(
    "STATEMENT_DATE_AMBIGUOUS",
    "The dates of this file can be read in two ways. Say whether the day or the month comes first.",
    { value: unclear },
  );
}

/** A day in whatever form banks write it; null for what is no day. */
export function plainDate(text: string, order: DateOrder): LocalDate | null {
  const iso = ISO.exec(text);
  const other = DAY.exec(text);
  const [year, month, day] = iso
    ? [iso[1], iso[3], iso[4]]
    : [other?.[4], order === "dmy" ? other?.[3] : other?.[1], order === "dmy" ? other?.[1] : other?.[3]];
  if (!year || !month || !day) return null;
  const date = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isLocalDate(date) ? date : null;
}
