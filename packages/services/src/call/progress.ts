import { newId } from "@callbay/db/ids";
import { stepToAnswered, stepToJoined, stepToRinging } from "@callbay/db/sql/call-progress";
import { notFound } from "@callbay/domain/errors";
import { leaseLost, ownedBy } from "../node/lease.ts";
import { hotVerb, z } from "../verb.ts";

const step = z.strictObject({ ...ownedBy, callId: z.uuid(), at: z.date() });

/** The far end rings. Told twice or late, it changes nothing. @throws CallbayError LEASE_LOST. */
export const markRinging = hotVerb({
  name: "call.mark_ringing",
  input: step,
  run: async ({ tx, emit }, input) => {
    const { held, moved, campaignId } = await stepToRinging(tx, { ...input, eventId: newId() });
    if (!held) throw leaseLost(input.nodeId);
    if (!moved) return;
    emit({ type: "call.changed", callId: input.callId, membershipId: null, campaignId, what: "ringing" });
  },
});

/** Somebody picked up. @throws CallbayError LEASE_LOST. */
export const markAnswered = hotVerb({
  name: "call.mark_answered",
  input: step,
  run: async ({ tx, emit }, input) => {
    const { held, moved, campaignId } = await stepToAnswered(tx, { ...input, eventId: newId() });
    if (!held) throw leaseLost(input.nodeId);
    if (!moved) return;
    emit({ type: "call.changed", callId: input.callId, membershipId: null, campaignId, what: "answered" });
  },
});

/**
 * Customer and agent hear each other from now on; the recording, when there is one, begins with it.
 * @throws CallbayError LEASE_LOST, NOT_FOUND (the duty session).
 */
export const markJoined = hotVerb({
  name: "call.mark_joined",
  input: z.strictObject({
    ...ownedBy,
    callId: z.uuid(),
    at: z.date(),
    dutySessionId: z.uuid(),
    agentChannelId: z.string(),
    recordingId: z.uuid().nullable(),
  }),
  run: async ({ tx }, input) => {
    const { held, moved, hasSession } = await stepToJoined(tx, { ...input, legId: newId(), eventId: newId() });
    if (!held) throw leaseLost(input.nodeId);
    if (moved && !hasSession) throw notFound("duty_session");
  },
});
