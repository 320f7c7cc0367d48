import type { Prisma } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { advanceImport, insertContacts, insertRejects, lockImport, numbersOnList } from "@callbay/db/sql/list-batch";
import { forbidden, notFound } from "@callbay/domain/errors";
import type { VerbContext } from "../context.ts";
import { timeZoneOf } from "../phone/time-zone.ts";
import { systemVerb, z } from "../verb.ts";
import { forbiddenNumbers, learn } from "./judge.ts";
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
      reading: row.reading,
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

export interface ImportBatch {
  readonly tenantId: string;
  readonly importId: string;
  /** How many rows were imported before this batch. */
  readonly afterRows: number;
  /** Bytes of the file up to the end of this batch. */
  readonly bytesRead: number;
  readonly announce: boolean;
  readonly rows: readonly JudgedRow[];
}

/**
 * Writes one batch with the position it ends at, in one transaction: whatever dies, each row is imported once. A
 * runner whose position is not the stored one is not alone and stops.
 *
 * @throws CallbayError NOT_FOUND, REGISTER_UNREADABLE
 */
export async function importBatch(ctx: VerbContext, batch: ImportBatch): Promise<{ readonly goOn: boolean }> {
  if (ctx.actor.kind !== "system") throw forbidden("list.importBatch");
  const { deps, now } = ctx;
  const { tenantId, importId, afterRows, bytesRead, rows } = batch;
  const phones = rows.flatMap((row) => ("contact" in row ? row.contact.phones.map(({ e164 }) => e164) : []));
  const written = await deps.db.withTenantBulk(
    tenantId,
    async (tx) => {
      const locked = await lockImport(tx, tenantId, importId);
      if (!locked) throw notFound("import");
      if (locked.state !== "running" || locked.processedRows !== afterRows) return null;
      const { listId } = locked;
      const sorted = sortBatch(rows, {
        onList: await numbersOnList(tx, { tenantId, listId, importId }, phones),
        forbidden: await forbiddenNumbers(tx, deps, tenantId, phones, now),
        newId,
        timeZoneOf,
      });
      await insertContacts(tx, { tenantId, listId, importId, now }, sorted);
      await insertRejects(tx, tenantId, importId, sorted.rejects);
      await learn(tx, { tenantId, listId, known: locked.attributeTypes }, sorted.contacts);
      await advanceImport(tx, { tenantId, importId }, { bytesRead, ...sorted.counts });
      return { listId };
    },
    { timeoutMs: 60_000 },
  );
  if (!written) return { goOn: false };
  if (batch.announce)
    await deps.events.publish({ tenantId }, { type: "import.progress", importId, listId: written.listId });
  return { goOn: true };
}

/** Ends an import. Answers its list, or null when it has ended before. */
export const finishImport = systemVerb({
  name: "list.finishImport",
  input: z.object({ ...which, errorCode: z.string().nullable() }),
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
    if (count === 0) return null;
    unit.emit({ type: "import.progress", importId, listId: row.listId });
    return { listId: row.listId };
  },
});
