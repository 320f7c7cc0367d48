import { notFound } from "@callbay/domain/errors";
import { operatorVerb, z } from "../verb.ts";
import { addressDetails, bic, country, endpoint, iban } from "./details.ts";

/**
 * Changes what documents say of a company that issues invoices. Invoices keep what they were issued with; those made
 * from now on say the new. A field left out stays as it is.
 *
 * @throws CallbayError NOT_FOUND.
 */
export const updateLegalEntity = operatorVerb({
  name: "legalEntity.update",
  permission: "platform.contract.write",
  input: z.strictObject({
    legalEntityId: z.uuid(),
    name: z.string().trim().min(1).max(200).optional(),
    ...addressDetails,
    country: country.optional(),
    taxNumber: z.string().trim().min(1).max(60).optional(),
    email: z.email().nullable().optional(),
    bankDetails: z.string().trim().max(300).nullable().optional(),
    iban: iban.optional(),
    bic: bic.optional(),
    endpoint: endpoint.optional(),
  }),
  run: async ({ tx, audit }, { legalEntityId, endpoint: address, ...changes }) => {
    const before = await tx.legalEntity.findUnique({
      where: { id: legalEntityId },
      omit: { logoPng: true, createdAt: true },
    });
    if (!before) throw notFound("legal entity");
    const data = {
      ...changes,
      ...(address === undefined ? {} : { endpointScheme: address?.scheme ?? null, endpointId: address?.id ?? null }),
    };
    const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
    await tx.legalEntity.updateMany({ where: { id: legalEntityId }, data: given });
    const was = Object.fromEntries(Object.entries(before).filter(([field]) => field in given));
    await audit({
      action: "legalEntity.update",
      entity: "legal_entity",
      entityId: legalEntityId,
      before: was,
      after: given,
    });
    return { legalEntityId };
  },
});
