import type { Tx } from "@callbay/db/client";
import { chargedSeatDays, unchargedCallsByDay, unchargedUsage, writtenSeatDays } from "@callbay/db/sql/billing-usage";
import { addDays, fromDbDate, type LocalDate, type Period } from "@callbay/domain/calendar";
import { type RatedPeriod, ratePeriod, type UsageFact } from "@callbay/domain/rating/rate";
import type { LoadedContract } from "../contract/load.ts";
import { seatDayRows } from "../usage/seat-days.ts";

/** The first day that no invoice covers, drafts included. */
export async function openFrom(tx: Tx, contract: LoadedContract): Promise<LocalDate> {
  const draft = await draftOf(tx, contract);
  return draft ? fromDbDate(draft.periodTo) : firstUnbilledDay(contract);
}

/** The first day that no finalised invoice covers. */
export function firstUnbilledDay(contract: LoadedContract): LocalDate {
  return contract.billedThrough ?? contract.startsOn;
}

/** The contract's invoice that is not final yet, in review or not; there is at most one. */
export function draftOf(tx: Tx, { row }: LoadedContract) {
  return tx.invoice.findFirst({
    where: { tenantId: row.tenantId, contractId: row.id, kind: "invoice", state: { not: "finalised" } },
    select: { id: true, periodFrom: true, periodTo: true },
  });
}

/** Prices a period from the usage records written for it. */
export async function rateWritten(tx: Tx, contract: LoadedContract, period: Period): Promise<RatedPeriod> {
  const usage = await unchargedUsage(tx, { ...idsOf(contract), before: period.to });
  return ratePeriod({ contract, usage, period, charged: await chargedBefore(tx, contract, usage, period) });
}

/**
 * Prices a period that still runs, by the same rules: calls summed by day, and the seat-days that the leases have
 * touched, written yet or not.
 */
export async function rateSoFar(
  tx: Tx,
  contract: LoadedContract,
  period: Period,
  now: Date,
): Promise<{ rated: RatedPeriod; usage: readonly UsageFact[] }> {
  const ids = idsOf(contract);
  const calls = await unchargedCallsByDay(tx, { ...ids, before: period.to });
  const written = await writtenSeatDays(tx, { ...ids, from: addDays(firstUnbilledDay(contract), -1) });
  const known = new Set(written.map((day) => day.sourceKey));
  const touched = await seatDayRows(tx, { ...ids, through: addDays(period.to, -1), now });
  const unwritten = touched
    .filter((day) => !known.has(day.sourceKey))
    .map((day): UsageFact => ({ ...day, kind: "seat_day", direction: null, localDate: fromDbDate(day.localDate) }));
  const usage = [...calls, ...written.filter((day) => !day.charged), ...unwritten];
  const charged = await chargedBefore(tx, contract, usage, period);
  return { rated: ratePeriod({ contract, usage, period, charged }), usage };
}

function idsOf({ row }: LoadedContract) {
  return { tenantId: row.tenantId, contractId: row.id };
}

/** Late seat-days are charged only for what they add to their day, so what was charged on it must be known. */
async function chargedBefore(
  tx: Tx,
  contract: LoadedContract,
  usage: readonly UsageFact[],
  period: Period,
): Promise<UsageFact[]> {
  const late = usage.filter((fact) => fact.kind === "seat_day" && fact.localDate < period.from);
  const days = [...new Set(late.map((fact) => fact.localDate))];
  return days.length === 0 ? [] : chargedSeatDays(tx, { ...idsOf(contract), days });
}
