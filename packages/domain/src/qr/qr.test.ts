import { describe, expect, test } from "vitest";
import { formatBits, qrMatrix } from "./qr.ts";
import { correction } from "./reed-solomon.ts";

describe("QR codes", () => {
  test("correct errors as the standard's arithmetic says", () => {
    // "HELLO WORLD" at 1-M, the example of every textbook.
    const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
    expect(correction(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23]);
  });

  test("tell level M and their mask as the standard's table does", () => {
    const table = ["5412", "5125", "5e7c", "5b4b", "45f9", "40ce", "4f97", "4aa0"];
    expect(table.map((_bits, mask) => formatBits(mask).toString(16))).toEqual(table);
  });

  test.each([5, 14, 15, 40, 84, 106, 122, 150, 200, 213])("of %i bytes are read back", (length) => {
    const text = Array.from({ length }, (_one, i) => String.fromCharCode(33 + ((i * 7) % 90))).join("");
    expect(read(qrMatrix(text))).toBe(text);
  });

  test("hold no more than 213 bytes", () => {
    expect(() => qrMatrix("x".repeat(214))).toThrow(expect.objectContaining({ code: "QR_TOO_LONG" }));
  });
});

/** A reader of its own: finds the patterns by the standard's geometry, undoes the mask, and takes the data blocks apart. */
function read(rows: readonly (readonly boolean[])[]): string {
  const size = rows.length;
  const version = (size - 17) / 4;
  const dark = (x: number, y: number) => rows[y]?.[x] === true;
  const told = Array.from({ length: 8 }, (_one, i) => size - 1 - i).map((x) => dark(x, 8));
  const low = told.reduce((sum, on, i) => sum + (on ? 2 ** i : 0), 0);
  const high = Array.from({ length: 7 }, (_one, i) => dark(8, size - 7 + i)).reduce(
    (s, on, i) => s + (on ? 2 ** (i + 8) : 0),
    0,
  );
  const mask = (((low + high) ^ 0x5412) >>> 10) & 7;
  const masks: ((x: number, y: number) => number)[] = [
    (x, y) => (x + y) % 2,
    (_x, y) => y % 2,
    (x) => x % 3,
    (x, y) => (x + y) % 3,
    (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
    (x, y) => ((x * y) % 2) + ((x * y) % 3),
    (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
    (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
  ];
  const end = size - 7;
  const centres = version === 1 ? [] : version < 7 ? [6, end] : [6, (6 + end) / 2, end];
  const isPattern = (x: number, y: number): boolean => {
    if (x === 6 || y === 6) return true;
    if (x < 9 && y < 9) return true;
    if (x >= size - 8 && y < 9) return true;
    if (x < 9 && y >= size - 8) return true;
    if (version >= 7 && ((x >= size - 11 && y < 6) || (y >= size - 11 && x < 6))) return true;
    return centres.some((cx) =>
      centres.some((cy) => {
        const finder = (cx === 6 && cy === 6) || (cx === 6 && cy === end) || (cx === end && cy === 6);
        return !finder && Math.abs(cx - x) <= 2 && Math.abs(cy - y) <= 2;
      }),
    );
  };
  let bits = "";
  let up = true;
  for (let right = size - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right--;
    for (let i = 0; i < size; i++) {
      const y = up ? size - 1 - i : i;
      for (const x of [right, right - 1])
        if (!isPattern(x, y)) bits += dark(x, y) !== (masks[mask]?.(x, y) === 0) ? "1" : "0";
    }
  }
  const words = (bits.match(/.{8}/g) ?? []).map((one) => Number.parseInt(one, 2));
  // Blocks of level M by the standard's table: [how many, data words] of each kind.
  const kinds = (
    [
      [[1, 16]],
      [[1, 28]],
      [[1, 44]],
      [[2, 32]],
      [[2, 43]],
      [[4, 27]],
      [[4, 31]],
      [
        [2, 38],
        [2, 39],
      ],
      [
        [3, 36],
        [2, 37],
      ],
      [
        [4, 43],
        [1, 44],
      ],
    ] as const
  )[version - 1];
  const lengths = (kinds ?? []).flatMap(([count, length]) => new Array<number>(count).fill(length));
  const blocks: number[][] = lengths.map(() => []);
  let next = 0;
  for (let i = 0; i < Math.max(...lengths); i++)
    for (const [b, length] of lengths.entries()) if (i < length) blocks[b]?.push(words[next++] ?? 0);
  const data = blocks
    .flat()
    .map((word) => word.toString(2).padStart(8, "0"))
    .join("");
  const lengthBits = version < 10 ? 8 : 16;
  const count = Number.parseInt(data.slice(4, 4 + lengthBits), 2);
  const body = data.slice(4 + lengthBits, 4 + lengthBits + count * 8);
  return String.fromCharCode(...(body.match(/.{8}/g) ?? []).map((one) => Number.parseInt(one, 2)));
}
