import type { Prisma } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { readForm, scorecardForm } from "@callbay/domain/quality/scorecard";
import { type TenantUnit, tenantQuery, tenantVerb, z } from "../verb.ts";

const name = z.string().trim().min(2).max(80);

/** Scorecards with their latest version, those in use first. */
export const listScorecards = tenantQuery({
  name: "quality.scorecards",
  permission: "quality.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const rows = await tx.scorecard.findMany({
      where: { tenantId },
      orderBy: [{ archivedAt: { sort: "desc", nulls: "first" } }, { name: "asc" }],
      include: {
        versions: { orderBy: { version: "desc" }, take: 1, include: { _count: { select: { assessments: true } } } },
      },
    });
    return rows.flatMap(({ id, name: called, archivedAt, versions }) =>
      versions.map(({ id: versionId, version, form, createdAt, createdBy, _count }) => ({
        ...{ id, name: called, archivedAt, versionId, version, createdAt, createdBy },
        form: readForm(form),
        used: _count.assessments,
      })),
    );
  },
});

/** A new scorecard with its first version. @throws CallbayError SCORECARD_NAME_TAKEN. */
export const createScorecard = tenantVerb({
  name: "quality.create_scorecard",
  permission: "quality.write",
  input: z.strictObject({ name, form: scorecardForm }),
  run: async (unit, { name: called, form }) => {
    const { tx, tenantId, now, audit } = unit;
    if ((await tx.scorecard.count({ where: { tenantId, name: called } })) > 0) throw nameTaken(called);
    const scorecardId = newId();
    await tx.scorecard.createMany({ data: { tenantId, id: scorecardId, name: called, createdAt: now } });
    const versionId = await addVersion(unit, scorecardId, 1, form);
    await audit({
      ...{ action: "quality.create_scorecard", entity: "scorecard", entityId: scorecardId },
      after: { name: called, versionId },
    });
    return { scorecardId, versionId };
  },
});

/**
 * A further version of a scorecard: what was judged by the one before stays as it was judged.
 *
 * @throws CallbayError NOT_FOUND; SCORECARD_CHANGED: somebody else has made a version meanwhile.
 */
export const reviseScorecard = tenantVerb({
  name: "quality.revise_scorecard",
  permission: "quality.write",
  input: z.strictObject({ scorecardId: z.uuid(), basedOn: z.int().min(1), form: scorecardForm }),
  run: async (unit, { scorecardId, basedOn, form }) => {
    const { tx, tenantId, audit } = unit;
    const latest = await tx.scorecardVersion.findFirst({
      where: { tenantId, scorecardId },
      orderBy: { version: "desc" },
      select: { version: true },
    });
    if (!latest) throw notFound("scorecard");
    if (latest.version !== basedOn)
      throw new CallbayError(
        "conflict",
        "SCORECARD_CHANGED",
        "Somebody has changed this scorecard meanwhile. Nothing was saved; load it again and repeat your change.",
      );
    const version = basedOn + 1;
    const versionId = await addVersion(unit, scorecardId, version, form);
    await audit({
      ...{ action: "quality.revise_scorecard", entity: "scorecard", entityId: scorecardId },
      after: { version, versionId },
    });
    return { scorecardId, versionId };
  },
});

/** Takes a scorecard out of use, or into it again; what was judged by it stays. */
export const archiveScorecard = tenantVerb({
  name: "quality.archive_scorecard",
  permission: "quality.write",
  input: z.strictObject({ scorecardId: z.uuid(), archived: z.boolean() }),
  run: async ({ tx, tenantId, now, audit }, { scorecardId: id, archived }) => {
    const changed = await tx.scorecard.updateMany({
      where: { tenantId, id },
      data: { archivedAt: archived ? now : null },
    });
    if (changed.count === 0) throw notFound("scorecard");
    await audit({ action: "quality.archive_scorecard", entity: "scorecard", entityId: id, after: { archived } });
    return { scorecardId: id };
  },
});

async function addVersion(
  { tx, tenantId, now, actor }: TenantUnit,
  scorecardId: string,
  version: number,
  form: z.output<typeof scorecardForm>,
): Promise<string> {
  const id = newId();
  const made = { createdAt: now, createdBy: actor.name };
  await tx.scorecardVersion.createMany({
    data: { tenantId, id, scorecardId, version, form: form as Prisma.InputJsonObject, ...made },
  });
  return id;
}

function nameTaken(called: string): CallbayError {
  return new CallbayError(
    "conflict",
    "SCORECARD_NAME_TAKEN",
    `There is a scorecard named “${called}”. Nothing was saved; choose another name.`,
    { name: called },
  );
}
