import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { maskPhone } from "@callbay/domain/phone";
import { deviationsOf } from "@callbay/domain/quality/calibration";
import { readAnswers, readForm } from "@callbay/domain/quality/scorecard";
import { isWithin, scopeOf } from "../people/scope.ts";
import { tenantQuery, tenantVerb, z } from "../verb.ts";
import { calibrationClosed } from "./assess.ts";
import { requireAssessable } from "./load.ts";

/**
 * Asks several reviewers to judge one call, each without seeing the others.
 *
 * @throws CallbayError NOT_FOUND; CALIBRATION_REVIEWER: somebody may not judge this call.
 */
export const createCalibration = tenantVerb({
  name: "quality.create_calibration",
  permission: "quality.write",
  input: z.strictObject({
    name: z.string().trim().min(2).max(80),
    callId: z.uuid(),
    versionId: z.uuid(),
    reviewerIds: z.array(z.uuid()).min(2).max(20),
  }),
  run: async (unit, { name, callId, versionId, reviewerIds }) => {
    const { tx, tenantId, now, actor, audit, emit } = unit;
    const { agentId } = await requireAssessable(unit, callId);
    const version = await tx.scorecardVersion.count({ where: { tenantId, id: versionId } });
    if (version === 0) throw notFound("scorecard");
    const asked = await tx.membership.findMany({
      where: { tenantId, id: { in: reviewerIds }, endedAt: null },
      include: { account: { select: { name: true } } },
    });
    if (asked.length !== new Set(reviewerIds).size) throw notFound("person");
    for (const { id: membershipId, role, account } of asked) {
      const may = tenantMay(role, "quality.assess") && membershipId !== agentId;
      const theirs = { tx, tenantId, actor: { ...actor, membershipId, role } };
      if (!may || !isWithin(await scopeOf(theirs, "quality.assess"), agentId))
        throw new CallbayError(
          "precondition",
          "CALIBRATION_REVIEWER",
          `${account.name} may not judge this call: it is of another team, or their own. Nothing was created.`,
          { name: account.name },
        );
    }
    const calibrationId = newId();
    await tx.calibration.createMany({
      data: { tenantId, id: calibrationId, name, callId, versionId, createdAt: now, createdBy: actor.name },
    });
    await tx.calibrationReviewer.createMany({
      data: asked.map(({ id: membershipId }) => ({ tenantId, calibrationId, membershipId })),
    });
    await audit({
      ...{ action: "quality.create_calibration", entity: "calibration", entityId: calibrationId },
      after: { name, callId, reviewers: asked.length },
    });
    emit({ type: "quality.changed" });
    return { calibrationId };
  },
});

/** Calibrations that one is asked in; who may make them sees all. */
export const listCalibrations = tenantQuery({
  name: "quality.calibrations",
  permission: "quality.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId, actor }) => {
    const { membershipId } = actor;
    const all = tenantMay(actor.role, "quality.write");
    const rows = await tx.calibration.findMany({
      where: { tenantId, ...(all ? {} : { reviewers: { some: { membershipId } } }) },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: 200,
      include: {
        reviewers: { select: { membershipId: true } },
        assessments: { select: { id: true, reviewerId: true, submittedAt: true } },
        version: { select: { version: true, scorecard: { select: { name: true } } } },
        call: { select: { phone: true, startedAt: true } },
      },
    });
    return rows.map(({ id, name, callId, versionId, createdAt, createdBy, closedAt, ...row }) => {
      const own = row.assessments.find(({ reviewerId }) => reviewerId === membershipId);
      return {
        ...{ id, name, callId, versionId, createdAt, createdBy, closedAt },
        scorecard: `${row.version.scorecard.name} ${row.version.version}`,
        ...{ maskedPhone: maskPhone(row.call.phone), callAt: row.call.startedAt, asked: row.reviewers.length },
        judged: row.assessments.filter(({ submittedAt }) => submittedAt !== null).length,
        mine: row.reviewers.some((one) => one.membershipId === membershipId),
        ownAssessmentId: own?.id ?? null,
        ownDone: own?.submittedAt != null,
      };
    });
  },
});

/** How far the reviewers of a closed calibration are from each other. @throws CallbayError NOT_FOUND, CALIBRATION_OPEN. */
export const getCalibration = tenantQuery({
  name: "quality.calibration",
  permission: "quality.read",
  input: z.strictObject({ calibrationId: z.uuid() }),
  run: async ({ tx, tenantId, actor }, { calibrationId: id }) => {
    const { membershipId } = actor;
    const row = await tx.calibration.findFirst({
      where: {
        ...{ tenantId, id },
        ...(tenantMay(actor.role, "quality.write") ? {} : { reviewers: { some: { membershipId } } }),
      },
      include: {
        version: { select: { form: true } },
        assessments: {
          where: { submittedAt: { not: null } },
          orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
          include: { reviewer: { select: { account: { select: { name: true } } } } },
        },
      },
    });
    if (!row) throw notFound("calibration");
    if (!row.closedAt)
      throw new CallbayError(
        "precondition",
        "CALIBRATION_OPEN",
        "The reviewers are still judging, each by themselves. What they say is shown when the calibration is closed.",
      );
    const form = readForm(row.version.form);
    const judgements = row.assessments.map(({ reviewerId, answers }) => ({
      reviewerId,
      answers: readAnswers(answers),
    }));
    return {
      ...{ id, name: row.name, callId: row.callId, closedAt: row.closedAt, form },
      reviewers: row.assessments.map(({ reviewerId, reviewer, comment }) => ({
        ...{ reviewerId, name: reviewer.account.name, comment },
      })),
      judgements,
      deviations: deviationsOf(form, judgements),
    };
  },
});

/** Ends the judging; from now on those who were asked see what the others said. */
export const closeCalibration = tenantVerb({
  name: "quality.close_calibration",
  permission: "quality.write",
  input: z.strictObject({ calibrationId: z.uuid() }),
  run: async ({ tx, tenantId, now, audit, emit }, { calibrationId: id }) => {
    const closed = await tx.calibration.updateMany({
      where: { tenantId, id, closedAt: null },
      data: { closedAt: now },
    });
    if (closed.count === 0) {
      if ((await tx.calibration.count({ where: { tenantId, id } })) === 0) throw notFound("calibration");
      throw calibrationClosed();
    }
    await audit({ action: "quality.close_calibration", entity: "calibration", entityId: id });
    emit({ type: "quality.changed" });
    return { calibrationId: id };
  },
});
