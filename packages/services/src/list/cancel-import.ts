import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";

/** Stops an import after its present batch. What was imported until then stays on the list. */
export const cancelImport = tenantVerb({
  name: "list.cancelImport",
  permission: "list.write",
  input: z.object({ importId: z.uuid() }),
  run: async (unit, { importId }) => {
    const { tx, tenantId, now } = unit;
    const row = await tx.contactImport.findFirst({ where: { tenantId, id: importId } });
    if (!row) throw notFound("import");
    const { count } = await tx.contactImport.updateMany({
      where: { tenantId, id: importId, state: { in: ["uploaded", "queued", "running"] } },
      data: { state: "cancelled", finishedAt: now },
    });
    if (count === 0)
      throw new CallbayError(
        "conflict",
        "IMPORT_FINISHED",
        "This import has ended already. Its contacts are on the list.",
        { state: row.state },
      );
    await unit.audit({
      action: "list.cancelImport",
      entity: "import",
      entityId: importId,
      before: { state: row.state },
      after: { state: "cancelled" },
    });
    unit.emit({ type: "import.progress", importId, listId: row.listId });
    return { importId };
  },
});
