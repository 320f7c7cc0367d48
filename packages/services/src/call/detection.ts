import { VERDICTS } from "@callbay/domain/machine-detection";
import { assertNodeFence, ownedBy } from "../node/lease.ts";
import { systemVerb, z } from "../verb.ts";
import { addEvent } from "./events.ts";

/** What an attempt keeps of the detector: its word, what was done about it, and what an agent said of it later. */
export const detectionSchema = z.object({
  verdict: z.enum(VERDICTS),
  /** In the detector's own words. */
  cause: z.string(),
  /** From the answer to the verdict, milliseconds. */
  ms: z.int(),
  /** Handed to an agent although it was taken for a machine. */
  sampled: z.boolean(),
  act: z.enum(["join", "hangup", "message"]),
  /** What the agent met; absent while nobody said. */
  agentSays: z.enum(["human", "machine"]).optional(),
});
export type Detection = z.output<typeof detectionSchema>;

/** An attempt's detection as stored; null when nobody listened. */
export function readDetection(json: unknown): Detection | null {
  return detectionSchema.safeParse(json).data ?? null;
}

/** The detector's word on who answered, and what is done about it. The first counts. */
export const markDetected = systemVerb({
  name: "call.mark_detected",
  input: z.strictObject({
    ...ownedBy,
    callId: z.uuid(),
    at: z.date(),
    detection: detectionSchema.omit({ agentSays: true }),
  }),
  run: async ({ tx, tenantId }, { nodeId, fence, callId, at, detection }) => {
    await assertNodeFence(tx, nodeId, fence);
    const written = await tx.$executeRaw`
      UPDATE attempt SET detection = ${JSON.stringify(detection)}::jsonb
      WHERE tenant_id = ${tenantId}::uuid AND id = ${callId}::uuid AND detection IS NULL`;
    if (written === 0) return;
    await addEvent(tx, { tenantId, callId, at, type: "detected", data: { ...detection } });
  },
});
