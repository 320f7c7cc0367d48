import { CallbayError } from "@callbay/domain/errors";
import type { RecordingPlace } from "@callbay/domain/recording/places";
import type { RecordingStore } from "@callbay/gateways/recording-store-port";
import type { Deps } from "../context.ts";
import { diskStore } from "./disk-store.ts";

type StoreDeps = Pick<Deps, "storageDir" | "recordingBucket">;

/**
 * The store that a recording's row names.
 *
 * @throws CallbayError RECORDING_STORE_AWAY: it lies in a bucket that this process was not told of.
 */
export function storeOf(deps: StoreDeps, place: string): RecordingStore {
  if (place === "disk") return diskStore(deps.storageDir);
  if (deps.recordingBucket) return deps.recordingBucket;
  throw new CallbayError(
    "unavailable",
    "RECORDING_STORE_AWAY",
    "This recording lies in a store that is not connected now. Nothing is lost; tell the operator.",
  );
}

/** Where new recordings go. */
export function newRecordingsIn({ recordingBucket }: Pick<StoreDeps, "recordingBucket">): RecordingPlace {
  return recordingBucket ? "s3" : "disk";
}
