import { localDate } from "@callbay/domain/calendar";
import { versionOn } from "@callbay/domain/rating/force";
import { coversDay } from "../contract/in-force.ts";
import { type LoadedContract, loadContract } from "../contract/load.ts";
import { tenantQuery, z } from "../verb.ts";

/** The seats that the caller's company rents now, and what the contract says of them. */
export const listLeasedSeats = tenantQuery({
  name: "seat.list",
  permission: "seat.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId, now }) => {
    const leases = await tx.seatLease.findMany({
      where: { tenantId, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      orderBy: [{ label: "asc" }, { id: "asc" }],
      include: {
        seat: { select: { location: true, recordingCapable: true } },
        membership: { select: person },
        phone: { select: { username: true, registered: true, registeredAt: true, issuedAt: true } },
        dutySessions: {
          where: { endedAt: null },
          select: { state: true, startedAt: true, membership: { select: person } },
        },
      },
    });
    const active = await tx.contract.findMany({
      where: { tenantId, state: "active" },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    const offers = [];
    for (const { id } of active) {
      const offer = seatOffer(await loadContract(tx, tenantId, id), now);
      if (offer) offers.push(offer);
    }
    const offer = offers[0] ?? null;
    return {
      /** The contract under which seats are rented when nothing else is said. */
      contract: offer && {
        id: offer.contractId,
        reference: offer.reference,
        form: offer.form,
        currency: offer.currency,
      },
      minSeats: offer?.minSeats ?? 0,
      monthlyRate: offer?.monthlyRate ?? null,
      offers,
      items: leases.map((lease) => ({
        leaseId: lease.id,
        contractId: lease.contractId,
        label: lease.label,
        location: lease.seat.location,
        recordingCapable: lease.seat.recordingCapable,
        recordingEnabled: lease.recordingEnabled,
        phone: lease.phone,
        startsAt: lease.startsAt,
        endsAt: lease.endsAt,
        assignedTo: lease.membership && nameOf(lease.membership),
        inUseBy: lease.dutySessions[0]
          ? {
              ...nameOf(lease.dutySessions[0].membership),
              state: lease.dutySessions[0].state,
              since: lease.dutySessions[0].startedAt,
            }
          : null,
      })),
    };
  },
});

const person = { id: true, account: { select: { name: true } } } as const;

function nameOf(membership: { readonly id: string; readonly account: { readonly name: string } }) {
  return { membershipId: membership.id, name: membership.account.name };
}

/** What renting a seat under this contract costs today; null where none can be rented. */
function seatOffer(contract: LoadedContract, now: Date) {
  const today = localDate(now, contract.timezone);
  const version = coversDay(contract, today) ? versionOn(contract, today) : null;
  if (!version) return null;
  const price = version.components.flatMap(({ params }) => (params.type === "seat" ? [params] : []))[0];
  if (!price && contract.row.form === "SEAT") return null;
  return {
    contractId: contract.row.id,
    reference: contract.row.reference,
    form: contract.row.form,
    currency: contract.currency,
    minSeats: price?.minSeats ?? 0,
    monthlyRate: price?.monthlyRate ?? null,
    recordingRequired: version.recordingRequired,
  };
}
