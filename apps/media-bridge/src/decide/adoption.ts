import type { PbxSnapshot } from "@callbay/services/node/pbx";
import { bridgeSession, consultName, isOurChannel, legSession, monitorPart, roomName, roomTransfer } from "../names.ts";
import type { StoredCall, StoredFloor, StoredSession } from "../records.ts";

export interface AgentAdoption {
  readonly session: StoredSession;
  /** The standing bridge that lives; null: a new one must be made. */
  readonly bridgeId: string | null;
  /** The leg that stands in it; null: it must be nailed up anew. */
  readonly legId: string | null;
}

export interface CallAdoption {
  readonly call: StoredCall;
  /** gone: ended while nobody watched; the log says how. */
  readonly channel: "gone" | "down" | "ringing" | "up";
  /** The duty session in whose bridge the customer is. */
  readonly inBridgeOf: string | null;
}

export interface AdoptionPlan {
  readonly agents: readonly AgentAdoption[];
  readonly calls: readonly CallAdoption[];
  /** Ours, and of nobody who is on duty or called. A listening does not outlive its owner: it is asked for again. */
  readonly strayChannels: readonly string[];
  readonly strayBridges: readonly string[];
}

/** What a new owner makes of what Postgres believes and what the PBX holds: adopt, close, sweep away. */
export function planAdoption(stored: StoredFloor, snapshot: PbxSnapshot): AdoptionPlan {
  const channels = new Map(snapshot.channels.map((channel) => [channel.id, channel]));
  const agents = stored.sessions
    .filter(({ ended }) => !ended)
    .map((session): AgentAdoption => {
      const bridges = snapshot.bridges.filter(({ id }) => bridgeSession(id) === session.id);
      const isLeg = (id: string) => legSession(id) === session.id && channels.get(id)?.state === "up";
      const standing = bridges.find(({ channelIds }) => channelIds.some(isLeg));
      // A colleague's call may have taken the leg into another bridge, or out of all of them, to music.
      const elsewhere = snapshot.channels.find(({ id }) => isLeg(id));
      // Without a leg, the bridge in which a customer still waits is the one to keep.
      const bridge = standing ?? bridges.find(({ channelIds }) => channelIds.length > 0) ?? bridges[0];
      return {
        session,
        bridgeId: bridge?.id ?? null,
        legId: standing?.channelIds.find(isLeg) ?? elsewhere?.id ?? null,
      };
    });
  const sessionOfBridge = new Map(
    agents.flatMap(({ bridgeId, session }) => (bridgeId ? [[bridgeId, session.id]] : [])),
  );
  const calls = stored.calls.map((call): CallAdoption => {
    const id = call.order.callId;
    const bridge = snapshot.bridges.find(({ channelIds }) => channelIds.includes(id));
    return {
      call,
      channel: channels.get(id)?.state ?? "gone",
      inBridgeOf: (bridge && sessionOfBridge.get(bridge.id)) ?? null,
    };
  });
  const transfers = calls.flatMap(({ call }) => call.transfer?.order.transferId ?? []);
  const rooms = new Set(transfers.map(roomName));
  const kept = new Set([
    ...agents.flatMap(({ legId }) => legId ?? []),
    ...calls.map(({ call }) => call.order.callId),
    ...transfers.map(consultName),
  ]);
  return {
    agents,
    calls,
    strayChannels: snapshot.channels.flatMap(({ id }) => (!kept.has(id) && isOurChannel(id) ? [id] : [])),
    strayBridges: snapshot.bridges.flatMap(({ id }) => {
      if (monitorPart(id) !== null) return [id];
      const isDesk = bridgeSession(id) !== null && !sessionOfBridge.has(id);
      return isDesk || (roomTransfer(id) !== null && !rooms.has(id)) ? [id] : [];
    }),
  };
}
