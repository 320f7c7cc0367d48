import { readCamt } from "@callbay/domain/bank/camt";
import { type CsvOptions, readStatementCsv } from "@callbay/domain/bank/csv";
import type { StatementLine } from "@callbay/domain/bank/statement";
import { guessEncoding } from "../list/source-lines.ts";
import { camtTree } from "./camt-xml.ts";

export interface ReadStatement {
  readonly format: "csv" | "camt.053";
  /** IBANs that the file says it is of; a CSV says none. */
  readonly accounts: readonly string[];
  readonly lines: readonly StatementLine[];
}

/** Reads a bank's file, whichever of the two forms it has. @throws CallbayError STATEMENT_…: see the readers. */
export function readStatement(bytes: Uint8Array, options: CsvOptions): ReadStatement {
  const text = textOf(bytes);
  if (/^\uFEFF?\s*</.test(text)) {
    const { accounts, lines } = readCamt(camtTree(text.replace(/^\uFEFF/, "")));
    return { format: "camt.053", accounts, lines };
  }
  return { format: "csv", accounts: [], lines: readStatementCsv(text, options) };
}

/** An XML says its encoding itself; for the rest bytes that are not UTF-8 are Western, unless they look Chinese. */
function textOf(bytes: Uint8Array): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(head)?.[1];
  const guessed = guessEncoding(bytes, true);
  if (guessed !== "gb18030" && guessed !== "windows-1252") return new TextDecoder(guessed).decode(bytes);
  if (declared) return decodeAs(declared, bytes) ?? new TextDecoder("windows-1252").decode(bytes);
  const chinese = new TextDecoder("gb18030").decode(bytes);
  return /[\u4e00-\u9fff]{2}/.test(chinese.split(/\r?\n/, 40).join(" ")) && !chinese.includes("\ufffd")
    ? chinese
    : new TextDecoder("windows-1252").decode(bytes);
}

function decodeAs(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return null;
  }
}
