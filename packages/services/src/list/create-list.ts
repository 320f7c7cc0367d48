import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import { isPhoneCountry } from "@callbay/domain/phone";
import { CONSENT_BASES } from "@callbay/domain/values";
import { tenantVerb, z } from "../verb.ts";

/** What may be changed of a list later too; the country is part of how its files were read. */
export const listFields = {
  name: z.string().trim().min(1).max(120),
  source: z.string().trim().min(1).max(500),
  consentBasis: z.enum(CONSENT_BASES),
  consentNote: z.string().trim().max(2_000),
};

/** Opens an empty list. Where its people come from and by what right they may be called is recorded first. */
export const createList = tenantVerb({
  name: "list.create",
  permission: "list.write",
  input: z.object({
    ...listFields,
    consentNote: listFields.consentNote.default(""),
    defaultCountry: z.string().trim().toUpperCase().refine(isPhoneCountry, "is not a country with a numbering plan"),
  }),
  run: async (unit, input) => {
    const { tx, tenantId, now } = unit;
    const listId = newId();
    const { count } = await tx.contactList.createMany({
      data: { tenantId, id: listId, ...input, createdAt: now },
      skipDuplicates: true,
    });
    if (count === 0) throw listNameTaken(input.name);
    await unit.audit({ action: "list.create", entity: "list", entityId: listId, after: input });
    return { listId };
  },
});

export function listNameTaken(name: string): CallbayError {
  return new CallbayError(
    "conflict",
    "LIST_NAME_TAKEN",
    `A list named "${name}" exists already. Nothing was changed; choose another name.`,
    { name },
  );
}
