import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { scoreOf } from "@callbay/domain/quality/score";
import { answers, readForm } from "@callbay/domain/quality/scorecard";
import { tenantVerb, z } from "../verb.ts";
import { requireAssessable } from "./load.ts";

/**
 * Begins to judge a call, or goes on with what one has begun. In a calibration each reviewer has an own one, which the
 * others do not see until it is closed.
 *
 * @throws CallbayError NOT_FOUND, ASSESSMENT_OWN_CALL, ASSESSMENT_NO_AGENT, SCORECARD_ARCHIVED, CALIBRATION_CLOSED.
 */
export const startAssessment = tenantVerb({
  name: "quality.start",
  permission: "quality.assess",
  input: z.strictObject({ callId: z.uuid(), versionId: z.uuid(), calibrationId: z.uuid().nullish() }),
  run: async (unit, { callId, versionId, calibrationId = null }) => {
    const { tx, tenantId, actor, now, audit } = unit;
    const { agentId } = await requireAssessable(unit, callId);
    const version = await tx.scorecardVersion.findUnique({
      where: { tenantId_id: { tenantId, id: versionId } },
      select: { scorecard: { select: { archivedAt: true } } },
    });
    if (!version) throw notFound("scorecard");
    if (calibrationId !== null) {
      const calibration = await tx.calibration.findFirst({
        where: {
          tenantId,
          id: calibrationId,
          callId,
          versionId,
          reviewers: { some: { membershipId: actor.membershipId } },
        },
      });
      if (!calibration) throw notFound("calibration");
      if (calibration.closedAt) throw calibrationClosed();
    } else if (version.scorecard.archivedAt)
      throw new CallbayError("precondition", "SCORECARD_ARCHIVED", "This scorecard is out of use. Choose another one.");
    const { membershipId: reviewerId } = actor;
    const key = { tenantId, callId, versionId, reviewerId, calibrationId };
    const id = newId();
    await tx.assessment.createMany({ data: { ...key, id, agentId, createdAt: now }, skipDuplicates: true });
    const row = await tx.assessment.findFirstOrThrow({ where: key, select: { id: true } });
    await audit({ action: "quality.start", entity: "assessment", entityId: row.id, after: { callId, versionId } });
    return { assessmentId: row.id };
  },
});

/**
 * Keeps what was answered so far; with `submit`, for good: the score is computed and the agent sees it (of a calibration:
 * nobody does until it is closed).
 *
 * @throws CallbayError NOT_FOUND, ASSESSMENT_SUBMITTED, ASSESSMENT_MISFIT, ASSESSMENT_INCOMPLETE, CALIBRATION_CLOSED.
 */
export const saveAssessment = tenantVerb({
  name: "quality.save",
  permission: "quality.assess",
  input: z.strictObject({
    assessmentId: z.uuid(),
    answers,
    comment: z.string().trim().max(2_000).default(""),
    coaching: z.string().trim().max(2_000).default(""),
    submit: z.boolean().default(false),
  }),
  run: async ({ tx, tenantId, actor, now, audit, emit }, { assessmentId: id, submit, ...given }) => {
    const row = await tx.assessment.findFirst({
      where: { tenantId, id, reviewerId: actor.membershipId },
      include: { version: { select: { form: true } }, calibration: { select: { closedAt: true } } },
    });
    if (!row) throw notFound("assessment");
    if (row.calibration?.closedAt) throw calibrationClosed();
    const form = readForm(row.version.form);
    const score = scoreOf(form, given.answers);
    if (score.misfits.length > 0)
      throw new CallbayError(
        "invalid",
        "ASSESSMENT_MISFIT",
        "A question has an answer that it cannot have. Nothing was saved.",
        {
          questions: score.misfits,
        },
      );
    if (submit && score.missing.length > 0)
      throw new CallbayError(
        "precondition",
        "ASSESSMENT_INCOMPLETE",
        `${score.missing.length} questions have no answer yet. Nothing was submitted; what you answered is kept here.`,
        { count: score.missing.length, questions: score.missing },
      );
    const { scoreBp, fatal: isFatal } = score;
    const saved = await tx.assessment.updateMany({
      where: { tenantId, id, submittedAt: null },
      data: { ...given, ...(submit ? { scoreBp, isFatal, submittedAt: now } : {}) },
    });
    if (saved.count === 0)
      throw new CallbayError(
        "conflict",
        "ASSESSMENT_SUBMITTED",
        "This assessment is submitted, and stays as it was submitted. Nothing was changed.",
      );
    if (submit && row.calibrationId === null)
      await tx.qualityTask.updateMany({
        where: { tenantId, callId: row.callId, doneAt: null, sample: { versionId: row.versionId } },
        data: { doneAt: now },
      });
    const after = submit ? { scoreBp, isFatal, callId: row.callId } : { answered: Object.keys(given.answers).length };
    await audit({ action: submit ? "quality.submit" : "quality.save", entity: "assessment", entityId: id, after });
    if (submit) emit({ type: "quality.changed" });
    return { assessmentId: id, scoreBp: submit ? scoreBp : null };
  },
});

export function calibrationClosed(): CallbayError {
  return new CallbayError(
    "precondition",
    "CALIBRATION_CLOSED",
    "This calibration is closed: who has not judged by now is not counted. Nothing was changed.",
  );
}
