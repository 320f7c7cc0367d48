/** Telephone quality, as the PBX records: 16-bit samples of one channel. */
const RATE = 8_000;
const HEAD = 44;
/** What somebody says at a stretch, and the pause before the other answers, in seconds. */
const STRETCH = { least: 1.4, more: 3.2 } as const;
const PAUSE = 0.35;
const SYLLABLES_PER_SECOND = 4.5;
const LOUDEST = 11_000;

/**
 * The recording of a conversation in which nobody says a word: two voices take turns and hum, the agent's higher than the
 * customer's, so that a player has something to play and a drawing something to show. The same `turn` hums the same.
 */
export function hummedConversation(seconds: number, turn: number): Buffer {
  const frames = Math.round(seconds * RATE);
  const file = Buffer.alloc(HEAD + frames * 2);
  writeHead(file, frames * 2);
  let at = 0;
  for (let stretch = 0; at < frames; stretch++) {
    const spread = ((stretch * 37 + turn * 61) % 101) / 101;
    const length = Math.round((STRETCH.least + STRETCH.more * spread) * RATE);
    const isAgent = stretch % 2 === 0;
    const pitch = (isAgent ? 215 : 128) + 8 * (turn % 4);
    const end = Math.min(at + length, frames);
    for (let i = at; i < end; i++) {
      const time = (i - at) / RATE;
      const syllable = Math.sin(Math.PI * ((time * SYLLABLES_PER_SECOND) % 1)) ** 2;
      const phrase = Math.sin((Math.PI * (i - at)) / length) ** 0.5;
      const phase = 2 * Math.PI * pitch * time + 1.5 * Math.sin(2 * Math.PI * 0.7 * time);
      const voice = Math.sin(phase) + 0.45 * Math.sin(2 * phase) + 0.2 * Math.sin(3 * phase);
      const loud = (isAgent ? 0.6 : 0.45) * (0.75 + 0.25 * spread);
      file.writeInt16LE(Math.round(LOUDEST * loud * syllable * phrase * voice), HEAD + i * 2);
    }
    at = end + Math.round(PAUSE * RATE);
  }
  return file;
}

function writeHead(file: Buffer, dataBytes: number): void {
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(HEAD - 8 + dataBytes, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(dataBytes, 40);
}
