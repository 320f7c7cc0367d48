import { addDays, intersectPeriods, type LocalDate, type Period } from "../days.ts";
import type { RatedContract, RatedVersion } from "./types.ts";

/** Far enough for any contract that has no end. */
const FOREVER: LocalDate = "9999-12-31";

/** What says when a version holds. */
export type DatedVersion = Pick<RatedVersion, "id" | "version" | "effectiveFrom">;

/** Versions as they take effect: by day, then by number; of two from the same day the later number wins. */
export function inOrderOfEffect<V extends DatedVersion>(versions: readonly V[]): V[] {
  return [...versions].sort((a, b) =>
    a.effectiveFrom === b.effectiveFrom ? a.version - b.version : a.effectiveFrom < b.effectiveFrom ? -1 : 1,
  );
}

/**
 * The days on which each version is in force, within the contract's own days; no day has two, and none between the
 * first version's start and the contract's end has none. A version that never gets a day is left out.
 */
export function versionForces(
  contract: Pick<RatedContract, "startsOn" | "endsOn"> & { readonly versions: readonly DatedVersion[] },
): Map<string, Period> {
  const term = { from: contract.startsOn, to: contract.endsOn === null ? FOREVER : addDays(contract.endsOn, 1) };
  const ordered = inOrderOfEffect(contract.versions);
  const forces = new Map<string, Period>();
  ordered.forEach((version, i) => {
    const force = intersectPeriods({ from: version.effectiveFrom, to: ordered[i + 1]?.effectiveFrom ?? FOREVER }, term);
    if (force !== null) forces.set(version.id, force);
  });
  return forces;
}

/** The version whose terms hold on a day, or null when the contract does not cover it. */
export function versionOn<V extends DatedVersion>(
  contract: { readonly versions: readonly V[]; readonly startsOn: LocalDate; readonly endsOn: LocalDate | null },
  date: LocalDate,
): V | null {
  const forces = versionForces(contract);
  return (
    contract.versions.find((version) => {
      const force = forces.get(version.id);
      return force !== undefined && date >= force.from && date < force.to;
    }) ?? null
  );
}
