/**
 * MurmurHash3 (x86, 32 bits) over words: finds what a disk or a cut copy did to a block. No defence against forgery.
 *
 * Source: A. Appleby, MurmurHash3, public domain.
 */
export function hashWords(words: Uint32Array, from: number, length: number): number {
  let hash = 0;
  for (let i = from; i < from + length; i++) {
    let k = Math.imul(words[i] as number, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    hash ^= k;
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= length * 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
