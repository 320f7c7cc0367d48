import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import { type Place, placeAgent } from "../node/place.ts";
import { tenantVerb, z } from "../verb.ts";
import { closeSession } from "./close-session.ts";
import { findOpenSession, isNodeOwned, sendToNode } from "./open-session.ts";
import { softphoneAccess } from "./softphone.ts";

/**
 * Goes on duty: takes the person's own free seat, places them on a node of the tenant and mints the credentials of a
 * softphone. Asked again while on duty (a reloaded browser), it answers the same session.
 */
export const startDuty = tenantVerb({
  name: "duty.start",
  permission: "duty.own",
  input: z.strictObject({ device: z.enum(["webrtc", "sip"]).default("webrtc") }),
  run: async ({ tx, tenantId, actor, now, deps, audit, emit, afterCommit }, { device }) => {
    const { membershipId } = actor;
    const open = await findOpenSession(tx, tenantId, membershipId);
    if (open && open.device === device && (await isNodeOwned(tx, open.nodeId))) {
      await audit({ action: "duty.resume", entity: "duty_session", entityId: open.id });
      const node = await tx.pbxNode.findUniqueOrThrow({ where: { id: open.nodeId }, select: { wsUrl: true } });
      afterCommit(() => sendToNode(deps, open.nodeId, { type: "duty.attach", tenantId, dutySessionId: open.id }));
      return { dutySessionId: open.id, sip: softphoneAccess(deps, open, node.wsUrl) };
    }
    if (open && (await isNodeOwned(tx, open.nodeId))) {
      throw new CallbayError(
        "conflict",
        "ON_DUTY_ELSEWHERE",
        "You are on duty with another device. Go off duty there first.",
        { device: open.device },
      );
    }
    // Nobody owns the node of that session any more: what it was doing is over, and another node takes the agent.
    if (open) await closeSession(tx, open, now, "node_lost");

    const seatLeaseId = await findOwnSeat(tx, tenantId, membershipId, now);
    const node = device === "sip" ? await findPhoneNode(tx, tenantId, seatLeaseId) : await findNode(tx, tenantId);
    const session = {
      tenantId,
      id: newId(),
      membershipId,
      seatLeaseId,
      nodeId: node.id,
      stateSince: now,
      startedAt: now,
      generation: 1,
      device,
    };
    await tx.dutySession.create({ data: session });
    await tx.dutyInterval.create({
      data: { tenantId, id: newId(), dutySessionId: session.id, seq: 1, state: "connecting", startedAt: now },
    });
    await audit({ action: "duty.start", entity: "duty_session", entityId: session.id, after: { seatLeaseId, device } });
    const since = now.toISOString();
    emit({
      type: "duty.changed",
      dutySessionId: session.id,
      membershipId,
      state: "connecting",
      since,
      reason: null,
      callId: null,
    });
    emit({ type: "seat.changed" });
    afterCommit(() => sendToNode(deps, node.id, { type: "duty.attach", tenantId, dutySessionId: session.id }));
    return { dutySessionId: session.id, sip: softphoneAccess(deps, session, node.wsUrl) };
  },
});

async function findOwnSeat(tx: Tx, tenantId: string, membershipId: string, now: Date): Promise<string> {
  // Locked, so that a seat which is being released or given to somebody else at this moment is seen as it will be.
  const running = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM seat_lease
    WHERE tenant_id = ${tenantId}::uuid AND membership_id = ${membershipId}::uuid
      AND starts_at <= ${now} AND (ends_at IS NULL OR ends_at > ${now})
    ORDER BY id FOR SHARE`;
  const leases = await tx.seatLease.findMany({
    where: { tenantId, id: { in: running.map(({ id }) => id) } },
    select: { id: true, dutySessions: { where: { endedAt: null }, select: { id: true } } },
    orderBy: { startsAt: "asc" },
  });
  if (leases.length === 0) {
    throw new CallbayError(
      "precondition",
      "NO_SEAT",
      "No seat is assigned to you. Ask your manager to assign one, then go on duty.",
    );
  }
  const free = leases.find(({ dutySessions }) => dutySessions.length === 0);
  if (free) return free.id;
  throw new CallbayError("conflict", "SEAT_IN_USE", "Your seat is in use by somebody else. Ask them to go off duty.");
}

/** A seat's telephone is rung where it registers; without one any node will do, and the device registers there. */
async function findPhoneNode(tx: Tx, tenantId: string, seatLeaseId: string): Promise<Place> {
  const phone = await tx.seatPhone.findUnique({ where: { tenantId_seatLeaseId: { tenantId, seatLeaseId } } });
  if (!phone) return findNode(tx, tenantId);
  if (!phone.registered) {
    throw new CallbayError(
      "precondition",
      "PHONE_NOT_REGISTERED",
      "Your telephone is not registered. Nothing was started; check its network and its password, or use the browser.",
    );
  }
  const node = await tx.pbxNode.findUnique({
    where: { id: phone.nodeId, state: "active" },
    select: { id: true, wsUrl: true },
  });
  if (node && (await isNodeOwned(tx, node.id))) return node;
  return findNode(tx, tenantId);
}

async function findNode(tx: Tx, tenantId: string): Promise<Place> {
  const node = await placeAgent(tx, tenantId);
  if (node) return node;
  throw new CallbayError(
    "unavailable",
    "NO_NODE",
    "The telephone system is not ready for you. Nothing was started; try again in a moment, and tell the operator if it stays so.",
  );
}
