import type { RecordingPlace } from "@callbay/domain/recording/places";

/** Bytes of a file, both ends included. */
export interface StoreRange {
  readonly start: number;
  readonly end: number;
}

/** A whole file on this machine's disk, on its way into a store. */
export interface StoreSource {
  readonly path: string;
  readonly bytes: number;
  /** Of its bytes, in hexadecimal. */
  readonly sha256: string;
}

/**
 * A store of recordings. Keys never change their meaning: the same key is written again with the same bytes alone, so
 * that whatever was broken off can be done again.
 */
export interface RecordingStore {
  readonly place: RecordingPlace;
  /** Resolves when the file lies in the store, durable, and its checksum there is the source's. */
  put(key: string, source: StoreSource): Promise<void>;
  /** How many bytes lie under the key; null: nothing does. */
  size(key: string): Promise<number | null>;
  /** The bytes as they come; ends early for nobody who stops reading. */
  read(key: string, range?: StoreRange): AsyncIterable<Uint8Array>;
  /** Removing what is not there is no failure. */
  remove(key: string): Promise<void>;
}

/** The store did not do what was asked; asking again may help. */
export class RecordingStoreError extends Error {
  override readonly name = "RecordingStoreError";
}
