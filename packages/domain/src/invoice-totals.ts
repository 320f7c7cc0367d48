import { type MinorUnits, roundHalfAwayFromZero, taxOf } from "./money.ts";
import type { TaxLine } from "./rating/types.ts";

/** A line of an invoice as its totals see it. */
export interface TotalledLine {
  /** Parts per million, of the line's terms. */
  readonly taxRatePpm: number;
  /** Without tax, or with it where prices contain the tax. */
  readonly amountMinor: MinorUnits;
}

export interface InvoiceTotals {
  readonly netMinor: MinorUnits;
  readonly taxMinor: MinorUnits;
  readonly totalMinor: MinorUnits;
  /** One line per tax rate, lowest first; they sum to net and tax. */
  readonly taxes: readonly TaxLine[];
}

/**
 * Net, tax and total of the lines of an invoice: the tax is rounded once per rate, on the sum of the rate's lines, as
 * rating does it. A credit note, whose amounts are negative, gets the exact mirror.
 *
 * @param inclusive whether amounts contain the tax. @throws CallbayError TAX_RATE_INVALID.
 */
export function invoiceTotals(lines: readonly TotalledLine[], inclusive: boolean): InvoiceTotals {
  const sums = new Map<number, bigint>();
  for (const { taxRatePpm, amountMinor } of lines) sums.set(taxRatePpm, (sums.get(taxRatePpm) ?? 0n) + amountMinor);
  const taxes = [...sums]
    .sort(([a], [b]) => a - b)
    .map(([ratePpm, sum]): TaxLine => {
      const taxMinor = inclusive ? containedTax(sum, ratePpm) : taxOf(sum, ratePpm);
      return { ratePpm, taxMinor, netMinor: inclusive ? sum - taxMinor : sum };
    });
  const netMinor = taxes.reduce((sum, line) => sum + line.netMinor, 0n);
  const taxMinor = taxes.reduce((sum, line) => sum + line.taxMinor, 0n);
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor, taxes };
}

/** The tax within an amount that contains it, rounded once. */
function containedTax(total: MinorUnits, ratePpm: number): MinorUnits {
  taxOf(0n, ratePpm);
  return roundHalfAwayFromZero(total * BigInt(ratePpm), 1_000_000n + BigInt(ratePpm));
}

/** What one more document takes: each figure of `all` less what the documents before it took of it. */
export function remainingTotals(
  all: InvoiceTotals,
  before: readonly { readonly netMinor: bigint; readonly taxMinor: bigint }[],
): { readonly netMinor: bigint; readonly taxMinor: bigint; readonly totalMinor: bigint } {
  const netMinor = before.reduce((rest, one) => rest - one.netMinor, all.netMinor);
  const taxMinor = before.reduce((rest, one) => rest - one.taxMinor, all.taxMinor);
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor };
}

/**
 * Tax lines that sum to what a document says. One document of several that share an invoice may differ from its own
 * lines by the rounding that the others have had; that difference goes to the largest line.
 */
export function taxesThatSumTo(
  totals: InvoiceTotals,
  printed: { readonly netMinor: bigint; readonly taxMinor: bigint },
): TaxLine[] {
  const net = printed.netMinor - totals.netMinor;
  const tax = printed.taxMinor - totals.taxMinor;
  if (net === 0n && tax === 0n) return [...totals.taxes];
  const size = ({ netMinor }: TaxLine) => (netMinor < 0n ? -netMinor : netMinor);
  // A rounding of tax belongs to a rate that has some.
  const taxed = totals.taxes.filter(({ ratePpm }) => ratePpm > 0);
  const largest = (taxed.length > 0 ? taxed : totals.taxes).reduce<TaxLine | null>(
    (best, line) => (!best || size(line) > size(best) ? line : best),
    null,
  );
  return totals.taxes.map((line) =>
    line === largest ? { ...line, netMinor: line.netMinor + net, taxMinor: line.taxMinor + tax } : line,
  );
}
