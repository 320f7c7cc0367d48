import { lockSession } from "@callbay/db/sql/duty-preview";
import type { TenantActor } from "@callbay/domain/actor";
import { CallbayError, forbidden, notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { normalisePhone } from "@callbay/domain/phone";
import { CONSENT_BASES } from "@callbay/domain/values";
import { type TenantUnit, tenantVerb, z } from "../verb.ts";
import { requireOpenSession } from "./open-session.ts";
import { giveBackOffer } from "./preview/offer.ts";
import { placeFor } from "./preview/place.ts";
import { addTypedContact } from "./typed-contact.ts";

/**
 * Calls one contact of a campaign by hand. A number that is none of the campaign's contacts' takes a person who may
 * call any number, and the right by which it is called. The same gate as for every call; what it refuses and a
 * permitted person has lifted for the contact is passed over. An agent who looks at a contact may call another one: in a
 * campaign that offers one after the other there would be no other moment for it.
 *
 * @throws CallbayError NOT_ON_DUTY, DUTY_NOT_READY, NOT_FOUND, PHONE_INVALID, FORBIDDEN, CONSENT_BASIS_MISSING,
 * CALL_REFUSED, NO_LINE_FREE.
 */
export const dialByHand = tenantVerb({
  name: "duty.dial",
  permission: "call.own",
  input: z
    .strictObject({
      campaignId: z.uuid(),
      contactId: z.uuid().optional(),
      contactPointId: z.uuid().optional(),
      phone: z.string().trim().min(3).max(40).optional(),
      /** For a number that is nobody's yet: by what right, and how that is known. */
      consentBasis: z.enum(CONSENT_BASES).optional(),
      displayName: z.string().trim().max(200).default(""),
    })
    .refine(({ contactId, phone }) => (contactId === undefined) !== (phone === undefined), {
      path: ["phone"],
      message: "name either a contact or a number",
    }),
  run: async (unit, input) => {
    const { tx, tenantId, actor } = unit;
    const { campaignId } = input;
    const serves = await tx.campaignAgent.findFirst({
      where: { tenantId, campaignId, membershipId: actor.membershipId },
      select: { campaignId: true },
    });
    if (!serves) throw notFound("campaign");
    if (input.contactId) await assertContact(unit, campaignId, input.contactId);
    const open = await requireOpenSession(tx, tenantId, actor.membershipId);
    await lockSession(tx, tenantId, open.id);
    const session = await requireOpenSession(tx, tenantId, actor.membershipId);
    const isLooking = session.state === "previewing" && session.currentCallId === null;
    if (session.state !== "ready" && !isLooking) {
      throw new CallbayError("conflict", "DUTY_NOT_READY", "You are not ready for a call.", { state: session.state });
    }
    const found = input.contactId
      ? { contactId: input.contactId, contactPointId: input.contactPointId }
      : await contactOfNumber(unit, input);
    const row = await tx.campaignContact.findUnique({
      where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId: found.contactId } },
      select: { callbackBy: true, nextAttemptAt: true },
    });
    const isPromise = row?.callbackBy === actor.membershipId && row.nextAttemptAt <= unit.now;
    const kind = isPromise ? "callback" : "manual";
    const held = isLooking && (await isOffered(unit, session.id, campaignId, found.contactId));
    // Whom the agent looked at goes back, as due as before, unless it is the one that is called.
    if (isLooking && !held) await giveBackOffer(tx, { tenantId, dutySessionId: session.id });
    const callId = await placeFor(unit, session, { campaignId, ...found, kind, held });
    if (held) await tx.previewOffer.deleteMany({ where: { tenantId, dutySessionId: session.id } });
    return { callId };
  },
});

/** Is this the contact that the agent looks at? */
async function isOffered(
  { tx, tenantId }: TenantUnit,
  dutySessionId: string,
  campaignId: string,
  contactId: string,
): Promise<boolean> {
  return (await tx.previewOffer.count({ where: { tenantId, dutySessionId, campaignId, contactId } })) > 0;
}

async function assertContact({ tx, tenantId }: TenantUnit, campaignId: string, contactId: string): Promise<void> {
  const known = await tx.campaignContact.findUnique({
    where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId } },
    select: { contactId: true },
  });
  if (!known) throw notFound("contact");
}

interface Typed {
  readonly campaignId: string;
  readonly phone?: string | undefined;
  readonly consentBasis?: (typeof CONSENT_BASES)[number] | undefined;
  readonly displayName: string;
}

/** The campaign's contact with this number, or a new one that is made of it. */
async function contactOfNumber(unit: TenantUnit<TenantActor>, { campaignId, phone = "", ...more }: Typed) {
  const { tx, tenantId, actor } = unit;
  const { country } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { country: true } });
  const number = normalisePhone(phone, country);
  if (!number.ok) {
    throw new CallbayError(
      "invalid",
      "PHONE_INVALID",
      "This is not a telephone number. Nothing was dialled; write it with its country code.",
      { reason: number.reason },
    );
  }
  const known = await tx.contactPoint.findFirst({
    where: { tenantId, phone: number.e164, contact: { campaignContacts: { some: { campaignId } } } },
    select: { id: true, contactId: true },
  });
  if (known) return { contactId: known.contactId, contactPointId: known.id };
  if (!tenantMay(actor.role, "call.dial_any")) throw forbidden("call.dial_any");
  if (!more.consentBasis) {
    throw new CallbayError(
      "invalid",
      "CONSENT_BASIS_MISSING",
      "This number is on none of the campaign's lists. Nothing was dialled; say by what right it is called.",
    );
  }
  const { e164, country: of } = number;
  return addTypedContact(unit, {
    campaignId,
    e164,
    country: of,
    consentBasis: more.consentBasis,
    displayName: more.displayName,
  });
}
