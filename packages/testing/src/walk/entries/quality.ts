import { tenant, type WalkEntries } from "../entry.ts";

/** Recordings: found, noted, kept. */
export const qualityEntries: WalkEntries = {
  "recordings.search": tenant("supervisor", (t) => ({ campaignId: t.campaignId, number: "01" })),
  "recordings.get": tenant("supervisor", (t) => ({ recordingId: t.recordingId })),
  "recordings.note": tenant("supervisor", (t) => ({ recordingId: t.recordingId, atMs: 1_500, text: "Well asked" })),
  "recordings.holds": tenant("owner"),
  "recordings.placeHold": tenant("manager", (t) => ({ subject: "recording", id: t.recordingId, reason: "A claim" })),
  "recordings.liftHold": tenant("manager", (t) => ({ holdId: t.legalHoldId, reason: "It was settled" })),
  "recordings.policy": tenant("owner"),
  "recordings.setPolicy": tenant("owner", () => ({ days: 400 })),
  "recordings.removeNote": tenant("manager", (t) => ({ noteId: t.recordingNoteId })),
};
