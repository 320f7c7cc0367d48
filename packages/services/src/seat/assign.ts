import type { Tx } from "@callbay/db/client";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { tenantVerb, z } from "../verb.ts";
import { lockLeases, refuseInUse } from "./load-lease.ts";

/** Gives a rented seat to one person, or to nobody. A person has one seat at a time, a seat one person. */
export const assignSeat = tenantVerb({
  name: "seat.assign",
  permission: "seat.assign",
  input: z.strictObject({ leaseId: z.uuid(), membershipId: z.uuid().nullable() }),
  run: async ({ tx, tenantId, now, audit, emit }, { leaseId, membershipId }) => {
    // The person first: two seats given to one person at once come one after the other.
    if (membershipId) await refusePerson(tx, tenantId, membershipId);
    const [lease] = await lockLeases(tx, tenantId, [leaseId], now);
    if (!lease) throw notFound("seat lease");
    if (lease.membershipId !== membershipId) {
      refuseInUse([lease]);
      if (membershipId) await refuseSecondSeat(tx, tenantId, membershipId, now);
    }
    await tx.seatLease.updateMany({ where: { tenantId, id: leaseId }, data: { membershipId } });
    await audit({
      action: "seat.assign",
      entity: "seat_lease",
      entityId: leaseId,
      before: { membershipId: lease.membershipId },
      after: { membershipId },
    });
    emit({ type: "seat.changed" });
    return { leaseId, membershipId };
  },
});

async function refusePerson(tx: Tx, tenantId: string, membershipId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM membership WHERE tenant_id = ${tenantId}::uuid AND id = ${membershipId}::uuid FOR NO KEY UPDATE`;
  const person = await tx.membership.findUnique({
    where: { tenantId_id: { tenantId, id: membershipId } },
    select: { role: true, endedAt: true },
  });
  if (!person || person.endedAt) throw notFound("person");
  if (!tenantMay(person.role, "duty.own")) {
    throw new CallbayError(
      "invalid",
      "ROLE_WITHOUT_DUTY",
      "Only agents and supervisors go on duty on a seat. Nothing was changed.",
      { role: person.role },
    );
  }
}

async function refuseSecondSeat(tx: Tx, tenantId: string, membershipId: string, now: Date): Promise<void> {
  const other = await tx.seatLease.findFirst({
    where: { tenantId, membershipId, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: { id: true, label: true },
  });
  if (!other) return;
  throw new CallbayError(
    "conflict",
    "PERSON_HAS_SEAT",
    `This person has seat ${other.label} already. Nothing was changed; take that seat from them first.`,
    { leaseId: other.id, label: other.label },
  );
}
