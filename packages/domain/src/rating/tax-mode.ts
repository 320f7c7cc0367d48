import { currencyExponent } from "../currency.ts";
import { addDays, monthOf } from "../days.ts";
import { amountText, formatRate, MICROS_PER_UNIT, taxOf } from "../money.ts";
import { taxWithin } from "./tax.ts";
import type { DraftCharge, PricerInput, RatedVersion, TaxMode } from "./types.ts";

interface VersionCharges {
  readonly version: RatedVersion;
  readonly charges: readonly DraftCharge[];
}

/**
 * Brings the charges of all versions to one tax mode, that of the last version in force in the period. Terms that change
 * the mode are billed up to that day first, but usage of the old terms may still arrive late: a line of its own then
 * adds the tax that its prices are without, or takes off the tax that they contain.
 */
export function inOneTaxMode(
  versions: readonly VersionCharges[],
  running: readonly { readonly version: RatedVersion; readonly input: Pick<PricerInput, "inForce" | "period"> }[],
  currency: string,
): { readonly mode: TaxMode; readonly charges: readonly DraftCharge[] } {
  const charged = versions.filter(({ charges }) => charges.length > 0);
  const inForce = running.filter(({ input }) => input.inForce !== null).at(-1)?.version;
  const mode = (inForce ?? charged.at(-1)?.version ?? running.at(-1)?.version)?.taxMode ?? "exclusive";
  const period = running[0]?.input.period;
  const charges = charged.flatMap(({ version, charges: own }) => {
    if (version.taxMode === mode || version.taxRatePpm === 0 || period === undefined) return own;
    const sum = own.reduce((total, charge) => total + charge.amountMinor, 0n);
    const added = mode === "inclusive" ? taxOf(sum, version.taxRatePpm) : -taxWithin(sum, version.taxRatePpm);
    const percent = formatRate(BigInt(version.taxRatePpm) * 100n, 0);
    const how =
      mode === "inclusive"
        ? `${amountText(sum, currency)} × ${percent} %`
        : `tax of ${percent} % within ${amountText(sum, currency)}`;
    const line: DraftCharge = {
      key: `tax ${version.id}`,
      kind: "adjustment",
      componentId: null,
      contractVersionId: version.id,
      month: monthOf(addDays(period.to, -1)),
      description: {
        key: mode === "inclusive" ? "charge.taxMode.added" : "charge.taxMode.removed",
        values: { percent, version: version.version, currency },
      },
      quantityMicros: MICROS_PER_UNIT,
      unit: "amount",
      unitPriceMicros: (added * MICROS_PER_UNIT) / 10n ** BigInt(currencyExponent(currency)),
      amountMinor: added,
      metered: 0n,
      arithmetic: `${how} = ${amountText(added, currency)}`,
      periodFrom: period.from,
      periodTo: period.to,
    };
    return [...own, line];
  });
  return { mode, charges };
}
