import { intersectPeriods, type Period } from "../days.ts";
import type { PriceComponentParams } from "./price-type.ts";
import type { RateTable } from "./rate-table.ts";
import type { ChargedBefore, DraftCharge, Pricer, PricerInput, RatedCharge, UsageFact } from "./types.ts";

export const OCTOBER: Period = { from: "2026-10-01", to: "2026-11-01" };

export interface Drive<P> {
  readonly params: P;
  readonly facts: readonly UsageFact[];
  readonly period?: Period;
  readonly force?: Period;
  readonly currency?: string;
  readonly before?: readonly ChargedBefore[];
  readonly charged?: readonly UsageFact[];
  readonly tables?: readonly RateTable[];
}

export interface Driven {
  /** With the facts behind each, in the order of the facts. */
  readonly charges: RatedCharge[];
  readonly unpriced: string[];
  readonly total: bigint;
}

/** Runs one pricer as the engine does: facts in order of day and id, and each key that it answers is a charge's. */
export function drive<P extends PriceComponentParams>(pricer: Pricer<P>, run: Drive<P>): Driven {
  const { period = OCTOBER, force = { from: "2026-01-01", to: "9999-12-31" } } = run;
  const input: PricerInput = {
    currency: run.currency ?? "CNY",
    contractVersionId: "v1",
    period,
    inForce: intersectPeriods(force, period),
    versionForce: force,
    before: run.before ?? [],
    charged: run.charged ?? [],
    rateTables: new Map((run.tables ?? []).map((table) => [table.id, table])),
  };
  const direction = "direction" in run.params ? run.params.direction : null;
  const pricing = pricer({ id: "c0", position: 0, params: run.params, direction }, input);
  const ordered = run.facts
    .filter((fact) => fact.localDate < period.to)
    .sort((a, b) => (`${a.localDate} ${a.id}` < `${b.localDate} ${b.id}` ? -1 : 1));
  const behind = new Map<string, string[]>();
  const unpriced: string[] = [];
  for (const fact of ordered) {
    const key = pricing.take(fact);
    if (key === null) unpriced.push(fact.id);
    else behind.set(key, [...(behind.get(key) ?? []), fact.id]);
  }
  const charges = pricing.finish().map((charge) => ({ ...charge, usageIds: behind.get(charge.key) ?? [] }));
  const keys = new Set(charges.map(({ key }) => key));
  if (keys.size !== charges.length) throw new Error("two charges have one key");
  for (const key of behind.keys())
    if (!keys.has(key)) throw new Error(`usage stands behind ${key}, which is no charge`);
  return { charges, unpriced, total: sumOf(charges) };
}

export function sumOf(charges: readonly DraftCharge[]): bigint {
  return charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** What a bill leaves behind for the next. */
export function asBefore(charges: readonly DraftCharge[]): ChargedBefore[] {
  return charges.map(({ componentId, contractVersionId, month, kind, metered, amountMinor }) => ({
    componentId,
    contractVersionId,
    month,
    kind,
    metered,
    amountMinor,
  }));
}

/** A fact of the version. */
export function fact(kind: UsageFact["kind"], id: string, localDate: string, over: Partial<UsageFact> = {}): UsageFact {
  return { id, kind, localDate, contractVersionId: "v1", direction: "outbound", quantity: 1n, ...over };
}
