import { join } from "node:path";
import { newId } from "@callbay/db/ids";
import { numbersOnList } from "@callbay/db/sql/list-batch";
import { notFound } from "@callbay/domain/errors";
import { guessMapping } from "@callbay/domain/import/guess";
import type { ColumnMapping } from "@callbay/domain/import-row";
import { tenantMay } from "@callbay/domain/permissions";
import { maskPhone } from "@callbay/domain/phone";
import { timeZoneOf } from "../phone/time-zone.ts";
import { type TenantUnit, tenantQuery, z } from "../verb.ts";
import {
  asSaid,
  columnMapping,
  HEAD_ROWS,
  headerHash,
  judgeRecord,
  type SaidColumns,
  storedColumns,
} from "./column-choice.ts";
import { fileMissing, isUnread } from "./confirm-import.ts";
import { forbiddenNumbers } from "./judge.ts";
import { maskDigits } from "./read-rejects.ts";
import { type JudgedRow, type RejectReason, sortBatch } from "./sort-batch.ts";
import { openTable, type TableReading, type TableRecord, tableOptions } from "./table-file.ts";

/** Rows that are shown, of those that are looked at. */
const SHOWN = 20;
const SAMPLES = 3;

/** What one of the file's first rows would become. */
export type PreviewRow = { readonly rowNumber: number } & (
  | {
      readonly accepted: true;
      readonly name: string;
      readonly phones: readonly { readonly phone: string; readonly country: string; readonly timezone: string }[];
      readonly attributes: Readonly<Record<string, string | number | boolean>>;
      readonly consentAt: Date | null;
    }
  | { readonly accepted: false; readonly reason: RejectReason; readonly raw: string }
);

export interface ImportPreview {
  readonly importId: string;
  readonly listId: string;
  readonly fileName: string;
  /** Has the import begun meanwhile? Then there is nothing to confirm. */
  readonly unread: boolean;
  readonly reading: TableReading;
  readonly columns: SaidColumns;
  /** Where the columns come from: the file, the last file with this header, or the person who asks. */
  readonly columnsBy: "guess" | "memory" | "person";
  /** Each column's header and its first values. */
  readonly header: readonly { readonly name: string; readonly samples: readonly string[] }[];
  readonly rows: readonly PreviewRow[];
  /** Of the rows looked at, those whose letters could not be read in this encoding. */
  readonly unreadable: number;
  /** Formulas among them whose value the file does not hold; their cells are empty. */
  readonly hollow: number;
}

/**
 * What would become of a file's first rows, read in the way that is asked for; nothing is written. The judge is the
 * import's own.
 *
 * @throws CallbayError NOT_FOUND, FILE_MISSING, and what openTable throws
 */
export const previewImport = tenantQuery({
  name: "list.previewImport",
  permission: "list.write",
  timeoutMs: 60_000,
  input: z.object({ importId: z.uuid(), reading: tableOptions.default({}), columns: columnMapping.nullish() }),
  run: async (unit, { importId, reading, columns }): Promise<ImportPreview> => {
    const { tx, tenantId, actor, deps } = unit;
    const row = await tx.contactImport.findFirst({
      where: { tenantId, id: importId },
      include: { list: { select: { defaultCountry: true } } },
    });
    if (!row) throw notFound("import");
    const table = await openTable(join(deps.storageDir, row.storageKey), reading);
    if (!table) throw fileMissing();
    const head = await table.head(HEAD_ROWS).finally(() => table.close());
    const { defaultCountry } = row.list;
    const fields = head.map((record) => record.fields);
    const chosen = columns ?? (await remembered(unit, fields[0] ?? []));
    const mapping = chosen ?? guessMapping(fields, defaultCountry);
    const data = mapping.hasHeader ? head.slice(1) : head;
    const unmasked = tenantMay(actor.role, "contact.unmask");
    const show = (text: string) => (unmasked ? text : maskDigits(text));
    return {
      importId,
      listId: row.listId,
      fileName: row.fileName,
      unread: isUnread(row),
      reading: table.reading,
      columns: asSaid(mapping),
      columnsBy: columns ? "person" : chosen ? "memory" : "guess",
      header: headerOf(fields, mapping, show),
      rows: await judged(
        unit,
        { listId: row.listId, importId, defaultCountry, mapping, unmasked },
        data.slice(0, SHOWN),
      ),
      unreadable: data.filter(({ raw }) => raw.includes("\uFFFD")).length,
      hollow: head.reduce((sum, { hollow = 0 }) => sum + hollow, 0),
    };
  },
});

async function remembered({ tx, tenantId }: TenantUnit, header: readonly string[]): Promise<ColumnMapping | null> {
  const known = await tx.columnMemory.findUnique({
    where: { tenantId_headerHash: { tenantId, headerHash: headerHash(header) } },
  });
  return storedColumns(known?.columns);
}

function headerOf(
  fields: readonly (readonly string[])[],
  { columnCount, hasHeader }: ColumnMapping,
  show: (text: string) => string,
): ImportPreview["header"] {
  const rows = hasHeader ? fields.slice(1) : fields;
  return Array.from({ length: columnCount }, (_, column) => ({
    name: hasHeader ? (fields[0]?.[column]?.trim().slice(0, 200) ?? "") : "",
    samples: rows
      .flatMap((row) => row[column]?.trim() || [])
      .slice(0, SAMPLES)
      .map((text) => show(text.slice(0, 80))),
  }));
}

interface Judging {
  readonly listId: string;
  readonly importId: string;
  readonly defaultCountry: string;
  readonly mapping: ColumnMapping;
  readonly unmasked: boolean;
}

async function judged(
  { tx, tenantId, deps, now }: TenantUnit,
  { listId, importId, defaultCountry, mapping, unmasked }: Judging,
  records: readonly TableRecord[],
): Promise<PreviewRow[]> {
  const rows: JudgedRow[] = records.map((record) => judgeRecord(record, mapping, defaultCountry));
  const numbers = rows.flatMap((row) => ("contact" in row ? row.contact.phones.map(({ e164 }) => e164) : []));
  const sorted = sortBatch(rows, {
    onList: await numbersOnList(tx, { tenantId, listId, importId }, numbers),
    forbidden: await forbiddenNumbers(tx, deps, tenantId, numbers, now),
    newId,
    timeZoneOf,
  });
  const rejects = new Map(sorted.rejects.map((reject) => [reject.rowNumber, reject]));
  const contacts = sorted.contacts[Symbol.iterator]();
  return rows.flatMap(({ rowNumber }): PreviewRow[] => {
    const reject = rejects.get(rowNumber);
    if (reject)
      return [
        { rowNumber, accepted: false, reason: reject.reason, raw: unmasked ? reject.raw : maskDigits(reject.raw) },
      ];
    const contact = contacts.next().value;
    if (!contact) return [];
    const phones = sorted.points
      .filter(({ contactId }) => contactId === contact.id)
      .map(({ phone, country, timezone }) => ({ phone: unmasked ? phone : maskPhone(phone), country, timezone }));
    const { displayName: name, attributes, consentAt } = contact;
    return [{ rowNumber, accepted: true, name, phones, attributes, consentAt }];
  });
}
