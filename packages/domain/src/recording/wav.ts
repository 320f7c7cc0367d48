/** What the header of a PCM file says of its samples. */
export interface WavFormat {
  readonly channels: number;
  /** Frames per second; a frame is one sample of each channel. */
  readonly sampleRate: number;
  /** Where the samples begin, in bytes from the beginning of the file. */
  readonly dataStart: number;
  /** How many bytes of samples there are, as the header says; a file that was cut off has fewer. */
  readonly dataBytes: number;
}

const PCM = 1;
/** WAVE_FORMAT_EXTENSIBLE: the sub-format's first two bytes are the real one. */
const EXTENSIBLE = 0xfffe;
const BITS = 16;
const CHUNK_HEAD = 8;

/**
 * Reads the head of a RIFF/WAVE file of 16-bit PCM, which is what the PBX writes. Chunks in any order and unknown ones
 * are passed over.
 *
 * @param head the file's first bytes; a few kilobytes are enough for what any recorder writes before the samples.
 * @returns null when it is no such file, or its samples are of another kind.
 */
export function readWavHeader(head: Uint8Array): WavFormat | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const word = (at: number): string => String.fromCharCode(...head.subarray(at, at + 4));
  if (head.byteLength < 12 || word(0) !== "RIFF" || word(8) !== "WAVE") return null;
  let format: Pick<WavFormat, "channels" | "sampleRate"> | null = null;
  for (let at = 12; at + CHUNK_HEAD <= head.byteLength; ) {
    const [name, bytes] = [word(at), view.getUint32(at + 4, true)];
    const body = at + CHUNK_HEAD;
    if (name === "fmt " && body + 16 <= head.byteLength) {
      const kind = view.getUint16(body, true);
      const real = kind === EXTENSIBLE && body + 26 <= head.byteLength ? view.getUint16(body + 24, true) : kind;
      if (real !== PCM || view.getUint16(body + 14, true) !== BITS) return null;
      format = { channels: view.getUint16(body + 2, true), sampleRate: view.getUint32(body + 4, true) };
    }
    if (name === "data") return format?.channels ? { ...format, dataStart: body, dataBytes: bytes } : null;
    // Chunks are padded to an even length.
    at = body + bytes + (bytes % 2);
  }
  return null;
}
