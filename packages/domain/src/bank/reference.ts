/** ISO 11649: at most this many characters after "RF" and the two check digits. */
const MOST = 21;

/**
 * The creditor reference of an invoice number: "HLS-2026-000001" → "RF…HLS2026000001". A payer's bank checks the two
 * digits, so that a slip of the pen is found before the money is sent.
 *
 * @returns null when the number has no letter or digit, or more than 21 of them.
 * Source: ISO 11649; check digits by ISO 7064 mod 97-10.
 */
export function creditorReference(number: string): string | null {
  const body = alphanumeric(number);
  if (body === "" || body.length > MOST) return null;
  const check = 98 - mod97(`${body}RF00`);
  return `RF${String(check).padStart(2, "0")}${body}`;
}

/** What a client writes on a bank transfer: the creditor reference, or the bare number where it has none. */
export function paymentReference(number: string): string {
  return creditorReference(number) ?? number;
}

/** Is this a creditor reference with the right check digits? Spaces and case do not matter. */
export function isCreditorReference(text: string): boolean {
  const reference = text.replace(/\s/g, "").toUpperCase();
  const match = /^RF\d\d([0-9A-Z]{1,21})$/.exec(reference);
  return match !== null && mod97(`${match[1]}${reference.slice(0, 4)}`) === 1;
}

/** In groups of four, as it is printed: "RF18 5390 0754 7034". */
export function printedReference(reference: string): string {
  return reference.replace(/(.{4})(?=.)/g, "$1 ");
}

/** The letters and digits of a text, in upper case: what is left of a number when a bank has printed it. */
export function alphanumeric(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, "");
}

/** The remainder by 97 of digits in which each letter stands for 10 … 35. */
function mod97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
