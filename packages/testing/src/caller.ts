import { randomUUID } from "node:crypto";
import type { ApiContext } from "@callbay/api/context";
import { createCaller } from "@callbay/api/router";
import type { Actor } from "@callbay/domain/actor";
import { createSignInLimiter } from "@callbay/services/access/limiters";
import type { VerbContext } from "@callbay/services/context";
import { FIXED_NOW } from "./clock.ts";
import type { Recorder } from "./recorder.ts";

/** What the web process would hand to the api. Limits are so wide that no test meets them by accident. */
export function apiContext(recorder: Recorder, actor: Actor | null, now: Date = FIXED_NOW): ApiContext {
  return {
    deps: recorder.deps,
    actor,
    now,
    requestId: randomUUID(),
    ip: "192.0.2.10",
    userAgent: "test",
    subscriber: recorder.subscriber,
    logger: { error: (details) => recorder.failures.push("err" in details ? details.err : details) },
    signInLimiter: createSignInLimiter(null, {
      ...{ perPair: 1_000_000, perAddress: 1_000_000, perAccount: 1_000_000, windowSeconds: 60 },
    }),
  };
}

/** Calls procedures of the router as somebody (null: nobody signed in), without HTTP. */
export function callerAs(recorder: Recorder, actor: Actor | null, now: Date = FIXED_NOW) {
  return createCaller(apiContext(recorder, actor, now));
}

/** Calls verbs as somebody, without the router. */
export function verbContext(recorder: Recorder, actor: Actor, now: Date = FIXED_NOW): VerbContext {
  return { deps: recorder.deps, actor, now, requestId: randomUUID(), ip: "192.0.2.10" };
}
