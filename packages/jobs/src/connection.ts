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

/** Asks Redis for a sign of life. */
export async function pingRedis(redis: Redis, timeoutMs = 1_000): Promise<boolean> {
  const late = new Promise<false>((resolve) => {
    setTimeout(() => resolve(false), timeoutMs).unref();
  });
  return Promise.race([
    redis.ping().then(
      () => true,
      () => false,
    ),
    late,
  ]);
}

/** Ends a connection without waiting for what was not sent. */
export function disconnectRedis(redis: Redis): void {
  redis.disconnect();
}

export type { Redis };
