import type { PbxSnapshot } from "@callbay/services/node/pbx";
import type { Agent, LiveCall } from "../model.ts";
import { isCustomerChannel, legSession, monitorPart } from "../names.ts";

export interface FloorView {
  readonly calls: ReadonlyMap<string, LiveCall>;
  readonly agents: ReadonlyMap<string, Agent>;
  readonly legs: ReadonlyMap<string, Agent>;
  /** Listenings, by id. */
  readonly monitors: ReadonlyMap<string, unknown>;
}

export interface Drift {
  /** In memory, not on the PBX. */
  readonly vanishedCalls: readonly string[];
  readonly vanishedLegs: readonly string[];
  /** Up on the PBX, still ringing in memory. */
  readonly missedAnswers: readonly string[];
  /** In an agent's bridge on the PBX, not so in memory. */
  readonly missedEntries: readonly { readonly channelId: string; readonly bridgeId: string }[];
  /** Agents' legs that are up and stand in no bridge. */
  readonly strandedLegs: readonly string[];
  /** Duty sessions whose standing bridge is gone: the node was restarted. */
  readonly missingBridges: readonly string[];
  /** Ours on the PBX, unknown in memory. */
  readonly strayChannels: readonly string[];
  /** Each of the above by a name, to recognise it in the next round. */
  readonly keys: ReadonlySet<string>;
}

/** Where memory and PBX say different things. What is still being placed is nobody's drift. */
export function findDrift(floor: FloorView, snapshot: PbxSnapshot): Drift {
  const states = new Map(snapshot.channels.map(({ id, state }) => [id, state]));
  const inBridge = new Map(
    snapshot.bridges.flatMap(({ id, channelIds }) => channelIds.map((channel) => [channel, id])),
  );
  const calls = [...floor.calls.values()].filter(({ placing }) => !placing);
  const idOf = (call: LiveCall) => call.order.callId;

  const vanishedCalls = calls.map(idOf).filter((id) => !states.has(id));
  const vanishedLegs = [...floor.legs].flatMap(([id, agent]) =>
    !states.has(id) && !(agent.legId === id && agent.legStarting) ? [id] : [],
  );
  const missedAnswers = calls
    .filter(({ phase }) => phase === "dialing" || phase === "ringing")
    .map(idOf)
    .filter((id) => states.get(id) === "up");
  const missedEntries = [
    ...calls.flatMap((call) => {
      const bridgeId = floor.agents.get(call.agentId ?? "")?.bridgeId;
      const isIn = bridgeId !== undefined && inBridge.get(idOf(call)) === bridgeId;
      return call.phase === "joining" && isIn ? [{ channelId: idOf(call), bridgeId }] : [];
    }),
    ...[...floor.legs].flatMap(([channelId, agent]) =>
      !agent.duty.legUp && inBridge.get(channelId) === agent.bridgeId ? [{ channelId, bridgeId: agent.bridgeId }] : [],
    ),
  ];
  const strandedLegs = [...floor.legs].flatMap(([id, agent]) =>
    states.get(id) === "up" && agent.legId === id && inBridge.get(id) !== agent.bridgeId ? [id] : [],
  );
  const bridges = new Set(snapshot.bridges.map(({ id }) => id));
  const missingBridges = [...floor.agents].flatMap(([id, { bridgeId }]) => (bridges.has(bridgeId) ? [] : [id]));
  const strayChannels = snapshot.channels.flatMap(({ id }) => {
    const monitor = monitorPart(id);
    if (monitor) return floor.monitors.has(monitor.monitorId) ? [] : [id];
    const isOurs = isCustomerChannel(id) || legSession(id) !== null;
    return isOurs && !floor.calls.has(id) && !floor.legs.has(id) ? [id] : [];
  });
  const keys = new Set([
    ...vanishedCalls.map((id) => `call:${id}`),
    ...vanishedLegs.map((id) => `leg:${id}`),
    ...missedAnswers.map((id) => `up:${id}`),
    ...missedEntries.map(({ channelId }) => `in:${channelId}`),
    ...strandedLegs.map((id) => `stranded:${id}`),
    ...missingBridges.map((id) => `bridge:${id}`),
    ...strayChannels.map((id) => `stray:${id}`),
  ]);
  return {
    vanishedCalls,
    vanishedLegs,
    missedAnswers,
    missedEntries,
    strandedLegs,
    missingBridges,
    strayChannels,
    keys,
  };
}
