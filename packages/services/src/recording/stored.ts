import type { Tx } from "@callbay/db/client";
import { CallbayError, notFound } from "@callbay/domain/errors";
import type { StoreRange } from "@callbay/gateways/recording-store-port";
import type { Deps } from "../context.ts";
import { storeOf } from "./stores.ts";

/** A stored recording, for the route that streams it. */
export interface OpenedRecording {
  readonly contentType: string;
  readonly fileName: string;
  readonly durationMs: number | null;
  /** How many bytes lie in the store now; null: its file is lost. */
  size(): Promise<number | null>;
  read(range?: StoreRange): AsyncIterable<Uint8Array>;
}

interface Which {
  readonly tenantId: string;
  readonly recordingId: string;
  readonly deps: Deps;
}

/** @throws CallbayError NOT_FOUND, RECORDING_NOT_STORED, RECORDING_STORE_AWAY. */
export async function loadStored(
  tx: Tx,
  { tenantId, recordingId, deps }: Which,
): Promise<{ readonly callId: string; readonly opened: OpenedRecording }> {
  const recording = await tx.recording.findUnique({ where: { tenantId_id: { tenantId, id: recordingId } } });
  if (!recording) throw notFound("recording");
  const { callId, state, storageKey: key, store: place, durationMs, failure, startedAt } = recording;
  if (state !== "stored" || key === null)
    throw new CallbayError(
      "precondition",
      "RECORDING_NOT_STORED",
      state === "failed"
        ? "This recording failed and cannot be played."
        : state === "deleted"
          ? "This recording was deleted when its days were over. The call itself is kept."
          : "This recording is not stored yet. Try again when the call has ended.",
      { state, failure },
    );
  const store = storeOf(deps, place);
  return {
    callId,
    opened: {
      contentType: "audio/wav",
      fileName: `${startedAt.toISOString().slice(0, 16).replace(/[-:]/g, "")}-${callId}.wav`,
      durationMs,
      size: () => store.size(key),
      read: (range) => store.read(key, range),
    },
  };
}
