import { BLOCK_SPAN } from "./block.ts";

/** Numbers to be looked up, block by block, the blocks ascending; those of one block are in no order of their own. */
export interface NumberBatch {
  readonly numbers: Float64Array;
  /** Which one of the caller's each is. */
  readonly places: Uint32Array;
}

const MAX_DIGIT_BITS = 11;
/** Below this a plain sort is as fast. */
const FEW = 256;

/**
 * Orders numbers by block: a radix sort by all but their last 16 bits, since within a block their order does not matter.
 * A million numbers of one country take two passes.
 */
export function batchOf(numbers: Float64Array): NumberBatch {
  const { length } = numbers;
  let least = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (let i = 0; i < length; i++) {
    const number = numbers[i] as number;
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }
  const base = length === 0 ? 0 : Math.floor(least / BLOCK_SPAN);
  const range = Math.floor(greatest / BLOCK_SPAN) - base;
  let order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  if (length < FEW || range > 0xffff_ffff)
    return gathered(
      numbers,
      order.sort((a, b) => (numbers[a] as number) - (numbers[b] as number)),
    );

  let keys = new Uint32Array(length);
  for (let i = 0; i < length; i++) keys[i] = (numbers[i] as number) / BLOCK_SPAN - base;
  const bits = 32 - Math.clz32(range);
  const passes = Math.ceil(bits / MAX_DIGIT_BITS);
  const digitBits = Math.ceil(bits / Math.max(1, passes));
  let spareKeys = new Uint32Array(length);
  let spareOrder = new Uint32Array(length);
  for (let pass = 0; pass < passes; pass++) {
    scatter(keys, order, spareKeys, spareOrder, pass * digitBits, digitBits);
    [keys, spareKeys] = [spareKeys, keys];
    [order, spareOrder] = [spareOrder, order];
  }
  return gathered(numbers, order);
}

function gathered(numbers: Float64Array, places: Uint32Array): NumberBatch {
  const inOrder = new Float64Array(numbers.length);
  for (let i = 0; i < places.length; i++) inOrder[i] = numbers[places[i] as number] as number;
  return { numbers: inOrder, places };
}

/** One pass: by the bits of the key from `shift` on. Keeps the order of equals. */
function scatter(
  keys: Uint32Array,
  order: Uint32Array,
  toKeys: Uint32Array,
  toOrder: Uint32Array,
  shift: number,
  bits: number,
): void {
  const mask = (1 << bits) - 1;
  const starts = new Uint32Array(mask + 1);
  for (let i = 0; i < keys.length; i++) {
    const digit = ((keys[i] as number) >>> shift) & mask;
    starts[digit] = (starts[digit] as number) + 1;
  }
  for (let digit = 0, sum = 0; digit <= mask; digit++) {
    const here = starts[digit] as number;
    starts[digit] = sum;
    sum += here;
  }
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    const digit = (key >>> shift) & mask;
    const at = starts[digit] as number;
    starts[digit] = at + 1;
    toKeys[at] = key;
    toOrder[at] = order[i] as number;
  }
}
