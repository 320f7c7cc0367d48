import { newId } from "@callbay/db/ids";
import { lockNodeLines } from "@callbay/db/sql/dial-lease";
import { lineCapacity, liveAttempts } from "@callbay/db/sql/dial-snapshot";
import { lockCampaignContact } from "@callbay/db/sql/duty-preview";
import type { DutySession } from "@callbay/db/types";
import type { TenantActor } from "@callbay/domain/actor";
import type { AttemptKind } from "@callbay/domain/eligibility";
import { CallbayError, notFound } from "@callbay/domain/errors";
import type { Route } from "@callbay/domain/routing";
import { isQueueAway } from "@callbay/jobs/define";
import { originateAttempt } from "@callbay/jobs/node-queues";
import { releaseAttempt } from "../../call/release.ts";
import { consumeOverride, judgeNow } from "../../dial/judge-now.ts";
import { trunksFor } from "../../dial/plan.ts";
import { routesOf } from "../../dial/route.ts";
import type { TenantUnit } from "../../verb.ts";
import { sendToNode } from "../open-session.ts";

export interface Placing {
  readonly campaignId: string;
  readonly contactId: string;
  readonly contactPointId?: string | undefined;
  readonly kind: Exclude<AttemptKind, "dialer" | "agentless">;
  /** The agent looks at this contact already. */
  readonly held: boolean;
}

/**
 * Makes one call for one agent, who waits for it from now on: the gate, a line of the agent's own node, an attempt with
 * the agent reserved; after the commit the node's owner is told, and only then the order goes on its queue. When the
 * owner refuses (another call was quicker), the attempt goes back uncounted.
 *
 * @returns the attempt's id. @throws CallbayError CALL_REFUSED (`reason`, `retryAt`, `liftable`), NO_LINE_FREE,
 * NOT_FOUND, and what the owner answers.
 */
export async function placeFor(
  unit: TenantUnit<TenantActor>,
  session: DutySession,
  { campaignId, contactId, contactPointId, kind, held }: Placing,
): Promise<string> {
  const { tx, tenantId, actor, now, deps, afterCommit, audit } = unit;
  const { nodeId, id: dutySessionId } = session;
  if (!(await lockCampaignContact(tx, { tenantId, campaignId, contactId }))) throw notFound("contact");
  const judged = await judgeNow(tx, {
    tenantId,
    campaignId,
    contactId,
    contactPointId,
    kind,
    membershipId: actor.membershipId,
    held,
    registers: deps.registers,
    now,
  });
  if (!judged.ok) {
    const { reason, retryAt, liftable } = judged;
    throw new CallbayError(
      "precondition",
      "CALL_REFUSED",
      `This contact may not be called now (${reason}). Nothing was dialled.`,
      { reason, retryAt: retryAt?.toISOString() ?? null, liftable },
    );
  }
  await lockNodeLines(tx, [nodeId]);
  const { trunkId, next } = await findLine(unit, nodeId, campaignId, judged.point.phone);
  const attemptId = newId();
  await tx.attempt.createMany({
    data: {
      tenantId,
      id: attemptId,
      campaignId,
      contactId,
      contactPointId: judged.point.id,
      phone: judged.point.phone,
      callerId: judged.callerId,
      nodeId,
      trunkId,
      kind,
      dutySessionId,
      decision: { ...judged.decision, ...(next.length > 0 ? { trunks: [trunkId, ...next] } : {}) },
      ...(judged.override ? { override: judged.override } : {}),
      ordinal: judged.ordinal,
      reservedAt: now,
    },
  });
  if (judged.override) await consumeOverride(tx, { tenantId, campaignId, contactId });
  await tx.campaignContact.updateMany({
    where: { tenantId, campaignId, contactId },
    data: { state: "reserved", reason: "in_attempt", doneAt: null },
  });
  await audit({
    action: "duty.dial",
    entity: "attempt",
    entityId: attemptId,
    after: { campaignId, contactId, kind, ...(judged.override ? { override: judged.override } : {}) },
  });
  afterCommit(async () => {
    try {
      await sendToNode(deps, nodeId, { type: "duty.dial", tenantId, dutySessionId, callId: attemptId });
      // Here and not by `enqueue`: an agent who waits is told at once that nothing will ring.
      await deps.jobs.enqueue(originateAttempt(nodeId), { tenantId, attemptId });
    } catch (error) {
      const context = { deps, actor: { kind: "system", name: "desk" } as const, now, requestId: attemptId };
      await releaseAttempt(context, { tenantId, attemptId, reason: "agent_gone" });
      throw isQueueAway(error)
        ? new CallbayError(
            "unavailable",
            "PBX_UNREACHABLE",
            "The telephone system did not take the call in time. Nothing rings, and the contact is as it was; try again.",
          )
        : error;
    }
  });
  return attemptId;
}

/** A line of this node for one more call of the campaign. @throws CallbayError NO_LINE_FREE. */
export async function findLine(
  { tx, tenantId }: TenantUnit,
  nodeId: string,
  campaignId: string,
  phone: string,
): Promise<Route> {
  const { maxChannels } = await tx.campaign.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: campaignId } },
    select: { maxChannels: true },
  });
  const inUse = (await liveAttempts(tx, tenantId, [campaignId])).length;
  const lines = await lineCapacity(tx);
  const hasLine = trunksFor(lines, nodeId, 1, { max: maxChannels, inUse }).length > 0;
  const [route] = hasLine ? await routesOf(tx, lines, [{ nodeId, phone }]) : [];
  if (route) return route;
  throw new CallbayError(
    "unavailable",
    "NO_LINE_FREE",
    "All lines are in use. Nothing was dialled; try again in a moment.",
  );
}
