import "server-only";
import { randomUUID } from "node:crypto";
import type { ApiContext } from "@callbay/api/context";
import { server, type Visitor } from "./composition.ts";
import { cookieNames } from "./cookie-names.ts";
import { actorOfToken } from "./session.ts";

/**
 * Where a request comes from. server.mjs writes this header from the socket (and the proxies that it was told to
 * trust), so its last entry is ours and not the caller's.
 */
function ipOf(headers: Headers): string | undefined {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || undefined;
}

export function visitorOf(headers: Headers): Visitor {
  return {
    now: new Date(),
    requestId: randomUUID(),
    ip: ipOf(headers),
    userAgent: headers.get("user-agent") ?? undefined,
  };
}

function cookieOf(headers: Headers, name: string): string | undefined {
  for (const pair of (headers.get("cookie") ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return decodeURIComponent(pair.slice(at + 1).trim());
  }
  return undefined;
}

/** What is known of a request before anybody asked who sends it: by what it is logged. */
export function anonymousContextOf(headers: Headers): Pick<ApiContext, "logger" | "requestId"> {
  return { logger: server().logger, requestId: visitorOf(headers).requestId };
}

/** The context of an HTTP request to the api: who asks is read from the session cookie alone. */
export async function apiContextOf(headers: Headers): Promise<ApiContext> {
  const here = server();
  const visitor = visitorOf(headers);
  const token = cookieOf(headers, cookieNames(here.config.APP_URL).session);
  return {
    ...visitor,
    deps: here.deps,
    actor: await actorOfToken(token, visitor.now),
    subscriber: here.subscriber,
    logger: here.logger,
    limiter: here.limiter,
    signInLimiter: here.signInLimiter,
  };
}

/**
 * Does a changing request come from our own pages? Cookies are SameSite=Lax, which other ports of this host pass;
 * the browser's own word on the origin closes that.
 */
export function isSameOrigin(request: Request): boolean {
  if (request.method === "GET" || request.method === "HEAD") return true;
  const origin = request.headers.get("origin");
  if (origin !== null) return origin === new URL(server().config.APP_URL).origin;
  return request.headers.get("sec-fetch-site") === "same-origin";
}

/** A refusal of a plain HTTP route, in the form of the api's refusals. */
export function refuse(status: number, code: string, message: string, details: Record<string, unknown> = {}): Response {
  return Response.json({ error: { code, message, details } }, { status, headers: { "cache-control": "no-store" } });
}

export function refuseForeignOrigin(): Response {
  return refuse(403, "FOREIGN_ORIGIN", "This request does not come from Callbay's own pages. Nothing was changed.");
}
