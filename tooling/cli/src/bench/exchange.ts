/**
 * A whole exchange for the benches of calls: Postgres, Redis, a PBX node, carrier and phones, the built worker and
 * media-bridge beside it, and agents on duty whose legs stand in their bridges.
 */
import { createDb, type Db } from "@callbay/db/client";
import { createNodeCommander } from "@callbay/jobs/commands";
import { createEventPublisher } from "@callbay/jobs/pubsub";
import { createJobProducer } from "@callbay/jobs/queue";
import type { VerbContext } from "@callbay/services/context";
import { startDuty } from "@callbay/services/duty/start";
import type { Stack } from "@callbay/tooling-runtime/stack";
import pg from "pg";
import { type AppName, type RunningApp, startApp } from "../apps.ts";
import { buildApps } from "../build.ts";
import { appEnvironment, freePorts } from "../environment.ts";
import { BENCH_SECRET, benchDeps, type DialFloor, type DialPlan, seedDialling } from "./dial-data.ts";

type SoftphoneAccess = Awaited<ReturnType<typeof startDuty>>["sip"];

export interface Exchange {
  readonly db: Db;
  /** As the owner of the schema, over all tenants. */
  readonly sql: pg.Client;
  readonly floor: DialFloor;
  readonly ari: AriAccess;
  /** Starts one of our processes as production would. */
  start(name: Extract<AppName, "worker" | "media-bridge">): Promise<RunningApp>;
  /** Puts every agent on duty; `phone` registers each one's telephone. Resolves when all of them are ready. */
  takeDuty(phone: (access: SoftphoneAccess) => Promise<void>): Promise<void>;
  /** Lets the campaigns run, or holds them: their loops end at their next look. */
  run(isRunning: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface AriAccess {
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export async function openExchange(
  stack: Stack & { readonly dir: string },
  plan: Omit<DialPlan, "node">,
): Promise<Exchange> {
  const [node] = stack.nodes;
  if (!node) throw new Error("the stack has no PBX node");
  const db = createDb({ url: stack.database.appUrl, poolSize: 5, applicationName: "callbay-bench" });
  const sql = new pg.Client({ connectionString: stack.database.ownerUrl });
  await sql.connect();
  await sql.query("SELECT set_config('app.scope', 'operator', false)");
  const floor = await seedDialling(db, { ...plan, node });
  // Before anybody looks for campaigns to dial.
  await setState(sql, floor, "paused");
  await buildApps(["worker", "media-bridge"]);
  const env = appEnvironment({
    stackEnv: stack.env,
    secrets: { SECRET_KEY: BENCH_SECRET, AUTH_SECRET: BENCH_SECRET, DEMO_PASSWORD: "" },
    ports: await freePorts(),
    dir: stack.dir,
  });
  const [events, jobs, nodes] = [
    createEventPublisher(stack.redisUrl),
    createJobProducer(stack.redisUrl),
    createNodeCommander(stack.redisUrl),
  ];
  const deps = benchDeps({ db, events, jobs, nodes });
  const apps = new Set<RunningApp>();
  return {
    db,
    sql,
    floor,
    ari: { url: node.ariUrl, username: node.ariUsername, password: node.ariPassword },
    start: async (name) => {
      const port = Number(name === "worker" ? env.WORKER_PORT : env.MEDIA_BRIDGE_PORT);
      const app = await startApp({ name, port, env: { ...env, LOG_LEVEL: "warn" } }, stack.dir);
      apps.add(app);
      return app;
    },
    takeDuty: async (phone) => {
      await untilOwned(sql, floor.nodeId);
      for (const actor of floor.agents) {
        const ctx: VerbContext = { deps, actor, now: new Date(), requestId: "bench" };
        await phone((await startDuty(ctx, { device: "sip" })).sip);
      }
      await untilReady(sql, floor);
    },
    run: (isRunning) => setState(sql, floor, isRunning ? "running" : "paused"),
    close: async () => {
      await Promise.all([...apps].map((app) => app.process.stop()));
      await Promise.all([jobs.close(), nodes.close()]);
      events.close();
      await db.close();
      await sql.end();
    },
  };
}

async function setState(sql: pg.Client, { tenantId }: DialFloor, state: "running" | "paused"): Promise<void> {
  await sql.query("UPDATE campaign SET state = $2::campaign_state WHERE tenant_id = $1", [tenantId, state]);
}

async function untilOwned(sql: pg.Client, nodeId: string): Promise<void> {
  await poll("media-bridge owns the node", async () => {
    const { rows } = await sql.query(
      "SELECT 1 FROM pbx_node WHERE id = $1 AND lease_expires_at > clock_timestamp() AND heartbeat_at IS NOT NULL",
      [nodeId],
    );
    return rows.length === 1;
  });
}

/** Waits until every agent is ready, which is also when no conversation is left. */
export async function untilReady(sql: pg.Client, { tenantId, agents }: DialFloor): Promise<void> {
  await poll("every agent is ready", async () => {
    const { rows } = await sql.query(
      `SELECT count(*) FILTER (WHERE d.state = 'ready')::int AS ready,
              (SELECT count(*)::int FROM attempt a WHERE a.tenant_id = $1 AND a.state NOT IN ('ended', 'released')) AS live
       FROM duty_session d WHERE d.tenant_id = $1 AND d.ended_at IS NULL`,
      [tenantId],
    );
    return rows[0].ready === agents.length && rows[0].live === 0;
  });
}

/** Asks until it is so. */
export async function poll(what: string, ask: () => Promise<boolean>, deadlineMs = 60_000): Promise<void> {
  for (const end = performance.now() + deadlineMs; !(await ask()); ) {
    if (performance.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
