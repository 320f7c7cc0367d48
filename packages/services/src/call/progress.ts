import { newId } from "@callbay/db/ids";
import type { AttemptState } from "@callbay/domain/values";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { systemVerb, z } from "../verb.ts";
import { addEvent } from "./events.ts";

const step = z.strictObject({ ...ownedBy, callId: z.uuid(), at: z.date() });
const BEFORE_RINGING: AttemptState[] = ["dialing"];
const BEFORE_ANSWERED: AttemptState[] = ["dialing", "ringing"];
const BEFORE_JOINED: AttemptState[] = ["dialing", "ringing", "answered"];

/** The far end rings. Told twice or late, it changes nothing. */
export const markRinging = systemVerb({
  name: "call.mark_ringing",
  input: step,
  run: async ({ tx, tenantId, emit }, { nodeId, fence, callId, at }) => {
    await assertNodeFence(tx, nodeId, fence);
    const moved = await tx.attempt.updateMany({
      where: { tenantId, id: callId, state: { in: BEFORE_RINGING } },
      data: { state: "ringing", ringingAt: at },
    });
    if (moved.count === 0) return;
    const call = await tx.call.update({
      where: { tenantId_id: { tenantId, id: callId } },
      data: { ringingAt: at },
      select: { campaignId: true },
    });
    await addEvent(tx, { tenantId, callId, at, type: "ringing" });
    emit({ type: "call.changed", callId, membershipId: null, campaignId: call.campaignId, what: "ringing" });
  },
});

/** Somebody picked up. */
export const markAnswered = systemVerb({
  name: "call.mark_answered",
  input: step,
  run: async ({ tx, tenantId, emit }, { nodeId, fence, callId, at }) => {
    await assertNodeFence(tx, nodeId, fence);
    const moved = await tx.attempt.updateMany({
      where: { tenantId, id: callId, state: { in: BEFORE_ANSWERED } },
      data: { state: "answered", answeredAt: at },
    });
    if (moved.count === 0) return;
    const call = await tx.call.update({
      where: { tenantId_id: { tenantId, id: callId } },
      data: { answeredAt: at },
      select: { campaignId: true },
    });
    await addEvent(tx, { tenantId, callId, at, type: "answered" });
    emit({ type: "call.changed", callId, membershipId: null, campaignId: call.campaignId, what: "answered" });
  },
});

/** Customer and agent hear each other from now on; the recording, when there is one, begins with it. */
export const markJoined = systemVerb({
  name: "call.mark_joined",
  input: z.strictObject({
    ...ownedBy,
    callId: z.uuid(),
    at: z.date(),
    dutySessionId: z.uuid(),
    agentChannelId: z.string(),
    recordingId: z.uuid().nullable(),
  }),
  run: async ({ tx, tenantId }, { nodeId, fence, callId, at, dutySessionId, agentChannelId, recordingId }) => {
    await assertNodeFence(tx, nodeId, fence);
    const moved = await tx.attempt.updateMany({
      where: { tenantId, id: callId, state: { in: BEFORE_JOINED } },
      data: { state: "joined" },
    });
    if (moved.count === 0) return;
    const session = await tx.dutySession.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: dutySessionId } },
      select: { membershipId: true, seatLeaseId: true },
    });
    await tx.attempt.updateMany({ where: { tenantId, id: callId, answeredAt: null }, data: { answeredAt: at } });
    await tx.call.updateMany({ where: { tenantId, id: callId, answeredAt: null }, data: { answeredAt: at } });
    await tx.call.update({
      where: { tenantId_id: { tenantId, id: callId } },
      data: { joinedAt: at, dutySessionId, ...session },
    });
    await tx.leg.createMany({
      data: { tenantId, id: newId(), callId, channelId: agentChannelId, kind: "agent", startedAt: at },
      skipDuplicates: true,
    });
    if (recordingId) {
      await tx.recording.createMany({
        data: { tenantId, id: recordingId, callId, startedAt: at },
        skipDuplicates: true,
      });
    }
    await addEvent(tx, { tenantId, callId, at, type: "joined", data: { membershipId: session.membershipId } });
  },
});
