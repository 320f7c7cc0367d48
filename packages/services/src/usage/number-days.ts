import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { addDays, eachDay, type LocalDate, localDate, startOfLocalDay, toDbDate } from "@callbay/domain/calendar";
import { versionOn } from "@callbay/domain/rating/force";
import { type LoadedContract, loadContract } from "../contract/load.ts";
import type { SeatDaysThrough } from "./seat-days.ts";

const CHUNK = 1_000;

/**
 * Writes a usage record for each rented number and each day of the tenant's calendar that it is rented on, up to
 * `through`, where a contract in force on that day has a price for numbers; of several the one made first. Running it
 * again changes nothing.
 *
 * @returns how many records were new.
 */
export async function writeNumberDays(
  tx: Tx,
  { tenantId, through, now, contractId }: SeatDaysThrough,
): Promise<number> {
  const rows = await numberDayRows(tx, { tenantId, through, now });
  const own = contractId ? rows.filter((row) => row.contractId === contractId) : rows;
  let written = 0;
  for (let at = 0; at < own.length; at += CHUNK) {
    const data = own.slice(at, at + CHUNK);
    written += (await tx.usageRecord.createMany({ data, skipDuplicates: true })).count;
  }
  return written;
}

/** The number-days up to `through` as usage records, written already or not. */
export async function numberDayRows(tx: Tx, { tenantId, through, now }: Omit<SeatDaysThrough, "contractId">) {
  const contracts = await contractsWithNumbers(tx, tenantId);
  const [first] = contracts;
  if (!first) return [];
  const numbers = await tx.phoneNumber.findMany({
    where: { tenantId },
    orderBy: { id: "asc" },
    select: { id: true, createdAt: true, releasedAt: true },
  });
  const from = contracts.map(openSince).sort()[0] ?? through;
  return numbers.flatMap(({ id, createdAt, releasedAt }) => {
    const rentedOn = localDate(createdAt, first.timezone);
    const releasedOn = releasedAt && localDate(new Date(releasedAt.getTime() - 1), first.timezone);
    const last = releasedOn !== null && releasedOn < through ? later(releasedOn, rentedOn) : through;
    return eachDay(later(rentedOn, from), addDays(last, 1)).flatMap((date) => {
      const payer = payerOn(contracts, date);
      if (!payer) return [];
      const midnight = startOfLocalDay(date, first.timezone);
      return [
        {
          tenantId,
          id: newId(),
          kind: "number_day",
          sourceKey: `number:${id}:${date}`,
          contractId: payer.contractId,
          contractVersionId: payer.versionId,
          occurredAt: later(createdAt, midnight),
          localDate: toDbDate(date),
          quantity: 1n,
          data: { numberId: id },
          createdAt: now,
        },
      ];
    });
  });
}

async function contractsWithNumbers(tx: Tx, tenantId: string): Promise<LoadedContract[]> {
  const rows = await tx.contract.findMany({
    where: {
      tenantId,
      state: { not: "draft" },
      versions: { some: { components: { some: { type: "number" } } } },
    },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  const contracts: LoadedContract[] = [];
  for (const { id } of rows) contracts.push(await loadContract(tx, tenantId, id));
  return contracts;
}

/** Whose terms price numbers on a day. A day before what the contract is billed for was written when it was closed. */
function payerOn(contracts: readonly LoadedContract[], date: LocalDate) {
  for (const contract of contracts) {
    const version = versionOn(contract, date);
    if (!version?.components.some(({ params }) => params.type === "number")) continue;
    return date < openSince(contract) ? null : { contractId: contract.row.id, versionId: version.id };
  }
  return null;
}

/** The day before the open period: a number may have been rented on it after the closing. */
function openSince({ billedThrough, startsOn }: LoadedContract): LocalDate {
  return billedThrough ? addDays(billedThrough, -1) : startsOn;
}

function later<T extends LocalDate | Date>(a: T, b: T): T {
  if (a < b) return b;
  return a;
}
