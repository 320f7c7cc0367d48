import { type FileHandle, open } from "node:fs/promises";

/** Numbers sorted at one go: 30 ms of the thread, 2 MB. */
const RUN = 262_144;
/** Numbers of a run that are in memory while runs are merged: 32 KB. */
const WINDOW = 4_096;
const OUT = 8_192;

/**
 * Sorts more numbers than memory holds: runs that are sorted in memory and written one behind the other into one file,
 * then merged. Takes 2 MB and, while merging, 32 KB per quarter of a million numbers: 32 MB for 250 million.
 */
export class RunSorter {
  private readonly run = new Float64Array(RUN);
  private filled = 0;
  private readonly lengths: number[] = [];

  private constructor(private readonly file: FileHandle) {}

  /** @param path of a file that is made anew and is the caller's to remove. */
  static async open(path: string): Promise<RunSorter> {
    return new RunSorter(await open(path, "w+", 0o600));
  }

  async add(numbers: Float64Array): Promise<void> {
    for (let from = 0; from < numbers.length; ) {
      const part = numbers.subarray(from, from + RUN - this.filled);
      this.run.set(part, this.filled);
      this.filled += part.length;
      from += part.length;
      if (this.filled === RUN) await this.write();
    }
  }

  /** All numbers that were added, ascending, equal ones once; a few thousand at a time. Ends the adding. */
  async *merged(): AsyncGenerator<Float64Array, void, undefined> {
    if (this.filled > 0) await this.write();
    const heap: Cursor[] = [];
    let at = 0;
    for (const length of this.lengths) {
      const cursor = new Cursor(this.file, at, length);
      at += length;
      await cursor.fill();
      heap.push(cursor);
    }
    heap.sort((a, b) => a.head - b.head);
    let out = new Float64Array(OUT);
    let filled = 0;
    let last = -1;
    while (heap.length > 0) {
      const top = heap[0] as Cursor;
      if (top.head !== last) {
        last = top.head;
        out[filled++] = last;
        if (filled === OUT) {
          yield out;
          out = new Float64Array(OUT);
          filled = 0;
        }
      }
      if (!top.next() && !(await top.fill())) {
        const end = heap.pop() as Cursor;
        if (heap.length === 0) break;
        if (end !== top) heap[0] = end;
      }
      sink(heap);
    }
    if (filled > 0) yield out.subarray(0, filled);
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private async write(): Promise<void> {
    const numbers = this.run.subarray(0, this.filled);
    if (!ascending(numbers)) numbers.sort();
    await this.file.write(new Uint8Array(numbers.buffer, 0, numbers.length * 8));
    this.lengths.push(numbers.length);
    this.filled = 0;
  }
}

/** One run while it is merged: a window that moves over it. */
class Cursor {
  /** The number that is next. */
  head = 0;
  private readonly window: Float64Array<ArrayBuffer>;
  private at = 0;
  private held = 0;

  constructor(
    private readonly file: FileHandle,
    private place: number,
    private left: number,
  ) {
    this.window = new Float64Array(Math.min(WINDOW, left));
  }

  /** Moves on within the window; false at its end. */
  next(): boolean {
    this.at += 1;
    if (this.at >= this.held) return false;
    this.head = this.window[this.at] as number;
    return true;
  }

  /** Reads the next window; false at the run's end. */
  async fill(): Promise<boolean> {
    const wanted = Math.min(this.window.length, this.left);
    if (wanted === 0) return false;
    const bytes = new Uint8Array(this.window.buffer, 0, wanted * 8);
    const { bytesRead } = await this.file.read(bytes, 0, bytes.length, this.place * 8);
    if (bytesRead !== bytes.length) throw new Error("a run is shorter than it was written");
    this.place += wanted;
    this.left -= wanted;
    this.held = wanted;
    this.at = 0;
    this.head = this.window[0] as number;
    return true;
  }
}

/** Puts the first cursor where it belongs. */
function sink(heap: Cursor[]): void {
  const moved = heap[0] as Cursor;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] as Cursor).head < (heap[child] as Cursor).head) child += 1;
    if ((heap[child] as Cursor).head >= moved.head) break;
    heap[at] = heap[child] as Cursor;
    at = child;
  }
  heap[at] = moved;
}

/** Registers are often handed out in order. */
function ascending(numbers: Float64Array): boolean {
  for (let i = 1; i < numbers.length; i++) if ((numbers[i] as number) < (numbers[i - 1] as number)) return false;
  return true;
}
