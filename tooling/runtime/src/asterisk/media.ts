import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PrivateRoot } from "../private-root.ts";

const RATE = 8000;

/**
 * Lays out an instance's data folder: Debian's voice prompts and interface descriptions by link, our
 * own media beside them (played as `sound:callbay/NAME`), and something to hear on hold.
 */
export function layOutData(data: string, mediaDir: string, root: PrivateRoot): void {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(join(data, "sounds"), { recursive: true });
  mkdirSync(join(data, "moh"), { recursive: true });
  mkdirSync(mediaDir, { recursive: true });
  for (const name of readdirSync(root.dataDir))
    if (name !== "sounds") symlinkSync(join(root.dataDir, name), join(data, name));
  for (const name of readdirSync(root.soundsDir)) symlinkSync(join(root.soundsDir, name), join(data, "sounds", name));
  symlinkSync(mediaDir, join(data, "sounds", "callbay"));
  // Languages are looked up as folders beside "en"; our media speaks for itself in any of them.
  const hold = join(mediaDir, "hold.wav");
  if (!existsSync(hold)) writeFileSync(hold, holdMusic());
  symlinkSync(hold, join(data, "moh", "hold.wav"));
}

/** Twelve seconds of quiet chords, 8 kHz mono: nobody's copyright, and easy on the ear for eight hours. */
function holdMusic(): Buffer {
  const chords = [
    [261.63, 329.63, 392.0],
    [220.0, 261.63, 329.63],
    [174.61, 220.0, 261.63],
    [196.0, 246.94, 293.66],
  ];
  const seconds = 3;
  const samples = new Int16Array(RATE * seconds * chords.length);
  chords.forEach((chord, index) => {
    for (let i = 0; i < RATE * seconds; i++) {
      const t = i / RATE;
      const envelope = Math.min(1, t * 4, (seconds - t) * 4);
      const value = chord.reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * t), 0);
      samples[index * RATE * seconds + i] = Math.round(1400 * envelope * value);
    }
  });
  return wav(samples);
}

function wav(samples: Int16Array): Buffer {
  const body = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + body.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(body.length, 40);
  return Buffer.concat([header, body]);
}
