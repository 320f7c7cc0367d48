/**
 * A pool of PBX nodes with everything real around it, and a running campaign: what the chaos script and the test of
 * two nodes kill parts of. Postgres, Redis, both nodes, the carrier and the phones are the embedded ones; workers and
 * media-bridges are processes of their own.
 */
import { join } from "node:path";
import { createDb, type Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { migrate } from "@callbay/db/migrate";
import { createSecretBox } from "@callbay/db/secret-box";
import { createNodeCommander } from "@callbay/jobs/commands";
import { createEventPublisher } from "@callbay/jobs/pubsub";
import { createJobProducer } from "@callbay/jobs/queue";
import type { Deps } from "@callbay/services/context";
import { type CallFloor, seedCallFloor } from "@callbay/testing/call-kit/seed";
import { freePort } from "@callbay/tooling-runtime/ports";
import { type SupervisedProcess, startProcess } from "@callbay/tooling-runtime/process/supervise";
import { type Stack, startStack } from "@callbay/tooling-runtime/stack";
import { migrationsDir, projectRoot } from "../paths.ts";

const SECRET = "a secret of the pool's trials that is long enough";

export interface WorldPlan {
  /** All data and logs; readable by the database's OS user. */
  readonly dir: string;
  readonly agents: number;
  /** Numbers of the list, E.164; the last two digits say what the callee does. */
  readonly phones: readonly string[];
  /** The database keeps what it committed when it is killed. */
  readonly durable: boolean;
  /** Run the bundles of production instead of the source. */
  readonly built: boolean;
  /** Two unless told. */
  readonly nodes?: 1 | 2;
  readonly ringTimeoutMs?: number;
  readonly onProgress?: (text: string) => void;
}

export type AppKind = "worker" | "media-bridge";

/** A worker or a media-bridge in a process of its own. */
export interface App {
  readonly kind: AppKind;
  readonly name: string;
  readonly logFile: string;
  readonly running: boolean;
  start(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
}

export interface World {
  readonly stack: Stack;
  readonly db: Db;
  readonly deps: Deps;
  readonly floor: CallFloor;
  /** By name: pbx-1, pbx-2. */
  readonly nodeIds: Readonly<Record<string, string>>;
  app(kind: AppKind, name: string, env?: Readonly<Record<string, string>>): App;
  close(): Promise<void>;
}

export async function openWorld(plan: WorldPlan): Promise<World> {
  const stack = await startStack({
    dir: plan.dir,
    ports: "free",
    nodes: plan.nodes ?? 2,
    withPhones: true,
    throwaway: !plan.durable,
    migrate: async ({ ownerUrl }) => {
      await migrate(ownerUrl, migrationsDir);
    },
    ...(plan.onProgress ? { onProgress: plan.onProgress } : {}),
  });
  const db = createDb({ url: stack.database.appUrl, poolSize: 6, applicationName: "callbay-trial" });
  const events = createEventPublisher(stack.redisUrl);
  const jobs = createJobProducer(stack.redisUrl);
  const nodes = createNodeCommander(stack.redisUrl);
  const storageDir = join(plan.dir, "storage");
  const deps: Deps = {
    ...{ db, events, jobs, nodes, storageDir, secretKey: SECRET },
    ...{ appUrl: "http://app.test", relayUrl: "ws://relay.test" },
  };
  const seeded = await seed(db, stack, plan);
  const apps: App[] = [];
  return {
    stack,
    db,
    deps,
    ...seeded,
    app(kind, name, env = {}) {
      const made = appOf(plan, kind, name, {
        DATABASE_URL: stack.database.appUrl,
        REDIS_URL: stack.redisUrl,
        SECRET_KEY: SECRET,
        STORAGE_DIR: storageDir,
        LOG_LEVEL: "info",
        ...env,
      });
      apps.push(made);
      return made;
    },
    async close() {
      await Promise.all(apps.map((app) => app.kill()));
      await Promise.all([jobs.close(), nodes.close()]);
      events.close();
      await db.close();
      await stack.stop();
    },
  };
}

async function seed(db: Db, stack: Stack, plan: WorldPlan): Promise<Pick<World, "floor" | "nodeIds">> {
  const now = new Date();
  const [first, second] = stack.nodes;
  if (!first) throw new Error("the stack has no node");
  const addressOf = (node: typeof first) => ({
    ariUrl: node.ariUrl,
    wsUrl: node.wsUrl,
    username: node.ariUsername,
    password: node.ariPassword,
  });
  const floor = await seedCallFloor(db, {
    secretKey: SECRET,
    node: addressOf(first),
    agents: plan.agents,
    phones: plan.phones,
    ringTimeoutMs: plan.ringTimeoutMs ?? 4_000,
    recording: false,
    callsPerSecond: 20,
    now,
  });
  if (!second) return { floor, nodeIds: { [first.name]: floor.nodeId } };
  const secondId = newId();
  // Room for half of the agents each, so that they spread; a node that takes the other's in is fuller than that.
  const half = { guaranteedChannels: Math.ceil(plan.agents / 2), burstChannels: 0 };
  await db.asOperator(async (tx) => {
    const { ariUrl, wsUrl, username, password } = addressOf(second);
    await tx.pbxNode.create({
      data: {
        ...{ id: secondId, name: second.name, ariUrl, wsUrl, ariUsername: username, maxChannels: 100, createdAt: now },
        ariPasswordEnc: createSecretBox(SECRET).seal(password),
      },
    });
    // The fixture's nodes answer for ever; these are to be believed only while they do.
    await tx.pbxNode.updateMany({ data: { heartbeatAt: null } });
    await tx.trunk.create({
      data: {
        ...{ id: newId(), nodeId: secondId, name: "carrier", endpoint: "carrier" },
        ...{ maxChannels: 50, callsPerSecond: 20 },
      },
    });
    const { tenantId } = floor;
    await tx.attachment.updateMany({ where: { tenantId }, data: half });
    await tx.attachment.createMany({ data: { tenantId, id: newId(), nodeId: secondId, ...half, createdAt: now } });
    const again = { delayMinutes: 1, max: 3 };
    await tx.campaign.updateMany({
      where: { tenantId },
      data: { retryRules: { maxAttempts: 6, outcomes: { busy: again, no_answer: again, failed: again } } },
    });
  });
  return { floor, nodeIds: { [first.name]: floor.nodeId, [second.name]: secondId } };
}

function appOf(plan: WorldPlan, kind: AppKind, name: string, env: Readonly<Record<string, string>>): App {
  const logFile = join(plan.dir, "logs", `${name}.log`);
  const main = join(projectRoot, "apps", kind, plan.built ? "dist/main.js" : "src/main.ts");
  let process_: SupervisedProcess | null = null;
  return {
    kind,
    name,
    logFile,
    get running() {
      return process_?.running ?? false;
    },
    async start() {
      if (process_?.running) return;
      const port = String(await freePort("127.0.0.1", "tcp"));
      process_ = await startProcess({
        name: `Callbay ${name}`,
        file: process.execPath,
        args: plan.built ? ["--enable-source-maps", main] : ["--import", "tsx", main],
        cwd: projectRoot,
        env: {
          ...{ PATH: process.env.PATH, NODE_ENV: "production", INSTANCE_ID: `${name}-${port}` },
          ...env,
          ...{ WORKER_PORT: port, MEDIA_BRIDGE_PORT: port },
        },
        logFile,
        pidFile: join(plan.dir, "run", `${name}.pid`),
        marker: main,
        stopSignal: "SIGTERM",
        stopTimeoutMs: 10_000,
      });
    },
    async kill() {
      await process_?.kill();
    },
  };
}
