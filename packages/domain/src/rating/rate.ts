import { intersectPeriods, type Period } from "../calendar.ts";
import { CallbayError } from "../errors.ts";
import { taxOf } from "../money.ts";
import { inOrderOfEffect, versionForces } from "./force.ts";
import { priceComponent } from "./pricers.ts";
import type { DraftCharge, RatedContract, RatedPeriod, TaxLine, UsageFact } from "./types.ts";
import { takeOnce } from "./usage.ts";

export type * from "./types.ts";

export interface RatePeriodInput {
  readonly contract: RatedContract;
  /** Usage not charged yet, in any order; a record handed in twice counts once. */
  readonly usage: readonly UsageFact[];
  /** [from, to) in the tenant's calendar. */
  readonly period: Period;
  /**
   * Usage that earlier periods have charged. Needed only where seat-days may arrive late: the day's minimum was charged
   * then, and only what the late seat-days add to it is charged now.
   */
  readonly charged?: readonly UsageFact[];
}

/**
 * Prices a period of a contract: every usage record by the version in force at its start, every period price by the
 * days on which its version is in force.
 *
 * Usage dated on or after `period.to` is left for its own period; usage dated before `period.from` is late, is included
 * and has charges of its own that say so. Each amount is rounded once, so charges sum to `netMinor` exactly. The order
 * of `usage` changes nothing.
 *
 * @throws CallbayError PERIOD_EMPTY, USAGE_VERSION_UNKNOWN (usage of another contract), USAGE_CONFLICT, RATE_INVALID,
 * CURRENCY_UNKNOWN, TAX_RATE_INVALID.
 * Source: requirements G9–G15 and Decisions; invariants 6 and 7.
 */
export function ratePeriod({ contract, usage, period, charged = [] }: RatePeriodInput): RatedPeriod {
  if (period.from >= period.to) {
    throw new CallbayError("invalid", "PERIOD_EMPTY", "A period to be charged has at least one day.", { ...period });
  }
  const facts = takeOnce(usage).filter((fact) => fact.localDate < period.to);
  const earlier = takeOnce(charged);
  refuseForeign(contract, facts);

  const forces = versionForces(contract);
  const charges: DraftCharge[] = [];
  const netByTax = new Map<number, bigint>();
  for (const version of inOrderOfEffect(contract.versions)) {
    const versionForce = forces.get(version.id) ?? null;
    const input = {
      currency: contract.currency,
      contractVersionId: version.id,
      period,
      versionForce,
      inForce: versionForce === null ? null : intersectPeriods(versionForce, period),
      usage: facts.filter((fact) => fact.contractVersionId === version.id),
      charged: earlier.filter((fact) => fact.contractVersionId === version.id),
    };
    const components = [...version.components].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
    const drafted = components.flatMap((component) => priceComponent(component, input));
    if (drafted.length > 0) {
      netByTax.set(version.taxRatePpm, (netByTax.get(version.taxRatePpm) ?? 0n) + sumOf(drafted));
    }
    charges.push(...drafted);
  }

  const taxes = [...netByTax]
    .sort(([a], [b]) => a - b)
    .map(([ratePpm, netMinor]): TaxLine => ({ ratePpm, netMinor, taxMinor: taxOf(netMinor, ratePpm) }));
  const netMinor = sumOf(charges);
  const taxMinor = taxes.reduce((sum, line) => sum + line.taxMinor, 0n);
  const priced = new Set(charges.flatMap((charge) => charge.usageIds));
  return {
    charges,
    netMinor,
    taxMinor,
    totalMinor: netMinor + taxMinor,
    taxes,
    unpricedUsageIds: facts
      .map((fact) => fact.id)
      .filter((id) => !priced.has(id))
      .sort(),
  };
}

function refuseForeign(contract: RatedContract, facts: readonly UsageFact[]): void {
  const known = new Set(contract.versions.map((version) => version.id));
  const foreign = facts.find((fact) => !known.has(fact.contractVersionId));
  if (foreign === undefined) return;
  throw new CallbayError("invalid", "USAGE_VERSION_UNKNOWN", "A usage record belongs to another contract.", {
    usageId: foreign.id,
    contractVersionId: foreign.contractVersionId,
  });
}

function sumOf(charges: readonly DraftCharge[]): bigint {
  return charges.reduce((sum, charge) => sum + charge.amountMinor, 0n);
}
