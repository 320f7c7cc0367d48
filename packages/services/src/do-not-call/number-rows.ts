import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { type NumberRows, numberRows, plainNumber, readNumbers } from "@callbay/domain/number-set/row";
import { guessDelimiter } from "../list/csv-records.ts";
import { guessEncoding } from "../list/source-lines.ts";

/** Rows that only libphonenumber can tell take 15 µs each: a piece holds the thread for less than a tenth of a second. */
const CHUNK_BYTES = 65_536;
const SAMPLE_BYTES = 65_536;
/** A line may be so long; a file without line ends must not fill the memory. */
const MAX_LINE = 65_536;
/** Of the rows that are no numbers, the first so many are kept, each shortened. */
export const KEPT_REJECTS = 100;
const KEPT_CHARACTERS = 200;

/** A row that is no number. */
export interface RejectedRow {
  /** From 1; the header counts. */
  readonly row: number;
  readonly reason: string;
  readonly raw: string;
}

/** Some rows of a file, in its order. */
export interface NumberBatch {
  /** As they came: unsorted, some perhaps twice. */
  readonly numbers: Float64Array;
  /** Of the file, up to the end of this piece. */
  readonly bytesRead: number;
  /** In this piece: rows that are no header, and those of them that are no number. */
  readonly rows: number;
  readonly rejected: number;
  /** The first of those. */
  readonly rejects: readonly RejectedRow[];
}

/**
 * Reads the numbers of an uploaded file, 64 KB at a time, in whatever of the known encodings and with
 * whatever delimiter. Each line is a row. @throws the file system's own error when the file is not there.
 */
export async function* fileNumbers(path: string, country: string | null): AsyncGenerator<NumberBatch, void, undefined> {
  const { encoding, delimiter } = await inspect(path);
  const decoder = new TextDecoder(encoding);
  const reader = new LineReader(delimiter, country);
  let bytesRead = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    bytesRead += (chunk as Buffer).byteLength;
    yield { ...reader.take(decoder.decode(chunk as Buffer, { stream: true })), bytesRead };
  }
  yield { ...reader.take(`${decoder.decode()}\n`), bytesRead };
}

async function inspect(path: string) {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const sample = buffer.subarray(0, bytesRead);
    const encoding = guessEncoding(sample, bytesRead < SAMPLE_BYTES);
    return { encoding, delimiter: guessDelimiter(new TextDecoder(encoding).decode(sample)) };
  } finally {
    await file.close();
  }
}

/** Cuts text into lines and lines into numbers. */
class LineReader {
  private rest = "";
  private line = 0;
  private rows: NumberRows | null = null;
  private kept = 0;

  constructor(
    private readonly delimiter: string,
    private readonly country: string | null,
  ) {}

  take(piece: string): Omit<NumberBatch, "bytesRead"> {
    const text = this.rest + piece;
    // Rows with more than a number each are rare.
    let numbers = new Float64Array(Math.max(1_024, text.length >>> 2));
    let filled = 0;
    let counted = 0;
    let rejected = 0;
    const rejects: RejectedRow[] = [];
    let from = 0;
    for (;;) {
      const end = text.indexOf("\n", from);
      if (end === -1) break;
      const to = end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
      this.line += 1;
      const begin = from;
      from = end + 1;
      if (to === begin) continue;
      if (this.rows === null) {
        this.rows = numberRows(text.slice(begin, to), this.delimiter, this.country);
        if (this.rows.hasHeader) continue;
      }
      counted += 1;
      const plain = this.rows.columns.length === 0 ? plainNumber(text, begin, to, this.rows) : -1;
      if (plain >= 0) {
        numbers[filled++] = plain;
        continue;
      }
      const read = readNumbers(text.slice(begin, to), this.rows);
      if (read.ok) {
        if (filled + read.numbers.length > numbers.length) numbers = grown(numbers, read.numbers.length);
        for (const number of read.numbers) numbers[filled++] = number;
      } else {
        rejected += 1;
        if (this.kept++ < KEPT_REJECTS)
          rejects.push({ row: this.line, reason: read.reason, raw: text.slice(begin, to).slice(0, KEPT_CHARACTERS) });
      }
    }
    this.rest = text.slice(from);
    if (this.rest.length > MAX_LINE) {
      const cut = this.rest;
      this.rest = "";
      const more = this.take(`${cut}\n`);
      return {
        numbers: joined(numbers.subarray(0, filled), more.numbers),
        rows: counted + more.rows,
        rejected: rejected + more.rejected,
        rejects: [...rejects, ...more.rejects],
      };
    }
    return { numbers: numbers.subarray(0, filled), rows: counted, rejected, rejects };
  }
}

function grown(numbers: Float64Array<ArrayBuffer>, by: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(numbers.length * 2 + by);
  larger.set(numbers);
  return larger;
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
