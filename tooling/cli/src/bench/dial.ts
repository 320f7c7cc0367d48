/**
 * The dial step without a PBX: a contact reserved through the gate in Postgres, its order put on the node's queue, the
 * order taken from there and the attempt claimed by the code of media-bridge, up to the request to the PBX, which is
 * answered by the emulated one. Against a no-op job of BullMQ on the same Redis, in turns.
 */
import { createDb } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { connectRedis, disconnectRedis } from "@callbay/jobs/connection";
import { originateBatch } from "@callbay/jobs/node-queues";
import { createEventPublisher } from "@callbay/jobs/pubsub";
import { createJobProducer, handle, startWorkers } from "@callbay/jobs/queue";
import { systemClock } from "@callbay/media-bridge/clock";
import { Floor } from "@callbay/media-bridge/floor";
import { CONCURRENT_ORDERS } from "@callbay/media-bridge/node/owner";
import { placeBatch } from "@callbay/media-bridge/originate";
import { createVerbRecords } from "@callbay/media-bridge/verb-records";
import { Writes } from "@callbay/media-bridge/writes";
import { PbxEmulator } from "@callbay/pbx/emulator/emulator";
import { ManualClock } from "@callbay/pbx/emulator/manual-clock";
import type { VerbContext } from "@callbay/services/context";
import { claimCampaignLease } from "@callbay/services/dial/lease";
import { reserveAttempts } from "@callbay/services/dial/reserve";
import type { Stack } from "@callbay/tooling-runtime/stack";
import { type ConnectionOptions, Queue, Worker } from "bullmq";
import pg from "pg";
import { pino } from "pino";
import { BENCH_SECRET, benchDeps, type DialFloor, seedDialling } from "./dial-data.ts";
import { type BenchContext, median, rounded } from "./figure.ts";

/** Loops that dial at once, each its own campaign; as many producers of no-op jobs. */
const LOOPS = 8;
const ROUNDS = 7;
/** Steps of a round: never more calls in the air than a node of this size has. */
const STEPS = 480;
const BATCH = 60;

export async function run({ print, say, stack }: BenchContext): Promise<void> {
  const parts = await stack();
  const rig = await openRig(parts);
  try {
    const ways = [
      { figure: "dial steps, each a reservation and an order of its own", batch: 1, goal: 0.8 },
      { figure: `dial steps, leased in batches of ${BATCH}`, batch: BATCH, goal: 3 },
    ];
    // Unmeasured: statements are planned and code is compiled.
    for (const { batch } of ways) await rig.dial(batch);
    await rig.noop();
    await rig.settle();
    const rounds: { noop: number; steps: number[] }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const noop = await rig.noop();
      const steps: number[] = [];
      for (const { batch } of ways) steps.push(await rig.dial(batch));
      rounds.push({ noop, steps });
      say(`  round ${round + 1}: ${[noop, ...steps].map((rate) => Math.round(rate)).join(", ")} per second`);
    }
    for (const [index, { figure, goal }] of ways.entries()) {
      const ratio = median(rounds.map(({ noop, steps }) => (steps[index] ?? 0) / noop));
      print({
        bench: "dial",
        figure,
        unit: "steps/s",
        ours: Math.round(median(rounds.map(({ steps }) => steps[index] ?? 0))),
        baseline: Math.round(median(rounds.map(({ noop }) => noop))),
        baselineName: "no-op BullMQ jobs, added and processed one by one",
        ratio: rounded(ratio),
        goal: `ratio >= ${goal}`,
        pass: ratio >= goal,
        n: STEPS * ROUNDS,
      });
    }
  } finally {
    await rig.close();
  }
}

/** Counts until a round is whole. */
class Tally {
  #left = 0;
  #done: () => void = () => {};

  expect(count: number): Promise<void> {
    this.#left = count;
    return new Promise((resolve) => {
      this.#done = resolve;
    });
  }

  add(count: number): void {
    this.#left -= count;
    if (this.#left === 0) this.#done();
  }
}

async function openRig({ database, redisUrl }: Stack) {
  const db = createDb({ url: database.appUrl, poolSize: 20, applicationName: "callbay-bench" });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query("SELECT set_config('app.scope', 'operator', false)");
  const floor = await seedDialling(db, { campaigns: LOOPS, contactsEach: (STEPS / LOOPS) * (ROUNDS + 2) * 3 });
  const jobs = createJobProducer(redisUrl);
  const events = createEventPublisher(redisUrl);
  const deps = benchDeps({ db, events, jobs, nodes: { send: async () => ({ ok: true }) } });
  const context = (now = new Date()): VerbContext => ({
    deps,
    actor: { kind: "system", name: "bench" },
    now,
    requestId: "bench",
  });
  const live = liveFloor(floor, context);
  const steps = new Tally();
  const orders = startWorkers({
    redisUrl,
    concurrency: CONCURRENT_ORDERS,
    handlers: [
      handle(originateBatch(floor.nodeId), async (payload, { enqueuedAt }) => {
        await placeBatch(live, { ...payload, orderedAt: enqueuedAt });
        steps.add(payload.orders.length);
      }),
    ],
    onError: (error) => {
      throw error;
    },
  });
  for (const campaignId of floor.campaignIds)
    await claimCampaignLease(context(), { ...which(floor, campaignId), owner: "bench", ttlMs: 120_000 });
  const noops = openNoops(redisUrl);

  return {
    noop: () => noops.run(STEPS),
    /** What autovacuum does within the first minute: tables planned as empty are read from end to end for each call. */
    settle: () => owner.query("ANALYZE"),
    /** Reserves and places a round in batches; answers steps per second. */
    dial: async (batch: number): Promise<number> => {
      const placed = steps.expect(STEPS);
      const started = performance.now();
      const each = STEPS / LOOPS;
      await Promise.all(
        floor.campaignIds.map(async (campaignId) => {
          for (let left = each; left > 0; ) {
            const { reserved, stop } = await reserveAttempts(context(), {
              ...which(floor, campaignId),
              nodes: [{ nodeId: floor.nodeId, launch: Math.min(batch, left) }],
              pacing: { reason: "bench" },
            });
            if (reserved.length === 0) throw new Error(`nothing was reserved: ${stop ?? "nobody due"}`);
            left -= reserved.length;
          }
        }),
      );
      await placed;
      const seconds = (performance.now() - started) / 1000;
      await endCalls(owner, floor, live);
      return STEPS / seconds;
    },
    close: async () => {
      await Promise.all([orders.close(true), noops.close()]);
      await jobs.close();
      events.close();
      await db.close();
      await owner.end();
    },
  };
}

function which({ tenantId }: DialFloor, campaignId: string) {
  return { tenantId, campaignId, fence: 1n };
}

/** The floor of the node as media-bridge holds it, on a PBX that never tells what became of a call. */
function liveFloor({ nodeId, trunkId }: DialFloor, context: (now?: Date) => VerbContext): Floor {
  const fail = (error: unknown) => {
    throw error;
  };
  const pbx = new PbxEmulator(new ManualClock(new Date()));
  void pbx.start();
  const floor = new Floor({
    pbx,
    records: createVerbRecords({ nodeId, fence: 1n, owner: "bench", context }),
    writes: new Writes({ clock: systemClock, onRefused: fail, onRetry: fail, onLeaseLost: () => {} }),
    clock: systemClock,
    log: pino({ level: "warn" }),
    newId,
    secretKey: BENCH_SECRET,
    keepRecording: async () => {},
    publish: () => {},
    mayAct: () => true,
  });
  const limits = { maxChannels: 10_000, callsPerSecond: 10_000 };
  floor.trunks.set(trunkId, { id: trunkId, endpoint: "carrier", priority: 1, ...limits });
  return floor;
}

/** Proves that each step was whole, then frees the lines for the next round. */
async function endCalls(owner: pg.Client, { tenantId }: DialFloor, live: Floor): Promise<void> {
  const { rows } = await owner.query(
    `SELECT count(*)::int AS claimed, count(DISTINCT a.contact_id)::int AS contacts FROM attempt a
     JOIN call c ON c.tenant_id = a.tenant_id AND c.id = a.id
     WHERE a.tenant_id = $1 AND a.state = 'dialing'`,
    [tenantId],
  );
  const { claimed, contacts } = rows[0];
  if (claimed !== STEPS || contacts !== STEPS || live.calls.size !== STEPS)
    throw new Error(`${STEPS} steps left ${claimed} claimed attempts of ${contacts} contacts, ${live.calls.size} live`);
  await owner.query(
    "UPDATE attempt SET state = 'ended', ended_at = now() WHERE tenant_id = $1 AND state <> 'ended' AND state <> 'released'",
    [tenantId],
  );
  await owner.query("UPDATE call SET ended_at = now() WHERE tenant_id = $1 AND ended_at IS NULL", [tenantId]);
  await owner.query(
    "UPDATE campaign_contact SET state = 'done', done_at = now() WHERE tenant_id = $1 AND state = 'reserved'",
    [tenantId],
  );
  live.calls.clear();
}

/** The baseline: jobs that do nothing, as many at once, each added by itself. */
function openNoops(redisUrl: string) {
  const connection = connectRedis(redisUrl, "bench-noop");
  const workerConnection = connectRedis(redisUrl, "bench-noop-worker");
  const queue = new Queue("bench-noop", { connection: connection as ConnectionOptions });
  const tally = new Tally();
  const worker = new Worker("bench-noop", async () => tally.add(1), {
    connection: workerConnection as ConnectionOptions,
    concurrency: CONCURRENT_ORDERS,
  });
  return {
    run: async (count: number): Promise<number> => {
      const done = tally.expect(count);
      const started = performance.now();
      await Promise.all(
        Array.from({ length: LOOPS }, async () => {
          for (let left = count / LOOPS; left > 0; left--)
            await queue.add("noop", { tenantId: newId(), attemptId: newId() }, { removeOnComplete: true });
        }),
      );
      await done;
      return count / ((performance.now() - started) / 1000);
    },
    close: async () => {
      await worker.close(true);
      await queue.close();
      disconnectRedis(connection);
      disconnectRedis(workerConnection);
    },
  };
}
