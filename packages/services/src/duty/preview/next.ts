import { storeRefusals } from "@callbay/db/sql/dial-reserve";
import { lockSession, personalContacts } from "@callbay/db/sql/duty-preview";
import type { TenantActor } from "@callbay/domain/actor";
import { CallbayError } from "@callbay/domain/errors";
import { loadFrame } from "../../dial/frame.ts";
import { judgeNow } from "../../dial/judge-now.ts";
import { pickContacts } from "../../dial/pick.ts";
import { type TenantUnit, tenantVerb, z } from "../../verb.ts";
import { requireOpenSession, sendToNode } from "../open-session.ts";
import { readPreviewCard } from "./card.ts";
import { giveBackOffer, IN_PREVIEW, OFFER_MS } from "./offer.ts";

/** Personal contacts that are looked at in one go: refused ones are put off and not seen again. */
const PERSONAL_AT_ONCE = 20;

/**
 * Offers the ready agent the next contact to look at: one to whom they promised to call back, one that only a reserved
 * agent may call, or the next of their campaigns in which agents choose. It passes the gate now, and again when it is
 * dialled. Asked again while one is offered, it answers the same. Null: nobody is due.
 *
 * @throws CallbayError NOT_ON_DUTY, DUTY_NOT_READY, PBX_UNREACHABLE.
 */
export const previewNext = tenantVerb({
  name: "duty.preview_next",
  permission: "duty.own",
  input: z.strictObject({}).default({}),
  run: async (unit) => {
    const { tx, tenantId, actor, now, deps, audit, afterCommit } = unit;
    const { id: dutySessionId } = await requireOpenSession(tx, tenantId, actor.membershipId);
    await lockSession(tx, tenantId, dutySessionId);
    const session = await requireOpenSession(tx, tenantId, actor.membershipId);
    const known = await readPreviewCard(tx, tenantId, dutySessionId, actor);
    if (known && session.state === "previewing") {
      await audit({ action: "duty.preview_next", entity: "duty_session", entityId: dutySessionId });
      return known;
    }
    if (session.state !== "ready") {
      throw new CallbayError("conflict", "DUTY_NOT_READY", "You are not ready for a call.", { state: session.state });
    }
    // One that was never shown: its message was lost, and what it offered may be another's by right.
    await giveBackOffer(tx, { tenantId, dutySessionId });
    const found = await findContact(unit);
    await audit({
      action: "duty.preview_next",
      entity: "duty_session",
      entityId: dutySessionId,
      ...(found ? { after: { ...found } } : {}),
    });
    if (!found) return null;
    const { campaignId, contactId } = found;
    await tx.campaignContact.updateMany({
      where: { tenantId, campaignId, contactId, state: "ready" },
      data: { state: "reserved", reason: IN_PREVIEW },
    });
    await tx.previewOffer.createMany({
      data: {
        tenantId,
        dutySessionId,
        campaignId,
        contactId,
        offeredAt: now,
        expiresAt: new Date(now.getTime() + OFFER_MS),
      },
    });
    afterCommit(async () => {
      try {
        await sendToNode(deps, session.nodeId, { type: "duty.preview", tenantId, dutySessionId });
      } catch (error) {
        // Somebody else's call was quicker: the contact is not kept from the others until its time runs out.
        await deps.db.withTenant(tenantId, (again) => giveBackOffer(again, { tenantId, dutySessionId }));
        throw error;
      }
    });
    return readPreviewCard(tx, tenantId, dutySessionId, actor);
  },
});

interface Found {
  readonly campaignId: string;
  readonly contactId: string;
}

async function findContact(unit: TenantUnit<TenantActor>): Promise<Found | null> {
  const { tx, tenantId, actor } = unit;
  const campaigns = await tx.campaign.findMany({
    where: { tenantId, state: "running", agents: { some: { membershipId: actor.membershipId } } },
    select: { id: true, dialMode: true },
    orderBy: [{ priority: "desc" }, { startedAt: "asc" }],
  });
  if (campaigns.length === 0) return null;
  const personal = await findPersonal(
    unit,
    campaigns.map(({ id }) => id),
  );
  if (personal) return personal;
  for (const { id, dialMode } of campaigns) {
    if (dialMode !== "preview") continue;
    const found = await findInCampaign(unit, id);
    if (found) return found;
  }
  return null;
}

/** Somebody who waits for this agent, or for any agent of their own. */
async function findPersonal(unit: TenantUnit<TenantActor>, campaignIds: readonly string[]): Promise<Found | null> {
  const { tx, tenantId, actor, now, deps } = unit;
  const { membershipId } = actor;
  const rows = await personalContacts(tx, { tenantId, campaignIds, membershipId, now, limit: PERSONAL_AT_ONCE });
  for (const { campaignId, contactId, callbackBy } of rows) {
    const kind = callbackBy === null ? "preview" : "callback";
    const ask = { tenantId, campaignId, contactId, kind, membershipId, registers: deps.registers, now } as const;
    const judged = await judgeNow(tx, ask);
    if (judged.ok) return { campaignId, contactId };
    const { reason, retryAt } = judged;
    // What no time ends is not offered again and again: an hour later somebody may have lifted it.
    const nextAttemptAt = retryAt ?? new Date(now.getTime() + 3_600_000);
    await storeRefusals(tx, { tenantId, campaignId, now }, [{ contactId, state: "ready", reason, nextAttemptAt }]);
  }
  return null;
}

async function findInCampaign(unit: TenantUnit<TenantActor>, campaignId: string): Promise<Found | null> {
  const { tx, tenantId, actor, now, deps } = unit;
  const attempt = { kind: "preview", agent: actor.membershipId } as const;
  const { frame, lists, hasCallerId, inForce, standing } = await loadFrame(tx, { tenantId, campaignId }, attempt, now);
  if (!inForce || !hasCallerId || !standing.open) return null;
  const pick = { tenantId, campaignId, now, frame, lists, registers: deps.registers, wanted: 1 };
  const { chosen } = await pickContacts(tx, pick);
  const contactId = chosen[0]?.contact.contactId;
  return contactId === undefined ? null : { campaignId, contactId };
}
