import { randomInt } from "node:crypto";
import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { phonePassword } from "../access/derived-secret.ts";
import { placeAgent, type SipPlace } from "../node/place.ts";
import { tenantVerb, z } from "../verb.ts";
import { type LockedLease, lockLeases } from "./load-lease.ts";

const USUAL_SIP_PORT = 5060;

/** Digits, since they are typed on a telephone. */
const newName = (): string => `8${String(randomInt(10 ** 9)).padStart(9, "0")}`;

/**
 * Gives a seat credentials for a SIP telephone, or new ones in place of the old, which then register nowhere. The
 * password is in this answer and nowhere else: it cannot be shown again.
 *
 * @throws CallbayError NOT_FOUND, SEAT_RELEASED, SEAT_PHONE_IN_USE, NO_NODE.
 */
export const issueSeatPhone = tenantVerb({
  name: "seat.issuePhone",
  permission: "seat.assign",
  input: z.strictObject({ leaseId: z.uuid() }),
  run: async ({ tx, tenantId, now, deps, audit, emit }, { leaseId }) => {
    const [lease] = await lockLeases(tx, tenantId, [leaseId], now);
    if (!lease) throw notFound("seat lease");
    const where = { tenantId_seatLeaseId: { tenantId, seatLeaseId: leaseId } };
    const before = await tx.seatPhone.findUnique({ where });
    if (before) await refuseInUse(tx, tenantId, lease);
    const place = await placeAgent(tx, tenantId);
    if (!place) {
      throw new CallbayError(
        "unavailable",
        "NO_NODE",
        "The telephone system is not ready for you. Nothing was started; try again in a moment, and tell the operator if it stays so.",
      );
    }
    const username = before?.username ?? newName();
    const generation = (before?.generation ?? 0) + 1;
    const data = { nodeId: place.id, generation, issuedAt: now, registered: false, registeredAt: null };
    await tx.seatPhone.upsert({
      where,
      create: { tenantId, id: newId(), seatLeaseId: leaseId, username, ...data },
      update: data,
    });
    await audit({
      action: before ? "seat.rotatePhone" : "seat.issuePhone",
      entity: "seat_lease",
      entityId: leaseId,
      after: { username, generation },
    });
    emit({ type: "seat.changed" });
    const password = phonePassword(deps.secretKey, username, generation);
    return { leaseId, username, password, registrar: registrarOf(place) };
  },
});

/** As a telephone's settings take it: the usual port goes without saying. */
function registrarOf({ wsUrl, sipPort }: SipPlace): string {
  const { hostname } = new URL(wsUrl);
  return sipPort === USUAL_SIP_PORT ? hostname : `${hostname}:${sipPort}`;
}

/** Takes the telephone's credentials away: it registers no more, within seconds. */
export const revokeSeatPhone = tenantVerb({
  name: "seat.revokePhone",
  permission: "seat.assign",
  input: z.strictObject({ leaseId: z.uuid() }),
  run: async ({ tx, tenantId, now, audit, emit }, { leaseId }) => {
    const [lease] = await lockLeases(tx, tenantId, [leaseId], now);
    if (!lease) throw notFound("seat lease");
    await refuseInUse(tx, tenantId, lease);
    const gone = await tx.seatPhone.deleteMany({ where: { tenantId, seatLeaseId: leaseId } });
    if (gone.count === 0) throw notFound("telephone");
    await audit({ action: "seat.revokePhone", entity: "seat_lease", entityId: leaseId });
    emit({ type: "seat.changed" });
    return { leaseId };
  },
});

/** A telephone that somebody is on duty with is not taken out of their hands. */
async function refuseInUse(
  tx: Parameters<typeof lockLeases>[0],
  tenantId: string,
  { id, label }: LockedLease,
): Promise<void> {
  const where = { tenantId, seatLeaseId: id, endedAt: null, device: "sip" };
  if (!(await tx.dutySession.findFirst({ where, select: { id: true } }))) return;
  throw new CallbayError(
    "conflict",
    "SEAT_PHONE_IN_USE",
    `Somebody is on duty with the telephone of seat ${label}. Nothing was changed; ask them to go off duty first.`,
  );
}
