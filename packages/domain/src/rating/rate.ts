import { intersectPeriods, type Period } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { adjustmentCharges } from "./adjustments.ts";
import { type Credit, creditCharges } from "./credits.ts";
import { inOrderOfEffect, versionForces } from "./force.ts";
import { beginPricing, KINDS_PRICED } from "./pricers.ts";
import { taxed } from "./tax.ts";
import { inOneTaxMode } from "./tax-mode.ts";
import type {
  ChargedBefore,
  DraftCharge,
  PriceComponent,
  PricerInput,
  Pricing,
  RatedCharge,
  RatedContract,
  RatedPeriod,
  RatedVersion,
  UsageFact,
  UsageKind,
} from "./types.ts";
import { takeOnce } from "./usage.ts";

export type { Credit } from "./credits.ts";
export type * from "./types.ts";

/** How many ids of usage that nothing prices are shown. */
const UNPRICED_SHOWN = 1_000;

export interface OpenPeriodInput {
  readonly contract: RatedContract;
  /** [from, to) in the tenant's calendar. */
  readonly period: Period;
  /**
   * Seat-days and agent time that earlier periods have charged, on the days of late usage: the day's minimum was
   * charged then, and only what the late usage adds to it is charged now.
   */
  readonly charged?: readonly UsageFact[];
  /**
   * The charges of earlier invoices: of the months of the period and of late usage, and of the month before each. Left
   * out, days in force before the period count for no minimum and no discount, since nobody billed them.
   */
  readonly before?: readonly ChargedBefore[];
  /** Credits of the contract that may be used up, oldest first. */
  readonly credits?: readonly Credit[];
}

export interface RatePeriodInput extends OpenPeriodInput {
  /** Usage not charged yet, in any order; a record handed in twice counts once. */
  readonly usage: readonly UsageFact[];
}

/** The charge that a fact stands behind: `key` names it, alone. */
export interface TakenBy {
  readonly componentId: string;
  readonly key: string;
}

/** A period being priced, one fact at a time. */
export interface PeriodPricing {
  /**
   * Takes a usage record, each once, those of one kind in order of day and id. One dated on or after `period.to` is
   * left for its own period.
   *
   * @returns which charges it stands behind, of one component each; none when nothing prices it.
   * @throws CallbayError USAGE_VERSION_UNKNOWN (usage of another contract), USAGE_OUT_OF_ORDER.
   */
  take(fact: UsageFact): readonly TakenBy[];
  /** The charges and totals. Called once, after the last fact. @throws CallbayError TAX_RATE_INVALID. */
  finish(): RatedPeriod<DraftCharge>;
}

/** A component being priced, with its last answer: most facts have the same as the one before. */
interface Running {
  readonly component: PriceComponent;
  readonly pricing: Pricing;
  lastKey: string;
  lastTaken: readonly TakenBy[];
}

interface RunningVersion {
  readonly version: RatedVersion;
  readonly input: PricerInput;
  readonly components: readonly Running[];
  readonly byKind: ReadonlyMap<UsageKind, readonly Running[]>;
}

const NONE: readonly TakenBy[] = [];

/**
 * Begins to price a period of a contract: every usage record by the version in force at its start, every period price
 * by the days on which its version is in force. Usage dated before `period.from` is late, is included and has charges
 * of its own that say so. Memory does not grow with usage.
 *
 * The order of what follows the components is fixed: discounts, monthly minimum (both per version and month), credits,
 * tax. Each amount is rounded once, so charges sum to the totals exactly.
 *
 * @throws CallbayError PERIOD_EMPTY, RATE_INVALID, CURRENCY_UNKNOWN, and what the pricers refuse.
 * Source: requirements G9–G15 and Decisions; invariants 6 and 7.
 */
export function openPeriod(input: OpenPeriodInput): PeriodPricing {
  const { contract, period, before, credits = [] } = input;
  if (period.from >= period.to) {
    throw new CallbayError("invalid", "PERIOD_EMPTY", "A period to be charged has at least one day.", { ...period });
  }
  const running = beginVersions(input);
  const byId = new Map(running.map((one) => [one.version.id, one]));
  const lastDates = new Map<UsageKind, string>();
  const unpriced: string[] = [];
  let unpricedCount = 0;
  // Of millions of facts nearly each is of the kind, version and day of the one before: what holds for it is kept.
  let last: UsageFact | null = null;
  let candidates: readonly Running[] = [];

  return {
    take(fact) {
      const like = last;
      const same =
        like !== null &&
        like.localDate === fact.localDate &&
        like.kind === fact.kind &&
        like.contractVersionId === fact.contractVersionId;
      if (!same) {
        const version = byId.get(fact.contractVersionId);
        if (version === undefined) refuseForeign(fact);
        if (fact.localDate >= period.to) return NONE;
        refuseDisorder(lastDates, fact);
        last = fact;
        candidates = version.byKind.get(fact.kind) ?? [];
      }
      const taken = takenBy(candidates, fact);
      if (taken.length === 0 && fact.kind !== "connected") {
        unpricedCount += 1;
        if (unpriced.length < UNPRICED_SHOWN) unpriced.push(fact.id);
      }
      return taken;
    },
    finish() {
      const perVersion = running.map((one) => {
        const drafted = one.components.flatMap(({ pricing }) => pricing.finish());
        return {
          version: one.version,
          charges: [...drafted, ...adjustmentCharges(one.version, one.input, drafted, before)],
        };
      });
      const { mode, charges } = inOneTaxMode(perVersion, running, contract.currency);
      const credited = creditCharges(credits, charges, contract.currency, period);
      const all = [...charges, ...credited.charges];
      refuseTwins(all);
      return {
        charges: all,
        ...taxed(all, contract.versions, mode),
        taxMode: mode,
        credits: credited.used,
        unpricedCount,
        unpricedUsageIds: unpriced.sort(),
      };
    },
  };
}

/**
 * Prices a period whose usage is in memory. The order of `usage` changes nothing, and the same input gives the same
 * output, byte for byte.
 *
 * @throws CallbayError what openPeriod refuses, and USAGE_CONFLICT (one id with two contents).
 */
export function ratePeriod({ usage, ...input }: RatePeriodInput): RatedPeriod {
  const open = openPeriod(input);
  const ids = new Map<string, string[]>();
  for (const fact of takeOnce(usage)) {
    for (const { key } of open.take(fact)) {
      const known = ids.get(key);
      if (known === undefined) ids.set(key, [fact.id]);
      else known.push(fact.id);
    }
  }
  const { charges, ...rest } = open.finish();
  return {
    ...rest,
    charges: charges.map((charge): RatedCharge => ({ ...charge, usageIds: (ids.get(charge.key) ?? []).sort() })),
  };
}

function beginVersions({ contract, period, charged = [], before = [] }: OpenPeriodInput): RunningVersion[] {
  const forces = versionForces(contract);
  const earlier = takeOnce(charged);
  return inOrderOfEffect(contract.versions).map((version): RunningVersion => {
    const versionForce = forces.get(version.id) ?? null;
    const input = {
      currency: contract.currency,
      contractVersionId: version.id,
      period,
      versionForce,
      inForce: versionForce === null ? null : intersectPeriods(versionForce, period),
      charged: earlier.filter((fact) => fact.contractVersionId === version.id),
      rateTables: contract.rateTables,
    };
    const components = [...version.components]
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
      .map((component): Running => {
        const own = before.filter((one) => one.componentId === component.id);
        return { component, pricing: beginPricing(component, { ...input, before: own }), lastKey: "", lastTaken: NONE };
      });
    const byKind = new Map<UsageKind, Running[]>();
    for (const one of components) {
      for (const kind of KINDS_PRICED[one.component.params.type]) byKind.set(kind, [...(byKind.get(kind) ?? []), one]);
    }
    return { version, input: { ...input, before }, components, byKind };
  });
}

function takenBy(candidates: readonly Running[], fact: UsageFact): readonly TakenBy[] {
  let taken: readonly TakenBy[] = NONE;
  for (const one of candidates) {
    const key = one.pricing.take(fact);
    if (key === null) continue;
    if (key !== one.lastKey) {
      one.lastKey = key;
      one.lastTaken = [{ componentId: one.component.id, key }];
    }
    taken = taken.length === 0 ? one.lastTaken : [...taken, ...one.lastTaken];
  }
  return taken;
}

function refuseForeign(fact: UsageFact): never {
  throw new CallbayError("invalid", "USAGE_VERSION_UNKNOWN", "A usage record belongs to another contract.", {
    usageId: fact.id,
    contractVersionId: fact.contractVersionId,
  });
}

/** Tiers fill in the order of usage, so an order that changes would change which call stands on which line. */
function refuseDisorder(lastDates: Map<UsageKind, string>, { id, kind, localDate }: UsageFact): void {
  const last = lastDates.get(kind);
  if (last !== undefined && localDate < last) {
    const text = `Usage came out of order: ${localDate} after ${last}. Nothing was charged; sort it by day and id.`;
    throw new CallbayError("invalid", "USAGE_OUT_OF_ORDER", text, { usageId: id });
  }
  if (last !== localDate) lastDates.set(kind, localDate);
}

/** Two lines of one key would mix up the usage behind them. */
function refuseTwins(charges: readonly DraftCharge[]): void {
  const seen = new Set<string>();
  for (const { key } of charges) {
    if (seen.has(key))
      throw new CallbayError("conflict", "CHARGE_KEY_TWICE", `Two charges are named "${key}".`, { key });
    seen.add(key);
  }
}
