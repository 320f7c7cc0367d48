import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchOf } from "./batch.ts";
import { type BuiltSet, NumberSetBuilder } from "./builder.ts";
import { MAX_NUMBER, numberOf, phoneOf } from "./e164.ts";
import { checkHead, HEAD_BYTES, readIndex, readTrailer, TRAILER_BYTES } from "./format.ts";
import { blocksFor, checkBlock, NumberSet } from "./lookup.ts";

function build(numbers: Iterable<number>): { file: Uint8Array; built: BuiltSet } {
  const parts: Uint8Array[] = [];
  const builder = new NumberSetBuilder((bytes) => parts.push(bytes));
  for (const number of numbers) builder.add(number);
  const built = builder.finish();
  return { file: Uint8Array.from(Buffer.concat(parts)), built };
}

function open(file: Uint8Array): NumberSet {
  checkHead(file.subarray(0, HEAD_BYTES));
  const trailer = readTrailer(file.subarray(-TRAILER_BYTES), file.length);
  const index = readIndex(file.subarray(trailer.indexAt, file.length - TRAILER_BYTES), trailer);
  const words = new Uint32Array(file.buffer, 0, trailer.indexAt >>> 2);
  for (let block = 0; block < index.keys.length; block++) checkBlock(index, block, words, index.places[block] ?? 0);
  return new NumberSet(index, words);
}

/** Ascending, each once. */
const sorted = (numbers: Iterable<number>): number[] => [...new Set(numbers)].sort((a, b) => a - b);

/** Numbers as registers have them: crowded in some places, alone in others. */
const crowd = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: MAX_NUMBER - 400_000 }),
      fc.constantFrom(1, 2, 3, 7, 40, 1_000),
      fc.integer({ min: 1, max: 400 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((runs) => sorted(runs.flatMap(([from, step, n]) => Array.from({ length: n }, (_, i) => from + i * step))));

describe("a number set", () => {
  it("has what was put into it and nothing else, whatever the numbers", () => {
    fc.assert(
      fc.property(crowd, fc.array(fc.integer({ min: 0, max: MAX_NUMBER }), { maxLength: 50 }), (numbers, others) => {
        const { file, built } = build(numbers);
        const set = open(file);
        const truth = new Set(numbers);
        expect(built).toMatchObject({ count: numbers.length, bytes: file.length, min: numbers[0] });
        expect(built.max).toBe(numbers.at(-1));
        expect([...set.numbers()]).toEqual(numbers);
        const asked = sorted([...numbers, ...others, ...numbers.flatMap((n) => [n - 1, n + 1, n + 65_536])]).filter(
          (n) => n >= 0,
        );
        const flags = new Uint8Array(asked.length);
        const hits = set.flag(batchOf(Float64Array.from(asked)), flags);
        expect(asked.filter((_, i) => flags[i] === 1)).toEqual(numbers);
        expect(hits).toBe(numbers.length);
        expect(asked.filter((n) => set.has(n) !== truth.has(n))).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it.each([
    1, 2, 3, 31, 32, 33, 63, 64, 100, 1_024, 4_095, 8_192, 8_193, 13_000, 14_000, 15_000, 16_384, 32_768, 40_000,
    65_535, 65_536,
  ])("keeps a block of %i numbers to the last bit", (count) => {
    // A walk through the block with a step prime to its size: every number of it is asked about.
    const base = 14_155 * 65_536;
    const numbers = sorted(Array.from({ length: count }, (_, i) => base + ((i * 40_503 + 17) % 65_536)));
    const set = open(build(numbers).file);
    expect([...set.numbers()]).toEqual(numbers);
    const truth = new Set(numbers);
    const wrong = Array.from({ length: 65_536 }, (_, i) => base + i).filter((n) => set.has(n) !== truth.has(n));
    expect(wrong).toEqual([]);
  });

  it("is small: a tenth of all numbers in under six bits each", () => {
    // A linear congruence spreads them like a register's.
    let state = 1;
    const numbers: number[] = [];
    for (let n = 14_150_000_000; n < 14_152_000_000; n++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      if (state < 0x1999_9999) numbers.push(n);
    }
    const { built } = build(numbers);
    expect((built.bytes * 8) / built.count).toBeLessThan(6);
  });

  it("may be empty", () => {
    const { file, built } = build([]);
    expect(built).toMatchObject({ count: 0, blocks: 0 });
    const set = open(file);
    expect(set.has(14_155_550_100)).toBe(false);
    expect(set.flag(batchOf(Float64Array.of(1, 2)), new Uint8Array(2))).toBe(0);
  });

  it("takes a number twice as once and refuses one that goes back", () => {
    expect(build([5, 5, 6]).built.count).toBe(2);
    expect(() => build([6, 5])).toThrow(RangeError);
    expect(() => build([1.5])).toThrow(RangeError);
    expect(() => build([MAX_NUMBER + 1])).toThrow(RangeError);
  });

  it("asks for no block twice and for none that it does not have", () => {
    const set = open(build([10, 20, 70_000, 400_000]).file);
    const asked = Float64Array.of(9, 400_001, 10, 65_535, 66_000, 140_000, 9_000_000, 400_000);
    expect([...blocksFor(set.index, batchOf(asked))]).toEqual([
      { block: 0, from: 0, to: 3 },
      { block: 1, from: 3, to: 4 },
      { block: 2, from: 5, to: 7 },
    ]);
  });
});

describe("a batch", () => {
  const shuffled = fc.oneof(
    fc.array(fc.integer({ min: 14_150_000_000, max: 14_159_999_999 }), { minLength: 250, maxLength: 400 }),
    fc.array(fc.integer({ min: 0, max: MAX_NUMBER }), { maxLength: 400 }),
    fc.array(fc.constantFrom(7, 65_536, 4_400_000_000_000, MAX_NUMBER), { maxLength: 400 }),
  );
  it("is taken block by block, every number once", () => {
    fc.assert(
      fc.property(shuffled, (numbers) => {
        const batch = batchOf(Float64Array.from(numbers));
        expect([...batch.places].sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i));
        expect([...batch.numbers]).toEqual([...batch.places].map((place) => numbers[place]));
        const blocks = [...batch.numbers].map((number) => Math.floor(number / 65_536));
        expect(blocks).toEqual([...blocks].sort((a, b) => a - b));
      }),
    );
  });
});

describe("a damaged file", () => {
  const numbers = Array.from({ length: 3_000 }, (_, i) => 14_155_550_000 + i * 37);
  const { file } = build(numbers);

  it("is refused whichever bit was changed", () => {
    fc.assert(
      fc.property(fc.nat(file.length * 8 - 1), (bit) => {
        // The head's last four bytes mean nothing, and so do the trailer's eight before its magic: the latter are hashed.
        fc.pre(bit < 96 || bit >= 128);
        const broken = file.slice();
        broken[bit >>> 3] = (broken[bit >>> 3] ?? 0) ^ (1 << (bit & 7));
        // A word of filling may lie before the index.
        const gap = readTrailer(file.subarray(-TRAILER_BYTES), file.length).indexAt - 4;
        fc.pre(bit >>> 3 < gap || bit >>> 3 >= gap + 4);
        expect(() => open(broken)).toThrow(expect.objectContaining({ code: "NUMBER_SET_UNREADABLE" }));
      }),
      { numRuns: 200 },
    );
  });

  it("is refused when it is cut anywhere", () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), (length) => {
        expect(() => open(file.slice(0, length))).toThrow(expect.objectContaining({ code: "NUMBER_SET_UNREADABLE" }));
      }),
      { numRuns: 200 },
    );
  });
});

describe("a number", () => {
  it("is its digits and comes back as it was", () => {
    expect(numberOf("+85223451002")).toBe(85_223_451_002);
    expect(phoneOf(85_223_451_002)).toBe("+85223451002");
    expect(numberOf("+999999999999999")).toBe(MAX_NUMBER);
  });

  it.each(["", "+", "85223451002", "+0155501000", "+1415555010x", "+1234567890123456", "+12", "+1 415 555 0100"])(
    "is not %j",
    (text) => expect(numberOf(text)).toBeNull(),
  );
});
