import pg from "pg";
import type { DatabaseSecrets } from "./secrets.ts";

export const DATABASE = "callbay";
export const OWNER_ROLE = "callbay_owner";
export const APP_ROLE = "callbay_app";
export const CEL_ROLE = "callbay_cel";

/**
 * Makes the roles and the database; harmless to repeat. The owner migrates and is no superuser, so
 * that forced row-level security holds for what it owns; the application's role cannot bypass it.
 */
export async function ensureRoles(adminUrl: string, secrets: DatabaseSecrets): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const known = new Set(
      (await client.query<{ rolname: string }>("SELECT rolname FROM pg_roles")).rows.map((row) => row.rolname),
    );
    const role = async (name: string, attributes: string, password: string) => {
      await client.query(
        `${known.has(name) ? "ALTER" : "CREATE"} ROLE ${name} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION ${attributes} PASSWORD ${client.escapeLiteral(password)}`,
      );
    };
    await role(OWNER_ROLE, "CREATEDB", secrets.owner);
    await role(APP_ROLE, "NOCREATEDB", secrets.app);
    await role(CEL_ROLE, "NOCREATEDB", secrets.cel);
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`);
  } finally {
    await client.end();
  }
}
