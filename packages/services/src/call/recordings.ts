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
    durationMs: z.int().min(0),
    bytes: z.int().min(0),
    sha256: z.string().length(64),
    endedAt: z.date(),
  }),
  run: async ({ tx, tenantId }, { nodeId, fence, recordingId, storageKey, durationMs, bytes, sha256, endedAt }) => {
    await assertNodeFence(tx, nodeId, fence);
    const stored = await tx.recording.updateMany({
      where: { tenantId, id: recordingId, state: { not: "stored" } },
      data: { state: "stored", storageKey, durationMs, bytes: BigInt(bytes), sha256, endedAt, failure: null },
    });
    return stored.count === 1;
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
