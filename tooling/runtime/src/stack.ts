import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { type PbxNode, startPbxNode } from "./asterisk/pbx-node.ts";
import { type Carrier, SECOND_TRUNK, startCarrier } from "./carrier.ts";
import { type Phones, startPhones } from "./phones.ts";
import { startPostgres } from "./postgres.ts";
import { ensurePrivateRoot, type PrivateRoot } from "./private-root.ts";
import { clearLeftovers } from "./process/leftovers.ts";
import { noProgress, type OnProgress } from "./progress.ts";
import { startRedis } from "./redis.ts";
import {
  assertAddressesFree,
  defaultAddresses,
  freeAddresses,
  type StackAddresses,
  type Wanted,
} from "./stack/addresses.ts";
import { allOrNone, PartList } from "./stack/parts.ts";
import { ariPassword } from "./stack/secrets.ts";

/** Where a clone keeps the fetched Asterisk and Redis, for all its stacks, wherever their data are. */
const PROJECT_HOME = fileURLToPath(new URL("../../../.callbay", import.meta.url));

/** Addresses of the database, as migrations and applications need them. */
export interface DatabaseUrls {
  ownerUrl: string;
  appUrl: string;
  /** Null when the database is not ours and nobody said how Asterisk may write to it. */
  celUrl: string | null;
  /** The superuser of the embedded server. */
  adminUrl: string | null;
}

export interface StackOptions {
  /** All data lives here and survives a restart. */
  dir: string;
  ports?: "default" | "free";
  /** How many PBX nodes; 1 by default. */
  nodes?: number;
  withCarrier?: boolean;
  withPhones?: boolean;
  /** For tests: the database forgoes durability. */
  throwaway?: boolean;
  onProgress?: OnProgress;
  /** What is already there and is used instead of our own. */
  external?: {
    databaseUrl?: string | undefined;
    databaseOwnerUrl?: string | undefined;
    databaseCelUrl?: string | undefined;
    redisUrl?: string | undefined;
    /** PBX nodes are configured elsewhere: start none, and no carrier or phones either. */
    pbx?: boolean | undefined;
  };
  /** Brings the schema up to date; runs before the PBX starts, which reads the channel event log's columns once. */
  migrate?: (urls: DatabaseUrls) => Promise<void>;
}

/** Everything that runs. */
export interface Stack {
  readonly database: DatabaseUrls;
  readonly redisUrl: string;
  readonly nodes: readonly PbxNode[];
  readonly carrier: Carrier | null;
  readonly phones: Phones | null;
  /** Environment for our applications. */
  readonly env: Record<string, string>;
  /** Starts a node anew (after kill() or stop()) with its old addresses; returns it and puts it into `nodes`. */
  restartNode(name: string): Promise<PbxNode>;
  /** The embedded database and Redis, to be killed as a crash would and started anew with their data; null: not ours. */
  readonly postgres: Crashable | null;
  readonly redis: Crashable | null;
  stop(): Promise<void>;
}

/** A part that tests let die. */
export interface Crashable {
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Starts Postgres, Redis, the PBX nodes, the simulated carrier and, if wanted, simulated phones; all of it or nothing. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dir = resolve(options.dir);
  const external = options.external ?? {};
  const onProgress = options.onProgress ?? noProgress;
  const wanted: Wanted = {
    nodes: external.pbx ? 0 : (options.nodes ?? 1),
    postgres: !external.databaseUrl,
    redis: !external.redisUrl,
    carrier: !external.pbx && (options.withCarrier ?? true),
    phones: !external.pbx && (options.withPhones ?? false),
  };
  mkdirSync(dir, { recursive: true });
  // Parts of a run that was killed may still hold our ports: end them before asking who has them.
  await clearLeftovers(dir);
  const addresses = options.ports === "free" ? await freeAddresses(wanted.nodes) : defaultAddresses(wanted.nodes);
  if (options.ports !== "free") await assertAddressesFree(addresses, wanted);

  const parts = new PartList();
  try {
    return await startParts({ dir, options, wanted, addresses, parts, onProgress });
  } catch (error) {
    await parts.stopAll();
    throw error;
  }
}

interface Plan {
  dir: string;
  options: StackOptions;
  wanted: Wanted;
  addresses: StackAddresses;
  parts: PartList;
  onProgress: OnProgress;
}

async function startParts(plan: Plan): Promise<Stack> {
  const { dir, options, wanted, addresses, parts, onProgress } = plan;
  const external = options.external ?? {};
  const needsRoot = wanted.redis || wanted.nodes > 0 || wanted.carrier || wanted.phones;
  const root = needsRoot ? ensurePrivateRoot({ home: PROJECT_HOME, onProgress }) : Promise.resolve(undefined);

  let postgres: Crashable | null = null;
  let redis: (Crashable & { readonly url: string }) | null = null;
  const [database, redisUrl, carrier, phones] = await allOrNone<[DatabaseUrls, string, Carrier | null, Phones | null]>([
    startDatabase(plan, (server) => {
      postgres = server;
    }),
    root.then(async (privateRoot) => {
      if (!wanted.redis || !privateRoot) return external.redisUrl as string;
      redis = await crashable(parts, "redis", () =>
        startRedis({ dir: join(dir, "redis"), port: addresses.redis, privateRoot }),
      );
      return redis.url;
    }),
    root.then(async (privateRoot) => {
      if (!wanted.carrier || !privateRoot) return null;
      onProgress("Starting the simulated carrier");
      return parts.add("carrier", await startCarrier({ dir: join(dir, "carrier"), ...addresses.carrier, privateRoot }));
    }),
    root.then(async (privateRoot) => {
      if (!wanted.phones || !privateRoot) return null;
      onProgress("Starting the simulated phones");
      return parts.add("phones", await startPhones({ dir: join(dir, "phones"), ...addresses.phones, privateRoot }));
    }),
  ]);

  const privateRoot = await root;
  const celUrl = wanted.nodes > 0 ? await celUrlIfReady(database, onProgress) : null;
  const password = ariPassword(join(dir, "pbx.secret"));
  const startNode = async (index: number) => {
    const node = addresses.nodes[index] as StackAddresses["nodes"][number];
    return startPbxNode({
      ...node,
      dir: join(dir, node.name),
      ari: { username: "callbay", password },
      celUrl,
      carriers: [
        { name: "carrier", host: addresses.carrier.ip, port: addresses.carrier.ports.sip },
        { name: SECOND_TRUNK, host: addresses.carrier.ip, port: addresses.carrier.ports.sip, fromDomain: SECOND_TRUNK },
      ],
      privateRoot: privateRoot as PrivateRoot,
      mediaDir: join(dir, "media"),
    });
  };
  if (wanted.nodes > 0) onProgress(wanted.nodes === 1 ? "Starting the PBX" : `Starting ${wanted.nodes} PBX nodes`);
  const nodes = await allOrNone<PbxNode[]>(
    addresses.nodes.map(async (node, index) => parts.add(node.name, await startNode(index))),
  );

  return {
    database,
    redisUrl,
    nodes,
    carrier,
    phones,
    get env() {
      return environment(database, redisUrl, nodes, carrier);
    },
    async restartNode(name) {
      const index = nodes.findIndex((node) => node.name === name);
      const old = nodes[index];
      if (!old) throw new RangeError(`no PBX node ${name}`);
      await old.stop();
      const fresh = parts.add(name, await startNode(index));
      nodes[index] = fresh;
      return fresh;
    },
    postgres,
    redis,
    stop: () => parts.stopAll(),
  };
}

/** Starts a part that can be killed and started again under the same name and address. */
async function crashable<T extends { stop(): Promise<void>; kill(): Promise<void> }>(
  parts: PartList,
  name: string,
  start: () => Promise<T>,
): Promise<T & Crashable> {
  let current = parts.add(name, await start());
  return {
    ...current,
    kill: () => current.kill(),
    restart: async () => {
      await current.stop();
      current = parts.add(name, await start());
    },
  };
}

async function startDatabase(
  { dir, options, wanted, addresses, parts, onProgress }: Plan,
  onStarted: (server: Crashable) => void,
): Promise<DatabaseUrls> {
  const external = options.external ?? {};
  let urls: DatabaseUrls;
  if (wanted.postgres) {
    const postgres = await crashable(parts, "postgres", () =>
      startPostgres({
        dir: join(dir, "postgres"),
        port: addresses.postgres,
        throwaway: options.throwaway ?? false,
        onProgress,
      }),
    );
    onStarted(postgres);
    urls = postgres;
  } else {
    const appUrl = external.databaseUrl as string;
    urls = {
      appUrl,
      ownerUrl: external.databaseOwnerUrl ?? appUrl,
      celUrl: external.databaseCelUrl ?? null,
      adminUrl: null,
    };
  }
  if (options.migrate) {
    onProgress("Bringing the database up to date");
    await options.migrate(urls);
  }
  return urls;
}

function environment(
  database: DatabaseUrls,
  redisUrl: string,
  nodes: readonly PbxNode[],
  carrier: Carrier | null,
): Record<string, string> {
  return {
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    ...(database.celUrl ? { DATABASE_CEL_URL: database.celUrl } : {}),
    REDIS_URL: redisUrl,
    CALLBAY_PBX_NODES: JSON.stringify(
      nodes.map(({ name, ariUrl, wsUrl, sipPort, ariUsername, ariPassword: secret, recordingsDir, mediaDir }) => ({
        name,
        ariUrl,
        wsUrl,
        sipPort,
        ariUsername,
        ariPassword: secret,
        recordingsDir,
        mediaDir,
        trunk: "carrier",
      })),
    ),
    ...(carrier ? { CALLBAY_CARRIER_LOG: carrier.logFile } : {}),
  };
}

/** Asterisk refuses to load the writer when its table is missing; then the PBX runs without that log, and we say so. */
async function celUrlIfReady(database: DatabaseUrls, onProgress: OnProgress): Promise<string | null> {
  if (!database.celUrl) return null;
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ cel: string | null }>("SELECT to_regclass('public.cel')::text AS cel");
    if (rows[0]?.cel) return database.celUrl;
    onProgress("The database has no table cel yet: the PBX starts without its channel event log");
    return null;
  } finally {
    await client.end();
  }
}
