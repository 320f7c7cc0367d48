import { notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { tenantQuery, z } from "../verb.ts";
import { holdsOver } from "./holds.ts";
import { requireWithin } from "./reach.ts";
import { presentRecording, recordingSelect } from "./search.ts";

/** A recording with its marks: what happened in the call while it ran, and what people who listened noted. */
export const getRecording = tenantQuery({
  name: "recording.get",
  permission: "recording.play",
  input: z.strictObject({ recordingId: z.uuid() }),
  run: async (unit, { recordingId }) => {
    await requireWithin(unit, recordingId);
    const { tx, tenantId, actor } = unit;
    const row = await tx.recording.findUnique({
      where: { tenantId_id: { tenantId, id: recordingId } },
      select: {
        ...recordingSelect,
        state: true,
        endedAt: true,
        notes: {
          orderBy: [{ atMs: "asc" }, { id: "asc" }],
          select: {
            id: true,
            atMs: true,
            text: true,
            createdAt: true,
            membershipId: true,
            membership: { select: { account: { select: { name: true } } } },
          },
        },
      },
    });
    if (!row) throw notFound("recording");
    const { notes, state, endedAt, ...recording } = row;
    const holds = tenantMay(actor.role, "recording.hold")
      ? await holdsOver(tx, { tenantId, recordingId, callId: row.callId })
      : [];
    const { startedAt, durationMs } = recording;
    const events = await tx.callEvent.findMany({
      where: {
        ...{ tenantId, callId: row.callId },
        at: { gte: startedAt, lte: endedAt ?? new Date(startedAt.getTime() + (durationMs ?? 0)) },
      },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      select: { id: true, at: true, type: true, data: true },
    });
    return {
      ...presentRecording(recording),
      state,
      events: events.map(({ at, ...event }) => ({ ...event, atMs: at.getTime() - startedAt.getTime() })),
      marks: notes.map(({ membership, membershipId, ...note }) => ({
        ...note,
        by: membership.account.name,
        mine: membershipId === actor.membershipId,
      })),
      /** What keeps it from being deleted; for who may place and lift holds. */
      holds,
      mayNote: tenantMay(actor.role, "recording.note"),
      mayDownload: tenantMay(actor.role, "recording.download"),
    };
  },
});
