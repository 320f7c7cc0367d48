import { notFound } from "@callbay/domain/errors";
import { parseStoredAttributes } from "@callbay/domain/segment/attributes";
import { tenantQuery, z } from "../verb.ts";
import { importView } from "./import-view.ts";

/** The workspace's lists with their size and last import. */
export const listLists = tenantQuery({
  name: "list.list",
  permission: "list.read",
  input: z.object({}),
  run: async ({ tx, tenantId }) => {
    const lists = await tx.contactList.findMany({
      where: { tenantId, archivedAt: null },
      orderBy: { id: "desc" },
      include: { _count: { select: { contacts: true } }, imports: { orderBy: { id: "desc" }, take: 1 } },
    });
    return lists.map(({ _count, imports, ...list }) => ({
      id: list.id,
      name: list.name,
      source: list.source,
      consentBasis: list.consentBasis,
      consentNote: list.consentNote,
      defaultCountry: list.defaultCountry,
      contacts: _count.contacts,
      createdAt: list.createdAt,
      lastImport: imports[0] ? importView(imports[0]) : null,
    }));
  },
});

/** One list, with the totals of all its imports. */
export const getList = tenantQuery({
  name: "list.get",
  permission: "list.read",
  input: z.object({ listId: z.uuid() }),
  run: async ({ tx, tenantId }, { listId }) => {
    const list = await tx.contactList.findFirst({
      where: { tenantId, id: listId },
      include: {
        _count: { select: { contacts: true } },
        campaigns: { select: { campaign: { select: { id: true, name: true, state: true } } } },
      },
    });
    if (!list) throw notFound("list");
    const sums = await tx.contactImport.aggregate({
      where: { tenantId, listId },
      _sum: { processedRows: true, acceptedRows: true, duplicateRows: true, doNotCallRows: true, rejectedRows: true },
    });
    return {
      id: list.id,
      name: list.name,
      source: list.source,
      consentBasis: list.consentBasis,
      consentNote: list.consentNote,
      defaultCountry: list.defaultCountry,
      revision: list.revision,
      createdAt: list.createdAt,
      archivedAt: list.archivedAt,
      contacts: list._count.contacts,
      campaigns: list.campaigns.map(({ campaign }) => campaign),
      attributes: Object.entries(parseStoredAttributes(list.attributeTypes))
        .map(([key, one]) =>
          typeof one === "string" ? { key, type: one, chosen: false } : { key, type: one.type, chosen: true },
        )
        .sort((a, b) => a.key.localeCompare(b.key)),
      imported: {
        processed: sums._sum.processedRows ?? 0,
        accepted: sums._sum.acceptedRows ?? 0,
        duplicate: sums._sum.duplicateRows ?? 0,
        doNotCall: sums._sum.doNotCallRows ?? 0,
        rejected: sums._sum.rejectedRows ?? 0,
      },
    };
  },
});

/** Imports of a list, newest first. */
export const listImports = tenantQuery({
  name: "list.imports",
  permission: "list.read",
  input: z.object({ listId: z.uuid() }),
  run: async ({ tx, tenantId }, { listId }) => {
    const list = await tx.contactList.findFirst({ where: { tenantId, id: listId }, select: { id: true } });
    if (!list) throw notFound("list");
    const rows = await tx.contactImport.findMany({ where: { tenantId, listId }, orderBy: { id: "desc" }, take: 200 });
    return rows.map(importView);
  },
});
