import type { Prisma, RawTx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { insertEvent } from "@callbay/db/sql/call-progress";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { systemVerb, z } from "../verb.ts";

export interface NewCallEvent {
  readonly tenantId: string;
  readonly callId: string;
  readonly at: Date;
  readonly type: string;
  readonly data?: Prisma.InputJsonObject;
}

/** Appends to a call's history. */
export async function addEvent(tx: RawTx, { data = {}, ...event }: NewCallEvent): Promise<void> {
  await insertEvent(tx, { ...event, id: newId(), data });
}

/** What happens within a conversation and leaves its state as it is: hold, mute, keys, a lost and returned agent. */
export const CALL_EVENT_TYPES = [
  "held",
  "resumed",
  "muted",
  "unmuted",
  "dtmf_sent",
  "dtmf_received",
  "agent_lost",
  "agent_back",
  "abandoned_message",
  "machine_message",
  "script_started",
  "script_completed",
  "agent_asked",
  "adopted",
] as const;

/** Adds to a live call's history and tells the screens. */
export const noteCallEvent = systemVerb({
  name: "call.note_event",
  input: z.strictObject({
    ...ownedBy,
    callId: z.uuid(),
    at: z.date(),
    type: z.enum(CALL_EVENT_TYPES),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  }),
  run: async ({ tx, tenantId, emit }, { nodeId, fence, callId, at, type, data }) => {
    await assertNodeFence(tx, nodeId, fence);
    await addEvent(tx, { tenantId, callId, at, type, data });
    if (type !== "held" && type !== "resumed" && type !== "muted" && type !== "unmuted") return;
    const call = await tx.call.findUnique({
      where: { tenantId_id: { tenantId, id: callId } },
      select: { membershipId: true, campaignId: true },
    });
    if (call) emit({ type: "call.changed", callId, ...call, what: type });
  },
});
