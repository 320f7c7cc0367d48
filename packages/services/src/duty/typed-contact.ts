import { newId } from "@callbay/db/ids";
import type { TenantActor } from "@callbay/domain/actor";
import type { ConsentBasis } from "@callbay/domain/values";
import { timeZoneOf } from "../phone/time-zone.ts";
import type { TenantUnit } from "../verb.ts";

export interface TypedNumber {
  readonly campaignId: string;
  readonly e164: string;
  readonly country: string;
  readonly consentBasis: ConsentBasis;
  readonly displayName: string;
}

/** Who typed numbers are put on a list of; one for each right by which they are called. */
const SOURCE = "Typed at the agent's desk";

/**
 * Makes a contact of a number that somebody typed: on a list of its own kind, with the right that was named, and in the
 * campaign, so that everything which binds a contact binds it too.
 */
export async function addTypedContact(
  { tx, tenantId, actor, now, audit }: TenantUnit<TenantActor>,
  { campaignId, e164, country, consentBasis, displayName }: TypedNumber,
): Promise<{ contactId: string; contactPointId: string }> {
  const name = `Typed numbers (${consentBasis})`;
  await tx.contactList.createMany({
    data: { tenantId, id: newId(), name, source: SOURCE, consentBasis, defaultCountry: country, createdAt: now },
    skipDuplicates: true,
  });
  const { id: listId } = await tx.contactList.findUniqueOrThrow({
    where: { tenantId_name: { tenantId, name } },
    select: { id: true },
  });
  const known = await tx.contactPoint.findUnique({
    where: { tenantId_listId_phone: { tenantId, listId, phone: e164 } },
    select: { id: true, contactId: true },
  });
  const [contactId, contactPointId] = known ? [known.contactId, known.id] : [newId(), newId()];
  if (!known) {
    await tx.contact.createMany({ data: { tenantId, id: contactId, listId, displayName, createdAt: now } });
    await tx.contactPoint.createMany({
      data: {
        tenantId,
        id: contactPointId,
        contactId,
        listId,
        phone: e164,
        country,
        timezone: timeZoneOf(e164, country) ?? "",
      },
    });
  }
  await tx.campaignContact.createMany({
    data: { tenantId, campaignId, contactId, listId, nextAttemptAt: now, reason: "typed" },
    skipDuplicates: true,
  });
  await audit({
    action: "contact.type",
    entity: "contact",
    entityId: contactId,
    after: { campaignId, listId, consentBasis, by: actor.membershipId },
  });
  return { contactId, contactPointId };
}
