import type { NumberBatch } from "./batch.ts";
import { BLOCK_SPAN, blockHas, blockShape, readBlock } from "./block.ts";
import { type NumberSetIndex, unreadable } from "./format.ts";
import { hashWords } from "./hash.ts";

/** So many numbers of one block are worth having all of it in the cache. */
const CROWD = 8;
const WORDS_PER_LINE = 16;

/** A part of a batch and the block in which its numbers would be. */
export interface BlockQuery {
  readonly block: number;
  /** Of the batch: from, and up to without it. */
  readonly from: number;
  readonly to: number;
}

/** The block of a key, or −1: no number begins so. */
function blockOf(keys: Float64Array, key: number): number {
  const at = lowerBound(keys, key, 0);
  return at < keys.length && keys[at] === key ? at : -1;
}

/** The first place from `from` on whose key is not below this one: steps that double, then halves. */
function lowerBound(keys: Float64Array, key: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step < keys.length && (keys[low + step] as number) < key) {
    low += step;
    step *= 2;
  }
  let high = Math.min(keys.length, low + step);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Which blocks have to be read for a batch, ascending; each once. */
export function* blocksFor({ keys }: NumberSetIndex, { numbers }: NumberBatch): Generator<BlockQuery, void, undefined> {
  let block = 0;
  for (let from = 0; from < numbers.length; ) {
    const key = Math.floor((numbers[from] as number) / BLOCK_SPAN);
    const end = (key + 1) * BLOCK_SPAN;
    let to = from + 1;
    while (to < numbers.length && (numbers[to] as number) < end) to += 1;
    block = lowerBound(keys, key, block);
    if (block === keys.length) return;
    if (keys[block] === key) yield { block, from, to };
    from = to;
  }
}

/**
 * Marks the numbers of a batch that stand in one block. @param at the word at which the block begins in `words`.
 * @param flags becomes 1 at the places of those that stand. @returns how many.
 */
export function flagInBlock(
  index: NumberSetIndex,
  query: BlockQuery,
  words: Uint32Array,
  at: number,
  { numbers, places }: NumberBatch,
  flags: Uint8Array,
): number {
  const shape = blockShape(index.counts[query.block] as number);
  const base = (index.keys[query.block] as number) * BLOCK_SPAN;
  let hits = 0;
  for (let i = query.from; i < query.to; i++) {
    if (!blockHas(words, at, shape, (numbers[i] as number) - base)) continue;
    flags[places[i] as number] = 1;
    hits += 1;
  }
  return hits;
}

/** Words of a block, as the index has it. */
export function blockWords(index: NumberSetIndex, block: number): number {
  return blockShape(index.counts[block] as number).words;
}

/** @throws CallbayError NUMBER_SET_UNREADABLE when the block is not as it was written. */
export function checkBlock(index: NumberSetIndex, block: number, words: Uint32Array, at: number): void {
  if (hashWords(words, at, blockWords(index, block)) !== index.hashes[block])
    throw unreadable(`its block ${block} is damaged`);
}

/** The numbers of a block, ascending. @param into room for 65,536. @returns how many. */
export function numbersOfBlock(
  index: NumberSetIndex,
  block: number,
  words: Uint32Array,
  at: number,
  into: Float64Array,
  lows: Uint16Array = new Uint16Array(BLOCK_SPAN),
): number {
  const count = index.counts[block] as number;
  const base = (index.keys[block] as number) * BLOCK_SPAN;
  readBlock(words, at, count, lows);
  for (let i = 0; i < count; i++) into[i] = base + (lows[i] as number);
  return count;
}

/** A number set that lies in memory as a whole. */
export class NumberSet {
  /** @param words the file from its beginning, at least up to the index. */
  constructor(
    readonly index: NumberSetIndex,
    private readonly words: Uint32Array,
  ) {}

  /** Keeps the compiler from leaving those reads out. */
  protected seen = 0;

  has(number: number): boolean {
    const key = Math.floor(number / BLOCK_SPAN);
    const { keys, places, counts } = this.index;
    const block = blockOf(keys, key);
    if (block < 0) return false;
    const shape = blockShape(counts[block] as number);
    return blockHas(this.words, places[block] as number, shape, number - key * BLOCK_SPAN);
  }

  /** Marks which numbers of a batch stand in the set. @returns how many. */
  flag(batch: NumberBatch, flags: Uint8Array): number {
    const { index, words } = this;
    let hits = 0;
    for (const query of blocksFor(index, batch)) {
      const at = index.places[query.block] as number;
      if (query.to - query.from >= CROWD) this.touch(at, blockWords(index, query.block));
      hits += flagInBlock(index, query, words, at, batch, flags);
    }
    return hits;
  }

  /**
   * Reads a word of each cache line of a block. These reads wait for nothing and for none of each other, as a lookup's do:
   * a million lookups in 250 million numbers take three quarters of the time.
   */
  private touch(at: number, words: number): void {
    let seen = 0;
    for (let word = at; word < at + words; word += WORDS_PER_LINE) seen ^= this.words[word] as number;
    this.seen = seen;
  }

  /** All numbers, ascending. */
  *numbers(): Generator<number, void, undefined> {
    const into = new Float64Array(BLOCK_SPAN);
    for (let block = 0; block < this.index.keys.length; block++) {
      const count = numbersOfBlock(this.index, block, this.words, this.index.places[block] as number, into);
      for (let i = 0; i < count; i++) yield into[i] as number;
    }
  }
}
