import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { addDays, fromDbDate, type LocalDate, startOfLocalDay, toDbDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import { seatDays } from "@callbay/domain/seat-days";
import { endContractsPastTheirLastDay } from "../contract/end.ts";
import { type ContractDays, loadTerms, versionForFact } from "../contract/in-force.ts";
import { systemVerb, z } from "../verb.ts";
import { writeNumberDays } from "./number-days.ts";

export interface SeatDaysThrough {
  readonly tenantId: string;
  /** The last day to write, itself included. */
  readonly through: LocalDate;
  readonly now: Date;
  /** One contract alone; all of the tenant's when absent. */
  readonly contractId?: string;
}

const CHUNK = 1_000;

/**
 * Writes a usage record for each lease and each day of the tenant's calendar that it touches, up to `through`. Running
 * it again changes nothing.
 *
 * @returns how many records were new. @throws CallbayError NOT_FOUND.
 */
export async function writeSeatDays(tx: Tx, input: SeatDaysThrough): Promise<number> {
  const rows = await seatDayRows(tx, input);
  let written = 0;
  for (let at = 0; at < rows.length; at += CHUNK) {
    const data = rows.slice(at, at + CHUNK);
    written += (await tx.usageRecord.createMany({ data, skipDuplicates: true })).count;
  }
  return written;
}

/**
 * The seat-days up to `through` as usage records, written already or not. Days before what is billed were written when
 * their period was closed, so only the day before it is looked at again: a seat may have been rented on it after the
 * closing.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function seatDayRows(tx: Tx, { tenantId, through, now, contractId }: SeatDaysThrough) {
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { timezone: true } });
  if (!tenant) throw notFound("tenant");
  const contracts = await tx.contract.findMany({
    where: { tenantId, state: { not: "draft" }, ...(contractId ? { id: contractId } : {}) },
    select: { id: true, billedThrough: true },
    orderBy: { id: "asc" },
  });
  const perContract = [];
  for (const { id, billedThrough } of contracts) {
    const from = billedThrough ? addDays(fromDbDate(billedThrough), -1) : null;
    const leases = await tx.seatLease.findMany({
      where: {
        tenantId,
        contractId: id,
        startsAt: { lt: startOfLocalDay(addDays(through, 1), tenant.timezone) },
        ...(from ? { OR: [{ endsAt: null }, { endsAt: { gte: startOfLocalDay(from, tenant.timezone) } }] } : {}),
      },
      select: { id: true, seatId: true, contractId: true, startsAt: true, endsAt: true },
    });
    const days = seatDays(leases, tenant.timezone, from ?? "0001-01-01", through);
    if (days.length === 0) continue;
    const versionOf = versionsByDay(await loadTerms(tx, tenantId, id));
    perContract.push(
      days.map((day) => ({
        tenantId,
        id: newId(),
        kind: "seat_day",
        sourceKey: `seat:${day.leaseId}:${day.date}`,
        contractId: id,
        contractVersionId: versionOf(day.date),
        occurredAt: day.occurredAt,
        localDate: toDbDate(day.date),
        seatLeaseId: day.leaseId,
        quantity: 1n,
        createdAt: now,
      })),
    );
  }
  return perContract.flat();
}

/** The id of the version a day's facts fall under, found once per day. */
function versionsByDay(terms: ContractDays | null): (date: LocalDate) => string {
  const known = new Map<LocalDate, string>();
  return (date) => {
    const id = known.get(date) ?? (terms && versionForFact(terms, date)?.id);
    if (!id) throw notFound("contract");
    known.set(date, id);
    return id;
  };
}

/**
 * The nightly job of a tenant: writes its seat-days and number-days up to `through`, then ends the contracts whose last day is over.
 */
export const recordSeatDays = systemVerb({
  name: "usage.recordSeatDays",
  input: z.strictObject({ tenantId: z.uuid(), through: z.iso.date() }),
  timeoutMs: 60_000,
  run: async ({ tx, now, emit }, { tenantId, through }) => {
    const written = await writeSeatDays(tx, { tenantId, through, now });
    const numberDays = await writeNumberDays(tx, { tenantId, through, now });
    const ended = await endContractsPastTheirLastDay(tx, tenantId, now);
    for (const contractId of ended) emit({ type: "contract.changed", contractId });
    return { written, numberDays, ended };
  },
});
