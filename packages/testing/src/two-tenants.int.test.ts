import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase, withClient } from "./database.ts";
import { type TwoTenants, twoTenants } from "./two-tenants.ts";

describe("the two-tenant fixture", () => {
  let database: TestDatabase;
  let world: TwoTenants;
  beforeAll(async () => {
    database = await createTestDatabase();
    world = await twoTenants(database.db);
  });
  afterAll(() => database.close());

  test("fills every tenant table for both", async () => {
    const empty = await withClient(database.ownerUrl, async (client) => {
      await client.query("SELECT set_config('app.scope', 'operator', false)");
      const { rows: tables } = await client.query<{ name: string }>(
        `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id' AND t.table_type = 'BASE TABLE'`,
      );
      const missing: string[] = [];
      for (const { name } of tables)
        for (const { tenantId, slug } of [world.a, world.b]) {
          const { rowCount } = await client.query(`SELECT 1 FROM ${name} WHERE tenant_id = $1 LIMIT 1`, [tenantId]);
          // Audit rows come from verbs alone.
          if (!rowCount && name !== "audit_log") missing.push(`${name} of ${slug}`);
        }
      return missing;
    });
    expect(empty).toEqual([]);
  });
});
