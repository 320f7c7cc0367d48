import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  ParseError,
  parsePhoneNumberWithError,
  validatePhoneNumberLength,
} from "libphonenumber-js/max";
import { plainPhone } from "./phone/plain.ts";

export type PhoneRefusal =
  | "empty"
  | "not_a_number"
  | "too_short"
  | "too_long"
  | "invalid"
  | "no_country"
  /** A switchboard with an extension: it would ring another person than the one on the list. */
  | "has_extension";

export type NormalisedPhone =
  | { readonly ok: true; readonly e164: string; readonly country: string }
  | { readonly ok: false; readonly reason: PhoneRefusal };

const INVISIBLE = /[\p{Cf}\p{Cc}]/gu;
const EXTENSION = /(?:ext(?:ension|n)?\.?|доб\.?|分机|分機|转|轉|#|;ext=|\bx)\s*[.:：]?\s*\d{1,7}\s*$/iu;
const PHONE_CHARACTERS = /^\+?[\d\s().\-/·•_~]+$/u;

/**
 * Any way of writing a number → E.164, or why not.
 *
 * Takes full-width digits and signs, all kinds of dashes and spaces, brackets, "tel:", an Excel apostrophe or ".0", and
 * 00 for +. A number in exponent form (Excel's 8.61E+12) has lost its digits and is not_a_number.
 *
 * @param raw as written in the list. @param defaultCountry ISO 3166 alpha-2, for numbers without a country code; null
 * when the list has none. A number is accepted only when it is in use in its country's numbering plan.
 */
export function normalisePhone(raw: string, defaultCountry: string | null): NormalisedPhone {
  return plainPhone(raw, defaultCountry) ?? anyPhone(raw, defaultCountry);
}

/** The same by libphonenumber alone, which is what normalisePhone always agrees with. */
export function anyPhone(raw: string, defaultCountry: string | null): NormalisedPhone {
  const no = (reason: PhoneRefusal): NormalisedPhone => ({ ok: false, reason });
  const text = cleaned(raw);
  if (text === "") return no("empty");
  if (EXTENSION.test(text)) return no("has_extension");
  if (!PHONE_CHARACTERS.test(text) || !/\d/.test(text)) return no("not_a_number");
  const country = toCountry(defaultCountry);
  if (country === null && !text.startsWith("+")) return no("no_country");

  try {
    const options = country === null ? { extract: false } : { extract: false, defaultCountry: country };
    const phone = parsePhoneNumberWithError(text, options);
    if (!phone.isValid()) return no(lengthRefusal(phone.number));
    if (phone.country === undefined) return no("no_country");
    return { ok: true, e164: phone.number, country: phone.country };
  } catch (error) {
    if (error instanceof ParseError) return no(refusalOf(error.message));
    throw error;
  }
}

/**
 * A number for those who may not see it: country code and the last two digits, "+86•••••••00". The dots are always
 * seven, so that they do not tell the length. Anything that is not E.164 shows nothing.
 *
 * Source: requirements R7.
 */
export function maskPhone(e164: string): string {
  const code = callingCodeOf(e164);
  if (code === null || e164.length - code.length - 1 < 4) return "•".repeat(7);
  return `+${code}${"•".repeat(7)}${e164.slice(-2)}`;
}

/** Masks what looks like a number in international form. */
export function maskNumbers(text: string): string {
  return text.replace(/\+[1-9]\d{6,14}(?!\d)/g, (e164) => maskPhone(e164));
}

/** The digits after the country code; all digits when the text is not E.164. */
export function nationalDigits(phone: string): string {
  const code = callingCodeOf(phone);
  return code === null ? phone.replace(/\D/g, "") : phone.slice(1 + code.length);
}

/** Is this a country (ISO 3166 alpha-2, upper case) whose numbering plan is known? */
export function isPhoneCountry(country: string): boolean {
  return isSupportedCountry(country);
}

/** No calling code begins with another, so the first that fits is the one. */
const CALLING_CODES: ReadonlySet<string> = new Set([
  ...getCountries().map((country) => String(getCountryCallingCode(country))),
  ...["800", "808", "870", "878", "881", "882", "883", "888", "979"],
]);

function callingCodeOf(e164: string): string | null {
  if (!/^\+[1-9]\d{3,14}$/.test(e164)) return null;
  return [2, 3, 4].map((end) => e164.slice(1, end)).find((code) => CALLING_CODES.has(code)) ?? null;
}

function cleaned(raw: string): string {
  const text = raw
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(/[\p{Pd}−]/gu, "-")
    .trim()
    .replace(/^'/, "")
    .replace(/^tel:\s*/i, "")
    .replace(/^\(\s*(\+|00)\s*(\d{1,3})\s*\)/, "$1$2 ")
    .replace(/^(\d{5,})\.0+$/, "$1");
  return text.replace(/^(?:\+\s*0*|00)\s*(?=[1-9])/, "+").replace(/^(\+\d{1,3})\s*\(0\)\s*/, "$1 ");
}

function toCountry(country: string | null): CountryCode | null {
  return country !== null && isSupportedCountry(country) ? country : null;
}

/** Why a number that parses is not in use: asked only then, since it parses the number once more. */
function lengthRefusal(e164: string): PhoneRefusal {
  const length = validatePhoneNumberLength(e164);
  if (length === "TOO_SHORT") return "too_short";
  return length === "TOO_LONG" ? "too_long" : "invalid";
}

function refusalOf(message: string): PhoneRefusal {
  if (message === "TOO_SHORT") return "too_short";
  if (message === "TOO_LONG") return "too_long";
  if (message === "INVALID_COUNTRY") return "no_country";
  return "not_a_number";
}
