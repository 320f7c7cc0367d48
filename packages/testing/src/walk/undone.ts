import type { Db } from "@callbay/db/client";

class Undo extends Error {
  constructor(readonly answer: unknown) {
    super("undone");
  }
}

/** A database that takes back each transaction after its answer: what is tried here leaves nothing behind. */
export function undone(db: Db): Db {
  const undo = async <X, T>(run: (fn: (tx: X) => Promise<never>) => Promise<never>, fn: (tx: X) => Promise<T>) => {
    try {
      return await run(async (tx) => {
        throw new Undo(await fn(tx));
      });
    } catch (error) {
      if (error instanceof Undo) return error.answer as T;
      throw error;
    }
  };
  return {
    withTenant: (tenantId, fn, options) => undo((body) => db.withTenant(tenantId, body, options), fn),
    withTenantBulk: (tenantId, fn, options) => undo((body) => db.withTenantBulk(tenantId, body, options), fn),
    withTenantRaw: (tenantId, fn, options) => undo((body) => db.withTenantRaw(tenantId, body, options), fn),
    asOperator: (fn, options) => undo((body) => db.asOperator(body, options), fn),
    asAuthenticator: (fn, options) => undo((body) => db.asAuthenticator(body, options), fn),
    connections: () => db.connections(),
    ping: () => db.ping(),
    close: () => db.close(),
  };
}
