import { CallbayError } from "../errors.ts";
import { hashWords } from "./hash.ts";

/**
 * The file of a number set, little-endian, written once from front to back:
 *
 *   head     16 bytes: "CBNUMSET", version (u32), 0 (u32)
 *   blocks   each a whole number of 32-bit words, ascending; see block.ts
 *   index    the blocks' keys (f64: number ÷ 65,536), then their places (u32: words from the file's beginning), then
 *            how many numbers each has (u32), then each one's hash (u32)
 *   trailer  64 bytes: numbers, least, greatest, index's place in bytes (f64 each), blocks, index's hash (u32 each),
 *            0 (8 bytes), "CBNUMEND", version, hash of the trailer's words before it (u32 each)
 *
 * A file that was cut off has no trailer; one that was damaged has a hash that does not fit.
 */
export const FORMAT_VERSION = 1;
export const HEAD_BYTES = 16;
export const TRAILER_BYTES = 64;
/** Of the index, per block. */
export const INDEX_BYTES_PER_BLOCK = 20;

const HEAD_MAGIC = "CBNUMSET";
const TRAILER_MAGIC = "CBNUMEND";
/** Offsets of the trailer. */
const AT = { count: 0, min: 8, max: 16, indexAt: 24, blocks: 32, indexHash: 36, magic: 48, version: 56, hash: 60 };

/** What the trailer says. */
export interface NumberSetTrailer {
  readonly count: number;
  /** Least and greatest number; both 0 in an empty set. */
  readonly min: number;
  readonly max: number;
  /** Bytes before the index. */
  readonly indexAt: number;
  readonly blocks: number;
  readonly indexHash: number;
}

/** Where each block is and what it has: 20 bytes of memory per block. */
export interface NumberSetIndex extends NumberSetTrailer {
  readonly keys: Float64Array;
  readonly places: Uint32Array;
  readonly counts: Uint32Array;
  readonly hashes: Uint32Array;
}

/** A file that is not a number set, is cut off, or was damaged. It answers nothing. */
export function unreadable(why: string): CallbayError {
  return new CallbayError(
    "unavailable",
    "NUMBER_SET_UNREADABLE",
    `This file of numbers cannot be read: ${why}. Nothing was looked up in it; import it anew.`,
    { why },
  );
}

export function writeHead(): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  putText(bytes, 0, HEAD_MAGIC);
  new DataView(bytes.buffer).setUint32(8, FORMAT_VERSION, true);
  return bytes;
}

/** @throws CallbayError NUMBER_SET_UNREADABLE */
export function checkHead(bytes: Uint8Array): void {
  if (bytes.length < HEAD_BYTES || textAt(bytes, 0) !== HEAD_MAGIC) throw unreadable("it is no number set");
  const version = viewOf(bytes).getUint32(8, true);
  if (version !== FORMAT_VERSION) throw unreadable(`its version is ${version}, known is ${FORMAT_VERSION}`);
}

export function writeTrailer(trailer: NumberSetTrailer): Uint8Array {
  const bytes = new Uint8Array(TRAILER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setFloat64(AT.count, trailer.count, true);
  view.setFloat64(AT.min, trailer.min, true);
  view.setFloat64(AT.max, trailer.max, true);
  view.setFloat64(AT.indexAt, trailer.indexAt, true);
  view.setUint32(AT.blocks, trailer.blocks, true);
  view.setUint32(AT.indexHash, trailer.indexHash, true);
  putText(bytes, AT.magic, TRAILER_MAGIC);
  view.setUint32(AT.version, FORMAT_VERSION, true);
  view.setUint32(AT.hash, hashWords(new Uint32Array(bytes.buffer), 0, AT.hash >>> 2), true);
  return bytes;
}

/** @param fileBytes how long the whole file is. @throws CallbayError NUMBER_SET_UNREADABLE */
export function readTrailer(trailer: Uint8Array, fileBytes: number): NumberSetTrailer {
  const bytes = trailer.slice();
  if (bytes.length !== TRAILER_BYTES || textAt(bytes, AT.magic) !== TRAILER_MAGIC) throw unreadable("it is cut off");
  const view = viewOf(bytes);
  if (view.getUint32(AT.hash, true) !== hashWords(new Uint32Array(bytes.buffer), 0, AT.hash >>> 2))
    throw unreadable("its end is damaged");
  const blocks = view.getUint32(AT.blocks, true);
  const indexAt = view.getFloat64(AT.indexAt, true);
  if (indexAt + blocks * INDEX_BYTES_PER_BLOCK + TRAILER_BYTES !== fileBytes)
    throw unreadable("it is not as long as it says");
  return {
    count: view.getFloat64(AT.count, true),
    min: view.getFloat64(AT.min, true),
    max: view.getFloat64(AT.max, true),
    indexAt,
    blocks,
    indexHash: view.getUint32(AT.indexHash, true),
  };
}

export function writeIndex(columns: Pick<NumberSetIndex, "keys" | "places" | "counts" | "hashes">): Uint8Array {
  const { keys, places, counts, hashes } = columns;
  const blocks = keys.length;
  const buffer = new ArrayBuffer(blocks * INDEX_BYTES_PER_BLOCK);
  new Float64Array(buffer, 0, blocks).set(keys);
  new Uint32Array(buffer, blocks * 8, blocks).set(places);
  new Uint32Array(buffer, blocks * 12, blocks).set(counts);
  new Uint32Array(buffer, blocks * 16, blocks).set(hashes);
  return new Uint8Array(buffer);
}

export function hashIndex(index: Uint8Array): number {
  return hashWords(new Uint32Array(index.buffer, index.byteOffset, index.length >>> 2), 0, index.length >>> 2);
}

/** @param bytes the index alone. @throws CallbayError NUMBER_SET_UNREADABLE */
export function readIndex(bytes: Uint8Array, trailer: NumberSetTrailer): NumberSetIndex {
  const { blocks } = trailer;
  const own = bytes.slice();
  if (own.length !== blocks * INDEX_BYTES_PER_BLOCK || hashIndex(own) !== trailer.indexHash)
    throw unreadable("its index is damaged");
  return {
    ...trailer,
    keys: new Float64Array(own.buffer, 0, blocks),
    places: new Uint32Array(own.buffer, blocks * 8, blocks),
    counts: new Uint32Array(own.buffer, blocks * 12, blocks),
    hashes: new Uint32Array(own.buffer, blocks * 16, blocks),
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 8));
}
