/**
 * CSV as people write it, one record at a time, with its own text and place in the file. Pure.
 *
 * Our own and not csv-parse, because of one row: after a quote that is opened and never closed csv-parse takes all
 * that follows as one field, and thousands of good rows vanish into it without a word. Here a record that does not
 * close properly gives up its first line alone as broken, and reading resumes on the next line.
 */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** As it stood in the file, without its line end. */
  readonly raw: string;
  /** First line of the record, from 1. */
  readonly line: number;
  /** Bytes of the file up to the end of this record. */
  readonly bytesEnd: number;
  /** A quote was opened and never closed; `fields` is what could be read of the line. */
  readonly broken: boolean;
}

/** A line of the file and the bytes read up to its end. */
export interface SourceLine {
  readonly text: string;
  readonly bytesEnd: number;
}

/** A quoted field may hold line breaks, an address of some lines; past this it is a forgotten quote. */
const MAX_LINES = 20;
const MAX_CHARACTERS = 32_768;

/** Reads records from lines; empty lines are no records. */
export async function* csvRecords(
  lines: AsyncIterable<SourceLine>,
  delimiter: string,
): AsyncGenerator<CsvRecord, void, undefined> {
  /** Lines of a record that has not closed yet. */
  let open: SourceLine[] = [];
  let openAt = 1;
  let next = 1;

  function* settle(queue: SourceLine[], at: number, atEnd: boolean): Generator<CsvRecord> {
    let first = at;
    let from = 0;
    while (from < queue.length) {
      const taken = takeRecord(queue.slice(from), delimiter, first, atEnd);
      if (taken === "more") break;
      if (taken.record) yield taken.record;
      from += taken.lines;
      first += taken.lines;
    }
    open = queue.slice(from);
    openAt = first;
  }

  for await (const line of lines) {
    if (open.length === 0) openAt = next;
    next += 1;
    if (open.length === 0 && !line.text.includes('"')) {
      // Without a quote a line is a record: most are.
      const { text, bytesEnd } = line;
      if (text.trim() !== "") yield { fields: text.split(delimiter), raw: text, line: openAt, bytesEnd, broken: false };
      continue;
    }
    yield* settle([...open, line], openAt, false);
  }
  yield* settle(open, openAt, true);
}

type Taken = { readonly record: CsvRecord | null; readonly lines: number } | "more";

function takeRecord(lines: readonly SourceLine[], delimiter: string, line: number, atEnd: boolean): Taken {
  const first = lines[0];
  if (!first) return "more";
  if (first.text.trim() === "") return { record: null, lines: 1 };
  const raw = lines.map((each) => each.text).join("\n");
  const parsed = splitFields(raw, delimiter);
  if (parsed.closedAt !== null) {
    // Anything past the record's own last line belongs to the next.
    const own = raw.slice(0, parsed.closedAt);
    const count = own.split("\n").length;
    if (count === 1 || !parsed.stray) {
      const last = lines[count - 1] ?? first;
      return {
        record: { fields: parsed.fields, raw: own, line, bytesEnd: last.bytesEnd, broken: false },
        lines: count,
      };
    }
  } else if (!atEnd && !parsed.stray && lines.length < MAX_LINES && raw.length < MAX_CHARACTERS) {
    return "more";
  }
  const alone = splitFields(first.text, delimiter);
  return {
    record: { fields: alone.fields, raw: first.text, line, bytesEnd: first.bytesEnd, broken: true },
    lines: 1,
  };
}

interface Split {
  readonly fields: string[];
  /** Where the record ends in the text; null when a quote is still open there. */
  readonly closedAt: number | null;
  /** Text stood between a closing quote and the next delimiter. */
  readonly stray: boolean;
}

/** Splits the first record of `text`. A quote inside an unquoted field is a character like any other. */
function splitFields(text: string, delimiter: string): Split {
  const fields: string[] = [];
  let stray = false;
  let at = 0;
  for (;;) {
    let field = "";
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote === -1) {
          fields.push(field + text.slice(at));
          return { fields, closedAt: null, stray };
        }
        field += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        field += '"';
        at += 1;
      }
      const end = endOfField(text, at, delimiter);
      const tail = text.slice(at, end);
      if (tail.trim() !== "") {
        stray = true;
        field += tail;
      }
      at = end;
    } else {
      const end = endOfField(text, at, delimiter);
      field = text.slice(at, end);
      at = end;
    }
    fields.push(field);
    if (text[at] !== delimiter) return { fields, closedAt: at, stray };
    at += 1;
  }
}

function endOfField(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === delimiter || character === "\n") return at;
  }
  return text.length;
}

export const DELIMITERS = [",", ";", "\t", "|"] as const;

/** The delimiter that the first lines agree on most; a comma when none does. */
export function guessDelimiter(sample: string): string {
  const lines = sample
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  const scored = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => splitFields(line, delimiter).fields.length - 1);
    const head = counts[0] ?? 0;
    return { delimiter, score: head === 0 ? 0 : counts.filter((count) => count === head).length * 100 + head };
  });
  const best = scored.reduce((winner, each) => (each.score > winner.score ? each : winner));
  return best.score === 0 ? "," : best.delimiter;
}
