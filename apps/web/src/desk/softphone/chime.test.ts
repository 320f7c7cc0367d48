import { expect, test } from "vitest";
import { chime } from "./chime.ts";

test("the ring is a WAV file of a third of a second that neither clicks nor clips", () => {
  const file = new DataView(chime());
  const words = (at: number, length: number) => String.fromCharCode(...new Uint8Array(file.buffer, at, length));
  expect([words(0, 4), words(8, 8), words(36, 4)]).toEqual(["RIFF", "WAVEfmt ", "data"]);
  const rate = file.getUint32(24, true);
  const bytes = file.getUint32(40, true);
  expect(file.byteLength).toBe(44 + bytes);
  expect(bytes / 2 / rate).toBeCloseTo(0.32);
  const samples = Array.from({ length: bytes / 2 }, (_, i) => file.getInt16(44 + i * 2, true));
  expect(Math.abs(samples.at(0) ?? 1)).toBeLessThan(200);
  expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(2_000);
  expect(Math.max(...samples)).toBeLessThan(16_000);
  expect(Math.max(...samples)).toBeGreaterThan(8_000);
});
