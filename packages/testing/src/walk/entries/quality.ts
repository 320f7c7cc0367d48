import { FIXTURE_FORM } from "../../fixture/quality.ts";
import { tenant, type WalkEntries } from "../entry.ts";

/** Recordings: found, noted, kept; conversations judged. */
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
  "quality.scorecards": tenant("supervisor"),
  "quality.createScorecard": tenant("manager", () => ({ name: "Service calls", form: FIXTURE_FORM })),
  "quality.reviseScorecard": tenant("manager", (t) => ({
    ...{ scorecardId: t.scorecardId, basedOn: 1, form: FIXTURE_FORM },
  })),
  "quality.archiveScorecard": tenant("manager", (t) => ({ scorecardId: t.scorecardId, archived: true })),
  "quality.queue": tenant("supervisor", (t) => ({ sampleId: t.sampleId })),
  "quality.drawSample": tenant(
    "manager",
    (t) => ({
      ...{ name: "Drawn", versionId: t.scorecardVersionId, seed: "one", perAgent: 5, campaignIds: [t.campaignId] },
      ...{ from: new Date("2026-01-01T00:00:00Z"), to: new Date("2026-12-31T00:00:00Z") },
    }),
    { mayEndWith: ["SAMPLE_EMPTY"] },
  ),
  "quality.start": tenant("manager", (t) => ({ callId: t.callId, versionId: t.scorecardVersionId })),
  "quality.save": tenant("owner", (t) => ({
    assessmentId: t.draftAssessmentId,
    answers: { greeted: { value: "yes", comment: "" }, manner: { value: 3, comment: "" } },
    submit: true,
  })),
  "quality.assessments": tenant("supervisor", (t) => ({ scorecardId: t.scorecardId })),
  "quality.assessment": tenant("supervisor", (t) => ({ assessmentId: t.assessmentId })),
  "quality.own": tenant("agent"),
  "quality.ownAssessment": tenant("agent", (t) => ({ assessmentId: t.assessmentId })),
  "quality.acknowledge": tenant("agent", (t) => ({ assessmentId: t.assessmentId, answer: "I will" })),
  "quality.calibrations": tenant("supervisor"),
  "quality.calibration": tenant("manager", (t) => ({ calibrationId: t.calibrationId }), {
    mayEndWith: ["CALIBRATION_OPEN"],
  }),
  "quality.createCalibration": tenant("manager", (t) => ({
    ...{ name: "Do we agree now?", callId: t.callId, versionId: t.scorecardVersionId },
    reviewerIds: [t.people.supervisor.membershipId, t.people.owner.membershipId],
  })),
  "quality.closeCalibration": tenant("manager", (t) => ({ calibrationId: t.calibrationId })),
};
