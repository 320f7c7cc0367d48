import { readSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { parsed, xmlParser } from "./xml.ts";
import type { ZipFile } from "./zip-file.ts";

const PAGE = 65_536;
/** Pages that stay in memory: 16 MB. Strings lie in the order of the cells that first used them, so one page serves many. */
const PAGES = 256;

/** Strings of a workbook, to which its cells refer by number. */
export interface Strings {
  get(index: number): string;
  close(): Promise<void>;
}

/** Reads the strings one after the other. `si` is one string, in one or several runs; how to pronounce it is left out. */
export async function* stringsOf(
  zip: ZipFile,
  part: string,
): AsyncGenerator<{ items: readonly string[]; read: number }, void, undefined> {
  let texts: string[] = [];
  let current = "";
  let [inText, spoken] = [false, 0];
  const feed = xmlParser({
    open: (name) => {
      if (name === "t") inText = true;
      else if (name === "rPh") spoken += 1;
    },
    close: (name) => {
      if (name === "t") inText = false;
      else if (name === "rPh") spoken -= 1;
      else if (name === "si") {
        texts.push(unescaped(current));
        current = "";
      }
    },
    text: (text) => {
      if (inText && spoken === 0) current += text;
    },
  });
  yield* parsed(zip.read(part), feed, () => {
    const taken = texts;
    texts = [];
    return taken;
  });
}

/** Excel writes characters that XML cannot hold as _x000D_. */
export function unescaped(text: string): string {
  return text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}

/** Those strings alone that are asked for: reading ends with the last of them. */
export async function someStrings(zip: ZipFile, part: string, wanted: ReadonlySet<number>): Promise<Strings> {
  const found = new Map<number, string>();
  const last = Math.max(-1, ...wanted);
  let next = 0;
  if (wanted.size > 0)
    for await (const { items } of stringsOf(zip, part)) {
      for (const text of items) {
        if (wanted.has(next)) found.set(next, text);
        next += 1;
      }
      if (next > last) break;
    }
  return { get: (index) => found.get(index) ?? "", close: async () => {} };
}

/**
 * All strings, laid into a file so that millions of them need no memory but four bytes each. The file has no name as soon
 * as it is open: whatever dies leaves nothing behind.
 *
 * @param spool where the file may be made
 */
export async function allStrings(
  zip: ZipFile,
  part: string,
  spool: string,
  onRead: (bytes: number) => void,
): Promise<Strings> {
  const file = await open(spool, "w+", 0o600);
  await rm(spool, { force: true });
  try {
    const places = await lay(zip, part, file, onRead);
    return new SpooledStrings(file, places);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function lay(
  zip: ZipFile,
  part: string,
  file: FileHandle,
  onRead: (bytes: number) => void,
): Promise<Uint32Array> {
  let ends = new Uint32Array(65_536);
  let [count, end] = [0, 0];
  for await (const { items, read } of stringsOf(zip, part)) {
    const texts = items.map((text) => Buffer.from(text, "utf8"));
    const bytes = Buffer.concat(texts);
    await file.write(bytes, 0, bytes.length, end);
    for (const { length } of texts) {
      end += length;
      if (count === ends.length) {
        const wider = new Uint32Array(ends.length * 2);
        wider.set(ends);
        ends = wider;
      }
      ends[count] = end;
      count += 1;
    }
    onRead(read);
  }
  return ends.subarray(0, count);
}

class SpooledStrings implements Strings {
  private readonly pages = new Map<number, Buffer>();

  constructor(
    private readonly file: FileHandle,
    private readonly ends: Uint32Array,
  ) {}

  get(index: number): string {
    const end = this.ends[index];
    if (end === undefined) return "";
    const start = index === 0 ? 0 : (this.ends[index - 1] ?? 0);
    const [first, last] = [Math.floor(start / PAGE), Math.floor(Math.max(start, end - 1) / PAGE)];
    if (first === last) return this.page(first).toString("utf8", start - first * PAGE, end - first * PAGE);
    const pages = Array.from({ length: last - first + 1 }, (_, at) => this.page(first + at));
    return Buffer.concat(pages).toString("utf8", start - first * PAGE, end - first * PAGE);
  }

  private page(number: number): Buffer {
    const known = this.pages.get(number);
    if (known) return known;
    const bytes = Buffer.alloc(PAGE);
    // By its descriptor and at once: a cell cannot wait, and the pages are few.
    const read = readSync(this.file.fd, bytes, 0, PAGE, number * PAGE);
    const oldest = this.pages.size >= PAGES ? this.pages.keys().next().value : undefined;
    if (oldest !== undefined) this.pages.delete(oldest);
    const page = bytes.subarray(0, read);
    this.pages.set(number, page);
    return page;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
