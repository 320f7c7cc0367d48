import { join } from "node:path";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { importContacts } from "@callbay/jobs/catalogue";
import { type TenantUnit, tenantVerb, z } from "../verb.ts";
import { columnMapping, headerHash } from "./column-choice.ts";
import { isResumable } from "./import-view.ts";
import { openTable, tableOptions } from "./table-file.ts";

/** Files that nothing has been read of may still be read in another way. */
export const isUnread = ({ state, processedRows }: { state: string; processedRows: number }): boolean =>
  state === "uploaded" || (state === "failed" && processedRows === 0);

/**
 * Reads a file that was looked at, in the way that was seen. What its columns are is remembered for the next file with the
 * same header.
 *
 * @throws CallbayError NOT_FOUND, IMPORT_STARTED, FILE_MISSING
 */
export const confirmImport = tenantVerb({
  name: "list.confirmImport",
  permission: "list.write",
  input: z.object({ importId: z.uuid(), reading: tableOptions, columns: columnMapping }),
  run: async (unit, { importId, reading, columns }) => {
    const { tx, tenantId, now, deps } = unit;
    const row = await tx.contactImport.findFirst({ where: { tenantId, id: importId } });
    if (!row) throw notFound("import");
    if (!isUnread(row)) throw started(row.state);
    const table = await openTable(join(deps.storageDir, row.storageKey), reading);
    if (!table) throw fileMissing();
    const [header] = await table.head(1).finally(() => table.close());
    const { count } = await tx.contactImport.updateMany({
      where: { tenantId, id: importId, state: row.state, processedRows: 0 },
      data: { state: "queued", reading, columns, errorCode: null, finishedAt: null },
    });
    if (count === 0) throw started(row.state);
    if (header && columns.hasHeader) {
      const key = { tenantId, headerHash: headerHash(header.fields) };
      await tx.columnMemory.upsert({
        where: { tenantId_headerHash: key },
        create: { ...key, columns, usedAt: now },
        update: { columns, usedAt: now },
      });
    }
    await unit.audit({
      action: "list.confirmImport",
      entity: "import",
      entityId: importId,
      after: { listId: row.listId, fileName: row.fileName, ...reading, phones: columns.phones },
    });
    enqueue(unit, row.listId, importId);
    return { importId };
  },
});

/**
 * Reads on where a stopped or failed import stood; its rows so far stay, none comes twice.
 *
 * @throws CallbayError NOT_FOUND, IMPORT_NOT_RESUMABLE
 */
export const resumeImport = tenantVerb({
  name: "list.resumeImport",
  permission: "list.write",
  input: z.object({ importId: z.uuid() }),
  run: async (unit, { importId }) => {
    const { tx, tenantId } = unit;
    const row = await tx.contactImport.findFirst({ where: { tenantId, id: importId } });
    if (!row) throw notFound("import");
    const state = row.startedAt === null && row.columns === null ? "uploaded" : "queued";
    const { count } = isResumable(row)
      ? await tx.contactImport.updateMany({
          where: { tenantId, id: importId, state: row.state },
          data: { state, errorCode: null, finishedAt: null },
        })
      : { count: 0 };
    if (count === 0)
      throw new CallbayError(
        "conflict",
        "IMPORT_NOT_RESUMABLE",
        "This import cannot be read on. Nothing was changed; upload the file again.",
        { state: row.state },
      );
    await unit.audit({
      action: "list.resumeImport",
      entity: "import",
      entityId: importId,
      before: { state: row.state, processed: row.processedRows },
      after: { state },
    });
    if (state === "queued") enqueue(unit, row.listId, importId);
    return { importId };
  },
});

function enqueue(unit: TenantUnit, listId: string, importId: string): void {
  unit.enqueue(importContacts, { tenantId: unit.tenantId, importId });
  unit.emit({ type: "import.progress", importId, listId });
}

function started(state: string): CallbayError {
  return new CallbayError(
    "conflict",
    "IMPORT_STARTED",
    "This file is being read already, or was. Nothing was changed; upload it again to read it in another way.",
    { state },
  );
}

export function fileMissing(): CallbayError {
  return new CallbayError(
    "conflict",
    "FILE_MISSING",
    "The file is not in storage any more. Nothing was changed; upload it again.",
  );
}
