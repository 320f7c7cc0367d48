import { rm } from "node:fs/promises";
import {
  markDeleted,
  type OldRecording,
  oldRecordings,
  tenantsWithRecordingDays,
} from "@callbay/db/sql/recording-retention";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";
import { within } from "./disk-store.ts";

const AT_ONCE = 500;
/** Pieces of one run: what is left after it comes in the next, an hour later. */
const PIECES = 40;

/** Tenants of whom recordings may have to go. */
export const findRecordingDays = platformVerb({
  name: "recording.find_days",
  input: z.object({}),
  run: ({ tx }) => tenantsWithRecordingDays(tx),
});

const findOld = systemVerb({
  name: "recording.find_old",
  input: z.object({
    tenantId: z.uuid(),
    after: z.object({ startedAt: z.date(), id: z.uuid() }).nullable(),
  }),
  run: ({ tx, now }, { tenantId, after }) => oldRecordings(tx, { tenantId, now, after, limit: AT_ONCE }),
});

const forget = systemVerb({
  name: "recording.delete_old",
  input: z.object({ tenantId: z.uuid(), recordings: z.custom<readonly OldRecording[]>() }),
  run: async ({ tx, tenantId, audit }, { recordings }): Promise<number> => {
    const ids = recordings.map(({ id }) => id);
    const deleted = await markDeleted(tx, tenantId, ids);
    const bytes = recordings.reduce((sum, one) => sum + one.bytes, 0);
    const [first, last] = [recordings[0], recordings.at(-1)];
    if (deleted > 0 && first && last)
      await audit({
        action: "recording.delete",
        entity: "recording",
        entityId: first.id,
        after: { deleted, bytes, from: first.startedAt.toISOString(), to: last.startedAt.toISOString() },
      });
    return deleted;
  },
});

/**
 * Deletes the recordings of a tenant that the profiles of its campaigns keep no longer: first the files, then the word
 * in their rows, so that whatever dies in between is done again and nothing is said to be gone that is there. Calls,
 * and what the recordings were (length, hash), stay; so do recordings that a dispute or an open invoice needs.
 *
 * @returns how many were deleted.
 */
export async function deleteOldRecordings(
  ctx: VerbContext,
  { tenantId }: { readonly tenantId: string },
): Promise<number> {
  let deleted = 0;
  let after: { readonly startedAt: Date; readonly id: string } | null = null;
  for (let piece = 0; piece < PIECES; piece++) {
    const old: OldRecording[] = await findOld(ctx, { tenantId, after });
    const last = old.at(-1);
    if (!last) break;
    for (const { storageKey } of old) await rm(within(ctx.deps.storageDir, storageKey), { force: true });
    deleted += await forget(ctx, { tenantId, recordings: old });
    if (old.length < AT_ONCE) break;
    after = { startedAt: last.startedAt, id: last.id };
  }
  return deleted;
}
