import { notFound } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";

/**
 * Says of contacts that they come first, or that they do not any more.
 *
 * @throws CallbayError NOT_FOUND when one of them is nobody's; nothing is written then
 */
export const setVip = tenantVerb({
  name: "contact.setVip",
  permission: "list.write",
  input: z.strictObject({ contactIds: z.array(z.uuid()).min(1).max(200), vip: z.boolean() }),
  run: async ({ tx, tenantId, audit }, { contactIds, vip }) => {
    const ids = [...new Set(contactIds)];
    const known = await tx.contact.findMany({
      where: { tenantId, id: { in: ids } },
      select: { id: true, vip: true },
    });
    if (known.length < ids.length) throw notFound("contact");
    await tx.contact.updateMany({ where: { tenantId, id: { in: ids } }, data: { vip } });
    for (const { id, vip: was } of known)
      await audit({
        ...{ action: "contact.setVip", entity: "contact", entityId: id },
        before: { vip: was },
        after: { vip },
      });
    return { changed: known.filter((before) => before.vip !== vip).length };
  },
});
