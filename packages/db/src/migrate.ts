import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";

/**
 * Applies the migrations of `dir` that the database lacks, each in one transaction, and records them in Prisma's
 * own `_prisma_migrations`. Two processes that start at once apply them once.
 * @returns names of the migrations applied now
 * @throws Error when a recorded migration's file has changed since
 */
export async function migrate(ownerUrl: string, dir: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "callbay-migrate" });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('callbay-migrate'))");
    await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
      migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      "SELECT migration_name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL",
    );
    const known = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const names = (await readdir(dir, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map((e) => e.name);
    const applied: string[] = [];
    for (const name of names.sort()) {
      const sql = await readFile(join(dir, name, "migration.sql"), "utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
      const before = known.get(name);
      if (before === checksum) continue;
      if (before) throw new Error(`Migration ${name} was changed after it was applied. Restore it and add a new one.`);
      await client.query("BEGIN");
      await client.query(sql);
      await client.query(
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
        [randomUUID(), checksum, name],
      );
      await client.query("COMMIT");
      applied.push(name);
    }
    return applied;
  } finally {
    await client.end();
  }
}
