import "server-only";
import { decode } from "@auth/core/jwt";
import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { type Server, server } from "./composition.ts";
import { cookieNames } from "./cookie-names.ts";

/** The session that a cookie names, or null. The cookie says only which: whether it still lives, the table says. */
async function sessionIdOf(token: string | undefined, { config }: Server): Promise<string | null> {
  if (!token) return null;
  const payload = await decode({
    token,
    secret: config.AUTH_SECRET,
    salt: cookieNames(config.APP_URL).session,
  }).catch(() => null);
  return typeof payload?.sid === "string" ? payload.sid : null;
}

/** Who sends this cookie, asked of our own table with each request. */
export async function actorOfToken(token: string | undefined, now: Date): Promise<OperatorActor | TenantActor | null> {
  const here = server();
  const sessionId = await sessionIdOf(token, here);
  return sessionId ? here.loadActor(sessionId, now) : null;
}
