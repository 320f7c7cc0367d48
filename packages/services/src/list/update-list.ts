import { notFound } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";
import { listFields, listNameTaken } from "./create-list.ts";
import { nextListRevision } from "./revision.ts";

/**
 * Changes what a list is called, where it comes from and by what right its people may be called. The gate asks for the
 * basis with each call, so what is changed holds from the next one on.
 *
 * @param input.revision the one that the edit began from
 * @throws CallbayError NOT_FOUND, STALE_REVISION, LIST_NAME_TAKEN
 */
export const updateList = tenantVerb({
  name: "list.update",
  permission: "list.write",
  input: z.strictObject({
    listId: z.uuid(),
    revision: z.int().min(1),
    ...z.object(listFields).partial().shape,
  }),
  run: async (unit, { listId, revision, ...given }) => {
    const { tx, tenantId } = unit;
    const before = await tx.contactList.findFirst({ where: { tenantId, id: listId, archivedAt: null } });
    if (!before) throw notFound("list");
    const next = await nextListRevision(tx, tenantId, listId, revision);
    const { name } = given;
    const other =
      name === undefined || name === before.name
        ? null
        : await tx.contactList.findFirst({ where: { tenantId, name }, select: { id: true } });
    if (other && name !== undefined) throw listNameTaken(name);
    const patch = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    await tx.contactList.updateMany({ where: { tenantId, id: listId }, data: patch });
    await unit.audit({
      action: "list.update",
      entity: "list",
      entityId: listId,
      before: Object.fromEntries(Object.entries(before).filter(([key]) => key in patch)),
      after: patch,
    });
    return { listId, revision: next };
  },
});
