import type { Tx } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";
import { stale } from "../stale.ts";

/**
 * Claims the next revision of a list for an edit that began from `revision`.
 *
 * @throws CallbayError NOT_FOUND, STALE_REVISION
 */
export async function nextListRevision(tx: Tx, tenantId: string, listId: string, revision: number): Promise<number> {
  const { count } = await tx.contactList.updateMany({
    where: { tenantId, id: listId, archivedAt: null, revision },
    data: { revision: { increment: 1 } },
  });
  if (count > 0) return revision + 1;
  const list = await tx.contactList.findFirst({ where: { tenantId, id: listId, archivedAt: null } });
  throw list ? stale("list", list.revision) : notFound("list");
}
