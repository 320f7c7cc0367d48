import { lineCapacity } from "@callbay/db/sql/dial-snapshot";
import { freeLines } from "@callbay/domain/free-lines";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeLines } from "../dial/plan.ts";

let database: TestDatabase;
let world: TwoTenants;
const [FAR, PAST] = [new Date("2100-01-01T00:00:00Z"), new Date("2020-01-01T00:00:00Z")];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await twoTenants(database.db, new Date());
  const { a, b } = world;
  // Ten lines beyond the guarantees and the two agents' legs: 2 + 2 + 10 + 2.
  await database.db.asOperator(async (tx) => {
    await tx.attempt.updateMany({ data: { state: "ended" } });
    await tx.dutySession.updateMany({
      where: { id: { notIn: [a.dutySessionId, b.dutySessionId] } },
      data: { endedAt: new Date() },
    });
    await tx.dutySession.updateMany({ where: { endedAt: null }, data: { state: "ready" } });
    await tx.pbxNode.updateMany({ data: { maxChannels: 16, leaseExpiresAt: FAR, heartbeatAt: FAR } });
    await tx.attachment.updateMany({
      where: { tenantId: a.tenantId },
      data: { guaranteedChannels: 2, burstChannels: 10 },
    });
    await tx.attachment.updateMany({
      where: { tenantId: b.tenantId },
      data: { guaranteedChannels: 2, burstChannels: 30 },
    });
    await tx.campaign.updateMany({ data: { state: "running", leaseExpiresAt: FAR } });
    await tx.campaignContact.updateMany({ data: { state: "ready", attempts: 0, nextAttemptAt: PAST } });
  });
});
afterAll(() => database.close());

const freeFor = async (tenantId: string) => {
  const rows = await database.db.withTenant(tenantId, (tx) => lineCapacity(tx));
  const lines = nodeLines(rows, rows[0]?.nodeId ?? "");
  return lines && freeLines(lines, { max: null, inUse: 0 });
};

test("burst is shared by entitlement while both want it, and is one's own while the other does not", async () => {
  const { a, b } = world;
  // 10 lines for 10 + 30 that want: 2.5 and 7.5, rounded up, beside the guarantee of 2.
  expect(await freeFor(a.tenantId)).toBe(2 + 3);
  expect(await freeFor(b.tenantId)).toBe(2 + 8);
  const set = (data: object) =>
    database.db.asOperator((tx) => tx.dutySession.updateMany({ where: { id: b.dutySessionId }, data }));
  await set({ state: "talking" });
  expect(await freeFor(a.tenantId)).toBe(2 + 10);
  await set({ state: "ready" });
  const setContacts = (nextAttemptAt: Date) =>
    database.db.asOperator((tx) =>
      tx.campaignContact.updateMany({ where: { tenantId: b.tenantId }, data: { nextAttemptAt } }),
    );
  await setContacts(FAR);
  expect(await freeFor(a.tenantId)).toBe(2 + 10);
  await setContacts(PAST);
  expect(await freeFor(a.tenantId)).toBe(2 + 3);
});
