import { listenerUsername, relayToken, sipPassword, sipUsername } from "../access/derived-secret.ts";
import type { Deps } from "../context.ts";

/** What a softphone or a desk phone registers with. */
export interface SoftphoneAccess {
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  /** Where a browser's softphone connects. */
  readonly relayUrl: string;
  /** The registrar for a desk phone: the node itself. */
  readonly registrar: string;
}

const PASS_HOURS = 16;

/** Derives the access of a duty session; it dies with the session, since the account leaves the node. */
export function softphoneAccess(
  deps: Pick<Deps, "secretKey" | "relayUrl">,
  session: { readonly id: string; readonly generation: number; readonly startedAt: Date },
  nodeWsUrl: string,
): SoftphoneAccess {
  return accessFor(deps, { ...session, username: sipUsername(session.id, session.generation) }, nodeWsUrl);
}

/** Derives the access of a listening; it dies with it. */
export function listenerAccess(
  deps: Pick<Deps, "secretKey" | "relayUrl">,
  monitor: { readonly id: string; readonly startedAt: Date },
  nodeWsUrl: string,
): SoftphoneAccess {
  return accessFor(deps, { ...monitor, username: listenerUsername(monitor.id) }, nodeWsUrl);
}

function accessFor(
  deps: Pick<Deps, "secretKey" | "relayUrl">,
  session: { readonly id: string; readonly startedAt: Date; readonly username: string },
  nodeWsUrl: string,
): SoftphoneAccess {
  const { username } = session;
  const host = new URL(nodeWsUrl).hostname;
  const expiresAt = new Date(session.startedAt.getTime() + PASS_HOURS * 3_600_000);
  return {
    uri: `sip:${username}@${host}`,
    username,
    password: sipPassword(deps.secretKey, username),
    relayUrl: `${deps.relayUrl}/sip?token=${relayToken(deps.secretKey, session.id, expiresAt)}`,
    registrar: `sip:${host}`,
  };
}
