import { type MinorUnits, roundHalfAwayFromZero, taxOf } from "../money.ts";
import type { DraftCharge, RatedVersion, TaxLine, TaxMode } from "./types.ts";

/**
 * The tax contained in an amount that includes it, rounded once.
 *
 * @param ratePpm parts per million of the net amount. @throws CallbayError TAX_RATE_INVALID.
 */
export function taxWithin(grossMinor: MinorUnits, ratePpm: number): MinorUnits {
  taxOf(0n, ratePpm);
  return roundHalfAwayFromZero(grossMinor * BigInt(ratePpm), 1_000_000n + BigInt(ratePpm));
}

export interface Taxed {
  readonly netMinor: MinorUnits;
  readonly taxMinor: MinorUnits;
  readonly totalMinor: MinorUnits;
  readonly taxes: readonly TaxLine[];
}

/**
 * Net, tax and total of charges that are all without tax or all with it: one line per tax rate, rounded once each.
 *
 * @throws CallbayError TAX_RATE_INVALID.
 */
export function taxed(charges: readonly DraftCharge[], versions: readonly RatedVersion[], mode: TaxMode): Taxed {
  const rates = new Map(versions.map((version) => [version.id, version.taxRatePpm]));
  const sums = new Map<number, MinorUnits>();
  for (const charge of charges) {
    const rate = rates.get(charge.contractVersionId) ?? 0;
    sums.set(rate, (sums.get(rate) ?? 0n) + charge.amountMinor);
  }
  const taxes = [...sums]
    .sort(([a], [b]) => a - b)
    .map(([ratePpm, sum]): TaxLine => {
      const taxMinor = mode === "inclusive" ? taxWithin(sum, ratePpm) : taxOf(sum, ratePpm);
      return { ratePpm, netMinor: mode === "inclusive" ? sum - taxMinor : sum, taxMinor };
    });
  const netMinor = taxes.reduce((sum, line) => sum + line.netMinor, 0n);
  const taxMinor = taxes.reduce((sum, line) => sum + line.taxMinor, 0n);
  return { netMinor, taxMinor, totalMinor: netMinor + taxMinor, taxes };
}
