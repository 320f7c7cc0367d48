import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ExcelJS from "exceljs";
import { afterAll, describe, expect, it } from "vitest";
import { openTable, type TableRecord } from "../table-file.ts";
import { workbookOf, zipOf } from "./zip.test-support.ts";

const folder = mkdtempSync(join(tmpdir(), "callbay-xlsx-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function file(bytes: Uint8Array): string {
  const path = join(folder, String(++files));
  writeFileSync(path, bytes);
  return path;
}

async function read(bytes: Uint8Array, sheet?: number): Promise<TableRecord[]> {
  const table = await openTable(file(bytes), { sheet });
  const rows: TableRecord[] = [];
  for await (const row of table?.records() ?? []) rows.push(row);
  const head = (await table?.head(1_000)) ?? [];
  await table?.close();
  // The preview reads another way, and must see the same.
  expect(head.map(({ fields, line }) => ({ fields, line }))).toEqual(
    rows.map(({ fields, line }) => ({ fields, line })),
  );
  return rows;
}

async function written(fill: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const cell = (row: string) => `<worksheet><sheetData>${row}</sheetData></worksheet>`;

describe("a workbook that a spreadsheet program wrote", () => {
  it("gives numbers with all their digits, dates year first, and values of formulas", async () => {
    const rows = await read(
      await written((book) => {
        const sheet = book.addWorksheet("List");
        sheet.addRow(["name", "phone", "code", "since", "total", "note"]);
        const row = sheet.addRow([
          "王小明",
          13_800_138_000,
          755_123,
          new Date(Date.UTC(2026, 4, 1, 14, 30)),
          { formula: "1+1", result: 2 },
          "=HYPERLINK(1)",
        ]);
        row.getCell(3).numFmt = "00000000";
        row.getCell(4).numFmt = "yyyy-mm-dd hh:mm";
        sheet.getRow(5).getCell(2).value = "0755 8888 0001";
        sheet.getRow(5).getCell(1).value = { richText: [{ text: "Ann " }, { text: "Smith", font: { bold: true } }] };
      }),
    );
    expect(rows.map(({ fields }) => fields)).toEqual([
      ["name", "phone", "code", "since", "total", "note"],
      ["王小明", "13800138000", "00755123", "2026-05-01 14:30:00", "2", "=HYPERLINK(1)"],
      ["Ann Smith", "0755 8888 0001"],
    ]);
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 5]);
    expect(rows[1]?.raw).toBe("王小明,13800138000,00755123,2026-05-01 14:30:00,2,=HYPERLINK(1)");
  });

  it("takes the first sheet that is not hidden, or the one that is chosen", async () => {
    const book = await written((one) => {
      one.addWorksheet("Secret", { state: "hidden" }).addRow(["hidden"]);
      one.addWorksheet("People").addRow(["people"]);
      one.addWorksheet("Others").addRow(["others"]);
    });
    expect((await read(book))[0]?.fields).toEqual(["people"]);
    expect((await read(book, 2))[0]?.fields).toEqual(["others"]);
    const table = await openTable(file(book));
    expect(table?.reading).toMatchObject({ kind: "workbook", sheet: 1 });
    await table?.close();
  });

  it("leaves no file of its strings behind", async () => {
    const path = file(await written((book) => book.addWorksheet("A").addRow(["text"])));
    const table = await openTable(path);
    for await (const row of table?.records() ?? []) expect(row.fields).toEqual(["text"]);
    await table?.close();
    expect(existsSync(`${path}.strings`)).toBe(false);
  });
});

describe("a workbook as other programs write it", () => {
  it("may name no places, use prefixes, and keep its strings in the cells", async () => {
    const rows = await read(
      workbookOf(
        `<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>` +
          `<x:c><x:v>8.5223456718E10</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c>` +
          `<x:c t="str"><x:f>A1</x:f><x:v>b &amp; c</x:v></x:c><x:c><x:f>NOW()</x:f></x:c></x:row></x:sheetData></x:worksheet>`,
      ),
    );
    expect(rows[0]).toMatchObject({ fields: ["a", "85223456718", "true", "", "b & c"], hollow: 1 });
  });

  it("leaves out how a string is pronounced, and reads what XML cannot hold", async () => {
    const strings =
      "<sst><si><t>東京</t><rPh><t>トウキョウ</t></rPh></si><si><r><t>a_x000A_</t></r><r><t>b</t></r></si></sst>";
    const rows = await read(
      workbookOf(cell(`<row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3" t="s"><v>1</v></c></row>`), strings),
    );
    expect(rows[0]).toMatchObject({ line: 3, fields: ["", "東京", "", "a\nb"] });
  });

  it("finds each of many strings, also where it lies on two pages", async () => {
    const text = (at: number) => `${at} ${"long ".repeat(40)}${at}`;
    const all = Array.from({ length: 20_000 }, (_, at) => `<si><t>${text(at)}</t></si>`).join("");
    const wanted = [0, 1, 19_999, 4_444, 7, 307, 308, 19_998, 3];
    const cells = wanted.map((at) => `<c t="s"><v>${at}</v></c>`).join("");
    const rows = await read(workbookOf(cell(`<row>${cells}</row>`), `<sst>${all}</sst>`));
    expect(rows[0]?.fields).toEqual(wanted.map(text));
  });
});

describe("a file that is refused", () => {
  const ole = (name: string): Uint8Array => {
    const bytes = Buffer.alloc(2_048);
    bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    bytes.writeUInt16LE(9, 0x1e);
    bytes.writeUInt32LE(1, 0x30);
    bytes.write("Root Entry", 1_024, "utf16le");
    bytes.write(name, 1_152, "utf16le");
    return bytes;
  };
  const wide = `<row>${Array.from({ length: 501 }, () => "<c><v>1</v></c>").join("")}</row>`;
  const good = workbookOf(cell(`<row><c><v>1</v></c></row>`));
  const noise = Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 97) % 251));

  it.each<[string, Uint8Array, string]>([
    ["an old workbook", ole("Workbook"), "FILE_XLS"],
    ["a workbook behind a password", ole("EncryptedPackage"), "FILE_ENCRYPTED"],
    ["another document of that kind", ole("WordDocument"), "FILE_NOT_A_TABLE"],
    ["an archive behind a password", zipOf({ "a.csv": "a" }, 1), "FILE_ENCRYPTED"],
    ["an archive of something else", zipOf({ "word/document.xml": "<a/>" }), "FILE_NOT_A_TABLE"],
    ["a PDF", Buffer.from("%PDF-1.7\n"), "FILE_NOT_A_TABLE"],
    ["a page", Buffer.from("<!DOCTYPE html><table>"), "FILE_NOT_A_TABLE"],
    ["bytes of a program", noise, "FILE_NOT_A_TABLE"],
    ["a cut workbook", good.subarray(0, good.length - 60), "FILE_DAMAGED"],
    ["a workbook with holes", workbookOf("<worksheet><sheetData><row></c>"), "FILE_DAMAGED"],
    ["entities that grow", workbookOf('<!DOCTYPE a [<!ENTITY b "bb">]><worksheet/>'), "FILE_DAMAGED"],
    ["501 columns", workbookOf(cell(wide)), "TOO_MANY_COLUMNS"],
    ["501 columns of text", Buffer.from(`${",".repeat(500)}\n`), "TOO_MANY_COLUMNS"],
    ["nothing but spaces", workbookOf(Buffer.alloc(60_000_000, 32)), "FILE_UNPACKS_TOO_LARGE"],
  ])("is %s", async (_name, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({ code });
  });
});

it("tells a list of Windows-1252 from one of GB18030, and UTF-16 without a mark", async () => {
  const latin = Buffer.from("name;ville\nJérôme Lefèvre;Orléans\nZoë Müller;Köln\n", "latin1");
  const readings = await Promise.all(
    [latin, Buffer.from("name,phone\nA,1\n", "utf16le")].map(async (bytes) => (await openTable(file(bytes)))?.reading),
  );
  expect(readings).toEqual([
    { kind: "text", encoding: "windows-1252", delimiter: ";" },
    { kind: "text", encoding: "utf-16le", delimiter: "," },
  ]);
});
