import type { RawTx } from "@callbay/db/client";
import { contractTerms } from "@callbay/db/sql/contract-terms";
import { fromDbDate, type LocalDate } from "@callbay/domain/calendar";
import { type DatedVersion, versionOn } from "@callbay/domain/rating/force";
import type { RatedContract, RatedVersion, TaxMode } from "@callbay/domain/rating/types";

/** The terms of a version that decide what a call is, beside its prices. */
export interface VersionTerms extends RatedVersion {
  readonly recordingRequired: boolean;
  /** UNCL 5305; null is S with a rate and Z without. */
  readonly taxCategory: string | null;
  readonly taxNote: string;
  /** Days that the client has to look at a draft; 0 for no review. */
  readonly reviewDays: number;
  readonly autoCharge: boolean;
  readonly paymentTermDays: number;
  readonly excludedPrefixes: readonly string[];
}

/** The versions of a contract and the days it covers. */
export interface ContractDays {
  readonly versions: readonly VersionTerms[];
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate | null;
}

/**
 * The version whose terms a fact of this day falls under. A fact outside the contract's days (a call that was still
 * ringing at the end, a clock that was corrected) is not lost from the bill: it falls under the nearest version.
 */
export function versionForFact<V extends DatedVersion>(
  contract: Pick<ContractDays, "startsOn" | "endsOn"> & { readonly versions: readonly V[] },
  date: LocalDate,
): V | null {
  const inForce = versionOn(contract, date);
  if (inForce) return inForce;
  const ordered = [...contract.versions].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  return ordered.filter((version) => version.effectiveFrom <= date).at(-1) ?? ordered[0] ?? null;
}

/** Does the contract cover this day? */
export function coversDay(contract: Pick<RatedContract, "startsOn" | "endsOn">, date: LocalDate): boolean {
  return date >= contract.startsOn && (contract.endsOn === null || date <= contract.endsOn);
}

/** A contract with the terms of its versions, without their prices; null when the tenant has none of this id. */
export async function loadTerms(tx: RawTx, tenantId: string, contractId: string): Promise<ContractDays | null> {
  const row = await contractTerms(tx, tenantId, contractId);
  if (!row) return null;
  return {
    startsOn: fromDbDate(row.startsOn),
    endsOn: row.endsOn && fromDbDate(row.endsOn),
    versions: row.versions.map((version) => ({
      ...version,
      taxMode: taxModeOf(version.taxMode),
      components: [],
      adjustments: [],
    })),
  };
}

/** A version's tax mode as its column stores it. */
export function taxModeOf(stored: string): TaxMode {
  return stored === "inclusive" ? "inclusive" : "exclusive";
}
