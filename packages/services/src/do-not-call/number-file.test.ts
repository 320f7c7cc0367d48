import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batchOf } from "@callbay/domain/number-set/batch";
import { phoneOf } from "@callbay/domain/number-set/e164";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NumberFile } from "./number-file.ts";
import { fileNumbers } from "./number-rows.ts";
import { RunSorter } from "./run-sorter.ts";
import { union, without, writeNumberFile } from "./write-number-file.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "callbay-numbers-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Spread over two area codes, in no order, each again after `distinct`. */
const scattered = (n: number, distinct = n) =>
  Float64Array.from({ length: n }, (_, i) => 12_010_000_000 + (((i % distinct) * 7_919) % 16_777_216));
const sorted = (numbers: Iterable<number>) => [...new Set(numbers)].sort((a, b) => a - b);

async function all(pieces: AsyncIterable<Float64Array>): Promise<number[]> {
  const out: number[] = [];
  for await (const piece of pieces) for (const number of piece) out.push(number);
  return out;
}
async function* pieces(numbers: readonly number[], size = 1_000): AsyncGenerator<Float64Array> {
  for (let at = 0; at < numbers.length; at += size) yield Float64Array.from(numbers.slice(at, at + size));
}

describe("a sorter of runs", () => {
  it("brings more numbers than one run into order, equal ones once", async () => {
    const numbers = scattered(300_000, 280_000);
    const sorter = await RunSorter.open(join(dir, "runs"));
    for (let at = 0; at < numbers.length; at += 49_991) await sorter.add(numbers.subarray(at, at + 49_991));
    const out = await all(sorter.merged());
    await sorter.close();
    expect(out.length).toBe(280_000);
    expect(out).toEqual(sorted(numbers));
  });

  it("may have nothing to sort", async () => {
    const sorter = await RunSorter.open(join(dir, "none"));
    expect(await all(sorter.merged())).toEqual([]);
    await sorter.close();
  });
});

describe("a file of numbers", () => {
  it.each([
    ["in memory", true],
    ["read block by block", false],
  ])("answers for exactly its numbers, %s", async (_name, inMemory) => {
    const numbers = sorted(scattered(40_000));
    const path = join(dir, `set-${inMemory}`);
    const built = await writeNumberFile(path, pieces(numbers));
    expect(built).toMatchObject({ count: numbers.length });
    const file = await NumberFile.open(path, () => inMemory);
    const asked = Float64Array.from(numbers.flatMap((n) => [n + 1, n]).reverse());
    const flags = new Uint8Array(asked.length);
    const truth = new Set(numbers);
    expect(await file.flag(batchOf(asked), flags)).toBe([...asked].filter((n) => truth.has(n)).length);
    expect([...asked].filter((n, i) => truth.has(n) !== (flags[i] === 1))).toEqual([]);
    expect(await all(file.numbers())).toEqual(numbers);
    expect(file.memory).toBe(inMemory ? built.bytes : file.index.blocks * 20);
    await file.close();
  });

  it("is refused when a byte of it was changed, at the latest by the lookup that meets it", async () => {
    const path = join(dir, "damaged");
    const numbers = sorted(scattered(20_000));
    await writeNumberFile(path, pieces(numbers));
    const bytes = await readFile(path);
    bytes[100] = (bytes[100] ?? 0) ^ 4;
    await writeFile(path, bytes);
    await expect(NumberFile.open(path, () => true)).rejects.toMatchObject({ code: "NUMBER_SET_UNREADABLE" });
    const file = await NumberFile.open(path, () => false);
    const first = batchOf(Float64Array.of(numbers[0] ?? 0));
    await expect(file.flag(first, new Uint8Array(1))).rejects.toMatchObject({ code: "NUMBER_SET_UNREADABLE" });
    await file.close();
  });

  it("has no name before it is whole", async () => {
    const where = join(dir, "stopped");
    const dying = async function* () {
      yield Float64Array.of(1, 2);
      throw new Error("killed");
    };
    await expect(writeNumberFile(join(where, "a"), dying())).rejects.toThrow("killed");
    expect(await readdir(where)).toEqual([]);
  });

  it("is joined with another, or has one taken out", async () => {
    const a = sorted(scattered(5_000));
    const b = sorted([...a.filter((_, i) => i % 3 === 0), 5, 12_345_678_901_234]);
    expect(await all(union(pieces(a, 700), pieces(b, 300)))).toEqual(sorted([...a, ...b]));
    expect(await all(without(pieces(a, 700), pieces(b, 300)))).toEqual(a.filter((_, i) => i % 3 !== 0));
    expect(await all(without(pieces(a), pieces([])))).toEqual(a);
    expect(await all(union(pieces([]), pieces(b)))).toEqual(b);
  });
});

describe("an uploaded file", () => {
  const read = async (bytes: Uint8Array | string, country: string | null) => {
    const path = join(dir, "upload");
    await writeFile(path, bytes);
    const sums = { numbers: [] as number[], rows: 0, rejected: 0, rejects: [] as unknown[], bytesRead: 0 };
    for await (const part of fileNumbers(path, country)) {
      for (const number of part.numbers) sums.numbers.push(number);
      sums.rows += part.rows;
      sums.rejected += part.rejected;
      sums.rejects.push(...part.rejects);
      sums.bytesRead = part.bytesRead;
    }
    return sums;
  };

  it("is read across pieces of any size, to the last line without an end", async () => {
    const numbers = [...scattered(60_000)];
    const text = numbers.map(phoneOf).join("\r\n");
    const sums = await read(text, null);
    expect(sums).toMatchObject({ rows: numbers.length, rejected: 0, bytesRead: text.length });
    expect(sums.numbers).toEqual(numbers);
  });

  it("says which rows are no numbers, and keeps the first of them alone", async () => {
    const text = `Number\n+442079460001\nnobody\n\n${"x\n".repeat(500)}+442079460002\n`;
    const sums = await read(text, null);
    expect(sums).toMatchObject({ numbers: [442_079_460_001, 442_079_460_002], rows: 503, rejected: 501 });
    expect(sums.rejects).toHaveLength(100);
    expect(sums.rejects[0]).toEqual({ row: 3, reason: "phone_not_a_number", raw: "nobody" });
  });

  it("may be UTF-16, have columns, or be one line without end", async () => {
    const wide = Buffer.from("\uFEFF2012000001\r\n2012000002\r\n", "utf16le");
    expect((await read(wide, "US")).numbers).toEqual([12_012_000_001, 12_012_000_002]);
    expect((await read("201,2000001\n201,2000002\n", "US")).numbers).toEqual([12_012_000_001, 12_012_000_002]);
    expect((await read("7".repeat(900_000), "US")).numbers).toEqual([]);
  });
});
