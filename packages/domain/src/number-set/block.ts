/**
 * One block of a number set: the numbers that share everything but their last 16 bits, as a bitmap of 8 KiB or, where
 * that is smaller, in Elias and Fano's form. Which of the two, and how it is laid out, follows from the count alone.
 *
 * Elias-Fano: each number is cut into high and low bits, `lowBits` of them, so that there are about as many high values
 * as numbers. The low bits lie side by side. The high values are written in unary: for each of them a one per number,
 * then a zero. Where every 64th high value begins is kept beside it, so that a lookup reads a word or two. A register of
 * a tenth of all numbers takes 5.6 bits per number so, and 10 as a bitmap.
 *
 * Source: P. Elias, Efficient storage and retrieval by content and address of static files, J. ACM 21 (1974).
 */
export const BLOCK_BITS = 16;
export const BLOCK_SPAN = 1 << BLOCK_BITS;

const BITMAP_WORDS = BLOCK_SPAN >>> 5;
const HIGHS_PER_SAMPLE_BITS = 6;

/** How a block of so many numbers is laid out, in words of 32 bits. */
export interface BlockShape {
  readonly bitmap: boolean;
  readonly lowBits: number;
  /** Words before the unary part: two samples in each. */
  readonly highAt: number;
  /** Words before the low bits. */
  readonly lowAt: number;
  readonly words: number;
}

/** @param count 1 … 65,536. */
export function blockShape(count: number): BlockShape {
  const lowBits = Math.clz32(count - 1) - BLOCK_BITS;
  const highs = BLOCK_SPAN >>> lowBits;
  const highAt = ((highs >>> HIGHS_PER_SAMPLE_BITS) + 1) >>> 1;
  const lowAt = highAt + ((count + highs + 31) >>> 5);
  const words = lowAt + ((count * lowBits + 31) >>> 5);
  if (words >= BITMAP_WORDS) return { bitmap: true, lowBits: 0, highAt: 0, lowAt: 0, words: BITMAP_WORDS };
  return { bitmap: false, lowBits, highAt, lowAt, words };
}

/**
 * Writes a block. @param lows the last 16 bits of its numbers, ascending and each once; the first `count` of the array.
 * @param words where to; all zero from `at` on. @returns the words written.
 */
export function writeBlock(lows: Uint16Array, count: number, words: Uint32Array, at: number): number {
  const shape = blockShape(count);
  if (shape.bitmap) {
    for (let i = 0; i < count; i++) {
      const low = lows[i] as number;
      words[at + (low >>> 5)] = (words[at + (low >>> 5)] as number) | (1 << (low & 31));
    }
    return shape.words;
  }
  const { lowBits } = shape;
  const highAt = at + shape.highAt;
  const mask = (1 << lowBits) - 1;
  for (let i = 0; i < count; i++) {
    const low = lows[i] as number;
    const bit = (low >>> lowBits) + i;
    words[highAt + (bit >>> 5)] = (words[highAt + (bit >>> 5)] as number) | (1 << (bit & 31));
    putBits(words, at + shape.lowAt, i * lowBits, lowBits, low & mask);
  }
  // The k-th sample is where high value 64 k begins: after as many zeros, and the ones of all numbers below it.
  const samples = (BLOCK_SPAN >>> lowBits) >>> HIGHS_PER_SAMPLE_BITS;
  for (let k = 0, below = 0; k < samples; k++) {
    const high = k << HIGHS_PER_SAMPLE_BITS;
    while (below < count && (lows[below] as number) >>> lowBits < high) below += 1;
    words[at + (k >>> 1)] = (words[at + (k >>> 1)] as number) | ((high + below) << ((k & 1) << 4));
  }
  return shape.words;
}

/** Stands this number in the block that begins at word `at`? @param low its last 16 bits. */
export function blockHas(words: Uint32Array, at: number, shape: BlockShape, low: number): boolean {
  if (shape.bitmap) return (((words[at + (low >>> 5)] as number) >>> (low & 31)) & 1) === 1;
  const { lowBits } = shape;
  const highAt = at + shape.highAt;
  const high = low >>> lowBits;
  let zeros = high & ((1 << HIGHS_PER_SAMPLE_BITS) - 1);
  const sample = high >>> HIGHS_PER_SAMPLE_BITS;
  let bit = sample === 0 ? 0 : ((words[at + (sample >>> 1)] as number) >>> ((sample & 1) << 4)) & 0xffff;
  if (zeros > 0) {
    let word = bit >>> 5;
    let open = ~(words[highAt + word] as number) & (-1 << (bit & 31));
    for (let here = ones(open); here < zeros; here = ones(open)) {
      zeros -= here;
      word += 1;
      open = ~(words[highAt + word] as number);
    }
    bit = (word << 5) + selectBit(open, zeros) + 1;
  }
  const wanted = low & ((1 << lowBits) - 1);
  for (let i = bit - high; ((words[highAt + (bit >>> 5)] as number) >>> (bit & 31)) & 1; bit++, i++) {
    const found = getBits(words, at + shape.lowAt, i * lowBits, lowBits);
    if (found >= wanted) return found === wanted;
  }
  return false;
}

/** Reads a block back. @param into takes the last 16 bits of its numbers, ascending. */
export function readBlock(words: Uint32Array, at: number, count: number, into: Uint16Array): void {
  const shape = blockShape(count);
  let filled = 0;
  if (shape.bitmap) {
    for (let word = 0; word < BITMAP_WORDS; word++)
      for (let bits = words[at + word] as number; bits !== 0; bits &= bits - 1)
        into[filled++] = (word << 5) + (31 - Math.clz32(bits & -bits));
    return;
  }
  const { lowBits } = shape;
  for (let word = 0; filled < count; word++)
    for (let bits = words[at + shape.highAt + word] as number; bits !== 0 && filled < count; bits &= bits - 1) {
      const high = (word << 5) + (31 - Math.clz32(bits & -bits)) - filled;
      into[filled] = (high << lowBits) | getBits(words, at + shape.lowAt, filled * lowBits, lowBits);
      filled += 1;
    }
}

function putBits(words: Uint32Array, from: number, bit: number, width: number, value: number): void {
  const word = from + (bit >>> 5);
  const shift = bit & 31;
  words[word] = (words[word] as number) | (value << shift);
  if (shift + width > 32) words[word + 1] = value >>> (32 - shift);
}

function getBits(words: Uint32Array, from: number, bit: number, width: number): number {
  const word = from + (bit >>> 5);
  const shift = bit & 31;
  let value = (words[word] as number) >>> shift;
  if (shift + width > 32) value |= (words[word + 1] as number) << (32 - shift);
  return value & ((1 << width) - 1);
}

/** How many bits of a word are one. */
function ones(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Where the k-th one of a word is, k from 1; it has as many. */
function selectBit(word: number, k: number): number {
  let left = k;
  let at = 0;
  let rest = word;
  for (let width = 16; width > 0; width >>>= 1) {
    const here = ones(rest & ((1 << width) - 1));
    if (left > here) {
      left -= here;
      at += width;
      rest >>>= width;
    }
  }
  return at;
}
