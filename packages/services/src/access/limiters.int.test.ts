import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connectRedis, disconnectRedis, type Redis } from "@callbay/jobs/connection";
import { required } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCallLimiter, createSignInLimiter } from "./limiters.ts";

const LIMITS = { perPair: 2, perAddress: 3, windowSeconds: 60 };

/** Who runs this may stand still for a while: that is not what is tested. */
const PATIENT_MS = 60_000;

describe("limits in Redis", () => {
  const limits = { ...LIMITS, deadlineMs: PATIENT_MS };
  let redis: Redis;
  beforeAll(async () => {
    redis = connectRedis(required("TEST_REDIS_URL"), "limiters-test");
    await once(redis, "ready");
  });
  afterAll(() => disconnectRedis(redis));

  test("are one for all processes", async () => {
    const [one, two] = [createSignInLimiter(redis, limits), createSignInLimiter(redis, limits)];
    const attempt = { ip: randomUUID(), subject: "somebody@here.test" };
    expect(await one.take(attempt)).toBe(0);
    expect(await two.take(attempt)).toBe(0);
    const wait = await one.take(attempt);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60_000);
  });

  test("count tries made at once", async () => {
    const limiter = createSignInLimiter(redis, limits);
    const attempt = { ip: randomUUID(), subject: "somebody@here.test" };
    const waits = await Promise.all(Array.from({ length: 10 }, () => limiter.take(attempt)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(2);
  });

  test("are given back to who knew the password", async () => {
    const limiter = createSignInLimiter(redis, limits);
    const attempt = { ip: randomUUID(), subject: "somebody@here.test" };
    for (let round = 0; round < 6; round++) {
      expect(await limiter.take(attempt)).toBe(0);
      await limiter.succeeded(attempt);
    }
  });

  test("hold each account's calls apart", async () => {
    const limiter = createCallLimiter(redis, 2, PATIENT_MS);
    const [mine, other] = [randomUUID(), randomUUID()];
    await limiter.take(mine);
    await limiter.take(mine);
    expect(await limiter.take(mine)).toMatchObject({ allowed: false });
    expect(await limiter.take(other)).toEqual({ allowed: true });
  });
});

describe("without Redis", () => {
  test("tries are still counted, in this process", async () => {
    const nowhere = connectRedis("redis://127.0.0.1:1", "limiters-test");
    try {
      const limiter = createSignInLimiter(nowhere, LIMITS);
      const attempt = { ip: randomUUID(), subject: "somebody@here.test" };
      expect([await limiter.take(attempt), await limiter.take(attempt)]).toEqual([0, 0]);
      expect(await limiter.take(attempt)).toBeGreaterThan(0);
      await limiter.succeeded(attempt);
      expect(await limiter.take(attempt)).toBe(0);
    } finally {
      disconnectRedis(nowhere);
    }
  });
});
