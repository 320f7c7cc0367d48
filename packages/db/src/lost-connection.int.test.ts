import { createTestDatabase, type TestDatabase, withClient } from "@callbay/testing/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "./ids.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** A role may end its own. */
const endAll = () =>
  withClient(database.appUrl, (client) =>
    client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    ),
  );

test("a connection that is ended between two statements fails its transaction, and nothing else", async () => {
  const { db } = database;
  const ways = {
    prisma: () =>
      db.asOperator(async (tx) => {
        await endAll();
        await tx.tenant.count();
      }),
    raw: () =>
      db.withTenantRaw(newId(), async (tx) => {
        await endAll();
        await tx.$queryRaw`SELECT 1`;
      }),
    bulk: () =>
      db.withTenantBulk(newId(), async () => {
        await endAll();
      }),
  };
  for (const [way, run] of Object.entries(ways)) {
    await expect(run(), way).rejects.toThrow();
    // The word of the end arrives on its own; without a listener it would end this process.
    await expect
      .poll(() =>
        db.ping().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  }
});
