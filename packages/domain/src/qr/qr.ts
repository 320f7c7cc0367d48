import { CallbayError } from "../errors.ts";
import { correction } from "./reed-solomon.ts";

/**
 * QR codes (ISO/IEC 18004): bytes, correction level M, versions 1 to 10, which hold up to 213 bytes. Rows of modules;
 * true is dark. The quiet zone of four modules is the painter's.
 */
export type QrMatrix = readonly (readonly boolean[])[];

/** Of versions 1 … 10 at level M: all codewords, correction codewords of a block, blocks. */
const TOTAL = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346];
const PER_BLOCK = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5];
const LEVEL_M = 0;

/** @throws CallbayError QR_TOO_LONG */
export function qrMatrix(text: string): QrMatrix {
  const bytes = utf8(text);
  const version = TOTAL.findIndex((_total, at) => bytes.length <= capacity(at + 1)) + 1;
  if (version === 0)
    throw new CallbayError("invalid", "QR_TOO_LONG", "This text is too long for the QR code. Type it instead.");
  const words = codewords(bytes, version);
  const candidates = Array.from({ length: 8 }, (_one, mask) => draw(words, version, mask));
  return candidates.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
}

const dataWords = (version: number): number =>
  at(TOTAL, version - 1) - at(PER_BLOCK, version - 1) * at(BLOCKS, version - 1);
const capacity = (version: number): number => dataWords(version) - (version < 10 ? 2 : 3);

/** Mode, length, bytes, padding; cut into blocks, each with its correction, and interleaved. */
function codewords(bytes: readonly number[], version: number): number[] {
  const wanted = dataWords(version) * 8;
  let bits = `0100${bytes.length.toString(2).padStart(version < 10 ? 8 : 16, "0")}`;
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  bits += "0".repeat(Math.min(4, wanted - bits.length));
  bits += "0".repeat((8 - (bits.length % 8)) % 8);
  for (let pad = 0; bits.length < wanted; pad++) bits += pad % 2 === 0 ? "11101100" : "00010001";
  const data = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));

  const count = at(BLOCKS, version - 1);
  const short = Math.floor(data.length / count);
  const longer = data.length % count;
  const blocks: number[][] = [];
  for (let block = 0, from = 0; block < count; block++) {
    const length = short + (block >= count - longer ? 1 : 0);
    blocks.push(data.slice(from, from + length));
    from += length;
  }
  const corrections = blocks.map((block) => correction(block, at(PER_BLOCK, version - 1)));
  return [...interleave(blocks), ...interleave(corrections)];
}

function interleave(blocks: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: longest }, (_one, i) => blocks.flatMap((block) => block[i] ?? [])).flat();
}

/** A grid that knows which of its modules are patterns and which are data. */
class Grid {
  readonly dark: boolean[][];
  readonly fixed: boolean[][];

  constructor(readonly size: number) {
    this.dark = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
    this.fixed = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  }

  fix(x: number, y: number, dark: boolean): void {
    const row = this.dark[y];
    const fixed = this.fixed[y];
    if (!row || !fixed || x < 0 || x >= this.size) return;
    row[x] = dark;
    fixed[x] = true;
  }
}

function draw(words: readonly number[], version: number, mask: number): boolean[][] {
  const size = 17 + 4 * version;
  const grid = new Grid(size);
  for (let i = 0; i < size; i++) {
    grid.fix(6, i, i % 2 === 0);
    grid.fix(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    rings(grid, { x, y, radius: 4, light: [2, 4] });
  const centres = alignment(version);
  const last = centres.length - 1;
  centres.forEach((x, i) => {
    centres.forEach((y, j) => {
      const onFinder = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!onFinder) rings(grid, { x, y, radius: 2, light: [1] });
    });
  });
  drawFormat(grid, mask);
  drawVersion(grid, version);
  drawData(grid, words, mask);
  return grid.dark;
}

function rings(
  grid: Grid,
  { x, y, radius, light }: { x: number; y: number; radius: number; light: readonly number[] },
): void {
  for (let dy = -radius; dy <= radius; dy++)
    for (let dx = -radius; dx <= radius; dx++)
      grid.fix(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
}

function alignment(version: number): number[] {
  if (version === 1) return [];
  const last = 10 + 4 * version;
  return version < 7 ? [6, last] : [6, (6 + last) / 2, last];
}

/** The fifteen bits that tell level and mask (BCH 15,5). */
export function formatBits(mask: number): number {
  const data = (LEVEL_M << 3) | mask;
  let rest = data;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  return ((data << 10) | rest) ^ 0x5412;
}

function drawFormat(grid: Grid, mask: number): void {
  const bits = formatBits(mask);
  const bit = (i: number): boolean => ((bits >>> i) & 1) === 1;
  for (let i = 0; i <= 5; i++) grid.fix(8, i, bit(i));
  grid.fix(8, 7, bit(6));
  grid.fix(8, 8, bit(7));
  grid.fix(7, 8, bit(8));
  for (let i = 9; i < 15; i++) grid.fix(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i++) grid.fix(grid.size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i++) grid.fix(8, grid.size - 15 + i, bit(i));
  grid.fix(8, grid.size - 8, true);
}

/** From version 7 on, the version itself (BCH 18,6), twice. */
function drawVersion(grid: Grid, version: number): void {
  if (version < 7) return;
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const dark = ((bits >>> i) & 1) === 1;
    const [far, near] = [grid.size - 11 + (i % 3), Math.floor(i / 3)];
    grid.fix(far, near, dark);
    grid.fix(near, far, dark);
  }
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Up and down in columns of two from the right, over all modules that are no pattern. */
function drawData({ size, dark, fixed }: Grid, words: readonly number[], mask: number): void {
  const masked = at(MASKS, mask);
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const upward = ((right + 1) & 2) === 0;
      const y = upward ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        const row = dark[y];
        if (!row || fixed[y]?.[x]) continue;
        const value = (((words[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1) === 1;
        row[x] = value !== masked(x, y);
        bit++;
      }
    }
  }
}

/** How hard to read: long runs, blocks of one colour, and too much of one (the standard's rules 1, 2 and 4). */
function penalty(rows: readonly (readonly boolean[])[]): number {
  const size = rows.length;
  const get = (x: number, y: number): boolean => rows[y]?.[x] ?? false;
  let points = 0;
  let dark = 0;
  for (let a = 0; a < size; a++) {
    let [across, down] = [0, 0];
    for (let b = 0; b < size; b++) {
      if (get(b, a)) dark++;
      across = b > 0 && get(b, a) === get(b - 1, a) ? across + 1 : 1;
      down = b > 0 && get(a, b) === get(a, b - 1) ? down + 1 : 1;
      for (const run of [across, down]) points += run === 5 ? 3 : run > 5 ? 1 : 0;
      const one = get(a, b);
      if (a > 0 && b > 0 && one === get(a - 1, b) && one === get(a, b - 1) && one === get(a - 1, b - 1)) points += 3;
    }
  }
  return points + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`there is no ${index}`);
  return found;
}

/** The language alone knows UTF-8 only as what an address is escaped to. */
function utf8(text: string): number[] {
  const pieces = encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|(.)/g);
  return Array.from(pieces, ([, hex, char = ""]) => (hex ? Number.parseInt(hex, 16) : char.charCodeAt(0)));
}
