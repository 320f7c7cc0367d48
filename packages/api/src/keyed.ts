import { CallbayError } from "@callbay/domain/errors";
import { actorOfKey } from "@callbay/services/api-key/keys";
import { appendToList } from "@callbay/services/list/append";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import type { ApiContext, CallLimiter } from "./context.ts";
import { asRefusal, isUnexpected, toTrpcError } from "./errors.ts";

/** Routes for a client's own systems: they send a key instead of a session. docs/api.md is what clients read. */

export interface KeyedRequest {
  /** The header: "Bearer cbk_…". */
  readonly authorization: string | null;
  readonly idempotencyKey: string | null;
  readonly listId: string;
  /** The body's text; null: larger than what is taken. */
  readonly body: string | null;
}

export interface KeyedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

type Here = Pick<ApiContext, "deps" | "now" | "requestId" | "ip" | "logger"> & {
  /** Requests of one key, and tries of one address with keys that are none. */
  readonly keyLimiter?: CallLimiter | undefined;
};

/** Adds contacts to a list; answers what became of each. */
export async function appendByKey(here: Here, request: KeyedRequest): Promise<KeyedAnswer> {
  const { deps, now, requestId, ip, logger } = here;
  try {
    const actor = await caller(here, request.authorization);
    if (!request.idempotencyKey)
      throw refusal("invalid", "IDEMPOTENCY_KEY_MISSING", "Send an Idempotency-Key header with each set of contacts.");
    if (request.body === null)
      throw refusal("invalid", "TOO_LARGE", "This set is too large. Send at most 5,000 contacts and 8 MB at a time.");
    const result = await appendToList(
      { deps, actor, now, requestId, ip },
      { listId: request.listId, idempotencyKey: request.idempotencyKey, contacts: contactsIn(request.body) },
    );
    return { status: 200, headers: {}, body: result };
  } catch (error) {
    if (isUnexpected(error)) logger.error({ err: error, requestId }, "Unexpected error");
    const told = asRefusal(error, requestId);
    const { code, message, details } = told;
    const wait = details && typeof details === "object" && "retryAfterMs" in details ? details.retryAfterMs : null;
    return {
      status: getHTTPStatusCodeFromError(toTrpcError(told)),
      headers: typeof wait === "number" ? { "retry-after": String(Math.ceil(wait / 1000)) } : {},
      body: { error: { code, message, details } },
    };
  }
}

async function caller({ deps, now, ip, keyLimiter }: Here, authorization: string | null) {
  const text = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  const actor = text === undefined ? null : await actorOfKey(deps, text, now);
  const counted = await keyLimiter?.take(actor ? `key:${actor.sessionId}` : `nokey:${ip ?? ""}`);
  if (counted && !counted.allowed)
    throw new CallbayError(
      "rate_limited",
      "TOO_MANY_REQUESTS",
      "Too many requests were sent. Nothing was added; wait and send this one again.",
      { retryAfterMs: counted.retryAfterMs },
    );
  if (!actor)
    throw new CallbayError(
      "unauthenticated",
      "KEY_INVALID",
      "This key is unknown or has been revoked. Nothing was added.",
    );
  return actor;
}

function contactsIn(body: string): never[] {
  try {
    const parsed: unknown = JSON.parse(body);
    // What they look like is the verb's to judge.
    if (typeof parsed === "object" && parsed !== null && "contacts" in parsed) return parsed.contacts as never[];
  } catch {
    // Told below, like any other body that is not what is asked for.
  }
  throw refusal("invalid", "BODY_INVALID", 'Send JSON of the form {"contacts": […]}. Nothing was added.');
}

function refusal(kind: "invalid", code: string, message: string): CallbayError {
  return new CallbayError(kind, code, message, {});
}
