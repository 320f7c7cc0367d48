import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";
import { requireWithin } from "./reach.ts";

/** Marks a moment of a recording with a few words, for whoever listens next. */
export const noteRecording = tenantVerb({
  name: "recording.note",
  permission: "recording.note",
  input: z.strictObject({
    recordingId: z.uuid(),
    /** Milliseconds from the recording's beginning. */
    atMs: z.int().min(0),
    text: z.string().trim().min(1, "say what it is").max(500),
  }),
  run: async (unit, { recordingId, atMs, text }) => {
    await requireWithin(unit, recordingId, "recording.note");
    const { tx, tenantId, actor, now, audit } = unit;
    const recording = await tx.recording.findUnique({
      where: { tenantId_id: { tenantId, id: recordingId } },
      select: { durationMs: true, callId: true },
    });
    if (!recording) throw notFound("recording");
    if (atMs > (recording.durationMs ?? 0))
      throw new CallbayError("invalid", "NOTE_AFTER_END", "The recording ends before this moment. Nothing was noted.", {
        durationMs: recording.durationMs,
      });
    const id = newId();
    const { membershipId } = actor;
    await tx.recordingNote.createMany({
      data: { tenantId, id, recordingId, membershipId, atMs, text, createdAt: now },
    });
    await audit({
      ...{ action: "recording.note", entity: "recording", entityId: recordingId },
      after: { noteId: id, atMs, callId: recording.callId },
    });
    return { noteId: id };
  },
});

/** Takes a note of one's own away; an owner or manager may take anybody's. */
export const removeNote = tenantVerb({
  name: "recording.remove_note",
  permission: "recording.note",
  input: z.strictObject({ noteId: z.uuid() }),
  run: async (unit, { noteId }) => {
    const { tx, tenantId, actor, audit } = unit;
    const note = await tx.recordingNote.findUnique({ where: { tenantId_id: { tenantId, id: noteId } } });
    if (!note) throw notFound("note");
    await requireWithin(unit, note.recordingId, "recording.note");
    if (note.membershipId !== actor.membershipId && actor.role === "supervisor")
      throw new CallbayError("forbidden", "NOTE_OF_SOMEBODY_ELSE", "Somebody else noted this. It stays.");
    await tx.recordingNote.deleteMany({ where: { tenantId, id: noteId } });
    await audit({
      ...{ action: "recording.remove_note", entity: "recording", entityId: note.recordingId },
      before: { noteId, atMs: note.atMs, text: note.text },
    });
    return { noteId };
  },
});
