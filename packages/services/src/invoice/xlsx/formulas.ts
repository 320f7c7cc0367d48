import { currencyExponent } from "@callbay/domain/currency";
import { amountText, formatRate, MICROS_PER_UNIT, roundHalfAwayFromZero } from "@callbay/domain/money";

/** A cell that recomputes itself, with what it shows until then. */
export interface Formula {
  readonly formula: string;
  readonly result: number;
}
export type Figure = number | Formula;

/** The spreadsheet's number of an amount; fifteen digits, as many as a spreadsheet has. */
export function amountNumber(minor: bigint, currency: string): number {
  return Number(amountText(minor, currency));
}

/** The spreadsheet's number of millionths. */
export function microsNumber(micros: bigint): number {
  return Number(formatRate(micros, 0));
}

export interface LineCells {
  readonly quantity: string;
  readonly unitPrice: string;
}

interface PricedLine {
  readonly quantityMicros: bigint;
  readonly unitPriceMicros: bigint;
  readonly amountMinor: bigint;
}

/**
 * The amount of a line as `quantity × price`, where that is how it came about; else the amount itself, which the
 * arithmetic beside it explains. A product that falls on a half of the smallest unit stays an amount too: spreadsheets
 * compute in binary and may round it the other way.
 */
export function lineAmount(line: PricedLine, cells: LineCells, currency: string): Figure {
  const result = amountNumber(line.amountMinor, currency);
  const decimals = currencyExponent(currency);
  const numerator = line.quantityMicros * line.unitPriceMicros * 10n ** BigInt(decimals);
  const denominator = MICROS_PER_UNIT * MICROS_PER_UNIT;
  if (isHalf(numerator, denominator) || roundHalfAwayFromZero(numerator, denominator) !== line.amountMinor)
    return result;
  return { formula: `ROUND(${cells.quantity}*${cells.unitPrice},${decimals})`, result };
}

/** The sum of a column of amounts. */
export function columnSum(range: string, minor: bigint, currency: string): Formula {
  return { formula: `ROUND(SUM(${range}),${currencyExponent(currency)})`, result: amountNumber(minor, currency) };
}

export interface TaxCells {
  /** The amounts of this rate: an expression. */
  readonly base: string;
  /** The cell of the rate, as a share of one. */
  readonly rate: string;
}

interface TaxedSum {
  /** The amounts of this rate as the lines have them: without tax, or with it when `inclusive`. */
  readonly sumMinor: bigint;
  readonly ratePpm: number;
  readonly taxMinor: bigint;
}

/**
 * The tax of one rate. On a half of the smallest unit it is computed in whole units, in which a spreadsheet is exact.
 * A tax that is not the rounded product (a credit note for a part has the rounding of those before it) is its amount.
 */
export function taxAmount(tax: TaxedSum, cells: TaxCells, inclusive: boolean, currency: string): Figure {
  const result = amountNumber(tax.taxMinor, currency);
  const decimals = currencyExponent(currency);
  const ppm = BigInt(tax.ratePpm);
  const numerator = tax.sumMinor * ppm;
  const denominator = inclusive ? 1_000_000n + ppm : 1_000_000n;
  if (roundHalfAwayFromZero(numerator, denominator) !== tax.taxMinor) return result;
  if (isHalf(numerator, denominator)) {
    const factor = 10 ** decimals;
    const formula = `ROUND(ROUND(${cells.base}*${factor},0)*${tax.ratePpm}/${denominator},0)/${factor}`;
    return { formula, result };
  }
  const share = inclusive ? `${cells.rate}/(1+${cells.rate})` : cells.rate;
  return { formula: `ROUND(${cells.base}*${share},${decimals})`, result };
}

function isHalf(numerator: bigint, denominator: bigint): boolean {
  return (2n * numerator) % denominator === 0n && numerator % denominator !== 0n;
}

/** How a spreadsheet shows amounts of a currency: "#,##0.00 \"EUR\"". */
export function amountFormat(currency: string, named = false): string {
  const decimals = currencyExponent(currency);
  const digits = decimals === 0 ? "#,##0" : `#,##0.${"0".repeat(decimals)}`;
  return named ? `${digits} "${currency}"` : digits;
}
