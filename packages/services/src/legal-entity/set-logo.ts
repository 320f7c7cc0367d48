import { notFound } from "@callbay/domain/errors";
import { operatorVerb, z } from "../verb.ts";
import { MAX_LOGO_BYTES, parseLogo } from "./png.ts";

/** Base64 of the largest logo, and a little more, so that a larger one is refused by its name. */
const MAX_BASE64 = Math.ceil(MAX_LOGO_BYTES / 3) * 4 + 4_096;

/**
 * Sets the logo that is drawn on a company's documents; null takes it away, and its name is set in type.
 *
 * @throws CallbayError NOT_FOUND, LOGO_NOT_PNG, LOGO_TOO_LARGE.
 */
export const setLegalEntityLogo = operatorVerb({
  name: "legalEntity.setLogo",
  permission: "platform.contract.write",
  input: z.strictObject({ legalEntityId: z.uuid(), png: z.base64().max(MAX_BASE64).nullable() }),
  run: async ({ tx, audit }, { legalEntityId, png }) => {
    const logo = png === null ? null : parseLogo(Buffer.from(png, "base64"));
    const entity = await tx.legalEntity.findUnique({ where: { id: legalEntityId }, select: { id: true } });
    if (!entity) throw notFound("legal entity");
    await tx.legalEntity.updateMany({
      where: { id: legalEntityId },
      data: { logoPng: logo === null ? null : new Uint8Array(logo) },
    });
    const after = { bytes: logo?.length ?? 0 };
    await audit({ action: "legalEntity.setLogo", entity: "legal_entity", entityId: legalEntityId, after });
    return { bytes: after.bytes };
  },
});
