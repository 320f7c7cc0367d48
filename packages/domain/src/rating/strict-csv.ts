import { CallbayError } from "../errors.ts";

/** One record of a CSV text. */
export interface StrictRecord {
  readonly fields: readonly string[];
  /** Its first line in the file, from 1. */
  readonly line: number;
}

/**
 * Reads CSV that a program or a careful person wrote (RFC 4180, comma, LF or CRLF, a byte-order mark or none), one
 * record at a time; empty lines are no records. Lists that people upload are read with more patience elsewhere: here a
 * misplaced quote is refused, because a price or a fact read wrongly is worse than none.
 *
 * @throws CallbayError CSV_INVALID; `details.line` is the record's first line.
 */
export function* strictCsv(text: string): Generator<StrictRecord, void, undefined> {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const fields: string[] = [];
    const first = line;
    for (;;) {
      if (text[at] === '"') {
        const quoted = quotedField(text, at, first);
        fields.push(quoted.value);
        line += quoted.lines;
        at = quoted.end;
      } else {
        const end = endOfField(text, at);
        const value = text.slice(at, end);
        if (value.includes('"')) throw invalid(first, 'a quote (") stands inside a field that does not begin with one');
        fields.push(value);
        at = end;
      }
      if (text[at] !== ",") break;
      at += 1;
    }
    if (text[at] === "\r" && text[at + 1] === "\n") at += 1;
    else if (at < text.length && text[at] !== "\n") throw invalid(first, "something stands after a closing quote");
    at += 1;
    line += 1;
    if (fields.length > 1 || fields[0] !== "") yield { fields, line: first };
  }
}

/** A value as a field of such a CSV. */
export function strictCsvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function quotedField(text: string, start: number, line: number): { value: string; end: number; lines: number } {
  let value = "";
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote === -1) throw invalid(line, 'a quote (") is opened and never closed');
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1, lines: value.split("\n").length - 1 };
    value += '"';
    from = quote + 2;
  }
}

function endOfField(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === "," || character === "\n" || (character === "\r" && text[at + 1] === "\n")) return at;
  }
  return text.length;
}

function invalid(line: number, problem: string): CallbayError {
  return new CallbayError("invalid", "CSV_INVALID", `Line ${line} is not valid CSV: ${problem}. Nothing was kept.`, {
    line,
    problem,
  });
}
