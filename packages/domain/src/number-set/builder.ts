import { BLOCK_SPAN, blockShape, writeBlock } from "./block.ts";
import { MAX_NUMBER } from "./e164.ts";
import { HEAD_BYTES, hashIndex, TRAILER_BYTES, writeHead, writeIndex, writeTrailer } from "./format.ts";
import { hashWords } from "./hash.ts";

const CHUNK_WORDS = 262_144;

/** What a finished set is. */
export interface BuiltSet {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly bytes: number;
  readonly blocks: number;
}

/**
 * Makes the file of a number set out of ascending numbers, however many: it holds one block, a chunk of a megabyte and
 * the index. What it hands to the sink is the sink's own to keep, in the file's order.
 */
export class NumberSetBuilder {
  private readonly lows = new Uint16Array(BLOCK_SPAN);
  private held = 0;
  private key = -1;
  private last = -1;
  private first = 0;
  private count = 0;
  private words: Uint32Array = new Uint32Array(CHUNK_WORDS);
  private filled = 0;
  /** Words of the file so far. */
  private place = HEAD_BYTES >>> 2;
  private readonly keys: number[] = [];
  private readonly places: number[] = [];
  private readonly counts: number[] = [];
  private readonly hashes: number[] = [];

  constructor(private readonly sink: (bytes: Uint8Array) => void) {
    sink(writeHead());
  }

  /**
   * Takes the next number; one that is the same as the last is taken once.
   * @throws RangeError for a number below the last, or one that is no whole number of up to 15 digits.
   */
  add(number: number): void {
    if (number === this.last) return;
    if (!(number > this.last && number <= MAX_NUMBER && Number.isInteger(number)))
      throw new RangeError(`${number} cannot follow ${this.last}`);
    const key = Math.floor(number / BLOCK_SPAN);
    if (key !== this.key) {
      this.closeBlock();
      this.key = key;
    }
    this.lows[this.held++] = number - key * BLOCK_SPAN;
    if (this.count === 0) this.first = number;
    this.count += 1;
    this.last = number;
  }

  /** Writes what is held, the index and the trailer. Nothing can be added after it. */
  finish(): BuiltSet {
    this.closeBlock();
    // The index begins at a multiple of 8 bytes.
    if (this.place % 2 === 1) this.take(1);
    this.flush();
    const index = writeIndex({
      keys: Float64Array.from(this.keys),
      places: Uint32Array.from(this.places),
      counts: Uint32Array.from(this.counts),
      hashes: Uint32Array.from(this.hashes),
    });
    const indexAt = this.place * 4;
    const { count, first: min } = this;
    const max = count === 0 ? 0 : this.last;
    const blocks = this.keys.length;
    this.sink(index);
    this.sink(writeTrailer({ count, min, max, indexAt, blocks, indexHash: hashIndex(index) }));
    return { count, min, max, bytes: indexAt + index.length + TRAILER_BYTES, blocks };
  }

  private closeBlock(): void {
    if (this.held === 0) return;
    const { words } = blockShape(this.held);
    this.places.push(this.place);
    const at = this.take(words);
    writeBlock(this.lows, this.held, this.words, at);
    this.keys.push(this.key);
    this.counts.push(this.held);
    this.hashes.push(hashWords(this.words, at, words));
    this.held = 0;
  }

  /** Room for so many words in the chunk; what is there already goes out first when it would not fit. */
  private take(words: number): number {
    if (this.filled + words > CHUNK_WORDS) this.flush();
    const at = this.filled;
    this.filled += words;
    this.place += words;
    return at;
  }

  private flush(): void {
    if (this.filled === 0) return;
    this.sink(new Uint8Array(this.words.buffer, 0, this.filled * 4));
    this.words = new Uint32Array(CHUNK_WORDS);
    this.filled = 0;
  }
}
