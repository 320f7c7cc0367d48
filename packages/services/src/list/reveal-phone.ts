import { notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { tenantVerb, z } from "../verb.ts";

/** Shows one full number to who may see it; each showing is in the audit log. */
export const revealPhone = tenantVerb({
  name: "contact.reveal",
  permission: "contact.unmask",
  input: z.object({ contactPointId: z.uuid() }),
  run: async (unit, { contactPointId }) => {
    const { tx, tenantId } = unit;
    const point = await tx.contactPoint.findFirst({ where: { tenantId, id: contactPointId } });
    if (!point) throw notFound("contact point");
    await unit.audit({
      action: "contact.reveal",
      entity: "contact_point",
      entityId: contactPointId,
      after: { phone: maskPhone(point.phone), contactId: point.contactId },
    });
    return { phone: point.phone };
  },
});
