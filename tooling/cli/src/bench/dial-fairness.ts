/**
 * Does a large client delay a small one? Both are dialled by one worker process over the same node and trunk: one with
 * two hundred agents, who become ready all at once again and again, and a million contacts, and one with three agents.
 * Measured is the time from a small client's agent being ready to the order for a call on the node's queue, alone and
 * beside the large one, in turns. The worker, Postgres and Redis are real; what media-bridge would write is written by
 * the bench.
 */
import { createDb } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { createPacingModel } from "@callbay/domain/pacing";
import { originateBatch } from "@callbay/jobs/node-queues";
import { createEventPublisher } from "@callbay/jobs/pubsub";
import { handle, startWorkers } from "@callbay/jobs/queue";
import { randomOf } from "@callbay/testing/pacing-sim/random";
import type { Stack } from "@callbay/tooling-runtime/stack";
import pg from "pg";
import { type DialFloor, seedDialling } from "./dial-data.ts";
import { startDialWorker } from "./dial-worker.ts";
import { type BenchContext, percentile } from "./figure.ts";

const LARGE = { agents: 200, contacts: 1_000_000 };
const SMALL = { agents: 3, contacts: 20_000 };
/** One tick of the dial loop. */
const GOAL_MS = 500;
const ROUNDS = 4;
const SAMPLES = 60;
/** Unmeasured at the start of each turn: statements are planned, loops settle. */
const UNMEASURED = 5;
/** Beside the large client's bursts in no fixed order. */
const WRAPUP_MS = [50, 400] as const;
/** Everybody of the large client becomes ready at once this often; before that, all its calls have ended. */
const BURST_EVERY_MS = 1_000;
/** So few answer that two hundred agents want a thousand calls and more at once. */
const LARGE_ANSWER_RATE = 0.15;
const LARGE_LIMIT_PPM = 300_000;

export async function run({ print, say, stack, scratch }: BenchContext): Promise<void> {
  const rig = await openRig(await stack(), await scratch(), say);
  const random = randomOf("fairness");
  const pause = (): Promise<void> => sleep(WRAPUP_MS[0] + random.next() * (WRAPUP_MS[1] - WRAPUP_MS[0]));
  try {
    const alone: number[] = [];
    const beside: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await rig.setLarge("paused");
      for (let i = 0; i < UNMEASURED; i++) await rig.sample(i, pause);
      for (let i = 0; i < SAMPLES; i++) alone.push(await rig.sample(i, pause));
      await rig.setLarge("running");
      const bursts = rig.startBursts();
      for (let i = 0; i < UNMEASURED; i++) await rig.sample(i, pause);
      for (let i = 0; i < SAMPLES; i++) beside.push(await rig.sample(i, pause));
      const calls = await bursts.stop();
      const middle = (of: readonly number[]): number => Math.round(percentile(of.slice(-SAMPLES), 0.5));
      say(
        `  round ${round + 1}: p50 ${middle(alone)} ms alone, ${middle(beside)} ms beside ${calls} calls of the large client`,
      );
      if (calls < LARGE.agents * SAMPLES * 0.05) throw new Error(`the large client placed only ${calls} calls`);
    }
    for (const [name, share] of [
      ["p50", 0.5],
      ["p99", 0.99],
      ["longest", 1],
    ] as const) {
      const [ours, baseline] = [percentile(beside, share), percentile(alone, share)];
      print({
        bench: "dial",
        figure: `from an agent ready to the order, beside a client of ${LARGE.agents} agents, ${name}`,
        unit: "ms",
        ours: Math.round(ours),
        baseline: Math.round(baseline),
        baselineName: "the same without the other client",
        ratio: null,
        goal: share === 0.99 ? `at most ${GOAL_MS} ms more than without` : "none",
        pass: share !== 0.99 || ours - baseline <= GOAL_MS,
        n: beside.length,
      });
    }
  } finally {
    await rig.close();
  }
}

async function openRig({ database, redisUrl }: Stack, dir: string, say: (text: string) => void) {
  const db = createDb({ url: database.appUrl, poolSize: 4, applicationName: "callbay-bench" });
  const sql = new pg.Client({ connectionString: database.ownerUrl });
  await sql.connect();
  await sql.query("SELECT set_config('app.scope', 'operator', false)");
  say(`  … a list of ${LARGE.contacts.toLocaleString("en")} contacts`);
  const large = await seedDialling(db, { campaigns: 1, contactsEach: LARGE.contacts, agents: LARGE.agents });
  const small = await seedDialling(db, {
    ...{ campaigns: 1, contactsEach: SMALL.contacts, agents: SMALL.agents, beside: large },
  });
  await sql.query("ANALYZE");
  const largeDuty = await goOnDuty(sql, large);
  const smallDuty = await goOnDuty(sql, small);
  await makePredictive(sql, large);
  const events = createEventPublisher(redisUrl);
  const orders = new Orders(large.tenantId, small.tenantId);
  const queue = startWorkers({
    redisUrl,
    concurrency: 50,
    handlers: [
      handle(originateBatch(large.nodeId), async ({ tenantId, orders: placed }, { enqueuedAt }) => {
        orders.take(tenantId, placed.length, enqueuedAt);
      }),
    ],
    onError: (error) => {
      throw error;
    },
  });
  const worker = await startDialWorker({ dir, databaseUrl: database.appUrl, redisUrl });

  const becomeReady = async (tenantId: string, dutySessionIds: readonly string[]): Promise<Date> => {
    const at = new Date();
    await sql.query(
      "UPDATE duty_session SET state = 'ready', state_since = $3 WHERE tenant_id = $1 AND id = ANY($2::uuid[])",
      [tenantId, dutySessionIds, at],
    );
    for (const dutySessionId of dutySessionIds.slice(0, 1))
      await events.publish(
        { tenantId },
        {
          ...{ type: "duty.changed", dutySessionId, membershipId: newId(), state: "ready" },
          ...{ since: at.toISOString(), reason: null, callId: null },
        },
      );
    return at;
  };
  const endCalls = (tenantId: string): Promise<unknown> =>
    sql.query(
      "UPDATE attempt SET state = 'ended', ended_at = now() WHERE tenant_id = $1 AND state NOT IN ('ended', 'released')",
      [tenantId],
    );

  return {
    setLarge: async (state: "running" | "paused"): Promise<void> => {
      await sql.query("UPDATE duty_session SET state = 'paused' WHERE tenant_id = $1", [large.tenantId]);
      await endCalls(large.tenantId);
      await sql.query("UPDATE campaign SET state = $2::campaign_state WHERE tenant_id = $1", [large.tenantId, state]);
      await orders.untilDialled(sql, state === "running" ? [large, small] : [small]);
    },
    /** One agent of the small client becomes ready; answers how long the order for a call took, in milliseconds. */
    sample: async (index: number, pause: () => Promise<void>): Promise<number> => {
      const duty = smallDuty[index % smallDuty.length] ?? "";
      const ordered = orders.nextOfSmall();
      const at = await becomeReady(small.tenantId, [duty]);
      const enqueuedAt = await ordered;
      await sql.query("UPDATE duty_session SET state = 'wrapup', state_since = now() WHERE id = $1", [duty]);
      await endCalls(small.tenantId);
      await pause();
      return enqueuedAt.getTime() - at.getTime();
    },
    startBursts: () => {
      const before = orders.ofLarge;
      let stopped = false;
      const done = (async () => {
        while (!stopped) {
          await endCalls(large.tenantId);
          await becomeReady(large.tenantId, largeDuty);
          await sleep(BURST_EVERY_MS);
        }
      })();
      return {
        stop: async (): Promise<number> => {
          stopped = true;
          await done;
          return orders.ofLarge - before;
        },
      };
    },
    close: async () => {
      await worker.kill();
      await queue.close(true);
      events.close();
      await db.close();
      await sql.end();
    },
  };
}

/** What comes out on the node's queue. */
class Orders {
  ofLarge = 0;
  #waiting: ((enqueuedAt: Date) => void) | null = null;

  constructor(
    private readonly large: string,
    private readonly small: string,
  ) {}

  take(tenantId: string, calls: number, enqueuedAt: Date): void {
    if (tenantId === this.large) this.ofLarge += calls;
    if (tenantId !== this.small) return;
    this.#waiting?.(enqueuedAt);
    this.#waiting = null;
  }

  nextOfSmall(): Promise<Date> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  /** Waits until exactly these campaigns have a loop. */
  async untilDialled(sql: pg.Client, floors: readonly DialFloor[]): Promise<void> {
    const wanted = floors.flatMap(({ campaignIds }) => campaignIds).sort();
    for (;;) {
      const { rows } = await sql.query(
        "SELECT id FROM campaign WHERE lease_expires_at > clock_timestamp() ORDER BY id",
      );
      if (JSON.stringify(rows.map(({ id }) => id)) === JSON.stringify(wanted)) return;
      await sleep(50);
    }
  }
}

/** Everybody on duty on the node, and not at work yet. */
async function goOnDuty(sql: pg.Client, { tenantId, nodeId, agents }: DialFloor): Promise<string[]> {
  const ids = agents.map(() => newId());
  await sql.query(
    `INSERT INTO duty_session (tenant_id, id, membership_id, seat_lease_id, node_id, state, state_since, started_at)
     SELECT $1, n.id, l.membership_id, l.id, $2, 'paused', now(), now()
     FROM unnest($3::uuid[], $4::uuid[]) n(id, membership_id)
     JOIN seat_lease l ON l.tenant_id = $1 AND l.membership_id = n.membership_id`,
    [tenantId, nodeId, ids, agents.map(({ membershipId }) => membershipId)],
  );
  return ids;
}

/** Predictive, with a model that knows how few answer, and a limit that lets it place many at once. */
async function makePredictive(sql: pg.Client, { tenantId }: DialFloor): Promise<void> {
  const params = {
    maxAbandonedRate: LARGE_LIMIT_PPM / 1_000_000,
    joinDeadlineMs: 2_000,
    ringTimeoutMs: 25_000,
    mode: "predictive",
  } as const;
  const model = createPacingModel(params, { answerRate: LARGE_ANSWER_RATE });
  await sql.query(
    "UPDATE campaign SET dial_mode = 'predictive', max_abandoned_ppm = $3, pacing_model = $2::jsonb WHERE tenant_id = $1",
    [tenantId, JSON.stringify({ model, feed: { open: {}, lastId: null } }), LARGE_LIMIT_PPM],
  );
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
