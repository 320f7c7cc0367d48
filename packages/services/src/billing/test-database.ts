import { migrate } from "@callbay/db/migrate";
import pg from "pg";

/** A fresh database on the server of TEST_POSTGRES_URL (its superuser), dropped by `drop`. */
export async function freshDatabase(): Promise<{ url: string; ownerUrl: string; drop(): Promise<void> }> {
  const admin = new URL(process.env.TEST_POSTGRES_URL ?? "");
  const name = `test_${process.pid}_${Date.now().toString(36)}`;
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: admin.href });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name} OWNER callbay_owner`);
  const as = (user: string): string =>
    Object.assign(new URL(admin.href), { username: user, pathname: `/${name}` }).href;
  await migrate(as("callbay_owner"), new URL("../../../../prisma/migrations", import.meta.url).pathname);
  return {
    url: as("callbay_app"),
    ownerUrl: as("callbay_owner"),
    drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}
