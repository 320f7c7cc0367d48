import { newId } from "@callbay/db/ids";
import { drawCalls } from "@callbay/db/sql/quality-sample";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { maskPhone } from "@callbay/domain/phone";
import { scopeOf } from "../people/scope.ts";
import { tenantQuery, tenantVerb, z } from "../verb.ts";

const ids = z.array(z.uuid()).max(200).default([]);
const MOST = 500;

/**
 * Draws calls to be judged: at random, or from those that are worth it (a campaign, people, dispositions, successes, a
 * length), at most so many of each agent. The same seed over the same calls draws the same ones.
 *
 * @throws CallbayError NOT_FOUND, SCORECARD_ARCHIVED, SAMPLE_EMPTY.
 */
export const drawSample = tenantVerb({
  name: "quality.draw_sample",
  permission: "quality.write",
  input: z.strictObject({
    name: z.string().trim().min(2).max(80),
    versionId: z.uuid(),
    seed: z.string().trim().min(1).max(80),
    from: z.coerce.date(),
    to: z.coerce.date(),
    campaignIds: ids,
    agentIds: ids,
    dispositionIds: ids,
    minMs: z.int().min(0).max(86_400_000).default(0),
    success: z.boolean().nullable().default(null),
    perAgent: z.int().min(1).max(100),
  }),
  run: async ({ tx, tenantId, now, actor, audit, emit }, { name, versionId, seed, perAgent, ...criteria }) => {
    const version = await tx.scorecardVersion.findUnique({
      where: { tenantId_id: { tenantId, id: versionId } },
      select: { scorecard: { select: { archivedAt: true } } },
    });
    if (!version) throw notFound("scorecard");
    if (version.scorecard.archivedAt)
      throw new CallbayError("precondition", "SCORECARD_ARCHIVED", "This scorecard is out of use. Choose another one.");
    const drawn = await drawCalls(tx, { tenantId, versionId, seed, perAgent, most: MOST, criteria });
    if (drawn.calls.length === 0)
      throw new CallbayError(
        "precondition",
        "SAMPLE_EMPTY",
        "No recorded conversation answers this, or all were judged already. Nothing was drawn; widen what it is drawn from.",
      );
    const sampleId = newId();
    const from = { ...criteria, from: criteria.from.toISOString(), to: criteria.to.toISOString(), perAgent };
    await tx.qualitySample.createMany({
      data: {
        ...{ tenantId, id: sampleId, name, versionId, seed, criteria: from, outOf: drawn.outOf },
        ...{ createdAt: now, createdBy: actor.name },
      },
    });
    await tx.qualityTask.createMany({
      data: drawn.calls.map(({ callId, agentId }, at) => ({
        ...{ tenantId, id: newId(), sampleId, callId, agentId, position: at + 1 },
      })),
    });
    const size = drawn.calls.length;
    await audit({
      ...{ action: "quality.draw_sample", entity: "quality_sample", entityId: sampleId },
      after: { name, seed, size, outOf: drawn.outOf },
    });
    emit({ type: "quality.changed" });
    return { sampleId, size, outOf: drawn.outOf };
  },
});

/** Calls that wait to be judged, within reach and not one's own, in the order they were drawn. */
export const listQueue = tenantQuery({
  name: "quality.queue",
  permission: "quality.assess",
  input: z.strictObject({ sampleId: z.uuid().optional() }),
  run: async (unit, { sampleId }) => {
    const { tx, tenantId, actor } = unit;
    const scope = await scopeOf(unit, "quality.assess");
    const rows = await tx.qualityTask.findMany({
      where: {
        AND: [
          { tenantId, sampleId, doneAt: null, agentId: { not: actor.membershipId } },
          scope ? { agentId: { in: [...scope] } } : {},
        ],
      },
      orderBy: [{ sample: { createdAt: "asc" } }, { position: "asc" }],
      take: MOST,
      include: {
        sample: {
          select: {
            name: true,
            versionId: true,
            version: { select: { version: true, scorecard: { select: { name: true } } } },
          },
        },
        call: {
          select: {
            ...{ phone: true, startedAt: true, talkMs: true },
            campaign: { select: { name: true } },
            membership: { select: { account: { select: { name: true } } } },
          },
        },
      },
    });
    return rows.map(({ id, callId, sampleId: of, sample, call }) => ({
      ...{ id, callId, sampleId: of, sampleName: sample.name, versionId: sample.versionId },
      scorecard: `${sample.version.scorecard.name} ${sample.version.version}`,
      ...{ startedAt: call.startedAt, talkMs: call.talkMs, maskedPhone: maskPhone(call.phone) },
      campaignName: call.campaign?.name ?? "",
      agentName: call.membership?.account.name ?? "",
    }));
  },
});
