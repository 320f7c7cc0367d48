import type { Tx } from "@callbay/db/client";
import type { SeatLease } from "@callbay/db/types";
import { CallbayError, notFound } from "@callbay/domain/errors";

export interface LockedLease extends SeatLease {
  /** Who is on duty on the seat now. */
  readonly inUseBy: string | null;
  readonly recordingCapable: boolean;
}

/**
 * Locks running leases of the tenant until the transaction ends. Going on duty references the lease, so nobody can
 * begin to use a seat while it is being released or given to somebody else.
 *
 * @throws CallbayError NOT_FOUND when one of them does not exist, SEAT_RELEASED when one has ended.
 */
export async function lockLeases(
  tx: Tx,
  tenantId: string,
  leaseIds: readonly string[],
  now: Date,
): Promise<LockedLease[]> {
  const ids = [...new Set(leaseIds)];
  await tx.$queryRaw`
    SELECT 1 FROM seat_lease WHERE tenant_id = ${tenantId}::uuid AND id = ANY (${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  const rows = await tx.seatLease.findMany({
    where: { tenantId, id: { in: ids } },
    orderBy: { id: "asc" },
    include: {
      seat: { select: { recordingCapable: true } },
      dutySessions: { where: { endedAt: null }, select: { membershipId: true } },
    },
  });
  if (rows.length !== ids.length) throw notFound("seat lease");
  const ended = rows.find((row) => row.endsAt !== null && row.endsAt <= now);
  if (ended) {
    throw new CallbayError(
      "conflict",
      "SEAT_RELEASED",
      `Seat ${ended.label} is no longer rented. Nothing was changed.`,
      { leaseId: ended.id },
    );
  }
  return rows.map(({ seat, dutySessions, ...lease }) => ({
    ...lease,
    recordingCapable: seat.recordingCapable,
    inUseBy: dutySessions[0]?.membershipId ?? null,
  }));
}

/** @throws CallbayError SEAT_IN_USE when somebody is on duty on one of the seats. */
export function refuseInUse(leases: readonly LockedLease[]): void {
  const used = leases.filter((lease) => lease.inUseBy !== null);
  if (used.length === 0) return;
  throw new CallbayError(
    "conflict",
    "SEAT_IN_USE",
    `Somebody is on duty on seat ${used.map((lease) => lease.label).join(", ")}. Nothing was changed; try again after they go off duty.`,
    { leaseIds: used.map((lease) => lease.id) },
  );
}
