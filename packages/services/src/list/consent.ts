import { consentCounts, reopenOfList, writeConsent } from "@callbay/db/sql/list-consent";
import { notFound } from "@callbay/domain/errors";
import { assertConsent, BY_CONSENT } from "../contact/set-consent.ts";
import { type TenantUnit, tenantQuery, tenantVerb, z } from "../verb.ts";

/** How many contacts of a list have agreed themselves, and of how many the proof is known; by upload too. */
export const listConsent = tenantQuery({
  name: "list.consent",
  permission: "list.read",
  input: z.strictObject({ listId: z.uuid() }),
  run: async (unit, { listId }) => {
    await assertList(unit, listId);
    return consentCounts(unit.tx, unit.tenantId, listId);
  },
});

/**
 * Writes down for everybody of a list, or of one upload into it, when they agreed to be called and where the proof is:
 * one form, one recorded campaign of consent. Who has a consent of their own keeps it unless it is to be replaced. Those
 * whom the gate had taken out for want of it are asked about again.
 *
 * @throws CallbayError NOT_FOUND, CONSENT_IN_FUTURE, CONSENT_PROOF_NEEDED
 */
export const recordListConsent = tenantVerb({
  name: "list.recordConsent",
  permission: "list.write",
  // A million contacts in one statement: all of them have it, or none.
  timeoutMs: 180_000,
  input: z.strictObject({
    listId: z.uuid(),
    /** Only those whom this upload brought. */
    importId: z.uuid().optional(),
    consentAt: z.date(),
    /** A reference, a link. */
    proof: z.string().trim().max(2_000),
    /** Those with a consent of their own too. */
    replace: z.boolean().default(false),
  }),
  run: async (unit, { listId, importId, consentAt, proof, replace }) => {
    const { tx, tenantId, now } = unit;
    assertConsent(consentAt, proof, now);
    await assertList(unit, listId);
    if (importId && !(await tx.contactImport.findFirst({ where: { tenantId, listId, id: importId } })))
      throw notFound("import");
    const which = { tenantId, listId, importId: importId ?? null };
    const changed = await writeConsent(tx, { ...which, consentAt, proof, replace });
    const reopened = await reopenOfList(tx, { ...which, now }, BY_CONSENT);
    await unit.audit({
      action: "list.recordConsent",
      entity: "list",
      entityId: listId,
      after: { contacts: changed, consentAt: consentAt.toISOString(), proof, importId: importId ?? null, replace },
    });
    for (const { campaignId } of reopened) unit.emit({ type: "campaign.changed", campaignId });
    return { changed, reopened: reopened.reduce((sum, { count }) => sum + count, 0) };
  },
});

async function assertList({ tx, tenantId }: Pick<TenantUnit, "tx" | "tenantId">, listId: string): Promise<void> {
  if (!(await tx.contactList.findFirst({ where: { tenantId, id: listId }, select: { id: true } })))
    throw notFound("list");
}
