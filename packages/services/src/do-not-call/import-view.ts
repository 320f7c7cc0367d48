import type { Prisma } from "@callbay/db/client";
import type { DncImport } from "@callbay/db/types";
import type { RejectedRow } from "./number-rows.ts";

/** An import of numbers as screens see it. */
export interface NumbersImportView {
  readonly id: string;
  readonly registerId: string | null;
  readonly campaignId: string | null;
  readonly mode: "replace" | "add" | "remove";
  readonly fileName: string;
  readonly fileBytes: number;
  readonly state: DncImport["state"];
  /** Of the file's bytes, 0 … 100; 100 only when it is done. */
  readonly percent: number;
  /** The file is read, and the register's own file is being written. */
  readonly writing: boolean;
  readonly processed: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly errorCode: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** What of a row is needed; the rejects stay behind. */
export const IMPORT_VIEW = {
  id: true,
  registerId: true,
  campaignId: true,
  mode: true,
  fileName: true,
  fileBytes: true,
  state: true,
  bytesRead: true,
  processedRows: true,
  acceptedRows: true,
  rejectedRows: true,
  errorCode: true,
  createdAt: true,
  finishedAt: true,
} as const satisfies Prisma.DncImportSelect;

export function numbersImportView(row: Pick<DncImport, keyof typeof IMPORT_VIEW>): NumbersImportView {
  const share = row.fileBytes === 0n ? 0 : Number(row.bytesRead) / Number(row.fileBytes);
  return {
    id: row.id,
    registerId: row.registerId,
    campaignId: row.campaignId,
    mode: row.mode as NumbersImportView["mode"],
    fileName: row.fileName,
    fileBytes: Number(row.fileBytes),
    state: row.state,
    percent: row.state === "completed" ? 100 : Math.min(99.9, Math.floor(share * 1_000) / 10),
    writing: row.state === "running" && row.registerId !== null && row.bytesRead >= row.fileBytes,
    processed: Number(row.processedRows),
    accepted: Number(row.acceptedRows),
    rejected: Number(row.rejectedRows),
    errorCode: row.errorCode,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}

/** The rejects as they were kept. */
export function rejectsOf(json: Prisma.JsonValue): RejectedRow[] {
  return Array.isArray(json) ? (json as unknown as RejectedRow[]) : [];
}
