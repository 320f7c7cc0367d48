import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Deps } from "@callbay/services/context";
import { type PbxControl, PbxError } from "@callbay/services/node/pbx";
import { writeWhole } from "@callbay/services/whole-file";
import type { Logger } from "pino";
import type { Records } from "../records.ts";
import { wavDurationMs } from "./wav.ts";

export interface EndedRecording {
  readonly tenantId: string;
  readonly recordingId: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

export interface RecordingParts {
  readonly pbx: Pick<PbxControl, "fetchRecording" | "deleteRecording">;
  readonly records: Pick<Records, "storeRecording" | "failRecording">;
  readonly storageDir: string;
  /** Where recordings go from there; without it they stay below `storageDir`. */
  readonly bucket?: Deps["recordingBucket"];
  readonly log: Logger;
}

/**
 * Brings a recording from the PBX into our storage: streamed beside its place, synced, renamed, put into the bucket
 * where there is one and verified there, recorded, and only then deleted on the PBX. Whatever dies in between, it can be
 * done again: until its row names where it lies whole, the PBX has it.
 */
export async function fetchRecording(parts: RecordingParts, recording: EndedRecording): Promise<void> {
  const { tenantId, recordingId, startedAt, endedAt } = recording;
  const storageKey = recordingKey(tenantId, recordingId, startedAt);
  const file = join(parts.storageDir, storageKey);
  try {
    const { bytes, sha256, head } = await download(await parts.pbx.fetchRecording(recordingId), file);
    const durationMs = wavDurationMs(head, bytes);
    if (parts.bucket) await parts.bucket.put(storageKey, { path: file, bytes, sha256 });
    const kept = { tenantId, recordingId, storageKey, durationMs, bytes, sha256, endedAt };
    await parts.records.storeRecording({ ...kept, store: parts.bucket?.place ?? "disk" });
    if (parts.bucket) await rm(file, { force: true });
  } catch (error) {
    if (!(error instanceof PbxError) || error.code !== "NOT_FOUND") throw error;
    const failure = "the PBX does not have it";
    await parts.records.failRecording({ tenantId, recordingId, failure, at: endedAt });
    return;
  }
  await parts.pbx.deleteRecording(recordingId).catch((error: unknown) => {
    parts.log.warn({ recordingId, err: error }, "a stored recording stays on the PBX as well");
  });
}

/** Where a recording lies, relative to the storage folder. */
export function recordingKey(tenantId: string, recordingId: string, startedAt: Date): string {
  return `recordings/${tenantId}/${startedAt.toISOString().slice(0, 7)}/${recordingId}.wav`;
}

async function download(body: ReadableStream<Uint8Array>, path: string) {
  const hash = createHash("sha256");
  let bytes = 0;
  let head: Buffer = Buffer.alloc(0);
  await writeWhole(path, async (file) => {
    for await (const chunk of body) {
      hash.update(chunk);
      bytes += chunk.length;
      if (head.length < 64) head = Buffer.concat([head, chunk.subarray(0, 64)]);
      await file.appendFile(chunk);
    }
  });
  return { bytes, sha256: hash.digest("hex"), head };
}
