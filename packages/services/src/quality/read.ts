import type { Prisma } from "@callbay/db/client";
import { notFound } from "@callbay/domain/errors";
import { parseCursor } from "../calls-read/cursor.ts";
import { isWithin, scopeOf } from "../people/scope.ts";
import { type TenantUnit, tenantQuery, tenantVerb, z } from "../verb.ts";
import { assessmentSelect, detailSelect, presentAssessment, presentDetail } from "./load.ts";

/** Assessments of people within reach, the latest first: those that are submitted, and one's own drafts. */
export const listAssessments = tenantQuery({
  name: "quality.assessments",
  permission: "quality.read",
  input: z.strictObject({
    agentId: z.uuid().optional(),
    scorecardId: z.uuid().optional(),
    callId: z.uuid().optional(),
    state: z.enum(["submitted", "draft", "unacknowledged"]).default("submitted"),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(200).nullish(),
  }),
  run: async (unit, { agentId, scorecardId, callId, state, limit, cursor }) => {
    const { tenantId, actor } = unit;
    const scope = await scopeOf(unit, "quality.read");
    const filters: Prisma.AssessmentWhereInput[] = [
      // What belongs to a calibration is read there, when it is closed.
      { tenantId, agentId, callId, calibrationId: null, ...(scorecardId ? { version: { scorecardId } } : {}) },
      state === "draft"
        ? { submittedAt: null, reviewerId: actor.membershipId }
        : { submittedAt: { not: null }, ...(state === "unacknowledged" ? { acknowledgedAt: null } : {}) },
    ];
    if (scope) filters.push({ agentId: { in: [...scope] } });
    return page(unit, filters, limit, cursor);
  },
});

/** The assessments of one's own calls. */
export const ownAssessments = tenantQuery({
  name: "quality.own",
  permission: "quality.own",
  input: z.strictObject({ limit: z.int().min(1).max(200).default(50), cursor: z.string().max(200).nullish() }),
  run: (unit, { limit, cursor }) => {
    const { tenantId, actor } = unit;
    const own = { tenantId, agentId: actor.membershipId, calibrationId: null, submittedAt: { not: null } };
    return page(unit, [own], limit, cursor);
  },
});

async function page(
  { tx }: TenantUnit,
  filters: Prisma.AssessmentWhereInput[],
  limit: number,
  cursor: string | null | undefined,
) {
  const after = cursor ? parseCursor(cursor) : null;
  if (after) filters.push({ OR: [{ createdAt: { lt: after.at } }, { createdAt: after.at, id: { lt: after.id } }] });
  const rows = await tx.assessment.findMany({
    where: { AND: filters },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    select: assessmentSelect,
  });
  const items = rows.slice(0, limit).map(presentAssessment);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? `${last.createdAt.toISOString()}~${last.id}` : null };
}

/** One assessment with its questions; somebody else's draft, and what an open calibration hides, is not found. */
export const getAssessment = tenantQuery({
  name: "quality.assessment",
  permission: "quality.read",
  input: z.strictObject({ assessmentId: z.uuid() }),
  run: async (unit, { assessmentId: id }) => {
    const { tx, tenantId, actor } = unit;
    const row = await tx.assessment.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: { ...detailSelect, calibration: { select: { closedAt: true } } },
    });
    if (!row) throw notFound("assessment");
    const { calibration, ...assessment } = row;
    const mine = row.reviewerId === actor.membershipId;
    const hidden = row.submittedAt === null || (calibration !== null && calibration.closedAt === null);
    if (!mine && (hidden || !isWithin(await scopeOf(unit, "quality.read"), row.agentId))) throw notFound("assessment");
    return { ...presentDetail(assessment), mine };
  },
});

/** One assessment of one's own call, as the agent sees it. */
export const getOwnAssessment = tenantQuery({
  name: "quality.own_assessment",
  permission: "quality.own",
  input: z.strictObject({ assessmentId: z.uuid() }),
  run: async ({ tx, tenantId, actor }, { assessmentId: id }) => {
    const row = await tx.assessment.findFirst({
      where: { tenantId, id, agentId: actor.membershipId, calibrationId: null, submittedAt: { not: null } },
      select: detailSelect,
    });
    if (!row) throw notFound("assessment");
    // Whoever may not play recordings is not shown a player.
    return { ...presentDetail(row), mine: false };
  },
});

/** The agent has read an assessment of an own call, and may answer it; once. */
export const acknowledgeAssessment = tenantVerb({
  name: "quality.acknowledge",
  permission: "quality.own",
  input: z.strictObject({ assessmentId: z.uuid(), answer: z.string().trim().max(2_000).default("") }),
  run: async ({ tx, tenantId, actor, now, audit, emit }, { assessmentId: id, answer }) => {
    const own = { tenantId, id, agentId: actor.membershipId, calibrationId: null, submittedAt: { not: null } };
    const done = await tx.assessment.updateMany({
      where: { ...own, acknowledgedAt: null },
      data: { acknowledgedAt: now, agentAnswer: answer },
    });
    if (done.count === 0 && (await tx.assessment.count({ where: own })) === 0) throw notFound("assessment");
    await audit({
      ...{ action: "quality.acknowledge", entity: "assessment", entityId: id },
      after: { answered: answer !== "", again: done.count === 0 },
    });
    emit({ type: "quality.changed" });
    return { assessmentId: id };
  },
});
