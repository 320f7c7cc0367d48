import { currencyExponent } from "./currency.ts";
import { CallbayError } from "./errors.ts";

export { CURRENCIES, currencyExponent } from "./currency.ts";

/** An amount of money in the currency's smallest unit: 1234n is 12.34 CNY and 1,234 JPY. */
export type MinorUnits = bigint;

/** Millionths of one whole: of a currency's major unit (a rate), or of one piece (a quantity). */
export type Micros = bigint;

export const MICROS_PER_UNIT = 1_000_000n;

const RATE = /^(0|[1-9]\d{0,11})(?:\.(\d{1,6}))?$/;
const AMOUNT = /^(-?)(0|[1-9]\d{0,14})(?:\.(\d+))?$/;

/**
 * Parses a unit rate, which is never negative: "0.125" → 125000n millionths of the currency's major unit.
 *
 * @param decimal digits with at most 6 decimals; no sign, exponent, thousands separator or spaces.
 * @throws CallbayError RATE_INVALID, also for anything that is not a string (a float has lost the digits already).
 * Source: requirements, Decisions, "Currency".
 */
export function parseRate(decimal: string): Micros {
  const match = typeof decimal === "string" ? RATE.exec(decimal) : null;
  if (match === null) {
    throw new CallbayError("invalid", "RATE_INVALID", "A rate is a decimal such as 0.125, with at most 6 decimals.", {
      value: String(decimal),
    });
  }
  return BigInt(match[1] ?? "0") * MICROS_PER_UNIT + BigInt((match[2] ?? "").padEnd(6, "0"));
}

/** Is this text a rate that parseRate takes? */
export function isRate(decimal: string): boolean {
  return RATE.test(decimal);
}

/**
 * Writes micro-units as a decimal without losing a digit: 80000000n → "80.00", 125000n → "0.125".
 *
 * @param minDecimals zeros kept at the end; the currency's exponent reads best on an invoice.
 */
export function formatRate(micros: Micros, minDecimals = 2): string {
  const text = decimalText(micros, 6);
  const dot = text.indexOf(".");
  let end = text.length;
  while (end > dot + 1 + minDecimals && text.endsWith("0", end)) end -= 1;
  return text.slice(0, end === dot + 1 ? dot : end);
}

/**
 * The one rounding of Callbay: numerator ÷ denominator to the nearest integer, halves away from zero.
 *
 * @throws CallbayError DIVISION_BY_ZERO.
 * Source: requirements, Decisions, "Currency": applied once per charge line.
 */
export function roundHalfAwayFromZero(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new CallbayError("invalid", "DIVISION_BY_ZERO", "An amount was divided by zero.");
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

/**
 * The exact fraction of micro-units as minor units, rounded once.
 *
 * @param micros millionths of the major unit. @param divisor what the micros are still to be divided by (1n for none).
 * @throws CallbayError CURRENCY_UNKNOWN, DIVISION_BY_ZERO.
 */
export function microsToMinor(micros: Micros, currency: string, divisor = 1n): MinorUnits {
  return roundHalfAwayFromZero(micros * 10n ** BigInt(currencyExponent(currency)), MICROS_PER_UNIT * divisor);
}

/**
 * Parses an amount of a currency: "12.34" CNY → 1234n. A sign is allowed; more decimals than the currency has are not.
 *
 * @throws CallbayError AMOUNT_INVALID, CURRENCY_UNKNOWN.
 */
export function parseAmount(decimal: string, currency: string): MinorUnits {
  const exponent = currencyExponent(currency);
  const match = typeof decimal === "string" ? AMOUNT.exec(decimal) : null;
  const fraction = match?.[3] ?? "";
  if (match === null || fraction.length > exponent) {
    throw new CallbayError("invalid", "AMOUNT_INVALID", `An amount in ${currency} has at most ${exponent} decimals.`, {
      value: String(decimal),
      currency,
    });
  }
  const whole = BigInt(match[2] ?? "0") * 10n ** BigInt(exponent);
  const minor = whole + (exponent === 0 ? 0n : BigInt(fraction.padEnd(exponent, "0")));
  return match[1] === "-" ? -minor : minor;
}

/** Writes an amount as a plain decimal of its currency, for arithmetic and exports: 1234n CNY → "12.34". */
export function amountText(minor: MinorUnits, currency: string): string {
  return decimalText(minor, currencyExponent(currency));
}

/**
 * Writes an amount as a reader of `locale` expects it, with the currency: 123456n CNY, "zh-CN" → "¥1,234.56".
 * Exact for any size: the digits never pass through a float.
 */
export function formatAmount(minor: MinorUnits, currency: string, locale: string): string {
  const exponent = currencyExponent(currency);
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  });
  const text = decimalText(minor, exponent);
  return isNumeric(text) ? format.format(text) : text;
}

/**
 * Tax on a net amount, rounded once.
 *
 * @param ratePpm parts per million of the net amount, 0 … 1,000,000 (60000 is 6 %).
 * @throws CallbayError TAX_RATE_INVALID.
 */
export function taxOf(netMinor: MinorUnits, ratePpm: number): MinorUnits {
  if (!Number.isInteger(ratePpm) || ratePpm < 0 || ratePpm > 1_000_000) {
    throw new CallbayError("invalid", "TAX_RATE_INVALID", "A tax rate is 0 to 1,000,000 parts per million.", {
      ratePpm,
    });
  }
  return roundHalfAwayFromZero(netMinor * BigInt(ratePpm), 1_000_000n);
}

function decimalText(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? "" : `.${digits.slice(digits.length - decimals)}`;
  return `${value < 0n ? "-" : ""}${whole}${fraction}`;
}

function isNumeric(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}
