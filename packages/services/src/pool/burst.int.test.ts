import { newId } from "@callbay/db/ids";
import { lineCapacity } from "@callbay/db/sql/dial-snapshot";
import { freeLines } from "@callbay/domain/free-lines";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeLines } from "../dial/plan.ts";
import { routesOf } from "../dial/route.ts";

let database: TestDatabase;
let world: TwoTenants;
const [FAR, PAST] = [new Date("2100-01-01T00:00:00Z"), new Date("2020-01-01T00:00:00Z")];

beforeAll(async () => {
  database = await createTestDatabase();
  world = await twoTenants(database.db);
  const { a, b } = world;
  // Ten lines beyond the guarantees and the two agents' legs: 2 + 2 + 10 + 2.
  await database.db.asOperator(async (tx) => {
    await tx.attempt.updateMany({ data: { state: "ended" } });
    await tx.dutySession.updateMany({
      where: { id: { notIn: [a.dutySessionId, b.dutySessionId] } },
      data: { endedAt: world.now },
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

test("by least cost each number takes its cheapest carrier, and no tenant reads what the operator pays", async () => {
  const { tenantId } = world.a;
  const [cheapAbroad, rate] = [newId(), { currency: "USD" }];
  const first = await database.db.asOperator(async (tx) => {
    const trunk = await tx.trunk.findFirstOrThrow();
    await tx.trunk.create({
      data: {
        id: cheapAbroad,
        nodeId: trunk.nodeId,
        name: "abroad",
        endpoint: "b",
        carrier: "B",
        maxChannels: 9,
        callsPerSecond: 9,
        priority: 2,
      },
    });
    await tx.carrierRate.createMany({
      data: [
        { ...rate, carrier: trunk.name, prefix: "", perMinuteMicros: 50_000n },
        { ...rate, carrier: trunk.name, prefix: "86", perMinuteMicros: 5_000n },
        { ...rate, carrier: "B", prefix: "", perMinuteMicros: 20_000n },
        { ...rate, carrier: "B", prefix: "861", perMinuteMicros: 9_000n },
      ],
    });
    return trunk.id;
  });
  const routes = (routing: string) =>
    database.db.withTenant(tenantId, async (tx) => {
      await tx.attachment.updateMany({ data: { routing } });
      const lines = await lineCapacity(tx);
      const nodeId = lines[0]?.nodeId ?? "";
      return routesOf(
        tx,
        lines,
        ["+8613800138000", "+442079460000"].map((phone) => ({ nodeId, phone })),
      );
    });
  expect(await routes("least_cost")).toEqual([
    { trunkId: first, next: [cheapAbroad] },
    { trunkId: cheapAbroad, next: [first] },
  ]);
  expect((await routes("priority")).map((route) => route?.trunkId)).toEqual([first, first]);
  expect(await database.db.withTenant(tenantId, (tx) => tx.carrierRate.count())).toBe(0);
});
