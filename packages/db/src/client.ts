import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type BulkTx, bulkTx } from "./copy.ts";
import { Prisma, PrismaClient } from "./generated/client.ts";
import { GRACE_MS, inRawScope, type RawTx, rollback } from "./raw.ts";

/**
 * A transaction bound to one scope of row-level security. PrismaClient itself never leaves this package: what
 * others hold can only see what its scope may see.
 */
export type Tx = Omit<Prisma.TransactionClient, "$on">;

export interface TransactionOptions {
  /** Milliseconds the body may take. */
  readonly timeoutMs?: number;
  /** Its statements carry thousands of rows: none of them is kept to be planned faster next time. */
  readonly bulk?: boolean;
}

export interface Db {
  /** Runs `fn` in one transaction that sees and writes the rows of `tenantId` alone. */
  withTenant<T>(tenantId: string, fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** The same on a bare connection that can COPY: for thousands of rows at once. */
  withTenantBulk<T>(tenantId: string, fn: (tx: BulkTx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** The same with plain SQL alone: for what every call does. */
  withTenantRaw<T>(tenantId: string, fn: (tx: RawTx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Runs `fn` in one transaction over all tenants: the operator's console, and processes that look for work. */
  asOperator<T>(fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Runs `fn` in one transaction that may read credentials and sessions, and no tenant's business. */
  asAuthenticator<T>(fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Connections of the pool now, and how many callers wait for one. */
  connections(): { readonly open: number; readonly idle: number; readonly waiting: number };
  /** Answers when the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DbOptions {
  readonly url: string;
  /** Connections in the pool. */
  readonly poolSize?: number;
  readonly applicationName?: string;
  /** Milliseconds until a connection that does not come is given up. */
  readonly connectTimeoutMs?: number;
}

/** A server that hangs answers nobody; who waits is told before they give up by themselves. */
const CONNECT_TIMEOUT_MS = 8_000;
const DEFAULT_TIMEOUT_MS = 15_000;
/** A connection is there, and a transaction is not begun for longer than this. */
const BEGIN_MS = 2_000;

/** Opens the pool as the application's role, which row-level security binds. */
export function createDb({
  url,
  poolSize = 10,
  applicationName = "callbay",
  connectTimeoutMs = CONNECT_TIMEOUT_MS,
}: DbOptions): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    // A server that went away without a word is noticed on idle connections too.
    keepAlive: true,
  });
  // A database that goes away says so to each connection at once. Who waits for an answer is refused it, and an idle one
  // leaves the pool; between two statements of a transaction nobody listens, and the process would end.
  pool.on("connect", (client) => {
    client.on("error", () => {});
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  // Prisma keeps its last thousand statements, raw ones with their parameters: closing a month that links a million
  // calls held every one of their ids until it ended.
  const forgetful = new PrismaClient({ adapter: new PrismaPg(pool), queryPlanCacheMaxSize: 0 });

  const inScope = <T>(
    scope: "tenant" | "operator" | "auth",
    tenantId: string,
    fn: (tx: Tx) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> =>
    (options.bulk ? forgetful : prisma).$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT set_config('app.scope', ${scope}, true), set_config('app.tenant_id', ${tenantId}, true)`;
        return fn(tx);
      },
      { timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS, maxWait: connectTimeoutMs + BEGIN_MS },
    );

  const inBulk = async <T>(
    tenantId: string,
    fn: (tx: BulkTx) => Promise<T>,
    { timeoutMs = DEFAULT_TIMEOUT_MS }: TransactionOptions = {},
  ): Promise<T> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    // The server ends a statement that takes too long; one that hangs does not even do that.
    const atMost = { query_timeout: timeoutMs + GRACE_MS };
    try {
      await client.query({ text: "BEGIN", ...atMost });
      await client.query({
        text: `SELECT set_config('app.scope', 'tenant', true), set_config('app.tenant_id', $1, true),
                set_config('statement_timeout', $2, true)`,
        values: [tenantId, String(timeoutMs)],
        ...atMost,
      });
      const out = await fn(bulkTx(client));
      await client.query({ text: "COMMIT", ...atMost });
      return out;
    } catch (error) {
      // A connection that cannot even roll back is not given to anybody else.
      await client.query(rollback).catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };

  return {
    withTenantBulk: inBulk,
    withTenantRaw: (tenantId, fn, { timeoutMs = DEFAULT_TIMEOUT_MS } = {}) =>
      inRawScope(pool, { scope: "tenant", tenantId, timeoutMs }, fn),
    withTenant: (tenantId, fn, options) => inScope("tenant", tenantId, fn, options),
    asOperator: (fn, options) => inScope("operator", "", fn, options),
    asAuthenticator: (fn, options) => inScope("auth", "", fn, options),
    connections: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    ping: async () => {
      await prisma.$queryRaw`SELECT 1`;
    },
    close: async () => {
      await Promise.all([prisma.$disconnect(), forgetful.$disconnect()]);
      await pool.end();
    },
  };
}

export type { RawTx } from "./raw.ts";
export { Prisma };
