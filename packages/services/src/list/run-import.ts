import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type ColumnMapping, decideRow, guessColumns } from "@callbay/domain/import-row";
import { topUpCampaignsOf } from "../campaign/materialise.ts";
import type { VerbContext } from "../context.ts";
import { type CsvRecord, csvRecords, guessDelimiter } from "./csv-records.ts";
import { beginImport, finishImport, importBatch, keepColumns } from "./import-batch.ts";
import type { JudgedRow } from "./sort-batch.ts";
import { guessEncoding, type SourceEncoding, sourceLines } from "./source-lines.ts";

/** Large enough that what a transaction costs does not count, small enough that a file stops at once when asked. */
const BATCH_ROWS = 4_000;
const ANNOUNCE_EVERY_MS = 500;
const SAMPLE_BYTES = 65_536;

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
  const source = await inspect(path, task.fileBytes);
  if (!source) {
    await finishImport(at(), { ...which, errorCode: "FILE_MISSING" });
    return "failed";
  }
  const records = csvRecords(sourceLines(createReadStream(path), source.encoding), source.delimiter);
  try {
    return await importRows(at, which, task, new RowReader(records, task.defaultCountry), options);
  } finally {
    // Closes the file when the import stops before its end.
    await records.return();
  }
}

async function importRows(
  at: () => VerbContext,
  which: { readonly tenantId: string; readonly importId: string },
  task: { readonly columns: unknown; readonly processedRows: number },
  rows: RowReader,
  options: RunImportOptions,
): Promise<ImportEnd> {
  const mapping = await rows.start();
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

async function inspect(
  path: string,
  fileBytes: number,
): Promise<{ encoding: SourceEncoding; delimiter: string } | null> {
  const file = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!file) return null;
  try {
    const buffer = new Uint8Array(Math.min(SAMPLE_BYTES, fileBytes));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    const sample = buffer.subarray(0, bytesRead);
    const encoding = guessEncoding(sample, bytesRead >= fileBytes);
    return { encoding, delimiter: guessDelimiter(new TextDecoder(encoding).decode(sample)) };
  } finally {
    await file.close();
  }
}

/** The file's data rows one after the other, each judged by its own cells. */
class RowReader {
  private mapping: ColumnMapping | undefined;
  private pending: CsvRecord | undefined;

  constructor(
    private readonly records: AsyncGenerator<CsvRecord, void, undefined>,
    private readonly defaultCountry: string,
  ) {}

  /** Reads the header. Null when there is no row at all. */
  async start(): Promise<ColumnMapping | null> {
    const first = await this.next();
    if (!first) return null;
    this.mapping = guessColumns(first.fields);
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

  private judge({ fields, raw, line, broken }: CsvRecord): JudgedRow {
    const row = { rowNumber: line, raw };
    if (broken || !this.mapping) return { ...row, refused: "broken_quotes" };
    const decision = decideRow(fields, this.mapping, { defaultCountry: this.defaultCountry });
    return decision.accepted ? { ...row, contact: decision.contact } : { ...row, refused: decision.reason };
  }

  private async next(): Promise<CsvRecord | undefined> {
    const kept = this.pending;
    this.pending = undefined;
    if (kept) return kept;
    const step = await this.records.next();
    return step.done ? undefined : step.value;
  }
}
