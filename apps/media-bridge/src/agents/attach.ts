import { phonePassword, sipPassword, sipUsername } from "@callbay/services/access/derived-secret";
import type { Floor } from "../floor.ts";
import type { Agent } from "../model.ts";
import { bridgeName } from "../names.ts";
import type { StoredSession } from "../records.ts";
import { watchAway } from "./away.ts";
import { nailUp } from "./nail-up.ts";

/** Builds the agent of a duty session. `bridgeId` is a standing bridge that lives already, after a restart. */
export function makeAgent(floor: Floor, session: StoredSession, bridgeId?: string): Agent {
  const { phone } = session;
  const username = phone?.username ?? sipUsername(session.id, session.generation);
  const { secretKey } = floor.parts;
  return {
    tenantId: session.tenantId,
    dutySessionId: session.id,
    membershipId: session.membershipId,
    username,
    password: phone ? phonePassword(secretKey, username, phone.generation) : sipPassword(secretKey, username),
    kind: session.device,
    isDeskPhone: phone !== null,
    bridgeId: bridgeId ?? bridgeName(session.id, floor.parts.newId().slice(-12)),
    duty: { ...session.duty, legUp: false },
    seq: session.seq,
    registered: false,
    legId: null,
    legStarting: false,
    recordingEnabled: session.recordingEnabled,
    disposedCallId: null,
    nailFailures: 0,
    cancelNail: null,
    cancelAway: null,
    guestOf: null,
    echoId: null,
    cancelEcho: null,
    moving: false,
  };
}

/**
 * Takes an agent in: account, standing bridge, and the leg as soon as the softphone is registered. Asked again for an
 * agent who is here (a reloaded browser), it drops a leg whose softphone is gone, so that the new one is rung.
 */
export async function attachAgent(floor: Floor, session: StoredSession): Promise<void> {
  const known = floor.agents.get(session.id);
  if (known) {
    const isGone = known.legId !== null && !(await floor.parts.pbx.isRegistered(known.username));
    if (isGone && known.legId) await floor.parts.pbx.hangup(known.legId);
    return;
  }
  const agent = makeAgent(floor, session);
  floor.agents.set(agent.dutySessionId, agent);
  await preparePbx(floor, agent);
  watchAway(floor, agent);
}

/** What the node must have for an agent; also after the node itself was restarted. */
export async function preparePbx(floor: Floor, agent: Agent): Promise<void> {
  const { pbx } = floor.parts;
  await pbx.createBridge(agent.bridgeId);
  // Of a telephone whose account is there the registration would be lost by writing it anew.
  if (!floor.phones.has(agent.username))
    await pbx.putAccount({ username: agent.username, password: agent.password, kind: agent.kind });
  agent.registered = await pbx.isRegistered(agent.username);
  if (agent.registered) nailUp(floor, agent);
}
