import { newId } from "@callbay/db/ids";
import { lockNodeLines } from "@callbay/db/sql/dial-lease";
import type { Call, DutySession } from "@callbay/db/types";
import type { TenantActor } from "@callbay/domain/actor";
import { TRANSFER_ACTS, TRANSFER_MODES } from "@callbay/domain/call-control";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { maskPhone, normalisePhone } from "@callbay/domain/phone";
import { giveUpTransfer } from "../call/transfer.ts";
import { judgeNumber } from "../dial/judge-number.ts";
import { type TenantUnit, tenantVerb, z } from "../verb.ts";
import { requireOpenSession, sendToNode } from "./open-session.ts";
import { findLine } from "./preview/place.ts";

const target = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("number"), phone: z.string().trim().min(3).max(40) }),
  z.strictObject({ kind: z.literal("agent"), membershipId: z.uuid() }),
  z.strictObject({ kind: z.literal("campaign"), campaignId: z.uuid() }),
  z.strictObject({ kind: z.literal("team"), orgUnitId: z.uuid() }),
  z.strictObject({ kind: z.literal("skill"), skillId: z.uuid() }),
]);
type Target = z.output<typeof target>;
type Unit = TenantUnit<TenantActor>;

/**
 * Sends the agent's live call to somebody else: the customer hears music, and stays the agent's until somebody else has
 * taken the call. A number passes the gate and takes a line, as every call does.
 *
 * @returns the transfer, which is under way. @throws CallbayError NOT_ON_DUTY, NOT_FOUND, CALL_ENDED,
 * TRANSFER_UNDER_WAY, PHONE_INVALID, CALL_REFUSED, NO_LINE_FREE, AGENT_NOT_FREE, QUEUE_EMPTY, and what the owner answers.
 */
export const startTransfer = tenantVerb({
  name: "duty.transfer",
  permission: "call.own",
  input: z.strictObject({ callId: z.uuid(), mode: z.enum(TRANSFER_MODES), target }),
  run: async (unit, { callId, mode, target: to }) => {
    const { tx, tenantId, actor, now, deps, audit, afterCommit } = unit;
    const session = await requireOpenSession(tx, tenantId, actor.membershipId);
    const call = await ownLiveCall(unit, session, callId);
    if (await tx.callTransfer.findFirst({ where: { tenantId, callId, endedAt: null }, select: { id: true } })) {
      throw new CallbayError("conflict", "TRANSFER_UNDER_WAY", "This call is being transferred already.");
    }
    const place = await placeOf(unit, session, call, to);
    const transferId = newId();
    const byMembershipId = actor.membershipId;
    await tx.callTransfer.create({
      data: {
        ...{ tenantId, id: transferId, callId, mode, byMembershipId },
        nodeId: session.nodeId,
        requestedAt: now,
        ...place,
      },
    });
    const after = { kind: place.kind, mode, transferId, ...(place.phone ? { phone: maskPhone(place.phone) } : {}) };
    await audit({ action: "call.transfer", entity: "call", entityId: callId, after });
    const ids = { tenantId, dutySessionId: session.id, callId };
    afterCommit(async () => {
      try {
        await sendToNode(deps, session.nodeId, { type: "call.transfer", ...ids, transferId });
      } catch (error) {
        const context = { deps, actor: { kind: "system", name: "desk" } as const, now, requestId: transferId };
        await giveUpTransfer(context, { tenantId, transferId });
        throw error;
      }
    });
    return { transferId };
  },
});

/**
 * Goes on with a transfer that is under way: speak with the other side in turn, all three together, hand over, take the
 * customer back. @throws CallbayError NOT_ON_DUTY, NOT_FOUND, CALL_ENDED, and what the owner answers
 * (TRANSFER_OVER, TRANSFER_NOT_ANSWERED, TRANSFER_ALREADY).
 */
export const actOnTransfer = tenantVerb({
  name: "duty.transferAct",
  permission: "call.own",
  input: z.strictObject({ callId: z.uuid(), act: z.enum(TRANSFER_ACTS) }),
  run: async (unit, { callId, act }) => {
    const { tx, tenantId, actor, deps, audit, afterCommit } = unit;
    const session = await requireOpenSession(tx, tenantId, actor.membershipId);
    await ownLiveCall(unit, session, callId);
    await audit({ action: `call.transfer_${act}`, entity: "call", entityId: callId });
    const ids = { tenantId, dutySessionId: session.id, callId };
    afterCommit(() => sendToNode(deps, session.nodeId, { type: "call.transfer_act", ...ids, act }));
    return {};
  },
});

async function ownLiveCall({ tx, tenantId }: Unit, session: DutySession, callId: string): Promise<Call> {
  const call = await tx.call.findUnique({ where: { tenantId_id: { tenantId, id: callId } } });
  if (!call || call.dutySessionId !== session.id) throw notFound("call");
  if (call.endedAt !== null || call.partedAt !== null)
    throw new CallbayError("precondition", "CALL_ENDED", "This call is over.");
  return call;
}

interface TransferPlace {
  readonly kind: string;
  readonly phone?: string;
  readonly callerId?: string;
  readonly trunkId?: string;
  readonly decision?: object;
  readonly dutySessionId?: string;
  readonly membershipIds?: string[];
  readonly levels?: number[];
  readonly queueName?: string;
}

function placeOf(unit: Unit, session: DutySession, call: Call, to: Target): Promise<TransferPlace> {
  switch (to.kind) {
    case "number":
      return numberPlace(unit, session, call, to.phone);
    case "agent":
      return agentPlace(unit, session, to.membershipId);
    default:
      return queuePlace(unit, session, to);
  }
}

async function numberPlace(unit: Unit, session: DutySession, call: Call, typed: string): Promise<TransferPlace> {
  const { tx, tenantId, actor, deps, now } = unit;
  const { country } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { country: true } });
  const number = normalisePhone(typed, country);
  if (!number.ok) {
    throw new CallbayError(
      "invalid",
      "PHONE_INVALID",
      "This is not a telephone number. Nothing was dialled; write it with its country code.",
      { reason: number.reason },
    );
  }
  const phone = number.e164;
  if (!call.campaignId) throw notFound("campaign");
  const judged = await judgeNumber(tx, {
    ...{ tenantId, phone, now },
    campaignId: call.campaignId,
    country: number.country,
    membershipId: actor.membershipId,
    registers: deps.registers,
  });
  if (!judged.ok) {
    const { reason, retryAt } = judged;
    throw new CallbayError(
      "precondition",
      "CALL_REFUSED",
      `This number may not be called now (${reason}). Nothing was dialled; the customer is still with you.`,
      { reason, retryAt: retryAt?.toISOString() ?? null, liftable: false },
    );
  }
  // After the count of tries, as everybody takes the two: the other way round a reservation and this would wait for each
  // other.
  await lockNodeLines(tx, [session.nodeId]);
  const { trunkId } = await findLine(unit, session.nodeId, call.campaignId, phone);
  return { kind: "number", phone, callerId: judged.callerId, trunkId, decision: judged.decision };
}

/** Agents and their customers share a node: who is on another is not within reach. */
async function agentPlace({ tx, tenantId }: Unit, session: DutySession, membershipId: string): Promise<TransferPlace> {
  const member = await tx.membership.findUnique({ where: { tenantId_id: { tenantId, id: membershipId } } });
  if (!member) throw notFound("person");
  const other = await tx.dutySession.findFirst({
    where: { tenantId, membershipId, nodeId: session.nodeId, endedAt: null, state: "ready", id: { not: session.id } },
    select: { id: true },
  });
  if (other) return { kind: "agent", dutySessionId: other.id };
  throw new CallbayError(
    "conflict",
    "AGENT_NOT_FREE",
    "This colleague is not free now. The customer is still with you.",
  );
}

/** Whom a group holds, and how far each goes before the others. */
interface Group {
  readonly name: string;
  readonly members: readonly { readonly id: string; readonly level: number }[];
}

async function queuePlace(
  unit: Unit,
  session: DutySession,
  to: Exclude<Target, { kind: "number" | "agent" }>,
): Promise<TransferPlace> {
  const { tx, tenantId } = unit;
  const group = await groupOf(unit, to);
  const levels = new Map(group.members.map(({ id, level }) => [id, level]));
  const onDuty = await tx.dutySession.findMany({
    where: {
      ...{ tenantId, nodeId: session.nodeId, endedAt: null },
      membershipId: { in: [...levels.keys()] },
      id: { not: session.id },
    },
    select: { membershipId: true },
  });
  const membershipIds = onDuty.map(({ membershipId }) => membershipId);
  if (membershipIds.length > 0)
    return {
      kind: "queue",
      membershipIds,
      levels: membershipIds.map((id) => levels.get(id) ?? 0),
      queueName: group.name,
    };
  throw new CallbayError("conflict", "QUEUE_EMPTY", "Nobody of this group is on duty. The customer is still with you.");
}

async function groupOf({ tx, tenantId }: Unit, to: Exclude<Target, { kind: "number" | "agent" }>): Promise<Group> {
  const alike = (id: string) => ({ id, level: 0 });
  switch (to.kind) {
    case "campaign": {
      const campaign = await tx.campaign.findUnique({
        where: { tenantId_id: { tenantId, id: to.campaignId } },
        select: { name: true, agents: { select: { membershipId: true } } },
      });
      if (!campaign) throw notFound("campaign");
      return { name: campaign.name, members: campaign.agents.map(({ membershipId }) => alike(membershipId)) };
    }
    case "team": {
      const unit = await tx.orgUnit.findUnique({
        where: { tenantId_id: { tenantId, id: to.orgUnitId } },
        select: { name: true, memberships: { where: { endedAt: null }, select: { id: true } } },
      });
      if (!unit) throw notFound("org unit");
      return { name: unit.name, members: unit.memberships.map(({ id }) => alike(id)) };
    }
    case "skill": {
      const skill = await tx.skill.findUnique({
        where: { tenantId_id: { tenantId, id: to.skillId } },
        select: { name: true, members: { select: { membershipId: true, level: true } } },
      });
      if (!skill) throw notFound("skill");
      return { name: skill.name, members: skill.members.map(({ membershipId: id, level }) => ({ id, level })) };
    }
  }
}
