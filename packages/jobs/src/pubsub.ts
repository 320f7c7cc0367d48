import { connectRedis, disconnectRedis, pingRedis, within } from "./connection.ts";
import { type EventPublisher, type EventSubscriber, eventChannel, type LiveEvent } from "./events.ts";

/** A Redis that hangs keeps nobody's answer longer than this. */
const PUBLISH_MS = 500;

/**
 * Publishes live events. An event is lossy by contract: when Redis is away it is dropped at once, because a verb
 * that has committed must answer, and a stale event is worth nothing.
 */
export function createEventPublisher(redisUrl: string): EventPublisher & {
  ping(): Promise<boolean>;
  close(): void;
} {
  const redis = connectRedis(redisUrl, "callbay-events-out");
  return {
    async publish(audience, event) {
      if (redis.status !== "ready" && redis.status !== "connecting" && redis.status !== "connect") return;
      const told = redis.publish(eventChannel(audience), JSON.stringify(event)).catch(() => 0);
      await within(told, PUBLISH_MS, 0);
    },
    ping: () => pingRedis(redis),
    close: () => disconnectRedis(redis),
  };
}

/** Listens to live events; one connection however many listeners. Subscriptions survive a reconnect. */
export function createEventSubscriber(redisUrl: string): EventSubscriber & { close(): void } {
  const redis = connectRedis(redisUrl, "callbay-events-in");
  const listeners = new Map<string, Set<(event: LiveEvent) => void>>();
  redis.on("message", (channel: string, text: string) => {
    const event = JSON.parse(text) as LiveEvent;
    for (const listener of listeners.get(channel) ?? []) listener(event);
  });
  return {
    async subscribe(audience, listener) {
      const channel = eventChannel(audience);
      const known = listeners.get(channel);
      const group = known ?? new Set();
      group.add(listener);
      listeners.set(channel, group);
      if (!known) await redis.subscribe(channel);
      return async () => {
        group.delete(listener);
        if (group.size > 0 || listeners.get(channel) !== group) return;
        listeners.delete(channel);
        await redis.unsubscribe(channel);
      };
    },
    close: () => disconnectRedis(redis),
  };
}
