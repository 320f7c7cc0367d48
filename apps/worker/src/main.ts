import { mayScrape } from "@callbay/config/metrics";
import { ConfigError } from "@callbay/config/parse";
import { recordingBucketOf } from "@callbay/config/recordings";
import { type WorkerConfig, workerConfig } from "@callbay/config/worker";
import { createDb } from "@callbay/db/client";
import { logLine } from "@callbay/domain/log-line";
import { createS3Recordings } from "@callbay/gateways/s3-recordings";
import { createSmtpMailer } from "@callbay/gateways/smtp";
import { createStripeGateway } from "@callbay/gateways/stripe";
import { createNodeCommander } from "@callbay/jobs/commands";
import { createEventPublisher, createEventSubscriber } from "@callbay/jobs/pubsub";
import { createJobProducer } from "@callbay/jobs/queue";
import { createQueueReader } from "@callbay/jobs/queue-depths";
import type { Deps, VerbContext } from "@callbay/services/context";
import { createRegisterLookup, registersInForce } from "@callbay/services/do-not-call/register-lookup";
import { platformFigures, recordProbes } from "@callbay/services/platform/figures";
import pino, { type Logger } from "pino";
import { serveHealth } from "./health.ts";
import { createWorkerMetrics } from "./metrics.ts";
import { lookAtParts } from "./probes.ts";
import { startWorker } from "./worker.ts";

/** After this the process ends whatever still runs: leases expire, jobs are taken up by others. */
const STOP_WITHIN_MS = 9_000;
const PROBE_EVERY_MS = 60_000;

async function main(config: WorkerConfig, logger: Logger): Promise<void> {
  const db = createDb({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: "callbay-worker",
  });
  const publisher = createEventPublisher(config.REDIS_URL);
  const subscriber = createEventSubscriber(config.REDIS_URL);
  const jobs = createJobProducer(config.REDIS_URL);
  const nodes = createNodeCommander(config.REDIS_URL);
  const { SMTP_URL, MAIL_FROM } = config;
  const mailer = SMTP_URL && MAIL_FROM ? createSmtpMailer({ url: SMTP_URL, from: MAIL_FROM }) : null;
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_API_BASE: apiBase } = config;
  const registers = createRegisterLookup({
    storageDir: config.STORAGE_DIR,
    inForce: registersInForce(db),
    memoryBytes: config.REGISTER_MEMORY_MB * 1_048_576,
    clock: () => new Date(),
  });
  const bucket = recordingBucketOf(config);
  const metrics = createWorkerMetrics();
  const queues = createQueueReader(config.REDIS_URL);
  const deps: Deps = {
    db,
    events: publisher,
    jobs,
    nodes,
    storageDir: config.STORAGE_DIR,
    secretKey: config.SECRET_KEY,
    appUrl: config.APP_URL,
    relayUrl: config.RELAY_URL,
    recordingBucket: bucket && createS3Recordings(bucket),
    payments: secretKey ? createStripeGateway({ secretKey, apiBase }) : null,
    registers,
    onVerb: metrics.verb,
  };
  const context = (): VerbContext => ({
    ...{ deps, now: new Date(), requestId: "platform" },
    actor: { kind: "system", name: "platform" },
  });
  const worker = await startWorker({
    deps,
    metrics,
    events: subscriber,
    redisUrl: config.REDIS_URL,
    mailer,
    logger,
    owner: config.INSTANCE_ID,
    dialConcurrency: config.DIAL_CONCURRENCY,
    clock: () => new Date(),
  });
  const health = await serveHealth(
    {
      database: () =>
        db.ping().then(
          () => true,
          () => false,
        ),
      redis: () => publisher.ping(),
      loops: () => worker.loops(),
      metrics: (scraper) =>
        mayScrape(scraper, config.METRICS_TOKEN)
          ? metrics.text({
              figures: () => platformFigures(context(), { storageDir: config.STORAGE_DIR }),
              queues,
              loops: () => worker.loops(),
              connections: db.connections,
              redis: () => publisher.ping(),
            })
          : null,
    },
    config.WORKER_PORT,
    config.WORKER_HOST,
  );
  logger.info({ port: config.WORKER_PORT }, "The worker is ready");

  // By a timer and not by a queue: what says that Redis is away must not wait for Redis.
  const look = async (): Promise<void> => {
    try {
      const probes = await lookAtParts({
        ...{ database: db.ping, redis: () => publisher.ping(), queues, now: () => new Date() },
        ...{ storageDir: config.STORAGE_DIR, appUrl: config.APP_URL },
      });
      await recordProbes(context(), { probes });
    } catch (error) {
      logger.warn({ err: error }, "What the probes said could not be written");
    }
  };
  const looking = setInterval(() => void look(), PROBE_EVERY_MS);
  void look();

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, "The worker stops");
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    clearInterval(looking);
    health.close();
    await worker.stop();
    mailer?.close();
    await registers.close();
    await Promise.all([queues.close(), jobs.close(), nodes.close(), db.close()]);
    publisher.close();
    subscriber.close();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
}

const logger = pino({ name: "worker", level: process.env.LOG_LEVEL ?? "info", hooks: { streamWrite: logLine } });
try {
  await main(workerConfig(process.env), logger);
} catch (error) {
  if (error instanceof ConfigError) logger.fatal(error.message);
  else logger.fatal({ err: error }, "The worker could not start");
  process.exit(1);
}
