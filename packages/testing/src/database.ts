import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDb, type Db } from "@callbay/db/client";
import { migrate } from "@callbay/db/migrate";
import pg from "pg";

/** A database of a test file's own: everything that the migrations make, and no rows. */
export interface TestDatabase {
  /** As the application sees it: bound by row-level security. */
  readonly db: Db;
  readonly appUrl: string;
  /** As the migrations' owner, who is bound by it too. */
  readonly ownerUrl: string;
  /** Drops it. */
  close(): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));
const TEMPLATE_PREFIX = "callbay_template_";
const CLONE_PREFIX = "callbay_clone_";
/** Tests that do forty things at once wait for a connection as long as they have to; a hang ends with their own time. */
const BUSY_MACHINE_MS = 60_000;
/** A clone older than this was left behind by a run that was killed. */
const ABANDONED_MS = 2 * 3_600_000;

/**
 * Clones the migrated template, which the first call after a change of the migrations makes. Reads
 * TEST_DATABASE_OWNER_URL and TEST_DATABASE_APP_URL; see packages/testing/README.md.
 */
export async function createTestDatabase({ poolSize = 5 }: { poolSize?: number } = {}): Promise<TestDatabase> {
  const owner = required("TEST_DATABASE_OWNER_URL");
  const app = required("TEST_DATABASE_APP_URL");
  const name = `${CLONE_PREFIX}${Date.now()}_${randomBytes(4).toString("hex")}`;
  await withClient(owner, async (client) => {
    const template = await ensureTemplate(client, owner);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const appUrl = withDatabase(app, name);
  const db = createDb({
    url: appUrl,
    poolSize,
    applicationName: "callbay-test",
    connectTimeoutMs: BUSY_MACHINE_MS,
  });
  return {
    db,
    appUrl,
    ownerUrl: withDatabase(owner, name),
    close: async () => {
      await db.close();
      // Not WITH (FORCE): the owner may not end backends of the application's role. A plain DROP waits for those that
      // are closing.
      await withClient(owner, (client) => client.query(`DROP DATABASE IF EXISTS ${name}`));
    },
  };
}

/** Runs `fn` on a connection that is closed afterwards, whatever happens. */
export async function withClient<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: "callbay-test" });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

async function ensureTemplate(client: pg.Client, ownerUrl: string): Promise<string> {
  const template = `${TEMPLATE_PREFIX}${migrationsHash()}`;
  if (await exists(client, template)) return template;
  // Test files start at once: one makes the template, the others wait for it.
  await client.query("SELECT pg_advisory_lock(hashtext('callbay-test-template'))");
  try {
    if (await exists(client, template)) return template;
    await dropLeftovers(client);
    // Renamed only when whole, so a run killed half-way leaves nothing that looks like a template.
    const draft = `${template}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft}`);
    await client.query(`CREATE DATABASE ${draft} ENCODING 'UTF8' TEMPLATE template0`);
    await migrate(withDatabase(ownerUrl, draft), MIGRATIONS);
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    return template;
  } finally {
    await client.query("SELECT pg_advisory_unlock(hashtext('callbay-test-template'))");
  }
}

async function exists(client: pg.Client, name: string): Promise<boolean> {
  return ((await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name])).rowCount ?? 0) > 0;
}

async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname LIKE $1 OR datname LIKE $2",
    [`${TEMPLATE_PREFIX}%`.replaceAll("_", "\\_"), `${CLONE_PREFIX}%`.replaceAll("_", "\\_")],
  );
  for (const { datname } of rows) {
    const madeAt = Number(/_(\d+)_[0-9a-f]+$/.exec(datname)?.[1] ?? 0);
    if (datname.startsWith(CLONE_PREFIX) && Date.now() - madeAt < ABANDONED_MS) continue;
    // Somebody else may be cloning an older template just now; then it stays.
    await client.query(`DROP DATABASE IF EXISTS ${datname}`).catch(() => {});
  }
}

function migrationsHash(): string {
  const hash = createHash("sha256");
  const folders = readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders.sort((a, b) => a.name.localeCompare(b.name)))
    hash.update(name).update(readFileSync(join(MIGRATIONS, name, "migration.sql")));
  return hash.digest("hex").slice(0, 16);
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

/** @throws Error that says how to run integration tests */
export function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set. Run \`npm test -- integration\`, or see packages/testing/README.md.`);
}
