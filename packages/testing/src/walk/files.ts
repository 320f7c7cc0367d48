import type { ApiContext } from "@callbay/api/context";
import * as files from "@callbay/api/files";
import type { OperatorRole, TenantRole } from "@callbay/domain/permissions";
import type { TenantFixture } from "../two-tenants.ts";

/** How to exercise one function of packages/api/src/files.ts, which travels beside tRPC. */
export interface FileEntry {
  readonly as: TenantRole | OperatorRole;
  /** Of the operator's console: no role of a tenant may. */
  readonly side?: "operator";
  /** Roles of a tenant that may. */
  readonly roles: readonly TenantRole[];
  readonly ids: (tenant: TenantFixture) => Readonly<Record<string, string>>;
  readonly call: (ctx: ApiContext, ids: Readonly<Record<string, string>>) => Promise<unknown>;
}

async function* csv(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("name,phone\nSomebody,+85261230001\n");
}

async function* statement(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("date,amount,reference\n2026-03-04,1.50,Interest\n");
}

async function all(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

/** What is an entry's own business and not walked: it takes no id. */
export const NOT_WALKED: readonly string[] = ["costsFile", "fileRefusal"];

export const fileEntries: Readonly<Record<string, FileEntry>> = {
  uploadList: {
    as: "manager",
    roles: ["owner", "manager"],
    ids: (t) => ({ listId: t.listId }),
    call: (ctx, { listId = "" }) => files.uploadList(ctx, { listId, fileName: "more.csv" }, csv()),
  },
  uploadNumbers: {
    as: "manager",
    roles: ["owner", "manager"],
    ids: (t) => ({ registerId: t.registerId }),
    call: (ctx, { registerId = "" }) =>
      files.uploadNumbers(ctx, { registerId, fileName: "numbers.txt", mode: "add" }, csv()),
  },
  rejectsFile: {
    as: "manager",
    roles: ["owner", "manager", "viewer"],
    ids: (t) => ({ importId: t.importId }),
    call: (ctx, { importId = "" }) => all(files.rejectsFile(ctx, importId)),
  },
  auditFile: {
    as: "noc",
    side: "operator",
    roles: ["owner"],
    ids: (t) => ({ tenantId: t.tenantId }),
    call: (ctx, { tenantId = "" }) => all(files.auditFile(ctx, { tenantId })),
  },
  workspaceFile: {
    as: "admin",
    side: "operator",
    roles: [],
    ids: (t) => ({ tenantId: t.tenantId }),
    call: async (ctx, { tenantId = "" }) => {
      const { bytes } = await files.workspaceFile(ctx, { tenantId });
      let size = 0;
      for await (const piece of bytes) size += piece.length;
      return size;
    },
  },
  recordingFile: {
    as: "supervisor",
    roles: ["owner", "manager", "supervisor", "finance"],
    ids: (t) => ({ recordingId: t.recordingId }),
    call: (ctx, { recordingId = "" }) => files.recordingFile(ctx, { recordingId }),
  },
  recordingDownload: {
    as: "manager",
    roles: ["owner", "manager"],
    ids: (t) => ({ recordingId: t.recordingId }),
    call: (ctx, { recordingId = "" }) => files.recordingDownload(ctx, recordingId),
  },
  recordingWave: {
    as: "supervisor",
    roles: ["owner", "manager", "supervisor", "finance"],
    ids: (t) => ({ recordingId: t.recordingId }),
    call: (ctx, { recordingId = "" }) => files.recordingWave(ctx, { recordingId }),
  },
  invoiceFile: {
    as: "finance",
    roles: ["owner", "finance"],
    ids: (t) => ({ invoiceId: t.finalisedInvoiceId }),
    call: (ctx, { invoiceId = "" }) => files.invoiceFile(ctx, { invoiceId, kind: "lines", tenantId: null }),
  },
  invoiceUsageFile: {
    as: "finance",
    roles: ["owner", "finance"],
    ids: (t) => ({ invoiceId: t.finalisedInvoiceId }),
    call: async (ctx, { invoiceId = "" }) =>
      all((await files.invoiceUsageFile(ctx, { invoiceId, tenantId: null })).pieces),
  },
  statementFile: {
    as: "finance",
    roles: ["owner", "finance"],
    ids: (t) => ({ tenantId: t.tenantId }),
    call: (ctx, { tenantId = "" }) => files.statementFile(ctx, { from: "2026-01-01", through: "2026-12-31", tenantId }),
  },
  uploadStatement: {
    as: "finance",
    side: "operator",
    roles: [],
    ids: (t) => ({ legalEntityId: t.legalEntityId }),
    call: (ctx, { legalEntityId = "" }) =>
      files.uploadStatement(ctx, { legalEntityId, fileName: "may.csv", options: { currency: "EUR" } }, statement()),
  },
  reportFile: {
    as: "manager",
    roles: ["owner", "manager", "supervisor", "agent", "finance", "viewer"],
    ids: (t) => ({ campaignId: t.campaignId }),
    call: async (ctx, { campaignId = "" }) => {
      const period = { from: "2026-01-01", through: "2026-12-31" };
      const query = { report: "campaigns" as const, period, campaignIds: [campaignId] };
      return String.fromCharCode(...(await files.reportFile(ctx, { query, format: "csv" })).bytes);
    },
  },
  journalFile: {
    as: "finance",
    side: "operator",
    roles: [],
    ids: (t) => ({ tenantId: t.tenantId }),
    call: (ctx, { tenantId = "" }) =>
      all(files.journalFile(ctx, { from: "2026-01-01", through: "2026-12-31", tenantId })),
  },
};

/** Every function that must have an entry. */
export const walkedFiles: readonly string[] = Object.keys(files).filter((name) => !NOT_WALKED.includes(name));
