import type { Tx } from "../client.ts";
import { Prisma } from "../generated/client.ts";

/** A table of tenants' rows, as the catalogue knows it. */
export interface ExportTable {
  readonly name: string;
  /** Columns of its primary key, in order. */
  readonly key: readonly string[];
  /** Types of the key's columns, as Postgres writes them. */
  readonly keyTypes: readonly string[];
}

/** What a tenant's rows are derived to, and made again from them: it tells nothing more. */
const DERIVED = /^report_(quarter|dirty|rollup)$/;
/** Sealed or hashed: of use to nobody but us. */
const SECRET = "(_box|_hash|_enc|secret|password)$";
/** Sign-ins of people, who may work for others too. */
const PEOPLES = new Set(["session"]);

/** Every table with rows of tenants that this connection may read; a new one is in by itself. */
export async function exportTables(tx: Tx): Promise<ExportTable[]> {
  const rows = await tx.$queryRaw<ExportTable[]>`
    SELECT c.relname::text AS "name",
      array_agg(a.attname::text ORDER BY k.at) AS "key",
      array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY k.at) AS "keyTypes"
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, at)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND has_table_privilege(c.oid, 'SELECT')
      AND EXISTS (SELECT 1 FROM pg_attribute t
                  WHERE t.attrelid = c.oid AND t.attname = 'tenant_id' AND NOT t.attisdropped)
    GROUP BY c.relname ORDER BY 1`;
  return rows.filter(({ name }) => !DERIVED.test(name) && !PEOPLES.has(name));
}

export interface ExportedRow {
  /** The row as JSON, without what is secret. */
  readonly line: string;
  /** The values of its key as text, to go on after it. */
  readonly key: readonly string[];
}

/** The next rows of a tenant's in a table, in order of its key. Names come from the catalogue, values as parameters. */
export async function exportPage(
  tx: Tx,
  tenantId: string,
  { name, key, keyTypes }: ExportTable,
  { after, limit }: { readonly after: readonly string[] | null; readonly limit: number },
): Promise<ExportedRow[]> {
  const ident = (text: string) => Prisma.raw(`t."${text.replaceAll('"', '""')}"`);
  const columns = Prisma.join(key.map(ident));
  const cursor = after
    ? Prisma.sql`AND (${columns}) > (${Prisma.join(
        after.map((value, at) => Prisma.sql`${value}::text::${Prisma.raw(keyTypes[at] ?? "text")}`),
      )})`
    : Prisma.empty;
  return tx.$queryRaw<ExportedRow[]>`
    SELECT (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(to_jsonb(t)) e
            WHERE e.key !~ ${SECRET})::text AS "line",
      ARRAY[${Prisma.join(key.map((one) => Prisma.sql`${ident(one)}::text`))}] AS "key"
    FROM ${Prisma.raw(`"${name.replaceAll('"', '""')}"`)} t
    WHERE t.tenant_id = ${tenantId}::uuid ${cursor}
    ORDER BY ${columns} LIMIT ${limit}`;
}
