import { tenant, type WalkEntries } from "../entry.ts";

/** Recordings: found, noted, kept. */
export const qualityEntries: WalkEntries = {
  "recordings.search": tenant("supervisor", (t) => ({ campaignId: t.campaignId, number: "01" })),
  "recordings.get": tenant("supervisor", (t) => ({ recordingId: t.recordingId })),
  "recordings.note": tenant("supervisor", (t) => ({ recordingId: t.recordingId, atMs: 1_500, text: "Well asked" })),
  "recordings.removeNote": tenant("manager", (t) => ({ noteId: t.recordingNoteId })),
};
