import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "../verb.ts";

/**
 * What a softphone needs is derived from SECRET_KEY and the duty session, never stored: a database that leaks holds
 * no password, and one that ends takes its credentials with it.
 */
const claims = z.object({ d: z.uuid(), e: z.int() });

/** The SIP user of one duty session on one attachment. */
export function sipUsername(dutySessionId: string, generation: number): string {
  return `d-${dutySessionId.replaceAll("-", "")}-${generation}`;
}

/** The SIP user of one listening. */
export function listenerUsername(monitorId: string): string {
  return `m-${monitorId.replaceAll("-", "")}`;
}

export function sipPassword(secretKey: string, username: string): string {
  return mac(secretKey, `sip:${username}`).slice(0, 24);
}

/** The password of a seat's telephone, by the generation of its credentials: a new one ends the one before. */
export function phonePassword(secretKey: string, username: string, generation: number): string {
  return mac(secretKey, `phone:${username}:${generation}`).replaceAll(/[-_]/g, "").slice(0, 20);
}

/** A pass to the SIP relay for one duty session. */
export function relayToken(secretKey: string, dutySessionId: string, expiresAt: Date): string {
  const body = Buffer.from(JSON.stringify({ d: dutySessionId, e: expiresAt.getTime() })).toString("base64url");
  return `${body}.${mac(secretKey, `relay:${body}`)}`;
}

/** The duty session that a pass names; null when it is forged, broken or too old. */
export function readRelayToken(secretKey: string, token: string, now: Date): string | null {
  const [body, signature, ...rest] = token.split(".");
  if (!body || !signature || rest.length > 0) return null;
  const expected = Buffer.from(mac(secretKey, `relay:${body}`));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  try {
    const parsed = claims.safeParse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
    return parsed.success && parsed.data.e > now.getTime() ? parsed.data.d : null;
  } catch {
    return null;
  }
}

function mac(secretKey: string, text: string): string {
  return createHmac("sha256", secretKey).update(text).digest("base64url");
}
