import { RECORDING_PLACES } from "@callbay/domain/recording/places";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { systemVerb, z } from "../verb.ts";
import { addEvent } from "./events.ts";

/** A recording lies in our storage, whole: from here on the PBX's own copy may go. */
export const storeRecording = systemVerb({
  name: "recording.store",
  input: z.strictObject({
    ...ownedBy,
    recordingId: z.uuid(),
    storageKey: z.string(),
    store: z.enum(RECORDING_PLACES).default("disk"),
    durationMs: z.int().min(0),
    bytes: z.int().min(0),
    sha256: z.string().length(64),
    endedAt: z.date(),
  }),
  run: async ({ tx, tenantId }, { nodeId, fence, recordingId, bytes, ...stored }) => {
    await assertNodeFence(tx, nodeId, fence);
    const { storageKey, store, durationMs, sha256, endedAt } = stored;
    const kept = await tx.recording.updateMany({
      // What was deleted by its days meanwhile does not come back.
      where: { tenantId, id: recordingId, state: { in: ["recording", "failed"] } },
      data: { state: "stored", storageKey, store, durationMs, bytes: BigInt(bytes), sha256, endedAt, failure: null },
    });
    return kept.count === 1;
  },
});

/** A recording was not made, or is lost; the call's history says why. */
export const failRecording = systemVerb({
  name: "recording.fail",
  input: z.strictObject({ ...ownedBy, recordingId: z.uuid(), failure: z.string().max(500), at: z.date() }),
  run: async ({ tx, tenantId }, { nodeId, fence, recordingId, failure, at }) => {
    await assertNodeFence(tx, nodeId, fence);
    const failed = await tx.recording.updateManyAndReturn({
      where: { tenantId, id: recordingId, state: "recording" },
      data: { state: "failed", failure, endedAt: at },
      select: { callId: true },
    });
    const recording = failed[0];
    if (!recording) return;
    await addEvent(tx, { tenantId, callId: recording.callId, at, type: "recording_failed", data: { failure } });
  },
});
