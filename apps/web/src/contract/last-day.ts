import { addDays } from "@callbay/domain/days";

interface Dated {
  readonly effectiveFrom: string;
}

/** The last day of a version's terms: before the next version's, or the contract's; null while there is no end. */
export function lastDayOf(
  version: Dated,
  contract: { readonly versions: readonly Dated[]; readonly endsOn: string | null },
): string | null {
  const next = contract.versions
    .map((one) => one.effectiveFrom)
    .filter((day) => day > version.effectiveFrom)
    .sort()[0];
  return next === undefined ? contract.endsOn : addDays(next, -1);
}
