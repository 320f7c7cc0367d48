import { Prisma } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { findCampaignsWithoutLoop } from "@callbay/services/dial/lease";
import { verbContext } from "@callbay/testing/caller";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import pino from "pino";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type LoopEnd, runDialLoop } from "./dial-loop.ts";

const system = { kind: "system", name: "test" } as const;
let test: TestDatabase;
let world: TwoTenants;
let record: Recorder;
let which: { tenantId: string; campaignId: string };

beforeAll(async () => {
  test = await createTestDatabase();
  world = await twoTenants(test.db, new Date());
  record = recorder(test.db);
  which = { tenantId: world.a.tenantId, campaignId: world.a.campaignId };
});
afterAll(() => test.close());

/** One agent ready, all contacts fresh, nothing in flight. */
beforeEach(async () => {
  record.clear();
  await test.db.asOperator(async (tx) => {
    await tx.attempt.updateMany({ data: { state: "ended" } });
    await tx.dutySession.updateMany({ data: { state: "paused" } });
    await tx.dutySession.updateMany({ where: { id: world.a.dutySessionId }, data: { state: "ready" } });
    await tx.campaign.updateMany({ where: { id: which.campaignId }, data: { state: "running" } });
    await tx.contactImport.updateMany({ data: { state: "completed" } });
    await tx.campaignContact.updateMany({
      where: { campaignId: which.campaignId },
      data: { state: "ready", reason: "new", attempts: 0, nextAttemptAt: new Date(0) },
    });
  });
});

async function start(stop: AbortSignal): Promise<LoopEnd> {
  const free = await findCampaignsWithoutLoop(verbContext(record, system, new Date()), {});
  const fence = free.find((each) => each.campaignId === which.campaignId)?.fence ?? 0n;
  const parts = { deps: record.deps, events: record.subscriber, logger: pino({ level: "silent" }), owner: "test" };
  return runDialLoop({ ...parts, clock: () => new Date() }, { ...which, fence }, stop);
}

const campaign = () => test.db.asOperator((tx) => tx.campaign.findFirstOrThrow({ where: { id: which.campaignId } }));

it("dials for the ready agent, says why in the progress, and gives its lease back when it is told to stop", async () => {
  const stop = new AbortController();
  const loop = start(stop.signal);
  await vi.waitFor(() => expect(record.jobs.map((job) => job.name)).toEqual(["originate-batch"]), 60_000);
  await vi.waitFor(
    async () =>
      expect((await campaign()).pacingModel).toMatchObject({ lastDecision: { launch: 0, reason: "enough_in_flight" } }),
    60_000,
  );
  stop.abort();
  expect(await loop).toBe("stopped");
  const free = await findCampaignsWithoutLoop(verbContext(record, system, new Date()), {});
  expect(free.map((each) => each.campaignId)).toContain(which.campaignId);
});

it("looks at once when the floor moves", async () => {
  const stop = new AbortController();
  const loop = start(stop.signal);
  await vi.waitFor(() => expect(record.jobs).toHaveLength(1), 60_000);
  await test.db.asOperator((tx) => tx.attempt.updateMany({ data: { state: "ended" } }));
  await record.deps.events.publish(
    { tenantId: which.tenantId },
    { type: "call.changed", callId: "x", membershipId: null, campaignId: which.campaignId, what: "ended" },
  );
  await vi.waitFor(() => expect(record.jobs).toHaveLength(2), 60_000);
  stop.abort();
  await loop;
});

it("needs no agent where a script speaks, and places nobody where agents choose", async () => {
  await test.db.asOperator((tx) => tx.dutySession.updateMany({ data: { state: "paused" } }));
  const mode = (dialMode: "agentless" | "preview" | "progressive") =>
    test.db.asOperator((tx) => tx.campaign.updateMany({ where: { id: which.campaignId }, data: { dialMode } }));
  await mode("agentless");
  let stop = new AbortController();
  let loop = start(stop.signal);
  const placed = () =>
    test.db.asOperator((tx) => tx.attempt.findMany({ where: { campaignId: which.campaignId, state: "reserved" } }));
  await vi.waitFor(async () => expect((await placed()).length).toBeGreaterThan(0), 60_000);
  stop.abort();
  await loop;
  const reserved = await placed();
  expect(new Set(reserved.map(({ kind, dutySessionId }) => [kind, dutySessionId].join()))).toEqual(
    new Set(["agentless,"]),
  );

  await mode("preview");
  await test.db.asOperator(async (tx) => {
    await tx.dutySession.updateMany({ where: { id: world.a.dutySessionId }, data: { state: "ready" } });
    await tx.attempt.updateMany({ data: { state: "ended" } });
  });
  stop = new AbortController();
  loop = start(stop.signal);
  await vi.waitFor(
    async () => expect((await campaign()).pacingModel).toMatchObject({ lastDecision: { reason: "agents_choose" } }),
    60_000,
  );
  stop.abort();
  await loop;
  expect(await placed()).toEqual([]);
  await mode("progressive");
});

it("asks again whom it had taken out of the queue when somebody changes what is shown or the hours", async () => {
  await test.db.asOperator((tx) => tx.dutySession.updateMany({ data: { state: "paused" } }));
  const stop = new AbortController();
  const loop = start(stop.signal);
  await vi.waitFor(async () => expect((await campaign()).pacingModel).toHaveProperty("settings"), 60_000);
  const where = { campaignId: which.campaignId, contactId: world.a.contactIds[0] ?? "" };
  const contact = () => test.db.asOperator((tx) => tx.campaignContact.findFirstOrThrow({ where }));
  await test.db.asOperator(async (tx) => {
    await tx.campaignContact.updateMany({ where, data: { state: "blocked", reason: "caller_id_country" } });
    await tx.callerIdRule.createMany({
      data: {
        ...{ tenantId: which.tenantId, id: newId(), campaignId: which.campaignId },
        ...{ prefix: "4879", phoneNumberId: world.a.numberId },
      },
    });
  });
  await vi.waitFor(async () => expect(await contact()).toMatchObject({ state: "ready", reason: "reopened" }), 60_000);
  stop.abort();
  await loop;
});

it("pauses a campaign whose contract has ended, with the reason, though no agent is on duty", async () => {
  await test.db.asOperator((tx) => tx.dutySession.updateMany({ data: { state: "paused" } }));
  await test.db.asOperator((tx) =>
    tx.contract.updateMany({ where: { id: world.a.contractId }, data: { state: "ended" } }),
  );
  expect(await start(new AbortController().signal)).toBe("paused");
  expect(await campaign()).toMatchObject({ state: "paused", stateReason: "contract_not_active" });
  expect(record.jobs).toEqual([]);
  await test.db.asOperator((tx) =>
    tx.contract.updateMany({ where: { id: world.a.contractId }, data: { state: "active" } }),
  );
});

it("rests outside its schedule, dials when somebody changes it, and pauses at its end", async () => {
  const set = (schedule: object | null) =>
    test.db.asOperator((tx) =>
      tx.campaign.updateMany({ where: { id: which.campaignId }, data: { schedule: schedule ?? Prisma.DbNull } }),
    );
  await set({ zone: "UTC", from: "2999-01-01T00:00" });
  const stop = new AbortController();
  const loop = start(stop.signal);
  const decided = async () => (await campaign()).pacingModel;
  await vi.waitFor(
    async () => expect(await decided()).toMatchObject({ lastDecision: { launch: 0, reason: "outside_schedule" } }),
    60_000,
  );
  expect(record.jobs).toEqual([]);
  await set({ zone: "UTC", from: "2001-01-01T00:00" });
  await vi.waitFor(() => expect(record.jobs.length).toBeGreaterThan(0), 60_000);
  await set({ zone: "UTC", until: "2001-01-01T00:00" });
  expect(await loop).toBe("paused");
  expect(await campaign()).toMatchObject({ state: "paused", stateReason: "schedule_over" });
  await set(null);
});

it("completes a campaign with nobody left, and ends when somebody pauses it", async () => {
  await test.db.asOperator((tx) => tx.dutySession.updateMany({ data: { state: "paused" } }));
  const loop = start(new AbortController().signal);
  await vi.waitFor(
    async () => expect((await campaign()).leaseExpiresAt?.getTime()).toBeGreaterThan(Date.now()),
    60_000,
  );
  await test.db.asOperator((tx) =>
    tx.campaign.updateMany({ where: { id: which.campaignId }, data: { state: "paused" } }),
  );
  expect(await loop).toBe("not_running");

  await test.db.asOperator(async (tx) => {
    await tx.campaign.updateMany({ where: { id: which.campaignId }, data: { state: "running" } });
    await tx.campaignContact.updateMany({ where: { campaignId: which.campaignId }, data: { state: "done" } });
  });
  expect(await start(new AbortController().signal)).toBe("completed");
  expect(await campaign()).toMatchObject({ state: "completed", stateReason: "exhausted" });
});
