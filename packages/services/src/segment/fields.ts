import type { Tx } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";
import { attributeSchema, joinSchemas, parseStoredAttributes } from "@callbay/domain/segment/attributes";
import { parseSegmentFilter } from "@callbay/domain/segment/parse";
import type { AttributeSchema } from "@callbay/domain/segment/types";
import { z } from "../verb.ts";

/** A target group as it comes from outside. */
export const filterInput = z.unknown().transform(parseSegmentFilter);

/** Lists that a target group is tried on; none: all that are not archived. */
export const listIdsInput = z.array(z.uuid()).max(50).default([]);

/** The attributes of these lists together, and their ids. @throws CallbayError NOT_FOUND */
export async function listsOf(
  tx: Tx,
  tenantId: string,
  listIds: readonly string[],
): Promise<{ readonly ids: string[]; readonly schema: AttributeSchema }> {
  const lists = await tx.contactList.findMany({
    where: listIds.length > 0 ? { tenantId, id: { in: [...listIds] } } : { tenantId, archivedAt: null },
    select: { id: true, attributeTypes: true },
  });
  if (lists.length < new Set(listIds).size) throw notFound("list");
  return {
    ids: lists.map(({ id }) => id),
    schema: joinSchemas(lists.map(({ attributeTypes }) => attributeSchema(parseStoredAttributes(attributeTypes)))),
  };
}
