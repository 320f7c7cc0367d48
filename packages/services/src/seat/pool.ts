import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import { onConflict } from "../billing/db-errors.ts";
import { operatorQuery, operatorVerb, z } from "../verb.ts";

/** Adds seats to the operator's pool, all or none. */
export const createSeats = operatorVerb({
  name: "seat.create",
  permission: "platform.seat.write",
  input: z.strictObject({
    labels: z.array(z.string().trim().min(1).max(40)).min(1).max(1_000),
    location: z.string().trim().min(1).max(120),
    recordingCapable: z.boolean().default(true),
  }),
  run: async ({ tx, audit, emit }, { labels, location, recordingCapable }) => {
    const seats = labels.map((label) => ({ id: newId(), label, location, recordingCapable }));
    await onConflict("seat_label_key", labelTaken, () => tx.seat.createMany({ data: seats }));
    await audit({
      action: "seat.create",
      entity: "seat",
      entityId: seats[0]?.id ?? "",
      after: { labels, location, recordingCapable },
    });
    emit({ type: "seat.changed" });
    return { seatIds: seats.map(({ id }) => id) };
  },
});

const labelTaken = () =>
  new CallbayError(
    "conflict",
    "SEAT_LABEL_TAKEN",
    "A seat with one of these labels exists already. No seat was added.",
  );

/** The pool of seats with who rents each now. */
export const listSeats = operatorQuery({
  name: "seat.listPool",
  permission: "platform.tenant.read",
  input: z.strictObject({}),
  run: async ({ tx, now }) => {
    const seats = await tx.seat.findMany({
      orderBy: { label: "asc" },
      include: {
        leases: {
          where: { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
          select: {
            id: true,
            tenantId: true,
            startsAt: true,
            contract: { select: { reference: true, tenant: { select: { name: true } } } },
            dutySessions: { where: { endedAt: null }, select: { id: true } },
          },
        },
      },
    });
    return {
      items: seats.map(({ leases, ...seat }) => {
        const lease = leases[0];
        return {
          ...seat,
          lease: lease
            ? {
                leaseId: lease.id,
                tenantId: lease.tenantId,
                tenantName: lease.contract.tenant.name,
                contractReference: lease.contract.reference,
                startsAt: lease.startsAt,
                inUse: lease.dutySessions.length > 0,
              }
            : null,
        };
      }),
    };
  },
});
