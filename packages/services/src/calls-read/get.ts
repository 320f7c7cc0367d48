import { notFound } from "@callbay/domain/errors";
import { lineQualitySchema } from "@callbay/domain/line-quality-schema";
import { tenantMay } from "@callbay/domain/permissions";
import { tenantQuery, z } from "../verb.ts";
import { callListSelect, presentCall } from "./list.ts";
import { callScope } from "./scope.ts";

/** One call with everything that happened in it; a call out of one's reach is not found. */
export const getCall = tenantQuery({
  name: "call.get",
  permission: "workspace.read",
  input: z.strictObject({ callId: z.uuid() }),
  run: async (unit, { callId }) => {
    const { tx, tenantId, actor } = unit;
    const row = await tx.call.findFirst({
      where: { AND: [{ tenantId, id: callId }, await callScope(unit)] },
      select: {
        ...callListSelect,
        contactId: true,
        callerId: true,
        attemptId: true,
        ringingAt: true,
        partedAt: true,
        holdMs: true,
        hangupCause: true,
        closedFrom: true,
        dispositionAt: true,
        note: true,
        lineQuality: true,
        seatLease: { select: { id: true, label: true } },
        attempt: { select: { ordinal: true, reservedAt: true, contactPointId: true } },
        events: { orderBy: [{ at: "asc" }, { id: "asc" }], select: { id: true, at: true, type: true, data: true } },
        legs: {
          orderBy: { startedAt: "asc" },
          select: { id: true, kind: true, startedAt: true, endedAt: true, hangupCause: true },
        },
      },
    });
    if (!row) throw notFound("call");
    const { attempt, seatLease, events, legs, lineQuality, ...call } = row;
    const recordings = await tx.recording.findMany({
      where: { tenantId, callId },
      orderBy: { startedAt: "asc" },
      select: { id: true, state: true, startedAt: true, endedAt: true, durationMs: true, bytes: true, failure: true },
    });
    const usage = await tx.usageRecord.findUnique({
      where: { tenantId_kind_sourceKey: { tenantId, kind: "call", sourceKey: `call:${callId}` } },
      select: { id: true },
    });
    return {
      ...presentCall(call),
      chargeable: usage !== null,
      attempt,
      seat: seatLease,
      /** How the agent's line was; null where nobody counted, as on a telephone. */
      lineQuality: lineQualitySchema.safeParse(lineQuality).data ?? null,
      events,
      legs,
      recordings,
      mayPlay: tenantMay(actor.role, "recording.play"),
    };
  },
});
