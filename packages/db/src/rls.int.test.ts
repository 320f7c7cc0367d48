import { createTestDatabase, type TestDatabase, withClient } from "@callbay/testing/database";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import type { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Plain SQL as the application's role: what a forgotten WHERE would meet. */
let database: TestDatabase;
let world: TwoTenants;
let tables: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await twoTenants(database.db);
  tables = await withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT c.table_name AS name FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id' AND t.table_type = 'BASE TABLE' ORDER BY 1`);
    return rows.map((row) => row.name);
  });
});
afterAll(() => database.close());

type Scope = "tenant" | "operator" | "auth" | "none";

/** Runs in one transaction of a scope, which is rolled back. */
async function within<T>(scope: Scope, tenantId: string, fn: (client: Client) => Promise<T>): Promise<T> {
  return withClient(database.appUrl, async (client) => {
    await client.query("BEGIN");
    if (scope !== "none")
      await client.query("SELECT set_config('app.scope', $1, true), set_config('app.tenant_id', $2, true)", [
        scope,
        tenantId,
      ]);
    try {
      return await fn(client);
    } finally {
      await client.query("ROLLBACK");
    }
  });
}

/** Runs one statement that may be refused; answers the rows it touched, or Postgres' code. */
async function attempt(client: Client, sql: string, values: unknown[]): Promise<number | string> {
  await client.query("SAVEPOINT s");
  try {
    return (await client.query(sql, values)).rowCount ?? 0;
  } catch (error) {
    await client.query("ROLLBACK TO s");
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

const INSUFFICIENT_PRIVILEGE = "42501";
/** The trigger of finalised invoices, which speaks before the policy does. */
const IMMUTABLE = "23001";
/** The same said with a sentence that reaches whoever asked. */
const KEPT = "23000";

describe("in the scope of one tenant", () => {
  test("another's rows are neither read, changed, deleted nor written", async () => {
    const samples = await within("operator", "", async (client) => {
      const found = new Map<string, string>();
      for (const table of tables) {
        const { rows } = await client.query<{ row: string }>(
          `SELECT to_jsonb(t)::text AS row FROM ${table} t WHERE tenant_id = $1 LIMIT 1`,
          [world.a.tenantId],
        );
        if (rows[0]) found.set(table, rows[0].row);
      }
      return found;
    });
    const leaks: string[] = [];
    await within("tenant", world.b.tenantId, async (client) => {
      const expectOne = async (table: string, what: string, sql: string, values: unknown[], good: unknown[]) => {
        const answer = await attempt(client, sql, values);
        if (!good.includes(answer)) leaks.push(`${table}: ${what} answered ${answer}`);
      };
      const a = [world.a.tenantId];
      for (const table of tables) {
        await expectOne(table, "select", `SELECT 1 FROM ${table} WHERE tenant_id = $1`, a, [0]);
        await expectOne(
          table,
          "select all",
          `SELECT 1 FROM ${table} WHERE tenant_id IS DISTINCT FROM $1`,
          [world.b.tenantId],
          // The operator's register, which binds everybody, is everybody's to see.
          [table === "dnc_register" ? 1 : 0],
        );
        const untouched = [0, INSUFFICIENT_PRIVILEGE];
        await expectOne(
          table,
          "update",
          `UPDATE ${table} SET tenant_id = tenant_id WHERE tenant_id = $1`,
          a,
          untouched,
        );
        await expectOne(table, "delete", `DELETE FROM ${table} WHERE tenant_id = $1`, a, untouched);
        const sample = samples.get(table);
        if (!sample) continue;
        const insert = `INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1::jsonb)`;
        await expectOne(table, "insert", insert, [sample], [INSUFFICIENT_PRIVILEGE]);
        const move = `UPDATE ${table} SET tenant_id = $1 WHERE tenant_id = $2`;
        const moved = table === "session" ? [0] : [INSUFFICIENT_PRIVILEGE, IMMUTABLE, KEPT];
        await expectOne(table, "give away", move, [world.a.tenantId, world.b.tenantId], moved);
      }
    });
    expect(leaks).toEqual([]);
    expect([...samples.keys()].length).toBeGreaterThan(25);
  });

  test("only colleagues' accounts are seen, and no credential, session, operator or PBX password of others", async () => {
    await within("tenant", world.b.tenantId, async (client) => {
      const { rows } = await client.query<{ email: string }>("SELECT email FROM account");
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.every((row) => row.email.endsWith("@birch.test"))).toBe(true);
      for (const table of ["account_credential", "operator_member", "session", "cel"])
        expect([table, await attempt(client, `SELECT 1 FROM ${table}`, [])]).toEqual([table, 0]);
      expect(await attempt(client, "SELECT 1 FROM tenant", [])).toBe(1);
    });
  });

  test("the operator's tables are not written", async () => {
    await within("tenant", world.b.tenantId, async (client) => {
      const written: string[] = [];
      for (const table of ["seat", "trunk", "operator_do_not_call", "pbx_node", "legal_entity", "tenant", "account"]) {
        const changed = await attempt(client, `DELETE FROM ${table}`, []);
        if (changed !== 0) written.push(`${table}: ${changed}`);
      }
      for (const change of ["DELETE FROM dnc_register", "UPDATE dnc_register SET enabled = false"]) {
        const changed = await attempt(client, `${change} WHERE tenant_id IS NULL`, []);
        if (changed !== 0) written.push(`${change}: ${changed}`);
      }
      expect(written).toEqual([]);
    });
  });
});

test("an import is into a register of the same owner", async () => {
  await within("tenant", world.b.tenantId, async (client) => {
    for (const register of [world.a.registerId, world.platform.registerId]) {
      const move = "UPDATE dnc_import SET register_id = $1 WHERE id = $2";
      expect(await attempt(client, move, [register, world.b.numbersImportId])).toBe(INSUFFICIENT_PRIVILEGE);
    }
  });
});

describe("without a scope", () => {
  test("there is nothing to see", async () => {
    const hidden = [
      ...tables,
      "account",
      "account_credential",
      "cel",
      "legal_entity",
      "operator_member",
      "pbx_node",
      "tenant",
    ];
    await within("none", "", async (client) => {
      for (const table of hidden)
        expect([table, await attempt(client, `SELECT 1 FROM ${table}`, [])]).toEqual([table, 0]);
    });
  });

  test("a setting of an earlier transaction is not left behind", async () => {
    await withClient(database.appUrl, async (client) => {
      await client.query("BEGIN");
      await client.query("SELECT set_config('app.scope', 'operator', true), set_config('app.tenant_id', $1, true)", [
        world.a.tenantId,
      ]);
      expect((await client.query("SELECT 1 FROM campaign")).rowCount).toBeGreaterThan(0);
      await client.query("COMMIT");
      expect((await client.query("SELECT 1 FROM campaign")).rowCount).toBe(0);
    });
  });
});

describe("in the scope of sign-in", () => {
  test("no tenant's business is seen", async () => {
    const needed = ["account", "api_key", "invitation", "membership", "session"];
    // Who may sign in how, and who is who at an identity provider.
    needed.push("tenant_access", "oidc_provider", "oidc_identity");
    await within("auth", "", async (client) => {
      for (const table of tables)
        if (!needed.includes(table))
          expect([table, await attempt(client, `SELECT 1 FROM ${table}`, [])]).toEqual([table, 0]);
    });
  });
});

describe("Db", () => {
  test("binds each scope to its transaction", async () => {
    const { db } = database;
    const ids = await db.withTenant(world.b.tenantId, (tx) => tx.campaign.findMany({ select: { tenantId: true } }));
    expect(new Set(ids.map((row) => row.tenantId))).toEqual(new Set([world.b.tenantId]));
    const all = await db.asOperator((tx) =>
      tx.campaign.findMany({ distinct: ["tenantId"], select: { tenantId: true } }),
    );
    expect(all).toHaveLength(2);
    expect(await db.asAuthenticator((tx) => tx.campaign.count())).toBe(0);
    expect(await db.withTenant(world.a.tenantId, (tx) => tx.accountCredential.count())).toBe(0);
    const foreign = db.withTenant(world.b.tenantId, (tx) =>
      tx.campaign.updateMany({ where: { tenantId: world.a.tenantId }, data: { name: "stolen" } }),
    );
    await expect(foreign).resolves.toEqual({ count: 0 });
  });
});
