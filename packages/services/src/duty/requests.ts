import type { TenantActor } from "@callbay/domain/actor";
import { PAUSE_REASONS } from "@callbay/domain/duty-machine";
import { notFound } from "@callbay/domain/errors";
import type { NodeCommand } from "@callbay/jobs/node-queues";
import { type TenantUnit, tenantVerb, z } from "../verb.ts";
import { closeSession } from "./close-session.ts";
import { isNodeOwned, requireOpenSession, sendToNode } from "./open-session.ts";

/**
 * What an agent asks of the owner of their node. The verb checks and leaves a trace; the owner, which alone knows what
 * goes on this instant, decides and writes.
 */
type Ask = (ids: { tenantId: string; dutySessionId: string }) => NodeCommand;

async function askOwner(unit: TenantUnit<TenantActor>, action: string, ask: Ask): Promise<{ dutySessionId: string }> {
  const { tx, tenantId, actor, deps, audit, afterCommit } = unit;
  const session = await requireOpenSession(tx, tenantId, actor.membershipId);
  await audit({ action, entity: "duty_session", entityId: session.id });
  afterCommit(() => sendToNode(deps, session.nodeId, ask({ tenantId, dutySessionId: session.id })));
  return { dutySessionId: session.id };
}

/** Ready for the next call; or, while busy, takes back what was asked for next. */
export const requestReady = tenantVerb({
  name: "duty.ready",
  permission: "duty.own",
  input: z.strictObject({}),
  run: (unit) => askOwner(unit, "duty.ready", (ids) => ({ type: "duty.ready", ...ids })),
});

/** A pause now, or after the wrap-up of the call that is on. */
export const requestPause = tenantVerb({
  name: "duty.pause",
  permission: "duty.own",
  input: z.strictObject({ reason: z.enum(PAUSE_REASONS) }),
  run: (unit, { reason }) => askOwner(unit, "duty.pause", (ids) => ({ type: "duty.pause", ...ids, reason })),
});

/** Off duty now, or after the wrap-up of the call that is on. */
export const endDuty = tenantVerb({
  name: "duty.end",
  permission: "duty.own",
  input: z.strictObject({}),
  run: (unit) => endSession(unit, unit.actor.membershipId, "agent"),
});

/** A supervisor takes somebody off duty: after the call and its wrap-up, if one is on. */
export const kick = tenantVerb({
  name: "floor.kick",
  permission: "agent.kick:tenant",
  input: z.strictObject({ membershipId: z.uuid() }),
  run: async (unit, { membershipId }) => {
    const { tx, tenantId } = unit;
    const member = await tx.membership.findUnique({ where: { tenantId_id: { tenantId, id: membershipId } } });
    if (!member) throw notFound("person");
    return endSession(unit, membershipId, "kicked");
  },
});

async function endSession(unit: TenantUnit<TenantActor>, membershipId: string, reason: "agent" | "kicked") {
  const { tx, tenantId, deps, now, audit, emit, afterCommit } = unit;
  const session = await requireOpenSession(tx, tenantId, membershipId);
  const dutySessionId = session.id;
  await audit({
    action: reason === "kicked" ? "floor.kick" : "duty.end",
    entity: "duty_session",
    entityId: dutySessionId,
    after: { membershipId },
  });
  if (await isNodeOwned(tx, session.nodeId)) {
    afterCommit(() => sendToNode(deps, session.nodeId, { type: "duty.end", tenantId, dutySessionId, reason }));
  } else {
    await closeSession(tx, session, now, "node_lost");
    emit({
      type: "duty.changed",
      dutySessionId,
      membershipId,
      state: "off",
      since: now.toISOString(),
      reason: "node_lost",
      callId: null,
    });
  }
  return { dutySessionId };
}
