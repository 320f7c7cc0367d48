import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";
import { within } from "./disk-store.ts";
import { storeOf } from "./stores.ts";

const AT_ONCE = 100;
/** Pieces of one run; what is left after it comes in the next. */
const PIECES = 50;

interface ToMove {
  readonly id: string;
  readonly storageKey: string | null;
  readonly bytes: bigint | null;
  readonly sha256: string | null;
}

/** Tenants with recordings on the disk. */
export const findUnmoved = platformVerb({
  name: "recording.find_unmoved",
  input: z.object({}),
  run: async ({ tx }) => {
    const rows = await tx.recording.groupBy({ by: ["tenantId"], where: { state: "stored", store: "disk" } });
    return rows.map(({ tenantId }) => tenantId);
  },
});

const findSome = systemVerb({
  name: "recording.find_to_move",
  input: z.object({ tenantId: z.uuid(), after: z.uuid().nullable() }),
  run: ({ tx, tenantId }, { after }): Promise<ToMove[]> =>
    tx.recording.findMany({
      where: { tenantId, state: "stored", store: "disk", ...(after === null ? {} : { id: { gt: after } }) },
      orderBy: { id: "asc" },
      take: AT_ONCE,
      select: { id: true, storageKey: true, bytes: true, sha256: true },
    }),
});

const flip = systemVerb({
  name: "recording.moved",
  input: z.object({ tenantId: z.uuid(), recordingId: z.uuid(), storageKey: z.string() }),
  run: async ({ tx, tenantId }, { recordingId: id, storageKey }): Promise<"moved" | "was_moved" | "deleted"> => {
    const moved = await tx.recording.updateMany({
      where: { tenantId, id, state: "stored", store: "disk", storageKey },
      data: { store: "s3" },
    });
    if (moved.count === 1) return "moved";
    const row = await tx.recording.findUnique({ where: { tenantId_id: { tenantId, id } }, select: { state: true } });
    return row?.state === "stored" ? "was_moved" : "deleted";
  },
});

const findMoved = systemVerb({
  name: "recording.find_moved",
  input: z.object({ tenantId: z.uuid(), ids: z.array(z.uuid()) }),
  run: async ({ tx, tenantId }, { ids }): Promise<string[]> => {
    const rows = await tx.recording.findMany({
      where: { tenantId, id: { in: ids }, store: "s3" },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  },
});

export interface Moved {
  readonly moved: number;
  /** Not as their rows say: their file is missing or has another content. They stay where they are. */
  readonly damaged: readonly string[];
}

/**
 * Moves the recordings of a tenant from the disk into the bucket: uploaded, verified there by their checksum, said so
 * in their row, and only then removed from the disk. Whatever dies in between, the next run does again: an upload
 * that nobody knows of is overwritten with the same bytes, and a file whose row already names the bucket is removed.
 * Two that move at once do it twice, and harm nothing.
 */
export async function moveRecordings(ctx: VerbContext, { tenantId }: { readonly tenantId: string }): Promise<Moved> {
  const { deps } = ctx;
  if (!deps.recordingBucket) return { moved: 0, damaged: [] };
  const disk = storeOf(deps, "disk");
  await removeLeftBehind(ctx, tenantId);
  const damaged: string[] = [];
  let moved = 0;
  let after: string | null = null;
  for (let piece = 0; piece < PIECES; piece++) {
    const some: ToMove[] = await findSome(ctx, { tenantId, after });
    for (const { id, storageKey, bytes, sha256 } of some) {
      if (storageKey === null) continue;
      const size = await disk.size(storageKey);
      const hash = size === null ? null : await hashOf(disk.read(storageKey));
      if (size === null || hash === null || size !== Number(bytes) || (sha256 !== null && hash !== sha256)) {
        damaged.push(id);
        continue;
      }
      await deps.recordingBucket.put(storageKey, {
        path: within(deps.storageDir, storageKey),
        bytes: size,
        sha256: hash,
      });
      const what = await flip(ctx, { tenantId, recordingId: id, storageKey });
      if (what === "moved") moved += 1;
      // Deleted meanwhile: the copy that was just made must not outlive it.
      if (what === "deleted") await deps.recordingBucket.remove(storageKey);
      else await disk.remove(storageKey);
    }
    const last = some.at(-1);
    if (!last || some.length < AT_ONCE) break;
    after = last.id;
  }
  return { moved, damaged };
}

/** What was moved by a run that died before it removed the file. */
async function removeLeftBehind(ctx: VerbContext, tenantId: string): Promise<void> {
  const folder = join("recordings", tenantId);
  const files = await readdir(within(ctx.deps.storageDir, folder), { recursive: true }).catch(() => []);
  const keys = new Map(files.flatMap((file) => (file.endsWith(".wav") ? [[basename(file, ".wav"), file]] : [])));
  const ids = [...keys.keys()].filter((id) => z.uuid().safeParse(id).success);
  for (let at = 0; at < ids.length; at += 1_000)
    for (const id of await findMoved(ctx, { tenantId, ids: ids.slice(at, at + 1_000) }))
      await storeOf(ctx.deps, "disk").remove(join(folder, keys.get(id) ?? ""));
}

async function hashOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}
