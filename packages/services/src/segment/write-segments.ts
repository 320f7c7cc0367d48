import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { describeSegment } from "@callbay/domain/segment/describe";
import { asJson } from "../campaign/fields.ts";
import { stale } from "../stale.ts";
import { tenantVerb, z } from "../verb.ts";
import { filterInput } from "./fields.ts";

const name = z.string().trim().min(1).max(120);

/** Keeps a target group under a name. @throws CallbayError SEGMENT_INVALID, SEGMENT_NAME_TAKEN */
export const createSegment = tenantVerb({
  name: "segment.create",
  permission: "list.write",
  input: z.object({ name, filter: filterInput }),
  run: async (unit, { name, filter }) => {
    const { tx, tenantId, now } = unit;
    await nameIsFree(tx, tenantId, name, null);
    const segmentId = newId();
    await tx.segment.createMany({
      data: { tenantId, id: segmentId, name, filter: asJson(filter), createdAt: now, updatedAt: now },
    });
    await unit.audit({
      action: "segment.create",
      entity: "segment",
      entityId: segmentId,
      after: { name, words: describeSegment(filter) },
    });
    return { segmentId };
  },
});

/**
 * Changes a target group. Contacts that campaigns have taken by it already stay theirs; who comes later is judged anew.
 *
 * @param input.revision the one that the edit began from
 * @throws CallbayError NOT_FOUND, STALE_REVISION, SEGMENT_INVALID, SEGMENT_NAME_TAKEN
 */
export const updateSegment = tenantVerb({
  name: "segment.update",
  permission: "list.write",
  input: z.object({
    segmentId: z.uuid(),
    revision: z.int().min(1),
    name: name.optional(),
    filter: filterInput.optional(),
  }),
  run: async (unit, { segmentId, revision, name, filter }) => {
    const { tx, tenantId, now } = unit;
    const before = await tx.segment.findFirst({ where: { tenantId, id: segmentId } });
    if (!before) throw notFound("segment");
    if (name !== undefined) await nameIsFree(tx, tenantId, name, segmentId);
    const { count } = await tx.segment.updateMany({
      where: { tenantId, id: segmentId, revision },
      data: {
        ...(name ? { name } : {}),
        ...(filter ? { filter: asJson(filter) } : {}),
        ...{ revision: { increment: 1 }, updatedAt: now },
      },
    });
    if (count === 0) throw stale("target group", before.revision);
    await unit.audit({
      action: "segment.update",
      entity: "segment",
      entityId: segmentId,
      before: { name: before.name },
      after: { ...(name ? { name } : {}), ...(filter ? { words: describeSegment(filter) } : {}) },
    });
    return { segmentId, revision: revision + 1 };
  },
});

/** Forgets a target group that no campaign uses. @throws CallbayError NOT_FOUND, SEGMENT_IN_USE */
export const deleteSegment = tenantVerb({
  name: "segment.delete",
  permission: "list.write",
  input: z.object({ segmentId: z.uuid() }),
  run: async (unit, { segmentId }) => {
    const { tx, tenantId } = unit;
    const segment = await tx.segment.findFirst({
      where: { tenantId, id: segmentId },
      include: { campaigns: { select: { campaign: { select: { name: true } } } } },
    });
    if (!segment) throw notFound("segment");
    const campaigns = segment.campaigns.map(({ campaign }) => campaign.name);
    if (campaigns.length > 0)
      throw new CallbayError(
        "conflict",
        "SEGMENT_IN_USE",
        `Campaigns draw by this target group: ${campaigns.join(", ")}. Nothing was changed; take it out of them first.`,
        { campaigns },
      );
    await tx.segment.deleteMany({ where: { tenantId, id: segmentId } });
    await unit.audit({
      action: "segment.delete",
      entity: "segment",
      entityId: segmentId,
      before: { name: segment.name },
    });
    return { segmentId };
  },
});

async function nameIsFree(tx: Tx, tenantId: string, name: string, except: string | null): Promise<void> {
  const other = await tx.segment.findFirst({ where: { tenantId, name }, select: { id: true } });
  if (other && other.id !== except)
    throw new CallbayError(
      "conflict",
      "SEGMENT_NAME_TAKEN",
      `A target group named "${name}" exists already. Nothing was changed; choose another name.`,
      { name },
    );
}
