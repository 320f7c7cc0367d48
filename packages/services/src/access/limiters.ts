import { createHash } from "node:crypto";
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { SignInLimiter } from "./ports.ts";

/** Redis as the limiters use it; without one they count in this process alone. */
export type LimiterStore = ConstructorParameters<typeof RateLimiterRedis>[0]["storeClient"] | null;

export interface SignInLimits {
  /** Tries of one address on one account within the window. */
  readonly perPair: number;
  /** Tries of one address on all accounts within the window: an office shares one. */
  readonly perAddress: number;
  readonly windowSeconds: number;
}

const SIGN_IN: SignInLimits = { perPair: 10, perAddress: 100, windowSeconds: 900 };

/** The brake on sign-in. When Redis is away it counts in memory, so nobody is let through and nobody locked out. */
export function createSignInLimiter(store: LimiterStore, limits: SignInLimits = SIGN_IN): SignInLimiter {
  const pair = limiter(store, "callbay:signin:pair", limits.perPair, limits.windowSeconds);
  const address = limiter(store, "callbay:signin:ip", limits.perAddress, limits.windowSeconds);
  const pairKey = (ip: string, subject: string) => createHash("sha256").update(`${ip}\n${subject}`).digest("base64url");
  return {
    async take({ ip, subject }) {
      const waits = await Promise.all([waitOf(address, ip), waitOf(pair, pairKey(ip, subject))]);
      return Math.max(...waits);
    },
    async succeeded({ ip, subject }) {
      await Promise.all([address.reward(ip, 1), pair.delete(pairKey(ip, subject))]);
    },
  };
}

/** Calls of one key per minute, for the api's hook. */
export function createCallLimiter(store: LimiterStore, perMinute = 1_200) {
  const calls = limiter(store, "callbay:calls", perMinute, 60);
  return {
    async take(key: string): Promise<{ allowed: true } | { allowed: false; retryAfterMs: number }> {
      const retryAfterMs = await waitOf(calls, key);
      return retryAfterMs === 0 ? { allowed: true } : { allowed: false, retryAfterMs };
    },
  };
}

function limiter(store: LimiterStore, keyPrefix: string, points: number, duration: number): RateLimiterAbstract {
  const memory = new RateLimiterMemory({ keyPrefix, points, duration });
  if (!store) return memory;
  return new RateLimiterRedis({
    storeClient: store,
    keyPrefix,
    points,
    duration,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  });
}

async function waitOf(limit: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limit.consume(key);
    return 0;
  } catch (error) {
    if (error instanceof RateLimiterRes) return Math.max(1, error.msBeforeNext);
    throw error;
  }
}
