import type { ApiContext } from "@callbay/api/context";
import { createCaller } from "@callbay/api/router";
import { createDb, type Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { Actor } from "@callbay/domain/actor";
import { createNodeCommander } from "@callbay/jobs/commands";
import { connectRedis, disconnectRedis } from "@callbay/jobs/connection";
import { createEventPublisher, createEventSubscriber } from "@callbay/jobs/pubsub";
import { createJobProducer } from "@callbay/jobs/queue";
import { createCallLimiter, createSignInLimiter } from "@callbay/services/access/limiters";
import type { VerbContext } from "@callbay/services/context";

export type Caller = ReturnType<typeof createCaller>;

/** The demo's side of the product: procedures called as this or that person, without a browser between. */
export interface DeskSide {
  readonly db: Db;
  readonly deps: ApiContext["deps"];
  readonly subscriber: ApiContext["subscriber"];
  /** Procedures as this person sees them; null for somebody who has not signed in. */
  as(actor: Actor | null): Caller;
  context(actor: Actor): VerbContext;
  close(): Promise<void>;
}

/** Connects to the database and the queues that the running processes use. */
export function openDeskSide(env: Readonly<Record<string, string>>): DeskSide {
  const redisUrl = env.REDIS_URL ?? "";
  const db = createDb({ url: env.DATABASE_URL ?? "", poolSize: 10, applicationName: "callbay-demo" });
  const events = createEventPublisher(redisUrl);
  const jobs = createJobProducer(redisUrl);
  const nodes = createNodeCommander(redisUrl);
  const counters = connectRedis(redisUrl, "callbay-demo");
  const subscriber = createEventSubscriber(redisUrl);
  const deps = {
    db,
    events,
    jobs,
    nodes,
    storageDir: env.STORAGE_DIR ?? "",
    secretKey: env.SECRET_KEY ?? "",
    appUrl: env.APP_URL ?? "",
    relayUrl: env.RELAY_URL ?? "",
  };
  const logger = { error: (details: object, message: string) => console.error(message, details) };
  return {
    db,
    deps,
    subscriber,
    as: (actor) =>
      createCaller({
        deps,
        actor,
        get now() {
          return new Date();
        },
        requestId: newId(),
        subscriber,
        logger,
        limiter: createCallLimiter(null, 1_000_000),
        signInLimiter: createSignInLimiter(null),
      }),
    context: (actor) => ({ deps, actor, now: new Date(), requestId: newId() }),
    close: async () => {
      await Promise.all([events.close(), jobs.close(), nodes.close(), subscriber.close()]);
      disconnectRedis(counters);
      await db.close();
    },
  };
}
