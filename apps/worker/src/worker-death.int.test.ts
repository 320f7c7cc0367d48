import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newId } from "@callbay/db/ids";
import { connectRedis, disconnectRedis } from "@callbay/jobs/connection";
import { originateAttempt, originateBatch } from "@callbay/jobs/node-queues";
import { handle, type RunningWorkers, startWorkers } from "@callbay/jobs/queue";
import { claimAttempt } from "@callbay/services/call/claim";
import { finishCall } from "@callbay/services/call/finish";
import { verbContext } from "@callbay/testing/caller";
import { createTestDatabase, required, type TestDatabase, withClient } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { freePort } from "@callbay/tooling-runtime/ports";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

const CONTACTS = 40;
/** Calls that end before the first worker dies: it never comes to the end of the list, however fast it is. */
const BEFORE_DEATH = 8;
const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const system = { kind: "system", name: "test" } as const;

let test: TestDatabase;
let world: TwoTenants;
let record: Recorder;
let redisUrl: string;
const children: ChildProcess[] = [];
let carrier: RunningWorkers | undefined;

beforeAll(async () => {
  // A database number of its own: other files have queues of the same names.
  redisUrl = new URL("/9", required("TEST_REDIS_URL")).toString();
  const redis = connectRedis(redisUrl, "test");
  await redis.flushdb();
  disconnectRedis(redis);
  test = await createTestDatabase({ poolSize: 5 });
  world = await twoTenants(test.db, new Date());
  // The files of the fixture's imports lie nowhere; real workers would look for them again and again.
  await test.db.asOperator((tx) => tx.dncImport.updateMany({ data: { state: "completed" } }));
  record = recorder(test.db);
});
afterAll(async () => {
  await Promise.all(children.map(killed));
  await carrier?.close(true);
  // The server notices a killed client a moment later, and drops no database that somebody is connected to.
  await withClient(test.ownerUrl, (client) =>
    vi.waitFor(async () => {
      const { rows } = await client.query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'callbay-worker'",
      );
      expect(rows).toEqual([]);
    }, 60_000),
  );
  await test.close();
});

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function startProcess(name: string): Promise<ChildProcess> {
  const port = String(await freePort("127.0.0.1", "tcp"));
  const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH,
      DATABASE_URL: test.appUrl,
      REDIS_URL: redisUrl,
      SECRET_KEY: "a secret of tests that is long enough to be a key",
      STORAGE_DIR: mkdtempSync(join(tmpdir(), "callbay-worker-")),
      WORKER_PORT: port,
      INSTANCE_ID: name,
      LOG_LEVEL: "error",
    },
    stdio: "inherit",
  });
  children.push(child);
  return child;
}

/** Two agents ready, one campaign that runs, and nobody else's. */
async function prepare(): Promise<{ campaignId: string; contactIds: string[] }> {
  const { tenantId, contractId, numberId, people } = world.a;
  const [campaignId, listId] = [newId(), newId()];
  const contactIds = Array.from({ length: CONTACTS }, newId);
  const day = [[0, 1440]];
  const weekly = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
  await test.db.asOperator(async (tx) => {
    await tx.campaign.updateMany({ data: { state: "paused" } });
    await tx.dutySession.updateMany({ data: { state: "ready", stateSince: new Date() } });
    await tx.attempt.updateMany({ data: { state: "ended" } });
    await tx.contactList.createMany({
      data: { tenantId, id: listId, name: "Death", source: "test", consentBasis: "consent", defaultCountry: "HK" },
    });
    await tx.contact.createMany({ data: contactIds.map((id) => ({ tenantId, id, listId })) });
    await tx.contactPoint.createMany({
      data: contactIds.map((contactId, i) => ({
        tenantId,
        id: newId(),
        contactId,
        listId,
        phone: `+8529123${String(i).padStart(4, "0")}`,
        country: "HK",
        timezone: "Asia/Hong_Kong",
      })),
    });
    await tx.campaign.createMany({
      data: {
        tenantId,
        id: campaignId,
        contractId,
        callerIdId: numberId,
        name: "Death",
        purpose: "notice",
        state: "running",
        callingWindow: { weekly },
        retryRules: { maxAttempts: 3, outcomes: {} },
      },
    });
    await tx.campaignList.createMany({ data: { tenantId, campaignId, listId } });
    await tx.campaignAgent.createMany({
      data: [people.agent, people.supervisor].map(({ membershipId }) => ({ tenantId, campaignId, membershipId })),
    });
  });
  return { campaignId, contactIds };
}

const lease = (campaignId: string) =>
  test.db.asOperator((tx) =>
    tx.campaign.findFirstOrThrow({
      where: { id: campaignId },
      select: { leaseOwner: true, leaseFence: true, state: true },
    }),
  );
const attempts = (campaignId: string) => test.db.asOperator((tx) => tx.attempt.findMany({ where: { campaignId } }));

it("a killed worker's campaign is dialled on by another within seconds, and nobody is called twice", async () => {
  const { campaignId, contactIds } = await prepare();
  const { nodeId } = world.platform;
  const orders: string[] = [];
  let died = () => {};
  const death = new Promise<void>((resolve) => {
    died = resolve;
  });
  // Plays the node's owner: claims each order and ends it as busy.
  const place = async ({ tenantId, attemptId }: { tenantId: string; attemptId: string }): Promise<void> => {
    orders.push(attemptId);
    if (orders.length > BEFORE_DEATH) await death;
    const owned = { tenantId, nodeId, fence: 1n };
    const ctx = () => verbContext(record, system, new Date());
    const claim = await claimAttempt(ctx(), { ...owned, attemptId, owner: "test" });
    if (!claim.ok) return;
    await finishCall(ctx(), {
      ...owned,
      callId: attemptId,
      endedAt: new Date(),
      cause: 17,
      endedBy: "customer",
      closedFrom: "live",
      partedAt: null,
    });
  };
  carrier = startWorkers({
    redisUrl,
    concurrency: 4,
    handlers: [
      handle(originateAttempt(nodeId), place),
      handle(originateBatch(nodeId), async ({ tenantId, orders: together }) => {
        for (const { attemptId } of together) await place({ tenantId, attemptId });
      }),
    ],
  });
  const first = await startProcess("first");
  await vi.waitFor(async () => expect((await lease(campaignId)).leaseOwner).toBe("first"), 60_000);
  await startProcess("second");
  await vi.waitFor(async () => expect((await attempts(campaignId)).length).toBeGreaterThan(5), 60_000);
  await killed(first);
  died();
  const atDeath = (await attempts(campaignId)).length;
  expect(atDeath).toBeLessThan(CONTACTS);

  // The lease lasts five seconds; the others look for what has none every second. Each new holder has a higher fence.
  await vi.waitFor(async () => expect((await lease(campaignId)).leaseOwner).toBe("second"), 60_000);
  expect((await lease(campaignId)).leaseFence).toBeGreaterThan(1n);

  await vi.waitFor(async () => expect((await lease(campaignId)).state).toBe("completed"), {
    timeout: 120_000,
    interval: 200,
  });
  const all = await attempts(campaignId);
  const counted = all.filter((attempt) => attempt.state === "ended");
  expect(counted.map((attempt) => attempt.contactId).sort()).toEqual([...contactIds].sort());
  // What the first reserved and never enqueued went back; nothing was ordered twice.
  expect(all.filter((attempt) => attempt.state !== "ended").every((attempt) => attempt.state === "released")).toBe(
    true,
  );
  expect(new Set(orders).size).toBe(orders.length);
}, 300_000);
