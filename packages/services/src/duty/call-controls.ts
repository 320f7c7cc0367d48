import type { TenantActor } from "@callbay/domain/actor";
import { CallbayError, notFound } from "@callbay/domain/errors";
import type { NodeCommand } from "@callbay/jobs/node-queues";
import { type TenantUnit, tenantVerb, z } from "../verb.ts";
import { requireOpenSession, sendToNode } from "./open-session.ts";

type Ask = (ids: { tenantId: string; dutySessionId: string; callId: string }) => NodeCommand;

/** Sends a control of the agent's own live call to the owner of its node. */
async function control(unit: TenantUnit<TenantActor>, callId: string, action: string, ask: Ask): Promise<object> {
  const { tx, tenantId, actor, deps, audit, afterCommit } = unit;
  const session = await requireOpenSession(tx, tenantId, actor.membershipId);
  const call = await tx.call.findUnique({
    where: { tenantId_id: { tenantId, id: callId } },
    select: { dutySessionId: true, endedAt: true },
  });
  // The pop comes before its write: a call that is not yet anybody's in the database may well be this agent's.
  if (!call || (call.dutySessionId !== null && call.dutySessionId !== session.id)) throw notFound("call");
  if (call.endedAt !== null) {
    throw new CallbayError("precondition", "CALL_ENDED", "This call is over.");
  }
  await audit({ action, entity: "call", entityId: callId });
  afterCommit(() => sendToNode(deps, session.nodeId, ask({ tenantId, dutySessionId: session.id, callId })));
  return {};
}

const onCall = z.strictObject({ callId: z.uuid() });
const onOff = z.strictObject({ callId: z.uuid(), on: z.boolean() });

/** Ends the agent's live call. */
export const hangup = tenantVerb({
  name: "duty.hangup",
  permission: "call.own",
  input: onCall,
  run: (unit, { callId }) => control(unit, callId, "call.hangup", (ids) => ({ type: "call.hangup", ...ids })),
});

/** The customer hears music and the agent nothing, or both talk again. */
export const hold = tenantVerb({
  name: "duty.hold",
  permission: "call.own",
  input: onOff,
  run: (unit, { callId, on }) =>
    control(unit, callId, on ? "call.hold" : "call.resume", (ids) => ({ type: "call.hold", ...ids, on })),
});

/** The customer does not hear the agent, or hears them again. */
export const mute = tenantVerb({
  name: "duty.mute",
  permission: "call.own",
  input: onOff,
  run: (unit, { callId, on }) =>
    control(unit, callId, on ? "call.mute" : "call.unmute", (ids) => ({ type: "call.mute", ...ids, on })),
});

/** Presses keys towards the customer. The digits may be a secret and are not audited. */
export const dtmf = tenantVerb({
  name: "duty.dtmf",
  permission: "call.own",
  input: z.strictObject({ callId: z.uuid(), digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }),
  run: (unit, { callId, digits }) =>
    control(unit, callId, "call.dtmf", (ids) => ({ type: "call.dtmf", ...ids, digits })),
});
