import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { CallbayError, forbidden } from "@callbay/domain/errors";
import { operatorMay } from "@callbay/domain/permissions";
import { type AuditExport, auditCsv } from "@callbay/services/audit/export-audit";
import { importStatement, MAX_STATEMENT_BYTES } from "@callbay/services/bank/import";
import type { VerbContext } from "@callbay/services/context";
import { type NumbersTarget, startNumbersImport } from "@callbay/services/do-not-call/start-import";
import {
  type ExportedFile,
  exportAnyInvoice,
  exportInvoice,
  type InvoiceExport,
} from "@callbay/services/invoice/export";
import { type StreamedCsv, usageCsv } from "@callbay/services/invoice/usage-export";
import { type JournalInput, journalCsv } from "@callbay/services/ledger/export";
import { rejectsCsv } from "@callbay/services/list/read-rejects";
import { startImport } from "@callbay/services/list/start-import";
import { clientStatementFile, ownStatementFile } from "@callbay/services/month/statement";
import { downloadRecording, openDisputedRecording, openRecording } from "@callbay/services/recording/open";
import type { OpenedRecording } from "@callbay/services/recording/stored";
import { recordingWave as readWave, type Wave } from "@callbay/services/recording/wave";
import { exportCosts } from "@callbay/services/report/costs-file";
import { exportReport } from "@callbay/services/report/export";
import { exportTenant, type TenantExport } from "@callbay/services/tenant/export/export";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { ApiContext } from "./context.ts";
import { asRefusal, type ErrorData, isUnexpected, toTrpcError } from "./errors.ts";

/** What travels beside tRPC: files, in and out. The web's routes stream; here is who may, and which verb. */

function verbContext(ctx: ApiContext): VerbContext & { readonly actor: OperatorActor | TenantActor } {
  const { deps, actor, now, requestId, ip } = ctx;
  if (!actor || actor.kind === "system")
    throw new CallbayError(
      "unauthenticated",
      "NOT_SIGNED_IN",
      "You are not signed in any more. Sign in and try again.",
    );
  return { deps, actor, now, requestId, ip };
}

/**
 * Takes a list's file as it comes; answers when it is durable and its import is on the queue, or held until somebody has
 * looked at it. `declaredBytes` is what the sender says: a file too large is refused before it has come.
 */
export function uploadList(
  ctx: ApiContext,
  input: { readonly listId: string; readonly fileName: string; readonly hold?: boolean },
  bytes: AsyncIterable<Uint8Array>,
  declaredBytes = 0,
): Promise<{ importId: string }> {
  return startImport(verbContext(ctx), input, bytes, undefined, declaredBytes);
}

/** Takes a file of numbers for a register or a do-not-call list, as it comes; answers as `uploadList` does. */
export function uploadNumbers(
  ctx: ApiContext,
  input: NumbersTarget,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ importId: string }> {
  return startNumbersImport(verbContext(ctx), input, bytes);
}

/** The rejected rows of an import as CSV, piece by piece. */
export async function* rejectsFile(ctx: ApiContext, importId: string): AsyncGenerator<string, void, undefined> {
  yield* rejectsCsv(verbContext(ctx), importId);
}

interface RecordingOf {
  readonly recordingId: string;
  /** The operator names the client. */
  readonly tenantId?: string | null;
  /** A player's own id of one listening: its ranges are one line of the audit log. */
  readonly opening?: string | null;
}

/**
 * A recording to listen to, after asking whether this person may hear it; each opening is audited. The operator hears
 * calls that a client disputes.
 */
export async function recordingFile(
  ctx: ApiContext,
  { recordingId, tenantId, opening: id }: RecordingOf,
): Promise<OpenedRecording> {
  const verb = verbContext(ctx);
  const opening = id ?? undefined;
  if (verb.actor.kind === "operator")
    return openDisputedRecording(verb, { tenantId: tenantId ?? "", recordingId, opening });
  return openRecording(verb, { recordingId, opening });
}

/** A recording to keep as a file; a permission of its own, and audited as such. */
export async function recordingDownload(ctx: ApiContext, recordingId: string): Promise<OpenedRecording> {
  return downloadRecording(verbContext(ctx), { recordingId });
}

/** How a recording is drawn; whose it is as for `recordingFile`. */
export async function recordingWave(
  ctx: ApiContext,
  { recordingId, tenantId = null }: RecordingOf,
): Promise<Wave | null> {
  return readWave(verbContext(ctx), { recordingId, tenantId });
}

export type InvoiceFileKind = InvoiceExport;

/** An invoice as a document: a client's own, or any client's for the operator, who names the tenant. */
export async function invoiceFile(
  ctx: ApiContext,
  { invoiceId, kind, tenantId }: { invoiceId: string; kind: InvoiceFileKind; tenantId: string | null },
): Promise<ExportedFile> {
  const verb = verbContext(ctx);
  if (verb.actor.kind === "operator") return exportAnyInvoice(verb, { tenantId: tenantId ?? "", invoiceId, kind });
  return exportInvoice(verb, { invoiceId, kind });
}

/** The usage behind an invoice as CSV, page by page; whose it is as for `invoiceFile`. */
export async function invoiceUsageFile(
  ctx: ApiContext,
  of: { invoiceId: string; tenantId: string | null },
): Promise<StreamedCsv> {
  return usageCsv(verbContext(ctx), of);
}

/** A statement of account as CSV or PDF: the caller's company's, or any client's for the operator, who names the tenant. */
export async function statementFile(
  ctx: ApiContext,
  { tenantId, ...of }: { from: string; through: string; tenantId: string | null; kind?: "csv" | "pdf" },
): Promise<ExportedFile> {
  const verb = verbContext(ctx);
  if (verb.actor.kind === "operator") return clientStatementFile(verb, { tenantId: tenantId ?? "", ...of });
  return ownStatementFile(verb, { tenantId, ...of });
}

/** A report as CSV or a workbook; the same figures as on the screen, and who took them is audited. */
export async function reportFile(ctx: ApiContext, input: Parameters<typeof exportReport>[1]): Promise<ExportedFile> {
  return exportReport(verbContext(ctx), input);
}

/** What each contract cost by month, as CSV or a workbook. */
export async function costsFile(ctx: ApiContext, input: Parameters<typeof exportCosts>[1]): Promise<ExportedFile> {
  return exportCosts(verbContext(ctx), input);
}

/** The audit log as CSV, piece by piece; the export is in the log before it begins. */
export async function* auditFile(ctx: ApiContext, filters: AuditExport): AsyncGenerator<string, void, undefined> {
  yield* auditCsv(verbContext(ctx), filters);
}

/** All data of a client as a ZIP, piece by piece: the caller's company's, or any client's for the operator. */
export async function workspaceFile(ctx: ApiContext, { tenantId }: { tenantId: string | null }): Promise<TenantExport> {
  return exportTenant(verbContext(ctx), tenantId);
}

/** The ledger's journal of a period for an auditor, piece by piece; each export is audited before it begins. */
export async function* journalFile(ctx: ApiContext, input: JournalInput): AsyncGenerator<string, void, undefined> {
  yield* journalCsv(verbContext(ctx), input);
}

/** Takes a bank's statement, whole; answers with what became of its lines. */
export async function uploadStatement(
  ctx: ApiContext,
  input: Omit<Parameters<typeof importStatement>[1], "bytes">,
  pieces: AsyncIterable<Uint8Array>,
): ReturnType<typeof importStatement> {
  const verb = verbContext(ctx);
  // Whoever may not import is refused before anything is read.
  if (verb.actor.kind !== "operator" || !operatorMay(verb.actor.role, "platform.payment.write"))
    throw forbidden("platform.payment.write");
  return importStatement(verb, { ...input, bytes: await whole(pieces, MAX_STATEMENT_BYTES) });
}

async function whole(pieces: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.byteLength;
    if (size > mostBytes) {
      const megabytes = Math.floor(mostBytes / 1_048_576);
      const message = `This file is larger than ${megabytes} MB. Nothing was imported; split it and upload the parts.`;
      throw new CallbayError("invalid", "FILE_TOO_LARGE", message, { limitBytes: mostBytes });
    }
    kept.push(piece);
  }
  if (size === 0) throw new CallbayError("invalid", "FILE_EMPTY", "This file is empty. Nothing was imported.");
  return Buffer.concat(kept);
}

/** What a route answers instead of a file: the same refusals, under the same status, as the procedures. */
export function fileRefusal(
  ctx: Pick<ApiContext, "logger" | "requestId">,
  error: unknown,
): { readonly status: number; readonly error: ErrorData } {
  if (isUnexpected(error)) ctx.logger.error({ err: error, requestId: ctx.requestId }, "Unexpected error");
  const refusal = asRefusal(error, ctx.requestId);
  const { code, message, details } = refusal;
  return { status: getHTTPStatusCodeFromError(toTrpcError(refusal)), error: { code, message, details } };
}
