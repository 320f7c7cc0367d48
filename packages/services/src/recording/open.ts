import { join, normalize } from "node:path";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";

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
  run: async ({ tx, tenantId, deps, audit }, { recordingId }): Promise<OpenedRecording> => {
    const recording = await tx.recording.findUnique({ where: { tenantId_id: { tenantId, id: recordingId } } });
    if (!recording) throw notFound("recording");
    if (recording.state !== "stored" || recording.storageKey === null || recording.bytes === null) {
      throw new CallbayError(
        "precondition",
        "RECORDING_NOT_STORED",
        recording.state === "failed"
          ? "This recording failed and cannot be played."
          : "This recording is not stored yet. Try again when the call has ended.",
        { state: recording.state, failure: recording.failure },
      );
    }
    await audit({
      action: "recording.play",
      entity: "recording",
      entityId: recordingId,
      after: { callId: recording.callId },
    });
    return {
      path: within(deps.storageDir, recording.storageKey),
      bytes: Number(recording.bytes),
      contentType: "audio/wav",
      fileName: `${recording.callId}.wav`,
      durationMs: recording.durationMs,
    };
  },
});

/** A key never leads out of the storage folder, whatever wrote it. */
function within(folder: string, key: string): string {
  const path = normalize(join(folder, key));
  if (!path.startsWith(normalize(join(folder, "/")))) throw notFound("recording");
  return path;
}
