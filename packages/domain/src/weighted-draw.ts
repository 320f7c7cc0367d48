/** A list that a campaign draws from. */
export interface Weighted {
  readonly id: string;
  /** Above zero; twice the weight, twice the contacts. */
  readonly weight: number;
}

/**
 * Shares `count` draws among lists by their weights: each list gets its exact share rounded down or up, never further
 * off, and over many calls with `at` spread evenly its exact share (systematic sampling). So a loop that takes one
 * contact at a time still draws from the lightest list, and needs no memory of what it drew before.
 *
 * @param at in [0, 1): where the evenly spaced draws begin.
 * @returns how many of each list, in their order.
 */
export function drawByWeight(lists: readonly Weighted[], count: number, at: number): number[] {
  const total = lists.reduce((sum, { weight }) => sum + weight, 0);
  if (count <= 0 || total <= 0) return lists.map(() => 0);
  const step = total / count;
  let passed = 0;
  let drawn = 0;
  return lists.map(({ weight }, index) => {
    passed += weight;
    // Draws stand at (i + at) × step: those before this list's end and not before its beginning are its own.
    const upTo = index === lists.length - 1 ? count : Math.min(count, Math.max(0, Math.ceil(passed / step - at)));
    const own = Math.max(0, upTo - drawn);
    drawn += own;
    return own;
  });
}

/** A point in [0, 1) from a text, evenly spread over texts (FNV-1a with a final mix): the same for the same text. */
export function spreadOf(seed: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 16_777_619);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 2_246_822_507);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 3_266_489_909);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 4_294_967_296;
}
