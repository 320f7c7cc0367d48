import { createTestDatabase, type TestDatabase, withClient } from "@callbay/testing/database";
import { stallingLine } from "@callbay/testing/stalling-line";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb } from "./client.ts";
import { newId } from "./ids.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Connections come back in their own time. */
const SOON = { timeout: 30_000 };

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
      .poll(
        () =>
          db.ping().then(
            () => true,
            () => false,
          ),
        SOON,
      )
      .toBe(true);
  }
});

test("a server that hangs fails who waits for it, in time, and serves them when it is back", async () => {
  const line = await stallingLine(database.appUrl);
  const db = createDb({ url: line.url, poolSize: 3, connectTimeoutMs: 300 });
  const tenantId = newId();
  const ways = {
    prisma: (timeoutMs: number) => db.asOperator((tx) => tx.tenant.count(), { timeoutMs }),
    raw: (timeoutMs: number) => db.withTenantRaw(tenantId, async (tx) => tx.$queryRaw`SELECT 1`, { timeoutMs }),
    bulk: (timeoutMs: number) => db.withTenantBulk(tenantId, async () => {}, { timeoutMs }),
  };
  const served = async () => {
    for (const [way, run] of Object.entries(ways))
      await expect
        .poll(
          () =>
            run(SOON.timeout).then(
              () => "served",
              (error: unknown) => String(error),
            ),
          { ...SOON, message: way },
        )
        .toBe("served");
  };
  try {
    await served();
    line.stall();
    // More than there are connections: none of them stays with who has given up.
    const hung = await Promise.allSettled([...Object.values(ways), ...Object.values(ways)].map((run) => run(300)));
    expect(hung.filter(({ status }) => status === "rejected")).toHaveLength(6);
    line.resume();
    await served();
  } finally {
    line.resume();
    await db.close();
    await line.close();
  }
});
