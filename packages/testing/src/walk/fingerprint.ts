import type pg from "pg";

/** Everything a tenant has, as one hash per table: its own rows, its people's accounts, passwords and sessions. */
export async function fingerprint(owner: pg.Client, tenantId: string): Promise<Record<string, string>> {
  const { rows: tables } = await owner.query<{ name: string }>(`
    SELECT c.table_name AS name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id' AND t.table_type = 'BASE TABLE' ORDER BY 1`);
  const people = "SELECT account_id FROM membership WHERE tenant_id = $1";
  const hash = (name: string, where: string) =>
    `SELECT '${name}' AS name, md5(COALESCE(string_agg(md5(t::text), '' ORDER BY md5(t::text)), '')) AS hash FROM ${name} t WHERE ${where}`;
  const business = [
    ...tables.filter(({ name }) => name !== "session").map(({ name }) => hash(name, "tenant_id = $1")),
    hash("tenant", "id = $1"),
    hash("account", `id IN (${people})`),
    hash("session", `account_id IN (${people})`),
  ];
  const inScope = async (scope: string, sql: string) => {
    await owner.query("SELECT set_config('app.scope', $1, false)", [scope]);
    return (await owner.query<{ name: string; hash: string }>(sql, [tenantId])).rows;
  };
  const rows = [
    ...(await inScope("operator", business.join(" UNION ALL "))),
    ...(await inScope("auth", hash("account_credential", `account_id IN (${people})`))),
  ];
  return Object.fromEntries(rows.map((row) => [row.name, row.hash]));
}
