import { ORDER_ATTEMPT, ORDER_CAMPAIGN } from "../call/order.ts";
import { SCRIPT_EVENTS } from "../call/script.ts";
import { z } from "../verb.ts";
import { platformVerb } from "./platform-verb.ts";

/** The nodes of the pool with their trunks. The ARI password is still sealed; main opens it with SECRET_KEY. */
export const listNodes = platformVerb({
  name: "node.list",
  input: z.strictObject({}),
  run: ({ tx }) =>
    tx.pbxNode.findMany({
      select: {
        id: true,
        name: true,
        state: true,
        ariUrl: true,
        wsUrl: true,
        ariUsername: true,
        ariPasswordEnc: true,
        maxChannels: true,
        trunks: {
          where: { enabled: true },
          select: { id: true, name: true, endpoint: true, priority: true, maxChannels: true, callsPerSecond: true },
        },
      },
      orderBy: { name: "asc" },
    }),
});

/** Everything that Postgres believes to be alive on a node: what its owner adopts or closes. */
export const readNodeFloor = platformVerb({
  name: "node.read_floor",
  input: z.strictObject({ nodeId: z.uuid() }),
  run: async ({ tx }, { nodeId }) => {
    const sessions = await tx.dutySession.findMany({
      where: { nodeId, endedAt: null },
      include: {
        intervals: { orderBy: { seq: "desc" }, take: 1 },
        seatLease: {
          select: { recordingEnabled: true, phone: { select: { username: true, generation: true, nodeId: true } } },
        },
      },
    });
    const calls = await tx.call.findMany({
      where: { nodeId, endedAt: null },
      include: {
        attempt: { select: { ...ORDER_ATTEMPT, claimedAt: true, trunkId: true, detection: true } },
        legs: true,
        recordings: { where: { state: "recording" }, orderBy: { startedAt: "desc" } },
        transfers: { where: { endedAt: null, state: { not: "requested" } } },
        events: { where: { type: { in: ["held", "resumed", ...SCRIPT_EVENTS] } }, orderBy: { at: "asc" } },
        campaign: { select: ORDER_CAMPAIGN },
      },
    });
    const recordings = await tx.recording.findMany({
      where: { state: "recording", call: { nodeId, endedAt: { not: null } } },
      select: { tenantId: true, id: true, callId: true, startedAt: true },
    });
    const node = await tx.pbxNode.findUnique({ where: { id: nodeId }, select: { heartbeatAt: true } });
    return { aliveAt: node?.heartbeatAt ?? null, sessions, calls, recordings };
  },
});

/** What the PBX itself logged of some channels: the second witness. */
export const readChannelLog = platformVerb({
  name: "node.read_channel_log",
  input: z.strictObject({ channelIds: z.array(z.string()).max(500) }),
  run: ({ tx }, { channelIds }) =>
    tx.cel.findMany({
      where: { uniqueid: { in: channelIds } },
      select: { id: true, eventtype: true, eventtime: true, uniqueid: true, extra: true },
    }),
});

/** Where the relay must carry the softphone of a duty session, or of a listening; null when that is over. */
export const findSoftphoneNode = platformVerb({
  name: "node.find_softphone_node",
  input: z.strictObject({ dutySessionId: z.uuid() }),
  run: async ({ tx }, { dutySessionId }) => {
    const open = { where: { id: dutySessionId, endedAt: null }, select: { nodeId: true } };
    const session = (await tx.dutySession.findFirst(open)) ?? (await tx.monitorSession.findFirst(open));
    if (!session) return null;
    return tx.pbxNode.findUnique({ where: { id: session.nodeId }, select: { id: true, wsUrl: true } });
  },
});

/** What these agents, who preview, look at or wait for: their offers, and their attempts without an end. */
export const readPreviews = platformVerb({
  name: "node.read_previews",
  input: z.strictObject({ dutySessionIds: z.array(z.uuid()).max(5_000) }),
  run: async ({ tx }, { dutySessionIds }) => {
    const offers = await tx.previewOffer.findMany({
      where: { dutySessionId: { in: dutySessionIds } },
      select: { dutySessionId: true, expiresAt: true },
    });
    const attempts = await tx.attempt.findMany({
      where: { dutySessionId: { in: dutySessionIds }, state: { notIn: ["ended", "released"] } },
      select: { id: true, dutySessionId: true },
    });
    return dutySessionIds.map((dutySessionId) => ({
      dutySessionId,
      expiresAt: offers.find((offer) => offer.dutySessionId === dutySessionId)?.expiresAt ?? null,
      attemptIds: attempts.filter((attempt) => attempt.dutySessionId === dutySessionId).map(({ id }) => id),
    }));
  },
});

/**
 * Which of these ended calls owe no disposition (any more): disposed of, never joined, or of a campaign without any.
 * A disposition whose command got lost is found here.
 */
export const readSettled = platformVerb({
  name: "node.read_settled",
  input: z.strictObject({ callIds: z.array(z.uuid()).max(1_000) }),
  run: async ({ tx }, { callIds }) => {
    const rows = await tx.call.findMany({
      where: {
        id: { in: callIds },
        OR: [
          // Also of a call that goes on without its agent, who sent it to somebody else.
          { dispositionId: { not: null } },
          { endedAt: { not: null }, joinedAt: null },
          { endedAt: { not: null }, campaignId: null },
          { endedAt: { not: null }, campaign: { dispositions: { none: {} } } },
        ],
      },
      select: { id: true },
    });
    return rows.map(({ id }) => id);
  },
});
