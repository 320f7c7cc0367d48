const RATE = 16_000;
/** A short rising pair: heard across a room, gone before a first word would be covered. */
const TONES_HZ = [660, 880] as const;
const TONE_MS = 160;
const FADE_MS = 20;
const LOUDNESS = 0.35;
const HEADER_BYTES = 44;

/** The desk's ring as a WAV file, 16 bit mono. */
export function chime(): ArrayBuffer {
  const perTone = (RATE * TONE_MS) / 1_000;
  const fade = (RATE * FADE_MS) / 1_000;
  const count = perTone * TONES_HZ.length;
  const file = new DataView(new ArrayBuffer(HEADER_BYTES + count * 2));
  const text = (at: number, words: string): void => {
    for (let i = 0; i < words.length; i += 1) file.setUint8(at + i, words.charCodeAt(i));
  };
  text(0, "RIFF");
  file.setUint32(4, HEADER_BYTES - 8 + count * 2, true);
  text(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, RATE, true);
  file.setUint32(28, RATE * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  text(36, "data");
  file.setUint32(40, count * 2, true);
  for (const [tone, hz] of TONES_HZ.entries())
    for (let i = 0; i < perTone; i += 1) {
      // Faded at both ends: a tone that is cut clicks.
      const edge = Math.min(1, i / fade, (perTone - i) / fade);
      const sample = Math.sin((2 * Math.PI * hz * i) / RATE) * edge * LOUDNESS;
      file.setInt16(HEADER_BYTES + (tone * perTone + i) * 2, Math.round(sample * 32_767), true);
    }
  return file.buffer;
}
