import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { type FreeSeat, takeFreeSeats } from "@callbay/db/sql/billing-seats";
import { localDate } from "@callbay/domain/calendar";
import { CallbayError } from "@callbay/domain/errors";
import { versionOn } from "@callbay/domain/rating/force";
import { onConflict } from "../billing/db-errors.ts";
import { coversDay } from "../contract/in-force.ts";
import { type LoadedContract, loadContract } from "../contract/load.ts";
import { tenantVerb, z } from "../verb.ts";

/**
 * Rents seats for one tenant alone, from now until they are released: a seat can be used as soon as it is assigned.
 * The contract must be active today. Of form SEAT it must price seats, or they would be given away; of form FULL the
 * seats belong to the service and need no price of their own.
 */
export const rentSeats = tenantVerb({
  name: "seat.rent",
  permission: "seat.rent",
  input: z.strictObject({ contractId: z.uuid(), count: z.int().min(1).max(500) }),
  run: async ({ tx, tenantId, now, audit, emit }, { contractId, count }) => {
    const contract = await loadContract(tx, tenantId, contractId);
    const { recordingRequired } = refuseContract(contract, now);
    const seats = await take(tx, count, recordingRequired, now);
    const leases = seats.map((seat) => ({
      tenantId,
      id: newId(),
      seatId: seat.id,
      contractId,
      label: seat.label,
      recordingEnabled: seat.recordingCapable,
      startsAt: now,
      createdAt: now,
    }));
    await onConflict("seat_leased_once", seatTaken, () => tx.seatLease.createMany({ data: leases }));
    for (const lease of leases) {
      await audit({
        action: "seat.rent",
        entity: "seat_lease",
        entityId: lease.id,
        after: { seat: lease.label, contractId },
      });
    }
    emit({ type: "seat.changed" });
    emit({ type: "seat.changed" }, "operator");
    return { leases: leases.map(({ id, label }) => ({ leaseId: id, label })) };
  },
});

const seatTaken = () =>
  new CallbayError(
    "conflict",
    "SEAT_TAKEN",
    "Another client rented one of these seats first. Nothing was rented; try again.",
  );

function refuseContract(contract: LoadedContract, now: Date): { recordingRequired: boolean } {
  const today = localDate(now, contract.timezone);
  const version = versionOn(contract, today);
  if (contract.row.state !== "active" || !coversDay(contract, today) || !version) {
    throw new CallbayError(
      "precondition",
      "CONTRACT_NOT_ACTIVE",
      "Seats are rented under a contract that is active today. Nothing was rented.",
      { state: contract.row.state, startsOn: contract.startsOn, endsOn: contract.endsOn },
    );
  }
  if (contract.row.form === "SEAT" && !version.components.some(({ params }) => params.type === "seat")) {
    throw new CallbayError(
      "precondition",
      "SEATS_NOT_PRICED",
      "This contract has no price for seats. Nothing was rented; ask the operator to amend it.",
    );
  }
  return version;
}

/** Locks as many free seats as wanted, or refuses: a tenant never gets half of what it asked for. */
async function take(tx: Tx, count: number, mustRecord: boolean, now: Date): Promise<FreeSeat[]> {
  const seats: FreeSeat[] = [];
  // A seat that another renter took between our look and our lock is left out; look again until there is no more.
  for (let found = 1; seats.length < count && found > 0; ) {
    const more = await takeFreeSeats(tx, {
      wanted: count - seats.length,
      mustRecord,
      at: now,
      butNot: seats.map(({ id }) => id),
    });
    found = more.length;
    seats.push(...more);
  }
  if (seats.length < count) {
    throw new CallbayError(
      "conflict",
      "NOT_ENOUGH_SEATS",
      `${seats.length} of the ${count} seats asked for are free. Nothing was rented; ask for fewer, or ask the operator for more.`,
      { wanted: count, free: seats.length },
    );
  }
  return seats;
}
