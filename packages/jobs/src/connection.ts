import { Redis } from "ioredis";

/**
 * A connection for BullMQ and pub/sub: commands wait for Redis to come back instead of failing after some tries.
 * What must answer soon sets its own deadline.
 */
export function connectRedis(url: string, name: string): Redis {
  const redis = new Redis(url, {
    connectionName: name,
    maxRetriesPerRequest: null,
    enableReadyCheck: true,
    retryStrategy: (times) => Math.min(2_000, 50 * 2 ** Math.min(times, 6)),
  });
  // Without a listener ioredis prints each failed try; whoever waits for an answer reports it in its own words.
  redis.on("error", () => {});
  return redis;
}

/** What work answers within a time, or `late`. The work is not given up: what waits for Redis goes out when it is back. */
export async function within<T, L>(work: Promise<T>, ms: number, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<L>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  // Who has stopped waiting hears of no failure any more.
  work.catch(() => {});
  try {
    return await Promise.race([work, passed]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks Redis for a sign of life. */
export function pingRedis(redis: Redis, timeoutMs = 1_000): Promise<boolean> {
  return within(
    redis.ping().then(
      () => true,
      () => false,
    ),
    timeoutMs,
    false,
  );
}

/** Ends a connection without waiting for what was not sent. */
export function disconnectRedis(redis: Redis): void {
  redis.disconnect();
}

export type { Redis };
