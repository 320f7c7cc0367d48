import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProcessMemory } from "../memory.ts";
import { activeContract, type BillingWorld, OPERATOR, openBillingWorld, type TestClient } from "./billing-world.ts";
import { billingContracts } from "./current.ts";
import { liveCosts } from "./live.ts";

const MORNING = "2026-03-10T02:00:00Z";
/** More than one look prices. */
const CLIENTS = 27;

let database: TestDatabase;
let world: BillingWorld;
const clients: TestClient[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db);
  for (let i = 0; i < CLIENTS; i += 1) {
    const client = await world.client({ timezone: "Asia/Shanghai" });
    await activeContract(world, client);
    clients.push(client);
  }
});
afterAll(() => database?.close());

const thisProcess = createProcessMemory();
const look = (now: string, memory = thisProcess) => {
  const ctx = world.as(OPERATOR, now);
  return liveCosts({ ...ctx, deps: { ...ctx.deps, memory } }, {});
};
const later = (seconds: number) => new Date(Date.parse(MORNING) + seconds * 1_000).toISOString();

async function costOf(client: TestClient | undefined, now: string) {
  const { items } = await look(now);
  return items.find(({ tenantId }) => tenantId === client?.tenantId);
}

test("clients are priced a few at a time, as their invoices would be, and kept until something changes", async () => {
  const first = await look(MORNING);
  expect([first.items.length, first.behind]).toEqual([25, CLIENTS - 25]);
  const second = await look(MORNING);
  expect([second.items.length, second.behind]).toEqual([CLIENTS, 0]);
  const another = await look(MORNING, createProcessMemory());
  expect([another.items.length, another.behind], "another process knows nothing of it").toEqual([25, CLIENTS - 25]);
  const { items } = await billingContracts(world.as(OPERATOR, MORNING), {});
  expect(second.items.map(({ tenantId, sums }) => [tenantId, sums]).sort()).toEqual(
    items.map(({ tenantId, currency, netMinor }) => [tenantId, [{ currency, netMinor }]]).sort(),
  );

  const [busy, idle] = clients;
  const contract = items.find(({ tenantId }) => tenantId === busy?.tenantId);
  const before = await costOf(busy, MORNING);
  await busy?.call(await busy.campaign(contract?.contractId ?? ""), { at: MORNING });
  expect(await costOf(busy, later(29)), "priced again too soon").toEqual(before);
  const after = await costOf(busy, later(30));
  expect((after?.sums[0]?.netMinor ?? 0n) - (before?.sums[0]?.netMinor ?? 0n)).toBe(85n);
  expect((await costOf(idle, later(30)))?.at, "nothing had changed there").toEqual(new Date(MORNING));

  // Their day ends at 16:00 UTC, and with it the seats and fees of another day are due.
  const evening = "2026-03-10T16:00:01Z";
  expect((await look(evening)).items.filter(({ at }) => at.getTime() === Date.parse(evening))).toHaveLength(25);
});
