import { type FileHandle, open } from "node:fs/promises";
import type { NumberBatch } from "@callbay/domain/number-set/batch";
import {
  checkHead,
  HEAD_BYTES,
  type NumberSetIndex,
  readIndex,
  readTrailer,
  TRAILER_BYTES,
  unreadable,
} from "@callbay/domain/number-set/format";
import {
  blocksFor,
  blockWords,
  checkBlock,
  flagInBlock,
  NumberSet,
  numbersOfBlock,
} from "@callbay/domain/number-set/lookup";

const PIECE_BYTES = 4_194_304;
/** A block's numbers, at most. */
const BLOCK_NUMBERS = 65_536;

/**
 * The file of a number set, opened: in memory as a whole, or with its index alone, a block read when it is asked for.
 * Every block's hash is checked before it is believed.
 */
export class NumberFile {
  private constructor(
    private readonly file: FileHandle,
    readonly index: NumberSetIndex,
    private readonly set: NumberSet | null,
    /** Of the whole file. */
    readonly bytes: number,
  ) {}

  /**
   * @param keep whether a file of so many bytes shall lie in memory.
   * @throws CallbayError NUMBER_SET_UNREADABLE; the file system's own error when the file is not there.
   */
  static async open(path: string, keep: (bytes: number) => boolean): Promise<NumberFile> {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      if (size < HEAD_BYTES + TRAILER_BYTES) throw unreadable("it is cut off");
      checkHead(await readAt(file, 0, HEAD_BYTES));
      const trailer = readTrailer(await readAt(file, size - TRAILER_BYTES, TRAILER_BYTES), size);
      const indexBytes = size - TRAILER_BYTES - trailer.indexAt;
      const index = readIndex(await readAt(file, trailer.indexAt, indexBytes), trailer);
      const set = keep(size) ? new NumberSet(index, await load(file, index)) : null;
      return new NumberFile(file, index, set, size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Bytes of memory that the file holds while it is open. */
  get memory(): number {
    return this.set ? this.bytes : this.index.blocks * 20;
  }

  /** Marks which numbers of a batch stand in the set. @returns how many. @throws CallbayError NUMBER_SET_UNREADABLE */
  async flag(batch: NumberBatch, flags: Uint8Array): Promise<number> {
    if (this.set) return this.set.flag(batch, flags);
    let hits = 0;
    for (const query of blocksFor(this.index, batch))
      hits += flagInBlock(this.index, query, await this.readBlock(query.block), 0, batch, flags);
    return hits;
  }

  /** All numbers, ascending, block by block. @throws CallbayError NUMBER_SET_UNREADABLE */
  async *numbers(): AsyncGenerator<Float64Array, void, undefined> {
    for (let block = 0; block < this.index.blocks; block++) {
      const numbers = new Float64Array(Math.min(BLOCK_NUMBERS, this.index.counts[block] as number));
      numbersOfBlock(this.index, block, await this.readBlock(block), 0, numbers);
      yield numbers;
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private async readBlock(block: number): Promise<Uint32Array> {
    const bytes = await readAt(this.file, (this.index.places[block] as number) * 4, blockWords(this.index, block) * 4);
    const words = new Uint32Array(bytes.buffer, 0, bytes.length >>> 2);
    checkBlock(this.index, block, words, 0);
    return words;
  }
}

/** Reads the blocks into memory, checking each as it comes, so that the thread is free between the pieces. */
async function load(file: FileHandle, index: NumberSetIndex): Promise<Uint32Array> {
  const words = new Uint32Array(index.indexAt >>> 2);
  const bytes = new Uint8Array(words.buffer);
  let block = 0;
  for (let at = 0; at < bytes.length; ) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    const { bytesRead } = await file.read(piece, 0, piece.length, at);
    if (bytesRead === 0) throw unreadable("it is cut off");
    at += bytesRead;
    for (; block < index.blocks; block++) {
      const place = index.places[block] as number;
      if ((place + blockWords(index, block)) * 4 > at) break;
      checkBlock(index, block, words, place);
    }
  }
  if (block < index.blocks) throw unreadable("it is cut off");
  return words;
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, at);
  if (bytesRead !== length) throw unreadable("it is cut off");
  return bytes;
}
