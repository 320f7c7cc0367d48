import { join, normalize } from "node:path";
import type { Tx } from "@callbay/db/client";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { type ScopedUnit, scopeOf } from "../people/scope.ts";
import { operatorVerb, tenantVerb, z } from "../verb.ts";

/** Where a stored recording lies, for the route that streams it; each opening is in the audit log. */
export interface OpenedRecording {
  readonly path: string;
  readonly bytes: number;
  readonly contentType: string;
  readonly fileName: string;
  readonly durationMs: number | null;
}

/** Opens a recording of the caller's company for listening. */
export const openRecording = tenantVerb({
  name: "recording.open",
  permission: "recording.play",
  input: z.strictObject({ recordingId: z.uuid() }),
  run: async (unit, { recordingId }): Promise<OpenedRecording> => {
    const { tx, tenantId, deps, audit } = unit;
    await requireWithin(unit, recordingId);
    const { callId, opened } = await loadStored(tx, { tenantId, recordingId, storageDir: deps.storageDir });
    await audit({ action: "recording.play", entity: "recording", entityId: recordingId, after: { callId } });
    return opened;
  },
});

/** A recording out of one's reach is answered as one that does not exist. */
async function requireWithin(unit: ScopedUnit, recordingId: string): Promise<void> {
  const scope = await scopeOf(unit, "recording.play");
  if (scope === null) return;
  const { tx, tenantId } = unit;
  const found = await tx.recording.count({
    where: { tenantId, id: recordingId, call: { membershipId: { in: [...scope] } } },
  });
  if (found === 0) throw notFound("recording");
}

/** Opens the recording of a call that a client disputes, for the operator who has to answer; no other is found. */
export const openDisputedRecording = operatorVerb({
  name: "dispute.openRecording",
  permission: "platform.billing.close",
  input: z.strictObject({ tenantId: z.uuid(), recordingId: z.uuid() }),
  run: async ({ tx, deps, audit }, { tenantId, recordingId }): Promise<OpenedRecording> => {
    const recording = await tx.recording.findUnique({
      where: { tenantId_id: { tenantId, id: recordingId } },
      select: { callId: true },
    });
    const disputed = recording && (await tx.dispute.count({ where: { tenantId, callId: recording.callId } }));
    if (!disputed) throw notFound("recording");
    const { callId, opened } = await loadStored(tx, { tenantId, recordingId, storageDir: deps.storageDir });
    await audit({ action: "recording.play", entity: "recording", entityId: recordingId, tenantId, after: { callId } });
    return opened;
  },
});

interface StoredRecording {
  readonly tenantId: string;
  readonly recordingId: string;
  readonly storageDir: string;
}

/** @throws CallbayError NOT_FOUND, RECORDING_NOT_STORED. */
async function loadStored(
  tx: Tx,
  { tenantId, recordingId, storageDir }: StoredRecording,
): Promise<{ readonly callId: string; readonly opened: OpenedRecording }> {
  const recording = await tx.recording.findUnique({ where: { tenantId_id: { tenantId, id: recordingId } } });
  if (!recording) throw notFound("recording");
  if (recording.state !== "stored" || recording.storageKey === null || recording.bytes === null) {
    throw new CallbayError(
      "precondition",
      "RECORDING_NOT_STORED",
      recording.state === "failed"
        ? "This recording failed and cannot be played."
        : recording.state === "deleted"
          ? "This recording was deleted when its days were over. The call itself is kept."
          : "This recording is not stored yet. Try again when the call has ended.",
      { state: recording.state, failure: recording.failure },
    );
  }
  const opened = {
    path: within(storageDir, recording.storageKey),
    bytes: Number(recording.bytes),
    contentType: "audio/wav",
    fileName: `${recording.callId}.wav`,
    durationMs: recording.durationMs,
  };
  return { callId: recording.callId, opened };
}

/** A key never leads out of the storage folder, whatever wrote it. @throws CallbayError NOT_FOUND. */
export function within(folder: string, key: string): string {
  const path = normalize(join(folder, key));
  if (!path.startsWith(normalize(join(folder, "/")))) throw notFound("recording");
  return path;
}
