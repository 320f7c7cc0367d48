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
  /** Tries of a password of one account from all addresses within the window: guessing from many of them stays slow. */
  readonly perAccount?: number;
  readonly windowSeconds: number;
  /** A Redis that answers later is as good as away: half a second, when nothing is said. */
  readonly deadlineMs?: number;
}

/** A Redis that answers later than this is as good as away: nobody waits longer to be counted. */
const DEADLINE_MS = 500;
const PER_ACCOUNT = 100;
const SIGN_IN: SignInLimits = { perPair: 10, perAddress: 100, perAccount: PER_ACCOUNT, windowSeconds: 900 };

/** The brake on sign-in. When Redis is away it counts in memory, so nobody is let through and nobody locked out. */
export function createSignInLimiter(store: LimiterStore, limits: SignInLimits = SIGN_IN): SignInLimiter {
  const { perPair, perAddress, perAccount = PER_ACCOUNT, windowSeconds, deadlineMs = DEADLINE_MS } = limits;
  const counter = (kind: string, points: number) =>
    createCounter(store, { name: `callbay:signin:${kind}`, points, windowSeconds, deadlineMs });
  const pair = counter("pair", perPair);
  const address = counter("ip", perAddress);
  const account = counter("account", perAccount);
  const hashed = (text: string) => createHash("sha256").update(text).digest("base64url");
  const pairKey = (ip: string, subject: string) => hashed(`${ip}\n${subject}`);
  return {
    async take({ ip, subject, password }) {
      const waits = await Promise.all([
        address.take(ip),
        pair.take(pairKey(ip, subject)),
        password ? account.take(hashed(subject)) : 0,
      ]);
      return Math.max(...waits);
    },
    async succeeded({ ip, subject, password }) {
      await Promise.all([
        address.giveBack(ip),
        pair.forget(pairKey(ip, subject)),
        password ? account.giveBack(hashed(subject)) : null,
      ]);
    },
  };
}

/** Calls of one key per minute, for the api's hook. */
export function createCallLimiter(store: LimiterStore, perMinute = 1_200, deadlineMs = DEADLINE_MS) {
  const calls = createCounter(store, { name: "callbay:calls", points: perMinute, windowSeconds: 60, deadlineMs });
  return {
    async take(key: string): Promise<{ allowed: true } | { allowed: false; retryAfterMs: number }> {
      const retryAfterMs = await calls.take(key);
      return retryAfterMs === 0 ? { allowed: true } : { allowed: false, retryAfterMs };
    },
  };
}

interface CounterOptions {
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
  readonly deadlineMs: number;
}

function createCounter(store: LimiterStore, options: CounterOptions) {
  const { name: keyPrefix, points, windowSeconds: duration, deadlineMs } = options;
  const memory = new RateLimiterMemory({ keyPrefix, points, duration });
  const shared = store
    ? new RateLimiterRedis({ storeClient: store, keyPrefix, points, duration, rejectIfRedisNotReady: true })
    : memory;

  /** In Redis, or in memory while it does not answer. A refusal is an answer. */
  const count = async <T>(work: (limiter: RateLimiterAbstract) => Promise<T>): Promise<T> => {
    try {
      return await within(work(shared), deadlineMs);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw error;
      return work(memory);
    }
  };
  return {
    async take(key: string): Promise<number> {
      try {
        await count((limiter) => limiter.consume(key));
        return 0;
      } catch (error) {
        if (error instanceof RateLimiterRes) return Math.max(1, error.msBeforeNext);
        throw error;
      }
    },
    giveBack: (key: string) => count((limiter) => limiter.reward(key, 1)),
    // Not `delete`: that one waits for Redis to come back, and a sign-in with it.
    forget: (key: string) => count((limiter) => limiter.set(key, 0, duration)),
  };
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("the store does not answer")), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
