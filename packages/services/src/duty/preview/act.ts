import { lockSession } from "@callbay/db/sql/duty-preview";
import type { TenantActor } from "@callbay/domain/actor";
import { CallbayError } from "@callbay/domain/errors";
import { type TenantUnit, tenantVerb, z } from "../../verb.ts";
import { requireOpenSession, sendToNode } from "../open-session.ts";
import { giveBackOffer } from "./offer.ts";
import { placeFor } from "./place.ts";

/**
 * Calls the contact that the agent looks at; whoever answers is joined to this agent and nobody else.
 *
 * @throws CallbayError NOT_ON_DUTY, NO_PREVIEW, CALL_REFUSED (the contact stays on the desk), NO_LINE_FREE.
 */
export const previewDial = tenantVerb({
  name: "duty.preview_dial",
  permission: "call.own",
  input: z.strictObject({
    /** Which of the contact's numbers; the gate's choice by default. */
    contactPointId: z.uuid().optional(),
  }),
  run: async (unit, { contactPointId }) => {
    const { session, campaignId, contactId } = await requireOffer(unit);
    const { tx, tenantId, actor } = unit;
    const row = await tx.campaignContact.findUniqueOrThrow({
      where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId } },
      select: { callbackBy: true },
    });
    const kind = row.callbackBy === actor.membershipId ? "callback" : "preview";
    const callId = await placeFor(unit, session, { campaignId, contactId, contactPointId, kind, held: true });
    await tx.previewOffer.deleteMany({ where: { tenantId, dutySessionId: session.id } });
    return { callId };
  },
});

/** Why a contact was passed over; shown where its state is explained. */
export const SKIP_REASONS = ["not_now", "wrong_time", "not_fitting", "other"] as const;

/**
 * Passes over the contact that the agent looks at. It was not called, so it is not counted; it comes back later.
 *
 * @throws CallbayError NOT_ON_DUTY, NO_PREVIEW.
 */
export const previewSkip = tenantVerb({
  name: "duty.preview_skip",
  permission: "call.own",
  input: z.strictObject({
    reason: z.enum(SKIP_REASONS),
    note: z.string().trim().max(500).default(""),
    /** When it may be offered again. */
    afterMinutes: z.int().min(5).max(43_200).default(60),
  }),
  run: async (unit, { reason, note, afterMinutes }) => {
    const { tx, tenantId, now, deps, audit, afterCommit } = unit;
    const { session, campaignId, contactId } = await requireOffer(unit);
    const dutySessionId = session.id;
    const nextAttemptAt = new Date(now.getTime() + afterMinutes * 60_000);
    await giveBackOffer(tx, { tenantId, dutySessionId }, { reason: "preview_skipped", nextAttemptAt });
    await audit({
      action: "duty.preview_skip",
      entity: "campaign_contact",
      entityId: contactId,
      after: { campaignId, reason, note, afterMinutes },
    });
    // The owner finds out by itself when this message is lost.
    afterCommit(() => sendToNode(deps, session.nodeId, { type: "duty.preview_end", tenantId, dutySessionId }));
    return { nextAttemptAt };
  },
});

async function requireOffer({ tx, tenantId, actor, now }: TenantUnit<TenantActor>) {
  const { id } = await requireOpenSession(tx, tenantId, actor.membershipId);
  await lockSession(tx, tenantId, id);
  const session = await requireOpenSession(tx, tenantId, actor.membershipId);
  const offer = await tx.previewOffer.findUnique({
    where: { tenantId_dutySessionId: { tenantId, dutySessionId: session.id } },
  });
  if (!offer || offer.expiresAt <= now) {
    throw new CallbayError(
      "precondition",
      "NO_PREVIEW",
      "You look at no contact any more. Nothing was dialled; take the next one.",
    );
  }
  return { session, campaignId: offer.campaignId, contactId: offer.contactId };
}
