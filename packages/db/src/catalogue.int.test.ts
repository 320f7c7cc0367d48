import { createTestDatabase, type TestDatabase, withClient } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/**
 * Isolation as the database itself knows it. Each list below is closed: whatever is added to the schema either keeps
 * the rule or is named here with its reason.
 */
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  return withClient(database.ownerUrl, async (client) => (await client.query<T>(sql, values)).rows);
}

const TABLES = `SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity,
    EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS of_tenant
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'`;

describe("row-level security", () => {
  test("is on and forced on every table", async () => {
    const tables = await rows<{ relname: string; relrowsecurity: boolean; relforcerowsecurity: boolean }>(TABLES);
    expect(tables.length).toBeGreaterThan(30);
    expect(tables.filter((one) => !one.relrowsecurity || !one.relforcerowsecurity)).toEqual([]);
  });

  test("has a policy on every table, and on every tenant table one that names the tenant", async () => {
    const without = await rows<{ relname: string }>(`
      SELECT t.relname FROM (${TABLES}) t
      WHERE NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid)
        OR (t.of_tenant AND t.relname <> 'session' AND NOT EXISTS (
          SELECT 1 FROM pg_policy p
          WHERE p.polrelid = t.oid AND pg_get_expr(p.polqual, p.polrelid) LIKE '%tenant_id = ( SELECT app_tenant()%'))`);
    expect(without).toEqual([]);
  });

  test("lets everybody read only what is nobody's business", async () => {
    const open = await rows<{ relname: string; polcmd: string }>(`
      SELECT c.relname, p.polcmd::text FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
      WHERE pg_get_expr(p.polqual, p.polrelid) = 'true' ORDER BY 1`);
    expect(open).toEqual([
      { relname: "operator_do_not_call", polcmd: "r" },
      { relname: "seat", polcmd: "r" },
      { relname: "trunk", polcmd: "r" },
    ]);
  });

  test("binds the application's role and the owner of the tables", async () => {
    const roles = await rows<Record<string, unknown>>(`
      SELECT r.rolname, r.rolsuper, r.rolbypassrls,
        (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships
      FROM pg_roles r WHERE r.rolname IN ('callbay_app', 'callbay_cel', 'callbay_owner') ORDER BY 1`);
    expect(roles).toEqual(
      ["callbay_app", "callbay_cel", "callbay_owner"].map((rolname) => ({
        rolname,
        rolsuper: false,
        rolbypassrls: false,
        memberships: 0,
      })),
    );
    const owned = await rows<{ relname: string }>(`
      SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
      WHERE c.relnamespace = 'public'::regnamespace AND (r.rolsuper OR r.rolname <> 'callbay_owner')`);
    expect(owned).toEqual([]);
  });

  test("is not gone round by a view, a definer function or a rule", async () => {
    const views = await rows<{ relname: string }>(`
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')
        AND NOT COALESCE(reloptions @> ARRAY['security_invoker=true'], false)`);
    const definers = await rows<{ proname: string }>(`
      SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef`);
    const rules = await rows<{ rulename: string }>(`
      SELECT rulename FROM pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'`);
    expect({ views, definers, rules }).toEqual({ views: [], definers: [], rules: [] });
  });

  test("is widened inside the database by these functions alone", async () => {
    const widening = await rows<{ proname: string }>(`
      SELECT p.proname FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace AND p.prosrc LIKE '%set_config(''app.scope''%' ORDER BY 1`);
    expect(widening.map((one) => one.proname)).toEqual([
      "carrier_prices", // what carriers ask for the numbers that are about to be dialled
      "line_capacity", // counts of how full the tenant's own nodes are
      "take_agent_time", // when a person's time is billed already, not to whom
      "take_free_seats", // seats that nobody rents
    ]);
  });
});

describe("keys", () => {
  /** Unique over all tenants, and why that tells nobody anything. */
  const GLOBAL_KEYS: Record<string, string> = {
    agent_clock_once: "a person's time is billed to one client; take_agent_time asks, and tells when, not to whom",
    audit_log_pkey: "a random id of our own; rows without a tenant are the platform's",
    dnc_import_pkey: "a random id of our own; rows without a tenant are the operator's",
    dnc_register_pkey: "a random id of our own; rows without a tenant are the operator's",
    session_pkey: "a random id of our own; the scope of sign-in alone sees sessions",
    invitation_token_hash_key: "the hash of 256 random bits",
    invoice_legal_entity_id_sequence_key: "numbers are gapless per legal entity, over its clients",
    invoice_number_once: "numbers are gapless per legal entity, over its clients",
    payment_customer_once:
      "a provider's customer is one client's; its id is the provider's secret, not a number to guess",
    seat_phone_username_key: "a random number of our own, by which nodes know telephones of all clients",
    seat_leased_once: "a seat is rented by one client at a time; which seats are free is no secret",
  };

  test("of tenant tables begin with the tenant, or are named here", async () => {
    const keys = await rows<{ name: string }>(`
      SELECT i.relname AS name FROM pg_index x
      JOIN pg_class i ON i.oid = x.indexrelid
      JOIN (${TABLES}) t ON t.oid = x.indrelid AND t.of_tenant
      LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
      WHERE (x.indisunique OR x.indisexclusion) AND a.attname IS DISTINCT FROM 'tenant_id' ORDER BY 1`);
    expect(keys.map((one) => one.name)).toEqual(Object.keys(GLOBAL_KEYS).sort());
  });

  test("between tenant tables carry the tenant", async () => {
    const loose = await rows<{ conname: string }>(`
      SELECT k.conname FROM pg_constraint k
      JOIN (${TABLES}) child ON child.oid = k.conrelid AND child.of_tenant
      JOIN (${TABLES}) parent ON parent.oid = k.confrelid AND parent.of_tenant
      WHERE k.contype = 'f' AND NOT EXISTS (
        SELECT 1 FROM unnest(k.conkey, k.confkey) AS pair(child_col, parent_col)
        JOIN pg_attribute c ON c.attrelid = k.conrelid AND c.attnum = pair.child_col AND c.attname = 'tenant_id'
        JOIN pg_attribute p ON p.attrelid = k.confrelid AND p.attnum = pair.parent_col AND p.attname = 'tenant_id')`);
    // The operator's registers have no tenant; the policies of_owner_new and of_owner_changed ask for the same owner.
    expect(loose.map(({ conname }) => conname)).toEqual(["dnc_import_register_id_fkey"]);
  });
});

describe("least privilege", () => {
  test("facts cannot be changed by the application, and the channel log is the PBX's to write", async () => {
    const grants = await rows<{ table: string; rights: string }>(`
      SELECT t.name AS "table",
        concat_ws(',', CASE WHEN has_table_privilege('callbay_app', t.name, 'INSERT') THEN 'insert' END,
          CASE WHEN has_table_privilege('callbay_app', t.name, 'UPDATE') THEN 'update' END,
          CASE WHEN has_table_privilege('callbay_app', t.name, 'DELETE') THEN 'delete' END) AS rights
      FROM unnest(ARRAY['audit_log', 'call_event', 'cel', 'charge_usage', 'usage_record']) AS t(name) ORDER BY 1`);
    expect(grants).toEqual([
      { table: "audit_log", rights: "insert" },
      { table: "call_event", rights: "insert" },
      { table: "cel", rights: "" },
      { table: "charge_usage", rights: "insert,delete" },
      { table: "usage_record", rights: "insert" },
    ]);
  });

  test("the application makes and alters nothing", async () => {
    const [rights] = await rows<Record<string, boolean>>(`
      SELECT has_schema_privilege('callbay_app', 'public', 'CREATE') AS create_in_schema,
        has_database_privilege('callbay_app', current_database(), 'CREATE') AS create_schema`);
    expect(rights).toEqual({ create_in_schema: false, create_schema: false });
  });
});
