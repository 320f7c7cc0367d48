import pg from "pg";
import type { Statements } from "./copy.ts";
import { Prisma } from "./generated/client.ts";

/**
 * A transaction of plain SQL alone, for the paths that every call takes: a tenth of the work of one that also knows the
 * models. `Tx` can do all that it can, so that SQL written for this serves both. Values come as in Prisma's own raw
 * queries: bigint, Date, Decimal, parsed JSON.
 */
export type RawTx = Statements;

export interface RawScope {
  readonly scope: "tenant" | "operator";
  /** Empty in the operator's scope. */
  readonly tenantId: string;
  /** Milliseconds that one statement may take. */
  readonly timeoutMs: number;
}

/** Beyond what the server itself allows a statement. */
export const GRACE_MS = 1_000;
export const rollback = { text: "ROLLBACK", query_timeout: GRACE_MS };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Runs `fn` in a transaction on a connection of the pool; a failure rolls everything back. */
export async function inRawScope<T>(pool: pg.Pool, where: RawScope, fn: (tx: RawTx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // While a connection is lent the pool does not listen to it; one that breaks fails its next query.
  const onError = () => {};
  client.on("error", onError);
  let broken: Error | undefined;
  try {
    // The server ends a statement that takes too long; one that hangs does not even do that.
    const atMost = { query_timeout: where.timeoutMs + GRACE_MS };
    await client.query({ text: opening(where), ...atMost });
    const out = await fn(rawTx(client, atMost));
    await client.query({ text: "COMMIT", ...atMost });
    return out;
  } catch (error) {
    // A connection that cannot even roll back is not given to anybody else.
    await client.query(rollback).catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

/** The transaction and the settings that row-level security reads, in one round trip. */
function opening({ scope, tenantId, timeoutMs }: RawScope): string {
  // No parameters: only a query without any may hold two statements.
  if (tenantId !== "" && !UUID.test(tenantId)) throw new TypeError("not a tenant's id");
  return `BEGIN; SELECT set_config('app.scope', '${scope}', true), set_config('app.tenant_id', '${tenantId}', true),
    set_config('statement_timeout', '${Math.round(timeoutMs)}', true)`;
}

function rawTx(client: pg.PoolClient, atMost: { readonly query_timeout: number }): RawTx {
  return {
    $queryRaw: async <T>(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await client.query({ ...statement(query, values), ...atMost })).rows as T,
    $executeRaw: async (query, ...values) =>
      (await client.query({ ...statement(query, values), ...atMost })).rowCount ?? 0,
  };
}

/** Names of statements that never change, by their place in the source: the server plans each once per connection. */
const names = new WeakMap<TemplateStringsArray, string>();
let serial = 0;

function statement(query: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]): pg.QueryConfig {
  const sql = query instanceof Prisma.Sql ? query : Prisma.sql(query, ...values);
  const plain = { text: sql.text, values: sql.values.map(parameter), types };
  // A template with fragments in it is another statement each time.
  if (query instanceof Prisma.Sql || values.some((value) => value instanceof Prisma.Sql)) return plain;
  let name = names.get(query);
  if (name === undefined) {
    serial += 1;
    name = `callbay_${serial}`;
    names.set(query, name);
  }
  return { ...plain, name };
}

/** Times go as instants: the driver would write them in the zone of this machine. */
function parameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(parameter) : value;
}

const { builtins } = pg.types;
const asDate = (text: string) => new Date(`${text}T00:00:00Z`);
const asDecimal = (text: string) => new Prisma.Decimal(text);
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (oid === builtins.INT8) return BigInt;
    if (oid === builtins.DATE) return asDate;
    if (oid === builtins.NUMERIC) return asDecimal;
    return pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};
