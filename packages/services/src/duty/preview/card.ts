import type { Tx } from "@callbay/db/client";
import type { TenantActor } from "@callbay/domain/actor";
import { tenantMay } from "@callbay/domain/permissions";
import { maskPhone } from "@callbay/domain/phone";
import { renderScript } from "@callbay/domain/script-pages";
import { readHistory } from "../history.ts";

export type PreviewCard = NonNullable<Awaited<ReturnType<typeof readPreviewCard>>>;

/** What an agent sees of the contact they look at, before anything rings; null when they look at none. */
export async function readPreviewCard(tx: Tx, tenantId: string, dutySessionId: string, actor: TenantActor) {
  const offer = await tx.previewOffer.findUnique({ where: { tenantId_dutySessionId: { tenantId, dutySessionId } } });
  if (!offer) return null;
  const { campaignId, contactId, offeredAt, expiresAt } = offer;
  const campaign = await tx.campaign.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: campaignId } },
    select: { id: true, name: true, purpose: true, script: true },
  });
  const row = await tx.campaignContact.findUniqueOrThrow({
    where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId } },
    select: {
      attempts: true,
      lastOutcome: true,
      callbackBy: true,
      nextAttemptAt: true,
      contact: {
        select: {
          displayName: true,
          vip: true,
          attributes: true,
          points: {
            select: { id: true, phone: true, country: true, timezone: true },
            orderBy: { position: "asc" },
          },
        },
      },
    },
  });
  const { displayName, vip, points } = row.contact;
  const attributes = asAttributes(row.contact.attributes);
  const mayUnmask = tenantMay(actor.role, "contact.unmask");
  return {
    campaign: { id: campaign.id, name: campaign.name, purpose: campaign.purpose },
    contact: { id: contactId, displayName, vip, attributes },
    points: points.map(({ phone, ...point }) => ({ ...point, phone: mayUnmask ? phone : maskPhone(phone) })),
    script: renderScript(campaign.script, { displayName, attributes, agent: { name: actor.name } }),
    attempts: row.attempts,
    lastOutcome: row.lastOutcome,
    /** When this agent promised to call; null for a contact whose turn it simply is. */
    promisedFor: row.callbackBy === actor.membershipId ? row.nextAttemptAt : null,
    history: await readHistory(tx, tenantId, contactId),
    offeredAt,
    expiresAt,
  };
}

/** The attributes of a contact as a plain object, whatever is stored. */
export function asAttributes(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
