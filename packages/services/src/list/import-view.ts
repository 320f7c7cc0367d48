import type { ContactImport } from "@callbay/db/types";

/** An import as screens see it. The counters always add up to `processed`. */
export interface ImportView {
  readonly id: string;
  readonly listId: string;
  readonly fileName: string;
  readonly fileBytes: number;
  readonly state: ContactImport["state"];
  /** Of the file's bytes, 0 … 100; 100 only when it is done. */
  readonly percent: number;
  readonly processed: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly doNotCall: number;
  readonly rejected: number;
  readonly errorCode: string | null;
  /** May it be read on from where it stopped? */
  readonly resumable: boolean;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export function importView(row: ContactImport): ImportView {
  const share = row.fileBytes === 0n ? 0 : Number(row.bytesRead) / Number(row.fileBytes);
  const percent = row.state === "completed" ? 100 : Math.min(99.9, Math.floor(share * 1_000) / 10);
  return {
    id: row.id,
    listId: row.listId,
    fileName: row.fileName,
    fileBytes: Number(row.fileBytes),
    state: row.state,
    percent,
    processed: row.processedRows,
    accepted: row.acceptedRows,
    duplicate: row.duplicateRows,
    doNotCall: row.doNotCallRows,
    rejected: row.rejectedRows,
    errorCode: row.errorCode,
    resumable: isResumable(row),
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}

/** What is wrong with the file itself stays wrong; everything else that ended too early may go on. */
export function isResumable({ state, errorCode }: Pick<ContactImport, "state" | "errorCode">): boolean {
  if (state === "cancelled") return true;
  return state === "failed" && !(errorCode ?? "").startsWith("FILE_");
}
