import { countSegment, sampleSegment } from "@callbay/db/sql/segment";
import { maskPhone } from "@callbay/domain/phone";
import { compileSegment } from "@callbay/domain/segment/compile";
import { describeSegment } from "@callbay/domain/segment/describe";
import { parseSegmentFilter } from "@callbay/domain/segment/parse";
import { tenantQuery, z } from "../verb.ts";
import { filterInput, listIdsInput, listsOf } from "./fields.ts";

/** The workspace's target groups, with the campaigns that use each. */
export const listSegments = tenantQuery({
  name: "segment.list",
  permission: "list.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const rows = await tx.segment.findMany({
      where: { tenantId },
      orderBy: { name: "asc" },
      take: 500,
      include: { campaigns: { select: { campaign: { select: { id: true, name: true, state: true } } } } },
    });
    return rows.map(({ id, name, filter, revision, updatedAt, campaigns }) => {
      const parsed = parseSegmentFilter(filter);
      const used = new Map(campaigns.map(({ campaign }) => [campaign.id, campaign]));
      return {
        ...{ id, name, filter: parsed, words: describeSegment(parsed), revision, updatedAt },
        campaigns: [...used.values()],
      };
    });
  },
});

/** What a target group can ask about on these lists. */
export const segmentFields = tenantQuery({
  name: "segment.fields",
  permission: "list.read",
  input: z.object({ listIds: listIdsInput }),
  run: async ({ tx, tenantId }, { listIds }) => {
    const { schema } = await listsOf(tx, tenantId, listIds);
    const dispositions = await tx.campaignDisposition.findMany({
      where: { tenantId },
      distinct: ["code"],
      orderBy: { code: "asc" },
      select: { code: true, label: true },
      take: 500,
    });
    return { attributes: schema, dispositions };
  },
});

/** How many contacts of these lists a target group has at this moment. */
export const countSegmentContacts = tenantQuery({
  name: "segment.count",
  permission: "list.read",
  input: z.object({ filter: filterInput, listIds: listIdsInput }),
  timeoutMs: 30_000,
  run: async ({ tx, tenantId, now }, { filter, listIds }) => {
    const { ids, schema } = await listsOf(tx, tenantId, listIds);
    return countSegment(tx, tenantId, ids, compileSegment(filter, schema, now));
  },
});

/** Some contacts of a target group, newest first, numbers masked. */
export const previewSegment = tenantQuery({
  name: "segment.preview",
  permission: "list.read",
  input: z.object({ filter: filterInput, listIds: listIdsInput, limit: z.int().min(1).max(50).default(10) }),
  timeoutMs: 30_000,
  run: async ({ tx, tenantId, now }, { filter, listIds, limit }) => {
    const { ids, schema } = await listsOf(tx, tenantId, listIds);
    const node = compileSegment(filter, schema, now);
    const found = await sampleSegment(tx, { tenantId, listIds: ids, limit }, node);
    const rows = await tx.contact.findMany({
      where: { tenantId, id: { in: found } },
      orderBy: { id: "desc" },
      include: { points: { orderBy: { position: "asc" } } },
    });
    return rows.map(({ id, displayName, attributes, points }) => ({
      id,
      displayName,
      attributes,
      points: points.map((point) => ({
        id: point.id,
        phone: maskPhone(point.phone),
        country: point.country,
        timezone: point.timezone,
      })),
    }));
  },
});
