import { inflateSync } from "node:zlib";
import { CallbayError } from "@callbay/domain/errors";

/** Bytes that a logo may have. */
export const MAX_LOGO_BYTES = 512 * 1024;
const MAX_SIDE = 4_000;
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Samples per pixel of each colour type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Width and height in pixels that a PNG says it has. */
export function pngSize(png: Buffer): { readonly width: number; readonly height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/**
 * Takes bytes for a logo when they are a whole PNG that a document can draw: its chunks in order, its checksums right,
 * as many pixels as it says.
 *
 * @throws CallbayError LOGO_TOO_LARGE, LOGO_NOT_PNG.
 */
export function parseLogo(bytes: Buffer): Buffer {
  if (bytes.length > MAX_LOGO_BYTES) {
    throw new CallbayError("invalid", "LOGO_TOO_LARGE", "A logo has 512 KB at most. Nothing was changed.", {
      bytes: bytes.length,
      most: MAX_LOGO_BYTES,
    });
  }
  if (!isWholePng(bytes)) {
    throw new CallbayError(
      "invalid",
      "LOGO_NOT_PNG",
      "This is not a PNG image, or a broken one. Nothing was changed; save the logo as PNG, at most 4,000 pixels a side.",
    );
  }
  return bytes;
}

function isWholePng(bytes: Buffer): boolean {
  if (bytes.length < 57 || !bytes.subarray(0, 8).equals(SIGNATURE)) return false;
  const data: Buffer[] = [];
  let at = 8;
  let first = true;
  let palette = false;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return false;
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (first !== (type === "IHDR") || crc32(bytes.subarray(at + 4, at + 8 + length)) !== bytes.readUInt32BE(end - 4)) {
      return false;
    }
    first = false;
    if (type === "PLTE") palette = true;
    if (type === "IDAT") data.push(bytes.subarray(at + 8, at + 8 + length));
    if (type === "IEND") return end === bytes.length && hasItsPixels(bytes, data, palette);
    at = end;
  }
  return false;
}

function hasItsPixels(bytes: Buffer, data: readonly Buffer[], palette: boolean): boolean {
  const { width, height } = pngSize(bytes);
  const [depth = 0, colour = 0, compression = 1, filter = 1, interlace = 2] = bytes.subarray(24, 29);
  const samples = SAMPLES[colour];
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE || samples === undefined) return false;
  // Interlaced images are drawn by no document writer of ours in reasonable time; a logo needs none.
  if (![1, 2, 4, 8].includes(depth) || compression !== 0 || filter !== 0 || interlace !== 0) return false;
  if (colour === 3 && !palette) return false;
  const expected = height * (1 + Math.ceil((width * samples * depth) / 8));
  try {
    return inflateSync(Buffer.concat([...data]), { maxOutputLength: expected + 1 }).length === expected;
  } catch {
    return false;
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
