import {
  type DeletedRecording,
  deleteOld,
  filesToRemove,
  forgetFiles,
  tenantsWithRecordingDays,
} from "@callbay/db/sql/recording-retention";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";
import { storeOf } from "./stores.ts";

const AT_ONCE = 500;
/** Pieces of one run: what is left after it comes in the next, an hour later. */
const PIECES = 40;

/** Tenants of whom recordings, or files of deleted ones, may have to go. */
export const findRecordingDays = platformVerb({
  name: "recording.find_days",
  input: z.object({}),
  run: ({ tx }) => tenantsWithRecordingDays(tx),
});

const markOld = systemVerb({
  name: "recording.delete_old",
  input: z.object({ tenantId: z.uuid() }),
  run: async ({ tx, tenantId, now, audit }): Promise<number> => {
    const deleted = await deleteOld(tx, { tenantId, now, limit: AT_ONCE });
    const [first, last] = [deleted[0], deleted.at(-1)];
    if (first && last)
      await audit({
        action: "recording.delete",
        entity: "recording",
        entityId: first.id,
        after: {
          deleted: deleted.length,
          bytes: deleted.reduce((sum, one) => sum + one.bytes, 0),
          from: first.startedAt.toISOString(),
          to: last.startedAt.toISOString(),
        },
      });
    return deleted.length;
  },
});

const findFiles = systemVerb({
  name: "recording.find_files_to_remove",
  input: z.object({ tenantId: z.uuid() }),
  run: ({ tx, tenantId }): Promise<DeletedRecording[]> => filesToRemove(tx, tenantId, AT_ONCE),
});

const forget = systemVerb({
  name: "recording.forget_files",
  input: z.object({ tenantId: z.uuid(), ids: z.array(z.uuid()) }),
  run: ({ tx, tenantId }, { ids }) => forgetFiles(tx, tenantId, ids),
});

/**
 * Deletes the recordings of a tenant whose days are over. First the word in their rows, under the lock that a legal
 * hold waits for, so that no hold comes between the looking and the deleting; then the files; then the places where
 * they lay. Whatever dies in between, the next run goes on with. Calls, and what the recordings were (length, hash),
 * stay.
 *
 * @returns how many were deleted.
 */
export async function deleteOldRecordings(
  ctx: VerbContext,
  { tenantId }: { readonly tenantId: string },
): Promise<number> {
  let deleted = 0;
  for (let piece = 0; piece < PIECES; piece++) {
    const marked = await markOld(ctx, { tenantId });
    deleted += marked;
    await removeFiles(ctx, tenantId);
    if (marked < AT_ONCE) break;
  }
  return deleted;
}

async function removeFiles(ctx: VerbContext, tenantId: string): Promise<void> {
  for (let piece = 0; piece < PIECES; piece++) {
    const files = await findFiles(ctx, { tenantId });
    for (const { store, storageKey } of files) await storeOf(ctx.deps, store).remove(storageKey);
    if (files.length > 0) await forget(ctx, { tenantId, ids: files.map(({ id }) => id) });
    if (files.length < AT_ONCE) return;
  }
}
