import { createHash } from "node:crypto";
import { type ExportedRow, type ExportTable, exportPage, exportTables } from "@callbay/db/sql/tenant-export";
import { forbidden, notFound } from "@callbay/domain/errors";
import type { Deps, VerbContext } from "../../context.ts";
import { operatorVerb, tenantVerb, type Unit, z } from "../../verb.ts";
import { type ZipFile, zipOf } from "./zip.ts";

const PAGE = 2_000;

interface Opened {
  readonly tenantId: string;
  readonly slug: string;
  readonly company: string;
}

async function open({ tx, audit }: Unit, action: string, tenantId: string): Promise<Opened> {
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
  if (!tenant) throw notFound("client");
  await audit({ action, entity: "tenant", entityId: tenantId, tenantId });
  return { tenantId, slug: tenant.slug, company: JSON.stringify(tenant) };
}

/** Begins the export of one's own workspace: who took it is in the audit log before a byte leaves. */
export const openOwnExport = tenantVerb({
  name: "workspace.export",
  permission: "workspace.export",
  input: z.strictObject({}),
  run: (unit) => open(unit, "workspace.export", unit.tenantId),
});

/** Begins the export of a client, active, suspended or closed. */
export const openTenantExport = operatorVerb({
  name: "tenant.export",
  permission: "platform.tenant.write",
  input: z.strictObject({ tenantId: z.uuid() }),
  run: (unit, { tenantId }) => open(unit, "tenant.export", tenantId),
});

export interface TenantExport {
  readonly fileName: string;
  readonly bytes: AsyncGenerator<Uint8Array, void, undefined>;
}

/**
 * Everything that there is of one client, as a ZIP of one NDJSON file per table (its recordings listed with their files'
 * names) and a manifest that counts and sums them. Secrets and what reports derive are left out. It is read page by
 * page while it is downloaded; what changes meanwhile may be in or not, so export after work has stopped.
 *
 * @param tenantId whose, where an operator asks; an owner's own is meant by null
 * @throws CallbayError FORBIDDEN, NOT_FOUND
 */
export async function exportTenant(ctx: VerbContext, tenantId: string | null): Promise<TenantExport> {
  // An owner names no client: the workspace that they are in is meant.
  if (ctx.actor.kind !== "operator" && tenantId !== null) throw forbidden("platform.tenant.write");
  const opened =
    ctx.actor.kind === "operator"
      ? await openTenantExport(ctx, { tenantId: tenantId ?? "" })
      : await openOwnExport(ctx, {});
  const day = ctx.now.toISOString().slice(0, 10);
  return { fileName: `${opened.slug}-${day}.zip`, bytes: zipOf(filesOf(ctx, opened)) };
}

interface Counted {
  readonly file: string;
  rows: number;
  sha256: string;
}

async function* filesOf(ctx: VerbContext, { tenantId, company }: Opened): AsyncGenerator<ZipFile, void, undefined> {
  const { db } = ctx.deps;
  const counted: Counted[] = [];
  const file = (name: string, lines: AsyncIterable<readonly string[]>): ZipFile => {
    const entry: Counted = { file: `${name}.ndjson`, rows: 0, sha256: "" };
    counted.push(entry);
    return { name: entry.file, bytes: counting(lines, entry) };
  };
  yield file("company", one([company]));
  yield file("people", peopleOf(ctx.deps, tenantId));
  const tables = await db.withTenant(tenantId, (tx) => exportTables(tx));
  for (const table of tables) yield file(table.name, rowsOf(ctx.deps, tenantId, table));
  const manifest = { tenantId, exportedAt: ctx.now.toISOString(), by: ctx.actor.name, files: counted };
  yield { name: "manifest.json", bytes: one(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)) };
}

async function* counting(pages: AsyncIterable<readonly string[]>, entry: Counted): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const lines of pages) {
    if (lines.length === 0) continue;
    entry.rows += lines.length;
    const piece = Buffer.from(`${lines.join("\n")}\n`);
    hash.update(piece);
    yield piece;
  }
  entry.sha256 = hash.digest("hex");
}

async function* one<T>(value: T): AsyncGenerator<T> {
  yield value;
}

async function* rowsOf({ db }: Deps, tenantId: string, table: ExportTable): AsyncGenerator<readonly string[]> {
  for (let after: readonly string[] | null = null, more = true; more; ) {
    const cursor: readonly string[] | null = after;
    const rows: ExportedRow[] = await db.withTenant(
      tenantId,
      (tx) => exportPage(tx, tenantId, table, { after: cursor, limit: PAGE }),
      {
        timeoutMs: 60_000,
        bulk: true,
      },
    );
    yield rows.map(({ line }) => line);
    after = rows.at(-1)?.key ?? null;
    more = rows.length === PAGE;
  }
}

/** Who works here, by name: other files name people by the ids of their memberships. */
async function* peopleOf({ db }: Deps, tenantId: string): AsyncGenerator<readonly string[]> {
  for (let after: string | null = null, more = true; more; ) {
    const cursor: string | null = after;
    const rows = await membersAfter(db, tenantId, cursor);
    yield rows.map(({ account, ...membership }) => JSON.stringify({ ...membership, ...account }));
    after = rows.at(-1)?.id ?? null;
    more = rows.length === PAGE;
  }
}

function membersAfter(db: Deps["db"], tenantId: string, cursor: string | null) {
  return db.withTenant(tenantId, (tx) =>
    tx.membership.findMany({
      where: { tenantId, ...(cursor ? { id: { gt: cursor } } : {}) },
      include: { account: { select: { name: true, email: true } } },
      orderBy: { id: "asc" },
      take: PAGE,
    }),
  );
}
