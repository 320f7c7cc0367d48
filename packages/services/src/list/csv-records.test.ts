import { describe, expect, it } from "vitest";
import { type CsvRecord, csvRecords, guessDelimiter } from "./csv-records.ts";
import { guessEncoding, sourceLines } from "./source-lines.ts";

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, chunk = 7, delimiter = ","): Promise<CsvRecord[]> {
  const bytes = new TextEncoder().encode(text);
  const found: CsvRecord[] = [];
  for await (const record of csvRecords(sourceLines(inChunks(bytes, chunk), "utf-8"), delimiter)) found.push(record);
  return found;
}

const fields = (records: readonly CsvRecord[]) => records.map((record) => record.fields);

describe("csvRecords", () => {
  it.each([1, 2, 3, 7, 1000])("reads quotes, empty lines and all line ends in chunks of %i", async (chunk) => {
    const records = await read('a,b\r\n1,"x, ""y"""\r\n\r\n2,"two\nlines"\n3,12" pipe\r4,last', chunk);
    expect(fields(records)).toEqual([
      ["a", "b"],
      ["1", 'x, "y"'],
      ["2", "two\nlines"],
      ["3", '12" pipe'],
      ["4", "last"],
    ]);
    expect(records.map((record) => record.line)).toEqual([1, 2, 4, 6, 7]);
    expect(records.every((record) => !record.broken)).toBe(true);
  });

  it("gives up one line alone after a quote that never closes", async () => {
    const records = await read('a,b\n1,"open\n2,two\n3,"three, quoted"\n4,four\n');
    expect(fields(records.filter((record) => !record.broken))).toEqual([
      ["a", "b"],
      ["2", "two"],
      ["3", "three, quoted"],
      ["4", "four"],
    ]);
    expect(records.filter((record) => record.broken).map((record) => record.raw)).toEqual(['1,"open']);
  });

  it("gives up one line alone when the open quote runs to the end of a long file", async () => {
    const tail = Array.from({ length: 500 }, (_, index) => `${index},row`).join("\n");
    const records = await read(`a,b\n0,"open\n${tail}`, 4096);
    expect(records.filter((record) => record.broken)).toHaveLength(1);
    expect(records.filter((record) => !record.broken)).toHaveLength(501);
  });

  it("says how many bytes it has read, and ends at all of them", async () => {
    const text = "name,phone\n王小明,1\nb,2\n";
    const records = await read(text, 5);
    const places = records.map((record) => record.bytesEnd);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(records.at(-1)?.bytesEnd).toBe(new TextEncoder().encode(text).length);
  });
});

describe("guessing", () => {
  it.each([
    ["a,b,c\n1,2,3", ","],
    ["a;b;c\n1;2,5;3", ";"],
    ["a\tb\n1\t2", "\t"],
    ["a|b\n1|2", "|"],
    ["phone\n123\n456", ","],
    ['"a,x";b\n1;2', ";"],
  ])("the delimiter of %j is %j", (sample, delimiter) => {
    expect(guessDelimiter(sample)).toBe(delimiter);
  });

  it("tells UTF-8, UTF-16 and GB18030 apart, also where the sample cuts a character", () => {
    const utf8 = new TextEncoder().encode("姓名,电话");
    expect(guessEncoding(utf8, true)).toBe("utf-8");
    expect(guessEncoding(utf8.subarray(0, 4), false)).toBe("utf-8");
    expect(guessEncoding(Uint8Array.from([0xff, 0xfe, 0x61, 0]), true)).toBe("utf-16le");
    expect(guessEncoding(Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb]), true)).toBe("gb18030");
  });

  it("decodes GB18030", async () => {
    const lines: string[] = [];
    for await (const line of sourceLines(inChunks(Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x0a, 0x61]), 1), "gb18030"))
      lines.push(line.text);
    expect(lines).toEqual(["姓名", "a"]);
  });
});
