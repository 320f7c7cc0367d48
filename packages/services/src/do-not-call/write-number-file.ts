import { type BuiltSet, NumberSetBuilder } from "@callbay/domain/number-set/builder";
import { writeWhole } from "../whole-file.ts";

/** Numbers, ascending, each once, some thousands at a time. */
export type Ascending = AsyncIterable<Float64Array>;

/**
 * Writes the file of a number set. It has its name only once it is whole and on the disk: what dies before leaves a file
 * with another name. What the numbers throw is thrown, and nothing is left.
 */
export async function writeNumberFile(path: string, numbers: Ascending): Promise<BuiltSet> {
  return writeWhole(path, async (file) => {
    let ready: Uint8Array[] = [];
    const builder = new NumberSetBuilder((bytes) => ready.push(bytes));
    const write = async (): Promise<void> => {
      const now = ready;
      ready = [];
      for (const bytes of now) await file.appendFile(bytes);
    };
    for await (const piece of numbers) {
      for (let i = 0; i < piece.length; i++) builder.add(piece[i] as number);
      await write();
    }
    const built = builder.finish();
    await write();
    return built;
  });
}

/** The numbers of both, each once. */
export async function* union(a: Ascending, b: Ascending): AsyncGenerator<Float64Array, void, undefined> {
  yield* together(a, b, (inA, inB) => inA || inB);
}

/** The numbers of the first that are not of the second. */
export async function* without(a: Ascending, b: Ascending): AsyncGenerator<Float64Array, void, undefined> {
  yield* together(a, b, (inA, inB) => inA && !inB);
}

async function* together(
  a: Ascending,
  b: Ascending,
  keep: (inA: boolean, inB: boolean) => boolean,
): AsyncGenerator<Float64Array, void, undefined> {
  const left = new Reader(a);
  const right = new Reader(b);
  try {
    await left.start();
    await right.start();
    let out: number[] = [];
    while (left.head !== Number.POSITIVE_INFINITY || right.head !== Number.POSITIVE_INFINITY) {
      const number = Math.min(left.head, right.head);
      const inA = left.head === number;
      const inB = right.head === number;
      if (keep(inA, inB)) out.push(number);
      if (inA && !left.step()) await left.more();
      if (inB && !right.step()) await right.more();
      if (out.length === 8_192) {
        yield Float64Array.from(out);
        out = [];
      }
    }
    yield Float64Array.from(out);
  } finally {
    await left.close();
    await right.close();
  }
}

/** Takes ascending numbers one by one; infinity after the last. */
class Reader {
  head = Number.POSITIVE_INFINITY;
  private piece: Float64Array = new Float64Array(0);
  private at = 0;
  private readonly pieces: AsyncIterator<Float64Array>;

  constructor(source: Ascending) {
    this.pieces = source[Symbol.asyncIterator]();
  }

  start(): Promise<void> {
    return this.more();
  }

  step(): boolean {
    this.at += 1;
    if (this.at >= this.piece.length) return false;
    this.head = this.piece[this.at] as number;
    return true;
  }

  async more(): Promise<void> {
    for (;;) {
      const next = await this.pieces.next();
      if (next.done) {
        this.head = Number.POSITIVE_INFINITY;
        return;
      }
      if (next.value.length === 0) continue;
      this.piece = next.value;
      this.at = 0;
      this.head = this.piece[0] as number;
      return;
    }
  }

  async close(): Promise<void> {
    await this.pieces.return?.();
  }
}
