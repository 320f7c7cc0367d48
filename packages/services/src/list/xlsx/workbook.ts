import { type CellFormat, cellFormat } from "@callbay/domain/import/cell-format";
import { fileRefusal } from "./refusals.ts";
import { allStrings, type Strings, someStrings } from "./shared-strings.ts";
import { type CellReading, type RawRow, sheetRows } from "./sheet-rows.ts";
import { eachElement } from "./xml.ts";
import { ZipFile } from "./zip-file.ts";

export interface SheetName {
  readonly name: string;
  readonly hidden: boolean;
}

/** A row as the pipeline takes it: its texts. */
export interface TextRow {
  readonly number: number;
  readonly fields: readonly string[];
  readonly hollow: number;
  /** Bytes of the file read up to it. */
  readonly bytes: number;
}

interface Sheet extends SheetName {
  readonly part: string;
}

/** A workbook on the disk, read row by row: its memory does not grow with its rows. */
export class Workbook {
  private constructor(
    private readonly zip: ZipFile,
    private readonly all: readonly Sheet[],
    private readonly reading: CellReading,
    private readonly strings: string | null,
  ) {}

  /** @throws CallbayError FILE_NOT_A_TABLE, FILE_DAMAGED, FILE_ENCRYPTED, FILE_UNPACKS_TOO_LARGE */
  static async open(path: string): Promise<Workbook> {
    const zip = await ZipFile.open(path);
    try {
      return await Workbook.read(zip);
    } catch (error) {
      await zip.close();
      throw error;
    }
  }

  private static async read(zip: ZipFile): Promise<Workbook> {
    const main = await mainPart(zip);
    const folder = main.slice(0, main.lastIndexOf("/") + 1);
    const links = await relations(zip, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
    const sheets: Sheet[] = [];
    let is1904 = false;
    eachElement(await zip.text(main), (name, attributes) => {
      if (name === "workbookPr") is1904 = attributes.date1904 === "1" || attributes.date1904 === "true";
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
      const link = links.get(id);
      if (link?.type.endsWith("/worksheet") && zip.has(link.part))
        sheets.push({
          name: attributes.name ?? "",
          hidden: (attributes.state ?? "visible") !== "visible",
          part: link.part,
        });
    });
    if (sheets.length === 0) throw fileRefusal("FILE_NOT_A_TABLE");
    const partOf = (type: string) => {
      const part = [...links.values()].find((link) => link.type.endsWith(type))?.part;
      return part !== undefined && zip.has(part) ? part : null;
    };
    const styles = partOf("/styles");
    const formats = styles ? formatsOf(await zip.text(styles)) : [];
    return new Workbook(zip, sheets, { formats, is1904 }, partOf("/sharedStrings"));
  }

  get sheets(): readonly SheetName[] {
    return this.all.map(({ name, hidden }) => ({ name, hidden }));
  }

  /** The first that a person sees. */
  get firstSheet(): number {
    return Math.max(
      0,
      this.all.findIndex(({ hidden }) => !hidden),
    );
  }

  /** The first rows of a sheet; of the strings no more is read than they need. */
  async head(sheet: number, most: number): Promise<TextRow[]> {
    const raw: RawRow[] = [];
    for await (const { items } of sheetRows(this.zip, this.part(sheet), this.reading)) {
      raw.push(...items.slice(0, most - raw.length));
      if (raw.length >= most) break;
    }
    const wanted = new Set(raw.flatMap(({ cells }) => cells.filter((cell) => typeof cell === "number")));
    const strings = this.strings ? await someStrings(this.zip, this.strings, wanted) : NO_STRINGS;
    return raw.map((row) => textRow(row, strings, 0));
  }

  /** All rows of a sheet. @param spool a path where a file for the strings may be made */
  async *rows(sheet: number, spool: string): AsyncGenerator<TextRow, void, undefined> {
    let before = 0;
    const strings = this.strings
      ? await allStrings(this.zip, this.strings, spool, (bytes) => {
          before = bytes;
        })
      : NO_STRINGS;
    try {
      for await (const { items, read } of sheetRows(this.zip, this.part(sheet), this.reading))
        for (const row of items) yield textRow(row, strings, before + read);
    } finally {
      await strings.close();
    }
  }

  async close(): Promise<void> {
    await this.zip.close();
  }

  private part(sheet: number): string {
    const chosen = this.all[sheet];
    if (!chosen) throw fileRefusal("FILE_DAMAGED");
    return chosen.part;
  }
}

const NO_STRINGS: Strings = { get: () => "", close: async () => {} };

function textRow({ number, cells, hollow }: RawRow, strings: Strings, bytes: number): TextRow {
  return { number, fields: cells.map((cell) => (typeof cell === "number" ? strings.get(cell) : cell)), hollow, bytes };
}

/** Where the workbook itself lies in its archive: as a rule xl/workbook.xml. */
async function mainPart(zip: ZipFile): Promise<string> {
  const links = zip.has("_rels/.rels") ? await relations(zip, "_rels/.rels", "") : new Map<string, Link>();
  const part = [...links.values()].find(({ type }) => type.endsWith("/officeDocument"))?.part ?? "xl/workbook.xml";
  // A binary workbook (.xlsb) and a text document are archives of the same kind.
  if (!zip.has(part) || !/\.xml$/i.test(part)) throw fileRefusal("FILE_NOT_A_TABLE");
  return part;
}

interface Link {
  readonly type: string;
  readonly part: string;
}

async function relations(zip: ZipFile, part: string, folder: string): Promise<Map<string, Link>> {
  const links = new Map<string, Link>();
  if (!zip.has(part)) return links;
  eachElement(await zip.text(part), (name, { Id = "", Type = "", Target = "", TargetMode }) => {
    if (name === "Relationship" && TargetMode !== "External")
      links.set(Id, { type: Type, part: within(folder, Target) });
  });
  return links;
}

function within(folder: string, target: string): string {
  if (target.startsWith("/")) return target.slice(1);
  const path: string[] = [];
  for (const step of `${folder}${target}`.split("/")) {
    if (step === "..") path.pop();
    else if (step !== "." && step !== "") path.push(step);
  }
  return path.join("/");
}

/** The number format of each style that cells name. */
function formatsOf(xml: string): CellFormat[] {
  const codes = new Map<number, string>();
  const formats: CellFormat[] = [];
  let inCells = false;
  eachElement(xml, (name, attributes) => {
    if (name === "numFmt") codes.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
    else if (name === "cellXfs") inCells = true;
    else if (name === "cellStyles") inCells = false;
    else if (name === "xf" && inCells) {
      const id = Number(attributes.numFmtId ?? 0);
      formats.push(cellFormat(id, codes.get(id)));
    }
  });
  return formats;
}
