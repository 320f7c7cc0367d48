import type { Prisma } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { insertContacts, insertRejects, lockImport, numbersForbidden, numbersOnList } from "@callbay/db/sql/list-batch";
import { notFound } from "@callbay/domain/errors";
import { materialiseList } from "../campaign/materialise.ts";
import { timeZoneOf } from "../phone/time-zone.ts";
import { systemVerb, z } from "../verb.ts";
import { type JudgedRow, sortBatch } from "./sort-batch.ts";

const which = { tenantId: z.uuid(), importId: z.uuid() };

/** Takes an import up, or up again. Null when it has ended already. */
export const beginImport = systemVerb({
  name: "list.beginImport",
  input: z.object(which),
  run: async (unit, { tenantId, importId }) => {
    const { tx, now } = unit;
    const locked = await lockImport(tx, tenantId, importId);
    if (!locked) throw notFound("import");
    if (locked.state !== "queued" && locked.state !== "running") return null;
    await tx.contactImport.updateMany({
      where: { tenantId, id: importId, state: "queued" },
      data: { state: "running", startedAt: now },
    });
    const row = await tx.contactImport.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: importId } },
      include: { list: { select: { defaultCountry: true } } },
    });
    unit.emit({ type: "import.progress", importId, listId: row.listId });
    return {
      storageKey: row.storageKey,
      fileBytes: Number(row.fileBytes),
      processedRows: row.processedRows,
      columns: row.columns,
      defaultCountry: row.list.defaultCountry,
    };
  },
});

/** Remembers what the file's columns were taken for. */
export const keepColumns = systemVerb({
  name: "list.keepColumns",
  input: z.object({ ...which, columns: z.custom<Prisma.InputJsonValue>() }),
  run: async ({ tx }, { tenantId, importId, columns }) => {
    await tx.contactImport.updateMany({ where: { tenantId, id: importId }, data: { columns } });
  },
});

/**
 * Writes one batch with the position it ends at, in one transaction: whatever dies, each row is imported once. A
 * runner whose position is not the stored one is not alone and stops.
 */
export const importBatch = systemVerb({
  name: "list.importBatch",
  input: z.object({
    ...which,
    afterRows: z.int().min(0),
    bytesRead: z.int().min(0),
    announce: z.boolean(),
    rows: z.custom<readonly JudgedRow[]>(),
  }),
  timeoutMs: 60_000,
  run: async (unit, { tenantId, importId, afterRows, bytesRead, announce, rows }) => {
    const { tx, now } = unit;
    const locked = await lockImport(tx, tenantId, importId);
    if (!locked) throw notFound("import");
    if (locked.state !== "running" || locked.processedRows !== afterRows) return { goOn: false };
    const { listId } = locked;
    const phones = rows.flatMap((row) => ("contact" in row ? row.contact.phones.map(({ e164 }) => e164) : []));
    const sorted = sortBatch(rows, {
      onList: await numbersOnList(tx, { tenantId, listId, importId }, phones),
      forbidden: await numbersForbidden(tx, tenantId, phones, now),
      newId,
      timeZoneOf,
    });
    await insertContacts(tx, { tenantId, listId, importId, now }, sorted.contacts, sorted.points);
    await insertRejects(tx, tenantId, importId, sorted.rejects);
    const { counts } = sorted;
    await tx.contactImport.updateMany({
      where: { tenantId, id: importId },
      data: {
        bytesRead,
        processedRows: { increment: counts.processed },
        acceptedRows: { increment: counts.accepted },
        duplicateRows: { increment: counts.duplicate },
        doNotCallRows: { increment: counts.doNotCall },
        rejectedRows: { increment: counts.rejected },
      },
    });
    if (announce) unit.emit({ type: "import.progress", importId, listId });
    return { goOn: true };
  },
});

/** Ends an import; the campaigns that run on its list take the new contacts. */
export const finishImport = systemVerb({
  name: "list.finishImport",
  input: z.object({ ...which, errorCode: z.string().nullable() }),
  timeoutMs: 180_000,
  run: async (unit, { tenantId, importId, errorCode }) => {
    const { tx, now } = unit;
    const row = await tx.contactImport.findUnique({ where: { tenantId_id: { tenantId, id: importId } } });
    if (!row) throw notFound("import");
    const { count } = await tx.contactImport.updateMany({
      where: { tenantId, id: importId, state: { in: ["queued", "running"] } },
      data: errorCode
        ? { state: "failed", errorCode, finishedAt: now }
        : { state: "completed", finishedAt: now, bytesRead: row.fileBytes },
    });
    if (count === 0) return;
    unit.emit({ type: "import.progress", importId, listId: row.listId });
    for (const campaignId of await materialiseList(tx, tenantId, row.listId, now))
      unit.emit({ type: "campaign.changed", campaignId });
  },
});
