const HEADER_BYTES = 44;
const BYTE_RATE_AT = 28;
/** 8 kHz, 16 bit, mono: what Asterisk writes as `wav`. */
const USUAL_BYTE_RATE = 16_000;

/** Length of a PCM WAV file in milliseconds, from its header's byte rate and its size on disk. */
export function wavDurationMs(head: Uint8Array, bytes: number): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const rate = head.byteLength >= BYTE_RATE_AT + 4 ? view.getUint32(BYTE_RATE_AT, true) : 0;
  return Math.max(0, Math.round(((bytes - HEADER_BYTES) / (rate || USUAL_BYTE_RATE)) * 1_000));
}
