import { addDays, type LocalDate, type Period } from "../days.ts";
import { CallbayError } from "../errors.ts";
import type { UsageFact } from "./types.ts";

/**
 * Each usage record once, however often it was handed in, sorted by day and id: the order of the input means nothing.
 *
 * @throws CallbayError USAGE_CONFLICT when one id comes with two different contents.
 */
export function takeOnce(usage: readonly UsageFact[]): UsageFact[] {
  const byId = new Map<string, UsageFact>();
  for (const fact of usage) {
    const known = byId.get(fact.id);
    if (known !== undefined && !sameFact(known, fact)) {
      throw new CallbayError("invalid", "USAGE_CONFLICT", "One usage record came with two different contents.", {
        usageId: fact.id,
      });
    }
    byId.set(fact.id, fact);
  }
  return [...byId.values()].sort((a, b) => {
    if (a.localDate !== b.localDate) return a.localDate < b.localDate ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });
}

/** The period from the first to the last of these days; they are sorted and at least one. */
export function daysCovered(days: readonly LocalDate[]): Period {
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) {
    throw new CallbayError("invalid", "PERIOD_EMPTY", "A charge stands on at least one day.");
  }
  return { from: first, to: addDays(last, 1) };
}

function sameFact(a: UsageFact, b: UsageFact): boolean {
  return (
    a.kind === b.kind &&
    a.localDate === b.localDate &&
    a.contractVersionId === b.contractVersionId &&
    a.direction === b.direction &&
    a.quantity === b.quantity &&
    a.talkMs === b.talkMs &&
    a.phone === b.phone &&
    a.outcome === b.outcome &&
    a.disposition === b.disposition &&
    a.personId === b.personId &&
    a.role === b.role &&
    a.dutyState === b.dutyState &&
    a.orderValueMinor === b.orderValueMinor &&
    a.orderCostMinor === b.orderCostMinor &&
    a.key === b.key &&
    a.reverses?.usageId === b.reverses?.usageId &&
    a.reverses?.localDate === b.reverses?.localDate &&
    a.reverses?.unitPriceMicros === b.reverses?.unitPriceMicros
  );
}
