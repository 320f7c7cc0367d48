import { type MediaBridgeConfig, mediaBridgeConfig } from "@callbay/config/media-bridge";
import { mayScrape, type Scraper } from "@callbay/config/metrics";
import { ConfigError } from "@callbay/config/parse";
import { recordingBucketOf } from "@callbay/config/recordings";
import { createDb } from "@callbay/db/client";
import { createSecretBox } from "@callbay/db/secret-box";
import { logLine } from "@callbay/domain/log-line";
import { createS3Recordings } from "@callbay/gateways/s3-recordings";
import { createNodeCommander } from "@callbay/jobs/commands";
import { createEventPublisher } from "@callbay/jobs/pubsub";
import { createJobProducer } from "@callbay/jobs/queue";
import { AriControl } from "@callbay/pbx/ari/control";
import { readRelayToken } from "@callbay/services/access/derived-secret";
import type { Deps, VerbContext } from "@callbay/services/context";
import { createRegisterLookup, registersInForce } from "@callbay/services/do-not-call/register-lookup";
import { newEntityId } from "@callbay/services/node/ids";
import { findSoftphoneNode, listNodes } from "@callbay/services/node/read";
import { pino } from "pino";
import { type HealthReport, startHttp } from "./health.ts";
import { createBridgeMetrics } from "./metrics.ts";
import { type NodeInfo, NodeOwner } from "./node/owner.ts";
import { startRelay } from "./relay/relay.ts";

const LOOK_FOR_NODES_MS = 5_000;

async function main(config: MediaBridgeConfig): Promise<void> {
  const log = pino({
    ...{ name: "media-bridge", level: config.LOG_LEVEL, base: { instance: config.INSTANCE_ID } },
    hooks: { streamWrite: logLine },
  });
  const db = createDb({ url: config.DATABASE_URL, poolSize: 20, applicationName: "callbay-media-bridge" });
  const events = createEventPublisher(config.REDIS_URL);
  const jobs = createJobProducer(config.REDIS_URL);
  const nodes = createNodeCommander(config.REDIS_URL);
  const box = createSecretBox(config.SECRET_KEY);
  // Calls that an agent asks for are of one contact: its blocks are read as they are asked for.
  const registers = createRegisterLookup({
    storageDir: config.STORAGE_DIR,
    inForce: registersInForce(db),
    memoryBytes: 0,
    clock: () => new Date(),
  });
  const bucket = recordingBucketOf(config);
  const metrics = createBridgeMetrics();
  const deps: Deps = {
    db,
    onVerb: metrics.verb,
    registers,
    events,
    jobs,
    nodes,
    storageDir: config.STORAGE_DIR,
    secretKey: config.SECRET_KEY,
    appUrl: config.APP_URL,
    relayUrl: config.RELAY_URL,
    recordingBucket: bucket && createS3Recordings(bucket),
  };
  const context = (now = new Date()): VerbContext => ({
    deps,
    actor: { kind: "system", name: `media-bridge ${config.INSTANCE_ID}` },
    now,
    requestId: newEntityId(),
  });

  const owners = new Map<string, NodeOwner>();
  const own = (node: NodeInfo): void => {
    const known = owners.get(node.id);
    if (known) {
      known.update(node);
      return;
    }
    const owner = new NodeOwner({
      node,
      instanceId: config.INSTANCE_ID,
      redisUrl: config.REDIS_URL,
      storageDir: config.STORAGE_DIR,
      secretKey: config.SECRET_KEY,
      log: log.child({ node: node.name }),
      isOurs: config.PBX_NODES.length === 0 || config.PBX_NODES.includes(node.name),
      context,
      metrics,
      connect: ({ ariUrl, ariUsername, ariPasswordEnc }) =>
        new AriControl({ url: ariUrl, username: ariUsername, password: box.open(ariPasswordEnc) }),
    });
    owners.set(node.id, owner);
    owner.start();
  };
  const lookForNodes = async (): Promise<void> => {
    try {
      const found = await listNodes(context(), {});
      for (const node of found) own(node);
    } catch (error) {
      log.warn({ err: error }, "the pool could not be read; trying again");
    }
  };

  const status = () => [...owners.values()].map((owner) => owner.status());
  const readMetrics = (scraper: Scraper): Promise<string> | null =>
    mayScrape(scraper, config.METRICS_TOKEN)
      ? metrics.text({
          nodes: status,
          softphones: () => relay.size,
          connections: db.connections,
          redis: () => events.ping(),
        })
      : null;
  const readHealth = async (): Promise<HealthReport> => {
    const [database, redis] = await Promise.all([
      db.ping().then(
        () => true,
        () => false,
      ),
      events.ping(),
    ]);
    const nodes = status();
    const isWell = database && redis && nodes.every(({ owned, connected }) => !owned || connected);
    return {
      status: isWell ? "ok" : "degraded",
      instance: config.INSTANCE_ID,
      database,
      redis,
      nodes,
      softphones: relay.size,
    };
  };
  const server = await startHttp(config.MEDIA_BRIDGE_PORT, config.MEDIA_BRIDGE_HOST, readHealth, readMetrics);
  const relay = startRelay({
    server,
    log,
    findNode: async (token) => {
      const dutySessionId = readRelayToken(config.SECRET_KEY, token, new Date());
      return dutySessionId ? findSoftphoneNode(context(), { dutySessionId }) : null;
    },
  });
  await lookForNodes();
  const looking = setInterval(() => void lookForNodes(), LOOK_FOR_NODES_MS);
  log.info({ port: config.MEDIA_BRIDGE_PORT }, "media-bridge is up");

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info("stopping; conversations go on");
    clearInterval(looking);
    await Promise.all([...owners.values()].map((owner) => owner.stop()));
    relay.close();
    server.close();
    server.closeAllConnections();
    await Promise.allSettled([jobs.close(), nodes.close(), db.close()]);
    events.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
}

try {
  await main(mediaBridgeConfig(process.env));
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exit(1);
}
