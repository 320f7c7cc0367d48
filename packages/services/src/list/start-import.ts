import { rm } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { importContacts } from "@callbay/jobs/catalogue";
import type { VerbContext } from "../context.ts";
import { tenantQuery, tenantVerb, z } from "../verb.ts";
import { writeWhole } from "../whole-file.ts";
import { openTable } from "./table-file.ts";

/** A million rows of names and numbers are about 80 MB; ten times that is a mistake. */
export const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;

const fileName = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .transform((name) => name.split(/[\\/]/).at(-1) ?? name);

const target = z.object({
  listId: z.uuid(),
  fileName,
  /** Wait until somebody has looked at it and confirmed how it is read. */
  hold: z.boolean().default(false),
});

/**
 * Takes an upload: streams it to storage, looks whether it is a table, records the import and enqueues it, unless it is
 * held. The answer comes when file and row are durable, so that an import once named is never lost.
 *
 * @param declaredBytes what the sender says; a file that is too large is refused before it has come
 * @throws CallbayError FILE_TOO_LARGE, FILE_EMPTY, NOT_FOUND, and what openTable throws; nothing of the upload is kept then
 */
export async function startImport(
  ctx: VerbContext,
  input: z.input<typeof target>,
  bytes: AsyncIterable<Uint8Array>,
  limitBytes = MAX_UPLOAD_BYTES,
  declaredBytes = 0,
): Promise<{ importId: string }> {
  // Before a byte is written: who uploads may write this list.
  const { tenantId } = await uploadTarget(ctx, input);
  if (declaredBytes > limitBytes) throw tooLarge(limitBytes);
  const importId = newId();
  const storageKey = `imports/${tenantId}/${importId}`;
  const path = join(ctx.deps.storageDir, storageKey);
  try {
    const fileBytes = await store(bytes, path, limitBytes);
    await refuseNoTable(path);
    return await registerImport(ctx, { ...input, importId, storageKey, fileBytes });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** @throws CallbayError FILE_EMPTY, and what openTable throws */
async function refuseNoTable(path: string): Promise<void> {
  const table = await openTable(path);
  try {
    if (!(await table?.head(1))?.length) throw emptyFile();
  } finally {
    await table?.close();
  }
}

const uploadTarget = tenantQuery({
  name: "list.uploadTarget",
  permission: "list.write",
  input: target,
  run: async ({ tx, tenantId }, { listId }) => {
    const list = await tx.contactList.findFirst({ where: { tenantId, id: listId, archivedAt: null } });
    if (!list) throw notFound("list");
    return { tenantId };
  },
});

/** The row and the job of an upload that lies in storage. Only startImport calls it: the key is never a caller's. */
const registerImport = tenantVerb({
  name: "list.startImport",
  permission: "list.write",
  input: target.extend({ importId: z.uuid(), storageKey: z.string(), fileBytes: z.int().min(1) }),
  run: async (unit, input) => {
    const { tx, tenantId, now } = unit;
    const list = await tx.contactList.findFirst({ where: { tenantId, id: input.listId, archivedAt: null } });
    if (!list) throw notFound("list");
    await tx.contactImport.createMany({
      data: {
        tenantId,
        id: input.importId,
        listId: input.listId,
        fileName: input.fileName,
        fileBytes: input.fileBytes,
        storageKey: input.storageKey,
        state: input.hold ? "uploaded" : "queued",
        createdAt: now,
      },
    });
    await unit.audit({
      action: "list.startImport",
      entity: "import",
      entityId: input.importId,
      after: { listId: input.listId, fileName: input.fileName, fileBytes: input.fileBytes },
    });
    if (!input.hold) unit.enqueue(importContacts, { tenantId, importId: input.importId });
    unit.emit({ type: "import.progress", importId: input.importId, listId: input.listId });
    return { importId: input.importId };
  },
});

/** Puts an upload on the disk as it comes, whole or not at all. @throws CallbayError FILE_TOO_LARGE, FILE_EMPTY */
export async function store(bytes: AsyncIterable<Uint8Array>, path: string, limitBytes: number): Promise<number> {
  return writeWhole(path, async (file) => {
    let size = 0;
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      if (size > limitBytes) throw tooLarge(limitBytes);
      await file.appendFile(chunk);
    }
    if (size === 0) throw emptyFile();
    return size;
  });
}

function tooLarge(limitBytes: number): CallbayError {
  const message = `This file is larger than ${Math.floor(limitBytes / 1_048_576)} MB. Nothing was imported; split it and upload the parts.`;
  return new CallbayError("invalid", "FILE_TOO_LARGE", message, { limitBytes });
}

function emptyFile(): CallbayError {
  return new CallbayError("invalid", "FILE_EMPTY", "This file is empty. Nothing was imported.", {});
}
