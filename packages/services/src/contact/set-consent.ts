import { reopenContacts } from "@callbay/db/sql/dial-why";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";

/** Reasons that a consent with its proof may have put right. */
export const BY_CONSENT = ["consent_missing", "consent_unproven", "consent_expired"] as const;

/**
 * Writes down that contacts agreed to be called, when, and where the proof of it is; or that they took it back. Those whom
 * the gate had taken out for want of it are asked about again.
 *
 * @throws CallbayError NOT_FOUND when one of them is nobody's (nothing is written then), CONSENT_IN_FUTURE,
 * CONSENT_PROOF_NEEDED
 */
export const setConsent = tenantVerb({
  name: "contact.setConsent",
  permission: "list.write",
  input: z.strictObject({
    contactIds: z.array(z.uuid()).min(1).max(200),
    /** Null: they took it back. */
    consentAt: z.date().nullable(),
    /** A reference, a link; of a withdrawal how it came. */
    proof: z.string().trim().max(2_000),
  }),
  run: async (unit, { contactIds, consentAt, proof }) => {
    const { tx, tenantId, now } = unit;
    assertConsent(consentAt, proof, now);
    const ids = [...new Set(contactIds)];
    const known = await tx.contact.findMany({
      where: { tenantId, id: { in: ids } },
      select: { id: true, consentAt: true, consentProof: true },
    });
    if (known.length < ids.length) throw notFound("contact");
    await tx.contact.updateMany({
      where: { tenantId, id: { in: ids } },
      data: { consentAt, consentProof: consentAt ? proof : "" },
    });
    for (const before of known)
      await unit.audit({
        action: "contact.setConsent",
        entity: "contact",
        entityId: before.id,
        before: { consentAt: before.consentAt?.toISOString() ?? null, proof: before.consentProof },
        after: { consentAt: consentAt?.toISOString() ?? null, proof },
      });
    const reopened = consentAt ? await reopenContacts(tx, { tenantId, contactIds: ids, now }, BY_CONSENT) : [];
    for (const campaignId of new Set(reopened)) unit.emit({ type: "campaign.changed", campaignId });
    return { changed: known.length, reopened: reopened.length };
  },
});

/** What is written down of a consent has a past and a proof. @throws CallbayError CONSENT_IN_FUTURE, CONSENT_PROOF_NEEDED */
export function assertConsent(consentAt: Date | null, proof: string, now: Date): void {
  if (consentAt && consentAt > now)
    throw new CallbayError(
      "invalid",
      "CONSENT_IN_FUTURE",
      "Nobody can have agreed in the future. Nothing was changed; choose the day on which they did.",
    );
  if (proof === "")
    throw new CallbayError(
      "invalid",
      "CONSENT_PROOF_NEEDED",
      "A consent counts with its proof. Nothing was changed; say where the proof is.",
    );
}
