import type { PbxSnapshot } from "@callbay/services/node/pbx";
import type { Agent, LiveCall } from "../model.ts";
import { isOurChannel, monitorPart } from "../names.ts";

export interface FloorView {
  readonly calls: ReadonlyMap<string, LiveCall>;
  readonly agents: ReadonlyMap<string, Agent>;
  readonly legs: ReadonlyMap<string, Agent>;
  /** Listenings, by id. */
  readonly monitors: ReadonlyMap<string, unknown>;
  readonly consults: ReadonlyMap<string, LiveCall>;
}

export interface Drift {
  /** In memory, not on the PBX. */
  readonly vanishedCalls: readonly string[];
  readonly vanishedLegs: readonly string[];
  readonly vanishedConsults: readonly string[];
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
  const vanishedConsults = [...floor.consults].flatMap(([id, { transfer }]) =>
    !states.has(id) && !transfer?.placing ? [id] : [],
  );
  const ringing = calls.filter(({ phase }) => phase === "dialing" || phase === "ringing").map(idOf);
  const consulted = [...floor.consults].flatMap(([id, { transfer }]) => (transfer?.answeredAt ? [] : [id]));
  const missedAnswers = [...ringing, ...consulted].filter((id) => states.get(id) === "up");
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
    // A guest's leg is where the colleague's call wants it.
    states.get(id) === "up" && agent.legId === id && agent.guestOf === null && inBridge.get(id) !== agent.bridgeId
      ? [id]
      : [],
  );
  const bridges = new Set(snapshot.bridges.map(({ id }) => id));
  const missingBridges = [...floor.agents].flatMap(([id, { bridgeId }]) => (bridges.has(bridgeId) ? [] : [id]));
  const echoes = new Set([...floor.agents.values()].flatMap(({ echoId }) => echoId ?? []));
  const strayChannels = snapshot.channels.flatMap(({ id }) => {
    const monitor = monitorPart(id);
    if (monitor) return floor.monitors.has(monitor.monitorId) ? [] : [id];
    const isKnown = floor.calls.has(id) || floor.legs.has(id) || floor.consults.has(id) || echoes.has(id);
    return isOurChannel(id) && !isKnown ? [id] : [];
  });
  const keys = new Set([
    ...vanishedCalls.map((id) => `call:${id}`),
    ...vanishedLegs.map((id) => `leg:${id}`),
    ...vanishedConsults.map((id) => `consult:${id}`),
    ...missedAnswers.map((id) => `up:${id}`),
    ...missedEntries.map(({ channelId }) => `in:${channelId}`),
    ...strandedLegs.map((id) => `stranded:${id}`),
    ...missingBridges.map((id) => `bridge:${id}`),
    ...strayChannels.map((id) => `stray:${id}`),
  ]);
  return {
    vanishedCalls,
    vanishedLegs,
    vanishedConsults,
    missedAnswers,
    missedEntries,
    strandedLegs,
    missingBridges,
    strayChannels,
    keys,
  };
}
