import { join } from "node:path";
import { CallbayError } from "@callbay/domain/errors";
import { guessMapping } from "@callbay/domain/import/guess";
import type { ColumnMapping } from "@callbay/domain/import-row";
import { topUpCampaignsOf } from "../campaign/materialise.ts";
import type { VerbContext } from "../context.ts";
import { HEAD_ROWS, judgeRecord, storedColumns, storedOptions } from "./column-choice.ts";
import { beginImport, finishImport, importBatch, keepColumns } from "./import-batch.ts";
import type { JudgedRow } from "./sort-batch.ts";
import { openTable, type Table, type TableRecord } from "./table-file.ts";
import { FILE_REFUSALS } from "./xlsx/refusals.ts";

/** Large enough that what a transaction costs does not count, small enough that a file stops at once when asked. */
const BATCH_ROWS = 4_000;
const ANNOUNCE_EVERY_MS = 500;

export interface RunImportOptions {
  readonly clock: () => Date;
  readonly batchRows?: number;
  /** Asked before each batch; true stops after the last one, for a process that shuts down. The job is taken up again. */
  readonly stopping?: () => boolean;
}

export type ImportEnd = "completed" | "failed" | "stopped" | "not_needed";

/**
 * Reads an uploaded file into its list, from where it stood. Rows already imported are read over, which costs a
 * million rows about five seconds and needs no memory of offsets.
 */
export async function runImport(
  ctx: VerbContext,
  which: { readonly tenantId: string; readonly importId: string },
  options: RunImportOptions,
): Promise<ImportEnd> {
  const at = (): VerbContext => ({ ...ctx, now: options.clock() });
  const task = await beginImport(at(), which);
  if (!task) return "not_needed";
  const path = join(ctx.deps.storageDir, task.storageKey);
  try {
    const table = await openTable(path, storedOptions(task.reading));
    if (!table) {
      await finishImport(at(), { ...which, errorCode: "FILE_MISSING" });
      return "failed";
    }
    const rows = new RowReader(table, task.defaultCountry);
    try {
      return await importRows(at, which, task, rows, options);
    } finally {
      // Closes the file when the import stops before its end.
      await rows.close();
    }
  } catch (error) {
    if (!(error instanceof CallbayError && error.code in FILE_REFUSALS)) throw error;
    await finishImport(at(), { ...which, errorCode: error.code });
    return "failed";
  }
}

async function importRows(
  at: () => VerbContext,
  which: { readonly tenantId: string; readonly importId: string },
  task: { readonly columns: unknown; readonly processedRows: number },
  rows: RowReader,
  options: RunImportOptions,
): Promise<ImportEnd> {
  const mapping = await rows.start(storedColumns(task.columns));
  if (!mapping || mapping.phones.length === 0) {
    await finishImport(at(), { ...which, errorCode: mapping ? "NO_PHONE_COLUMN" : "FILE_EMPTY" });
    return "failed";
  }
  if (task.columns === null) await keepColumns(at(), { ...which, columns: { ...mapping } });
  await rows.skip(task.processedRows);

  const take = () => rows.take(options.batchRows ?? BATCH_ROWS);
  let afterRows = task.processedRows;
  let announcedAt = 0;
  let coming = take();
  for (;;) {
    if (options.stopping?.()) return "stopped";
    const batch = await coming;
    if (batch.rows.length === 0) break;
    // The next batch is read and judged while the database writes this one.
    coming = take();
    coming.catch(() => {});
    const now = options.clock().getTime();
    const announce = now - announcedAt >= ANNOUNCE_EVERY_MS;
    if (announce) announcedAt = now;
    const { goOn } = await importBatch(at(), {
      ...which,
      afterRows,
      bytesRead: batch.bytes,
      announce,
      rows: batch.rows,
    });
    if (!goOn) return "stopped";
    afterRows += batch.rows.length;
  }
  const finished = await finishImport(at(), { ...which, errorCode: null });
  // Campaigns that run on the list take the new contacts. One that is missed takes them before it would be complete.
  if (finished)
    await topUpCampaignsOf(at(), { tenantId: which.tenantId, listId: finished.listId }, { clock: options.clock });
  return "completed";
}

/** The file's data rows one after the other, each judged by its own cells. */
class RowReader {
  private mapping: ColumnMapping | undefined;
  private pending: TableRecord | undefined;
  private readonly records: AsyncGenerator<TableRecord, void, undefined>;

  constructor(
    private readonly table: Table,
    private readonly defaultCountry: string,
  ) {
    this.records = table.records();
  }

  /** Reads the header, and guesses what nobody has said. Null when there is no row at all. */
  async start(said: ColumnMapping | null): Promise<ColumnMapping | null> {
    const first = await this.next();
    if (!first) return null;
    this.mapping = said ?? guessMapping((await this.table.head(HEAD_ROWS)).map(fieldsOf), this.defaultCountry);
    if (!this.mapping.hasHeader) this.pending = first;
    return this.mapping;
  }

  async skip(rows: number): Promise<void> {
    for (let left = rows; left > 0; left--) if (!(await this.next())) return;
  }

  /** The next rows, and the bytes of the file up to their end. */
  async take(limit: number): Promise<{ rows: JudgedRow[]; bytes: number }> {
    const rows: JudgedRow[] = [];
    let bytes = 0;
    while (rows.length < limit) {
      const record = await this.next();
      if (!record) break;
      bytes = record.bytesEnd;
      rows.push(this.judge(record));
    }
    return { rows, bytes };
  }

  async close(): Promise<void> {
    await this.records.return();
    await this.table.close();
  }

  private judge(record: TableRecord): JudgedRow {
    if (!this.mapping) throw new Error("rows are judged after their header");
    return judgeRecord(record, this.mapping, this.defaultCountry);
  }

  private async next(): Promise<TableRecord | undefined> {
    const kept = this.pending;
    this.pending = undefined;
    if (kept) return kept;
    const step = await this.records.next();
    return step.done ? undefined : step.value;
  }
}

const fieldsOf = ({ fields }: TableRecord): readonly string[] => fields;
