import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { peakMeter, peaksOf, WAVE_PARTS } from "./peaks.ts";
import { readWavHeader } from "./wav.ts";

describe("the drawing of a recording", () => {
  it("takes the loudest of each part, up or down, of each channel by itself", () => {
    const samples = Int16Array.from([100, 0, -32_768, 0, 8_192, 16_384, 0, 0]);
    expect(peaksOf(samples, 2, 2)).toEqual([Uint8Array.from([255, 64]), Uint8Array.from([0, 128])]);
    expect(peaksOf(samples, 1, 2)).toEqual([Uint8Array.from([255, 128])]);
  });

  it("draws silence as silence, and nothing as one silent part", () => {
    expect(peaksOf(new Int16Array(1_000), 1, 4)).toEqual([new Uint8Array(4)]);
    expect(peaksOf(new Int16Array(0), 1)).toEqual([new Uint8Array(1)]);
  });

  it("does not depend on how the samples are cut, and loses no peak", () => {
    const samples = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 400 });
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(400),
        (list, channels, parts, cut) => {
          const whole = Int16Array.from(list.slice(0, list.length - (list.length % channels)));
          const meter = peakMeter({ channels, frames: whole.length / channels, parts });
          meter.add(whole.subarray(0, cut));
          meter.add(whole.subarray(cut));
          const peaks = meter.peaks();
          expect(peaks).toEqual(peaksOf(whole, channels, parts));
          const loudest = whole.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
          expect(Math.max(...peaks.flatMap((channel) => [...channel]))).toBe(Math.round((loudest * 255) / 32_768));
        },
      ),
    );
  });

  it("has no more parts than a screen can show, and no more than there are samples", () => {
    expect(peaksOf(new Int16Array(100_000), 1)[0]).toHaveLength(WAVE_PARTS);
    expect(peaksOf(new Int16Array(6), 2)[0]).toHaveLength(3);
  });
});

describe("the head of a recording", () => {
  const chunk = (name: string, body: Uint8Array): Uint8Array[] => {
    const head = new Uint8Array(8);
    head.set([...name].map((letter) => letter.charCodeAt(0)));
    new DataView(head.buffer).setUint32(4, body.length, true);
    return [head, body, new Uint8Array(body.length % 2)];
  };
  const format = (kind: number, channels: number, rate: number, bits: number): Uint8Array => {
    const body = new Uint8Array(16);
    const view = new DataView(body.buffer);
    view.setUint16(0, kind, true);
    view.setUint16(2, channels, true);
    view.setUint32(4, rate, true);
    view.setUint16(14, bits, true);
    return body;
  };
  const file = (...chunks: Uint8Array[][]): Uint8Array =>
    Uint8Array.from(
      [..."RIFF\0\0\0\0WAVE"].map((letter) => letter.charCodeAt(0)).concat(chunks.flat().flatMap((one) => [...one])),
    );

  it("says how the samples lie, whatever stands before them", () => {
    const plain = file(chunk("fmt ", format(1, 1, 8_000, 16)), chunk("data", new Uint8Array(20)));
    expect(readWavHeader(plain)).toEqual({ channels: 1, sampleRate: 8_000, dataStart: 44, dataBytes: 20 });
    const odd = file(
      chunk("LIST", new Uint8Array(5)),
      chunk("fmt ", format(1, 2, 16_000, 16)),
      chunk("data", new Uint8Array(8)),
    );
    expect(readWavHeader(odd)).toEqual({ channels: 2, sampleRate: 16_000, dataStart: 58, dataBytes: 8 });
  });

  it.each([
    ["µ-law", file(chunk("fmt ", format(7, 1, 8_000, 8)), chunk("data", new Uint8Array(4)))],
    ["24 bits", file(chunk("fmt ", format(1, 1, 8_000, 24)), chunk("data", new Uint8Array(4)))],
    ["no format before the samples", file(chunk("data", new Uint8Array(4)))],
    ["no samples", file(chunk("fmt ", format(1, 1, 8_000, 16)))],
    ["another file", Uint8Array.from([1, 2, 3])],
  ])("does not guess: %s", (_what, bytes) => {
    expect(readWavHeader(bytes)).toBeNull();
  });
});
