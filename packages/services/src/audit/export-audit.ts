import type { Prisma } from "@callbay/db/client";
import { csvLine } from "@callbay/domain/csv";
import { forbidden, notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { maskNumbers } from "@callbay/domain/phone";
import type { VerbContext } from "../context.ts";
import { operatorVerb, tenantVerb, z } from "../verb.ts";
import { type AuditFilters, auditFilters, listAudit, listPlatformAudit } from "./list-audit.ts";

const BOM = "\uFEFF";
const PAGE = 200;
const COLUMNS = ["at", "actor", "actor_kind", "action", "entity", "entity_id", "client", "before", "after", "ip"];

/** Begins the export of one's own workspace's audit log; it is in the log itself. */
export const openAuditExport = tenantVerb({
  name: "audit.export",
  permission: "audit.read",
  input: z.strictObject(auditFilters),
  run: async ({ audit, tenantId }, filters) => {
    await audit({ action: "audit.export", entity: "audit_log", entityId: tenantId, after: said(filters) });
    return {};
  },
});

/** The same of the platform, or of one client. */
export const openPlatformAuditExport = operatorVerb({
  name: "audit.exportPlatform",
  permission: "platform.audit.read",
  input: z.strictObject({ ...auditFilters, tenantId: z.uuid().nullish() }),
  run: async ({ audit }, { tenantId, ...filters }) => {
    const whose = tenantId ? { tenantId } : {};
    await audit({
      action: "audit.export",
      entity: "audit_log",
      entityId: tenantId ?? "all",
      ...whose,
      after: said(filters),
    });
    return {};
  },
});

function said(filters: object): Prisma.InputJsonObject {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([key, value]: [string, unknown]) =>
      value === undefined || value === null || key === "limit" ? [] : [[key, String(value)]],
    ),
  );
}

export interface AuditExport extends AuditFilters {
  /** Of one client, where the operator asks. */
  readonly tenantId?: string | null | undefined;
}

/**
 * All rows that the filters mean as CSV, the latest first, page by page. Verbs keep no full number in a row; what looks
 * like one all the same is masked, unless the reader may see full numbers.
 *
 * @throws CallbayError FORBIDDEN
 */
export async function* auditCsv(ctx: VerbContext, filters: AuditExport): AsyncGenerator<string, void, undefined> {
  const { tenantId, ...own } = filters;
  const isOperator = ctx.actor.kind === "operator";
  // Who is in a workspace names no client: there is none but their own.
  if (ctx.actor.kind === "tenant" && tenantId)
    throw tenantMay(ctx.actor.role, "audit.read") ? notFound("client") : forbidden("audit.read");
  if (isOperator) await openPlatformAuditExport(ctx, { ...own, tenantId });
  else await openAuditExport(ctx, own);
  const shown = ctx.actor.kind === "tenant" && tenantMay(ctx.actor.role, "contact.unmask");
  const json = (value: unknown): string => {
    const text = value === null || value === undefined ? "" : JSON.stringify(value);
    return shown ? text : maskNumbers(text);
  };
  yield BOM + csvLine(COLUMNS);
  for (let cursor: string | null = null, more = true; more; ) {
    const page: Awaited<ReturnType<typeof listPlatformAudit>> = isOperator
      ? await listPlatformAudit(ctx, { ...own, tenantId, limit: PAGE, cursor })
      : await listAudit(ctx, { ...own, limit: PAGE, cursor });
    yield page.items
      .map((row) =>
        csvLine([
          ...[row.at, row.actorName, row.actorKind, row.action, row.entity, row.entityId, row.tenantId ?? ""],
          ...[json(row.before), json(row.after), row.ip ?? ""],
        ]),
      )
      .join("");
    cursor = page.nextCursor;
    more = cursor !== null;
  }
}
