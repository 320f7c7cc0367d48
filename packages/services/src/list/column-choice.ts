import { createHash } from "node:crypto";
import { type ColumnMapping, decideRow } from "@callbay/domain/import-row";
import { z } from "../verb.ts";
import type { JudgedRow } from "./sort-batch.ts";
import { type TableOptions, type TableRecord, tableOptions } from "./table-file.ts";
import { MAX_COLUMNS } from "./xlsx/sheet-rows.ts";

/** Of so many first rows a file's columns are guessed. */
export const HEAD_ROWS = 60;

const column = z
  .int()
  .min(0)
  .max(MAX_COLUMNS - 1);

/** What a person says the columns are: a domain ColumnMapping. A column serves once, and each attribute has its own key. */
export const columnMapping = z
  .object({
    columnCount: z.int().min(1).max(MAX_COLUMNS),
    hasHeader: z.boolean(),
    phones: z.array(column).min(1, "say which column is the number").max(5),
    names: z.array(column).max(5),
    country: column.nullable(),
    timezone: column.nullable(),
    consentAt: column.nullable(),
    consentProof: column.nullable(),
    attributes: z
      .array(
        z.object({
          column,
          key: z
            .string()
            .trim()
            .min(1)
            .max(120)
            .regex(/^[^{}\p{Cc}]*$/u),
        }),
      )
      .max(MAX_COLUMNS),
  })
  .refine(usesEachOnce, "a column is used twice")
  .refine(
    ({ attributes }) => new Set(attributes.map(({ key }) => key)).size === attributes.length,
    "two columns have one name",
  );

export type SaidColumns = z.output<typeof columnMapping>;

/** The same to be sent back by whoever looks at it. */
export function asSaid(mapping: ColumnMapping): SaidColumns {
  const { phones, names, attributes } = mapping;
  return { ...mapping, phones: [...phones], names: [...names], attributes: attributes.map((one) => ({ ...one })) };
}

function usesEachOnce(mapping: ColumnMapping): boolean {
  const { phones, names, country, timezone, consentAt, consentProof, attributes } = mapping;
  const single = [country, timezone, consentAt, consentProof].filter((one) => one !== null);
  const all = [...phones, ...names, ...single, ...attributes.map((one) => one.column)];
  return new Set(all).size === all.length;
}

/** What is stored of an import, or null when nobody has said. */
export function storedColumns(json: unknown): ColumnMapping | null {
  const parsed = columnMapping.safeParse(json);
  return parsed.success ? parsed.data : null;
}

export function storedOptions(json: unknown): TableOptions {
  const parsed = tableOptions.safeParse(json);
  return parsed.success ? parsed.data : {};
}

/** The same for the same names, however they are spaced or written large. */
export function headerHash(header: readonly string[]): string {
  const names = header.map((name) => name.normalize("NFKC").trim().toLowerCase());
  return createHash("sha256").update(JSON.stringify(names)).digest("base64url");
}

/** Judges a row by its own cells: the same for the preview as for the import. */
export function judgeRecord(record: TableRecord, mapping: ColumnMapping, defaultCountry: string): JudgedRow {
  const { fields, raw, line, broken } = record;
  const row = { rowNumber: line, raw };
  if (broken) return { ...row, refused: "broken_quotes" };
  // What the decoder could not read; a name with holes is no name, and a number with holes is another's.
  if (raw.includes("\uFFFD")) return { ...row, refused: "broken_encoding" };
  const decision = decideRow(fields, mapping, { defaultCountry });
  return decision.accepted ? { ...row, contact: decision.contact } : { ...row, refused: decision.reason };
}
