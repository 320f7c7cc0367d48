import { randomFillSync } from "node:crypto";

/** Random bytes are drawn for many ids at once: drawing them costs more than all the rest. */
const POOL_BYTES = 8_192;
/** Four to begin the counter, six for what stands after it. */
const BYTES_OF_ID = 10;
const pool = Buffer.alloc(POOL_BYTES);
let poolAt = POOL_BYTES;

let lastMs = 0;
/** Counts within a millisecond; it begins at random below 2^31, so that it has room to grow. */
let counter = 0;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const hex = (byte: number): string => HEX[byte & 0xff] ?? "00";

/**
 * A new id: UUIDv7, so that keys sort by the time they were made, those of one process within a millisecond too (RFC 9562,
 * section 6.2, method 1: a counter of 32 bits after the time, then 42 random ones).
 */
export function newId(): string {
  if (poolAt + BYTES_OF_ID > POOL_BYTES) {
    randomFillSync(pool);
    poolAt = 0;
  }
  const at = poolAt;
  poolAt += BYTES_OF_ID;
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    counter = (pool.readUInt32BE(at) & 0x7fff_ffff) >>> 0;
  } else {
    // A clock that is set back does not take the order back; a full counter borrows the next millisecond.
    counter += 1;
    if (counter > 0xffff_ffff) {
      counter = 0;
      lastMs += 1;
    }
  }
  const high = Math.floor(lastMs / 2 ** 16);
  const c = counter;
  return (
    `${hex(high >>> 24)}${hex(high >>> 16)}${hex(high >>> 8)}${hex(high)}-${hex(lastMs / 2 ** 8)}${hex(lastMs)}-` +
    `${hex(0x70 | (c >>> 28))}${hex(c >>> 20)}-${hex(0x80 | ((c >>> 14) & 0x3f))}${hex(c >>> 6)}-` +
    `${hex(((c << 2) & 0xfc) | (random(at + 4) & 0x03))}${hex(random(at + 5))}${hex(random(at + 6))}` +
    `${hex(random(at + 7))}${hex(random(at + 8))}${hex(random(at + 9))}`
  );
}

function random(at: number): number {
  return pool[at] ?? 0;
}
