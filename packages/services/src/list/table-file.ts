import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { quotedField } from "@callbay/domain/csv";
import { z } from "../verb.ts";
import { type CsvRecord, csvRecords, DELIMITERS, guessDelimiter } from "./csv-records.ts";
import { fileKind, oleDirectoryAt, oleKind } from "./file-kind.ts";
import { guessEncoding, SOURCE_ENCODINGS, type SourceEncoding, sourceLines } from "./source-lines.ts";
import { fileRefusal } from "./xlsx/refusals.ts";
import { MAX_COLUMNS } from "./xlsx/sheet-rows.ts";
import { type SheetName, type TextRow, Workbook } from "./xlsx/workbook.ts";

const SAMPLE_BYTES = 65_536;

/** How a person wants a file to be read; what is null is guessed. */
export const tableOptions = z.object({
  encoding: z.enum(SOURCE_ENCODINGS).nullish(),
  delimiter: z.enum(DELIMITERS).nullish(),
  /** Of a workbook, from 0. */
  sheet: z.int().min(0).max(1_000).nullish(),
});
export type TableOptions = z.output<typeof tableOptions>;

/** How a file is read. */
export type TableReading =
  | { readonly kind: "text"; readonly encoding: SourceEncoding; readonly delimiter: string }
  | { readonly kind: "workbook"; readonly sheets: readonly SheetName[]; readonly sheet: number };

export interface Table {
  readonly reading: TableReading;
  /** Its first rows, the header among them. */
  head(most: number): Promise<readonly TableRecord[]>;
  /** All rows; close it by `return` when not all are wanted. */
  records(): AsyncGenerator<TableRecord, void, undefined>;
  close(): Promise<void>;
}

export interface TableRecord extends CsvRecord {
  /** Formulas whose value the file does not hold. */
  readonly hollow?: number;
}

/**
 * Opens an uploaded file, whatever it is. Null when it is not there.
 *
 * @throws CallbayError FILE_XLS, FILE_ENCRYPTED, FILE_NOT_A_TABLE, FILE_DAMAGED, FILE_UNPACKS_TOO_LARGE, TOO_MANY_COLUMNS
 */
export async function openTable(path: string, options: TableOptions = {}): Promise<Table | null> {
  const sample = await sampleOf(path);
  if (!sample) return null;
  if (fileKind(sample.bytes) === "zip") return workbookTable(await Workbook.open(path), path, options);
  const encoding = options.encoding ?? guessEncoding(sample.bytes, sample.whole);
  const text = new TextDecoder(encoding).decode(sample.bytes);
  return textTable(path, encoding, options.delimiter ?? guessDelimiter(text));
}

async function sampleOf(path: string): Promise<{ bytes: Uint8Array; whole: boolean } | null> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!file) return null;
  try {
    const { size } = await file.stat();
    const buffer = new Uint8Array(Math.min(SAMPLE_BYTES, size));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const kind = fileKind(bytes);
    if (kind === "foreign") throw fileRefusal("FILE_NOT_A_TABLE");
    if (kind === "ole") {
      const names = new Uint8Array(4_096);
      await file.read(names, 0, names.length, oleDirectoryAt(bytes));
      throw fileRefusal(oleKind(names));
    }
    return { bytes, whole: bytesRead >= size };
  } finally {
    await file.close();
  }
}

function textTable(path: string, encoding: SourceEncoding, delimiter: string): Table {
  const records = () => counted(csvRecords(sourceLines(createReadStream(path), encoding), delimiter));
  return {
    reading: { kind: "text", encoding, delimiter },
    records,
    head: async (most) => {
      const first: TableRecord[] = [];
      for await (const record of records()) {
        first.push(record);
        if (first.length >= most) break;
      }
      return first;
    },
    close: async () => {},
  };
}

async function* counted(
  records: AsyncGenerator<CsvRecord, void, undefined>,
): AsyncGenerator<CsvRecord, void, undefined> {
  let isFirst = true;
  for await (const record of records) {
    if (isFirst && record.fields.length > MAX_COLUMNS) throw fileRefusal("TOO_MANY_COLUMNS", { limit: MAX_COLUMNS });
    isFirst = false;
    yield record;
  }
}

function workbookTable(workbook: Workbook, path: string, options: TableOptions): Table {
  const { sheets } = workbook;
  const wanted = options.sheet ?? workbook.firstSheet;
  const sheet = wanted < sheets.length ? wanted : workbook.firstSheet;
  return {
    reading: { kind: "workbook", sheets, sheet },
    head: async (most) => (await workbook.head(sheet, most)).map(asRecord),
    async *records() {
      for await (const row of workbook.rows(sheet, `${path}.strings`)) yield asRecord(row);
    },
    close: () => workbook.close(),
  };
}

function asRecord({ number, fields, hollow, bytes }: TextRow): TableRecord {
  return { fields, raw: rowText(fields), line: number, bytesEnd: bytes, broken: false, hollow };
}

/** A row of a sheet as the line of CSV that it would be. */
function rowText(fields: readonly string[]): string {
  return fields.map(quotedField).join(",");
}
