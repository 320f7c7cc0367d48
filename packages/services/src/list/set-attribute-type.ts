import { lockList, storeAttributes } from "@callbay/db/sql/list-batch";
import { notFound } from "@callbay/domain/errors";
import { parseStoredAttributes } from "@callbay/domain/segment/attributes";
import { ATTRIBUTE_TYPES } from "@callbay/domain/segment/types";
import { tenantVerb, z } from "../verb.ts";
import { nextListRevision } from "./revision.ts";

/**
 * Says of which type an attribute is, whatever its rows look like; later files do not change it. Values that are not of the
 * type meet no comparison. Null: the rows decide again.
 *
 * @throws CallbayError NOT_FOUND, STALE_REVISION
 */
export const setAttributeType = tenantVerb({
  name: "list.setAttributeType",
  permission: "list.write",
  input: z.object({
    listId: z.uuid(),
    /** The one that the choice began from. */
    revision: z.int().min(1),
    attribute: z.string().min(1).max(120),
    type: z.enum(ATTRIBUTE_TYPES).nullable(),
  }),
  run: async (unit, { listId, revision, attribute, type }) => {
    const { tx, tenantId } = unit;
    const list = await lockList(tx, tenantId, listId);
    if (!list) throw notFound("list");
    const attributes = parseStoredAttributes(list.attributeTypes);
    const before = attributes[attribute];
    if (before === undefined) throw notFound("attribute");
    const known = typeof before === "string" ? before : before.type;
    const after = type === null ? known : ({ type, chosen: true } as const);
    const next = await nextListRevision(tx, tenantId, listId, revision);
    await storeAttributes(tx, tenantId, listId, { ...attributes, [attribute]: after });
    await unit.audit({
      action: "list.setAttributeType",
      entity: "list",
      entityId: listId,
      before: { [attribute]: known },
      after: { [attribute]: type ?? known },
    });
    return { listId, revision: next };
  },
});
