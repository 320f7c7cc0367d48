import { tenantVerb, z } from "../verb.ts";
import { lockLeases, refuseInUse } from "./load-lease.ts";

/** Gives seats back, all or none, unless somebody is on duty on one. The day of release is still charged. */
export const releaseSeats = tenantVerb({
  name: "seat.release",
  permission: "seat.rent",
  input: z.strictObject({ leaseIds: z.array(z.uuid()).min(1).max(500) }),
  run: async ({ tx, tenantId, now, audit, emit }, { leaseIds }) => {
    const leases = await lockLeases(tx, tenantId, leaseIds, now);
    refuseInUse(leases);
    await tx.seatLease.updateMany({
      where: { tenantId, id: { in: leases.map(({ id }) => id) } },
      data: { endsAt: now, membershipId: null },
    });
    for (const lease of leases) {
      await audit({
        action: "seat.release",
        entity: "seat_lease",
        entityId: lease.id,
        before: { seat: lease.label, membershipId: lease.membershipId },
        after: { endsAt: now.toISOString() },
      });
    }
    emit({ type: "seat.changed" });
    emit({ type: "seat.changed" }, "operator");
    return { released: leases.length };
  },
});
