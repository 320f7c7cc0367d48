import type { Prisma } from "@callbay/db/client";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { scoreOf } from "@callbay/domain/quality/score";
import { readAnswers, readForm } from "@callbay/domain/quality/scorecard";
import { isWithin, type ScopedUnit, scopeOf } from "../people/scope.ts";

export const assessmentSelect = {
  id: true,
  callId: true,
  scoreBp: true,
  isFatal: true,
  createdAt: true,
  submittedAt: true,
  acknowledgedAt: true,
  calibrationId: true,
  reviewerId: true,
  agentId: true,
  reviewer: { select: { account: { select: { name: true } } } },
  agent: { select: { account: { select: { name: true } } } },
  version: { select: { id: true, version: true, scorecard: { select: { id: true, name: true } } } },
  call: { select: { phone: true, startedAt: true, talkMs: true, campaign: { select: { id: true, name: true } } } },
} as const satisfies Prisma.AssessmentSelect;

/** An assessment as lists show it. */
export function presentAssessment(row: Prisma.AssessmentGetPayload<{ select: typeof assessmentSelect }>) {
  const { reviewer, agent, version, call, reviewerId, agentId, ...rest } = row;
  const { phone, ...ofCall } = call;
  return {
    ...rest,
    reviewer: { membershipId: reviewerId, name: reviewer.account.name },
    agent: agentId && agent ? { membershipId: agentId, name: agent.account.name } : null,
    scorecard: { ...version.scorecard, versionId: version.id, version: version.version },
    call: { ...ofCall, maskedPhone: maskPhone(phone) },
  };
}

export const detailSelect = {
  ...assessmentSelect,
  answers: true,
  comment: true,
  coaching: true,
  agentAnswer: true,
  version: { select: { ...assessmentSelect.version.select, form: true } },
  call: {
    select: {
      ...assessmentSelect.call.select,
      disposition: { select: { label: true, success: true } },
      recordings: { where: { state: "stored" }, select: { id: true }, orderBy: { startedAt: "asc" }, take: 1 },
    },
  },
} as const satisfies Prisma.AssessmentSelect;

/** An assessment with its form, its answers and what the answers come to. */
export function presentDetail(row: Prisma.AssessmentGetPayload<{ select: typeof detailSelect }>) {
  const { answers, comment, coaching, agentAnswer, call, version, ...rest } = row;
  const { recordings, disposition, ...ofCall } = call;
  const { form: stored, ...ofVersion } = version;
  const form = readForm(stored);
  const given = readAnswers(answers);
  return {
    ...presentAssessment({ ...rest, call: ofCall, version: ofVersion }),
    ...{ form, answers: given, comment, coaching, agentAnswer, disposition },
    score: scoreOf(form, given),
    recordingId: recordings[0]?.id ?? null,
  };
}

/**
 * The call of somebody within reach, that is not one's own.
 *
 * @throws CallbayError NOT_FOUND, ASSESSMENT_OWN_CALL, ASSESSMENT_NO_AGENT.
 */
export async function requireAssessable(unit: ScopedUnit, callId: string): Promise<{ readonly agentId: string }> {
  const { tx, tenantId, actor } = unit;
  const call = await tx.call.findUnique({
    where: { tenantId_id: { tenantId, id: callId } },
    select: { membershipId: true, endedAt: true },
  });
  if (!call || !isWithin(await scopeOf(unit, "quality.assess"), call.membershipId)) throw notFound("call");
  if (call.membershipId === null || call.endedAt === null)
    throw new CallbayError(
      "precondition",
      "ASSESSMENT_NO_AGENT",
      "Only a conversation with an agent that has ended can be judged. Nothing was changed.",
    );
  if (call.membershipId === actor.membershipId)
    throw new CallbayError(
      "forbidden",
      "ASSESSMENT_OWN_CALL",
      "Nobody judges a call of their own. Nothing was changed.",
    );
  return { agentId: call.membershipId };
}
