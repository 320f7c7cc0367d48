import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import {
  addDays,
  daysInMonth,
  eachDay,
  earlierDay,
  type LocalDate,
  localDate,
  monthOf,
  monthPeriod,
} from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { versionOn } from "@callbay/domain/rating/force";
import { quote } from "@callbay/domain/rating/quote";
import type { RatedVersion } from "@callbay/domain/rating/types";
import { openFrom } from "../billing/open-period.ts";
import { rateSoFar } from "../billing/rate-so-far.ts";
import { coversDay } from "../contract/in-force.ts";
import { type LoadedContract, loadContract } from "../contract/load.ts";
import { tenantQuery, z } from "../verb.ts";

/**
 * What renting so many more seats costs, said before anything is rented: the lines for seats of this month's invoice
 * with them less those without, and the same of a whole month. The engine of the invoice rates both, so tiers, the
 * minimum and what is charged already count as they will on the invoice. Discounts on the whole invoice are left out.
 *
 * @throws CallbayError NOT_FOUND, CONTRACT_NOT_ACTIVE
 */
export const quoteSeats = tenantQuery({
  name: "seat.quote",
  permission: "seat.rent",
  input: z.strictObject({ contractId: z.uuid(), count: z.int().min(1).max(500) }),
  timeoutMs: 60_000,
  run: async ({ tx, tenantId, now }, { contractId, count }) => {
    const contract = await loadContract(tx, tenantId, contractId);
    const today = localDate(now, contract.timezone);
    const version = coversDay(contract, today) ? versionOn(contract, today) : null;
    if (contract.row.state !== "active" || !version)
      throw new CallbayError(
        "precondition",
        "CONTRACT_NOT_ACTIVE",
        "Seats are rented under a contract that is active today. Nothing was rented.",
        { state: contract.row.state, startsOn: contract.startsOn, endsOn: contract.endsOn },
      );
    const leased = await tx.seatLease.count({
      where: { tenantId, contractId, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    });
    const priced = seatPrices(version).size > 0;
    const monthly = (seats: number) => (priced ? perMonth(contract, version, seats) : 0n);
    const end = monthPeriod(monthOf(today)).to;
    return {
      currency: contract.currency,
      /** False: seats belong to the service and cost nothing by themselves. */
      priced,
      leased,
      days: eachDay(today, end).length,
      daysInMonth: daysInMonth(today),
      thisMonthMinor: priced ? await thisMonth(tx, contract, { today, end, version, count, now }) : 0n,
      perMonthMinor: monthly(leased + count) - monthly(leased),
      totalPerMonthMinor: monthly(leased + count),
    };
  },
});

function seatPrices({ components }: RatedVersion): ReadonlySet<string> {
  return new Set(components.filter(({ params }) => params.type === "seat").map(({ id }) => id));
}

interface Wanted {
  readonly today: LocalDate;
  /** The first day of the next month. */
  readonly end: LocalDate;
  readonly version: RatedVersion;
  readonly count: number;
  readonly now: Date;
}

async function thisMonth(tx: Tx, contract: LoadedContract, wanted: Wanted): Promise<bigint> {
  const { today, end, version, count, now } = wanted;
  const last = contract.endsOn !== null && contract.endsOn < end ? addDays(contract.endsOn, 1) : end;
  const opened = await openFrom(tx, contract);
  // A seat rented after today was invoiced still costs today: it comes as late usage.
  const period = { from: earlierDay(opened, today), to: last };
  const planned = eachDay(today, last).map((localDate) => ({
    id: newId(),
    kind: "seat_day" as const,
    ...{ direction: null, localDate, contractVersionId: versionOn(contract, localDate)?.id ?? version.id },
    quantity: BigInt(count),
  }));
  const seats = new Set(contract.versions.flatMap((one) => [...seatPrices(one)]));
  const sumOf = async (more: typeof planned): Promise<bigint> => {
    const { rated } = await rateSoFar(tx, contract, period, now, more);
    return rated.charges.reduce(
      (sum, { componentId, amountMinor }) => (componentId && seats.has(componentId) ? sum + amountMinor : sum),
      0n,
    );
  };
  return (await sumOf(planned)) - (await sumOf([]));
}

function perMonth(contract: LoadedContract, version: RatedVersion, seats: number): bigint {
  const prices = seatPrices(version);
  const { monthly } = quote({ ...contract, versions: [version] }, { seats });
  return monthly.charges.reduce(
    (sum, { componentId, amountMinor }) => (componentId && prices.has(componentId) ? sum + amountMinor : sum),
    0n,
  );
}
