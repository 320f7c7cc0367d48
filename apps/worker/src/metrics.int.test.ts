import { METRICS, metricsOf } from "@callbay/domain/metrics";
import { createQueueReader } from "@callbay/jobs/queue-depths";
import { platformFigures, recordProbes } from "@callbay/services/platform/figures";
import { callerAs } from "@callbay/testing/caller";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkerMetrics } from "./metrics.ts";
import { lookAtParts } from "./probes.ts";

let database: TestDatabase;
let world: TwoTenants;
let record: Recorder;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await twoTenants(database.db);
  record = recorder(database.db);
});
afterAll(() => database.close());

/** A Redis that nobody runs: what is asked of it waits for ever. */
const away = createQueueReader("redis://127.0.0.1:1");
afterAll(() => away.close());

const system = (now = world.now) => ({
  ...{ deps: record.deps, now, requestId: "test" },
  actor: { kind: "system" as const, name: "test" },
});

test("the worker gives every figure that is said to be its own, from a real database, while Redis is away", async () => {
  const metrics = createWorkerMetrics();
  metrics.verb("dial.reserve", "ok", 12);
  metrics.ticked(30);
  metrics.leaseLost();
  metrics.jobFailed("send-mail");
  const text = await metrics.text({
    figures: () => platformFigures(system(), { storageDir: record.deps.storageDir }),
    ...{ queues: away, loops: () => 2, connections: database.db.connections, redis: async () => false },
  });
  const declared = [...text.matchAll(/^# TYPE (callbay_\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
  expect(declared.sort()).toEqual(
    metricsOf("worker")
      .map((name) => `${name} ${METRICS[name].type}`)
      .sort(),
  );
  expect(text).toContain("callbay_redis_up 0");
  expect(text).toContain("callbay_dial_loops 2");
  expect(text).toMatch(/callbay_node_channels\{node="[^"]+",kind="max"\} 100/);
  expect(text).toContain(`callbay_tenant_channels{tenant="${world.a.tenantId}"`);
  expect(text).toContain('callbay_problems{code="PROBES_SILENT",severity="critical"} 1');
  // No number of anybody's.
  expect(text).not.toMatch(/\+\d{8,}/);
});

test("probes look at what is there, and the console shows what they said", async () => {
  const probes = await lookAtParts({
    ...{ database: database.db.ping, redis: async () => false, queues: away, now: () => world.now },
    ...{ storageDir: record.deps.storageDir, appUrl: "http://127.0.0.1:1" },
  });
  expect(probes.map(({ part, status }) => [part, status])).toEqual([
    ["database", "ok"],
    ["redis", "down"],
    ["queues", "down"],
    ["storage", expect.stringMatching(/ok|degraded/)],
    ["web", "down"],
  ]);
  await recordProbes(system(), { probes });
  // Two workers look in the same minute: one word is kept.
  await recordProbes(system(), { probes });
  const noc = callerAs(record, world.platform.operators.noc.actor, world.now);
  const { parts } = await noc.operator.platform.health();
  expect(parts.find(({ part }) => part === "redis")).toMatchObject({ status: "down", history: [{ status: "down" }] });
  const { problems } = await noc.operator.platform.home();
  expect(problems.map(({ code }) => code)).toEqual(expect.arrayContaining(["REDIS_AWAY", "WEB_AWAY", "QUEUE_STUCK"]));
  // A day later nothing of it is left.
  await recordProbes(system(new Date(world.now.getTime() + 26 * 3_600_000)), { probes: [] });
  expect(await database.db.asOperator((tx) => tx.healthProbe.count({ where: { part: "redis" } }))).toBe(0);
});
