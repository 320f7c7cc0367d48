import type { SegmentNode, TypedValue } from "@callbay/domain/segment/compile";
import { Prisma } from "../client.ts";
import type { Statements } from "../copy.ts";

const TRUE = Prisma.sql`true`;
const FALSE = Prisma.sql`false`;

/**
 * A segment as a condition on contact `k`. OFFSET 0 keeps the looks into other tables what they are, one for each contact:
 * made into joins they would read those tables from end to end for a piece of a list. Every value and every attribute's name is a parameter. It is never null: a
 * contact without the attribute does not meet the condition, and meets its opposite.
 */
export function segmentCondition(node: SegmentNode): Prisma.Sql {
  switch (node.kind) {
    case "always":
      return node.value ? TRUE : FALSE;
    case "all":
      return joined(node.nodes, " AND ", TRUE);
    case "any":
      return joined(node.nodes, " OR ", FALSE);
    case "not":
      return Prisma.sql`NOT ${segmentCondition(node.node)}`;
    case "present":
      return Prisma.sql`COALESCE(k.attributes ->> ${node.attribute}, '') <> ''`;
    case "text":
      return node.by === "contains"
        ? Prisma.sql`COALESCE(strpos(lower(k.attributes ->> ${node.attribute}), lower(${node.value})) > 0, false)`
        : Prisma.sql`COALESCE(starts_with(lower(k.attributes ->> ${node.attribute}), lower(${node.value})), false)`;
    case "compare":
      return Prisma.sql`COALESCE(${compared(node.attribute, node.by, node.with)}, false)`;
    case "point":
      return Prisma.sql`EXISTS (
        SELECT 1 FROM contact_point p WHERE p.tenant_id = k.tenant_id AND p.contact_id = k.id AND p.position = 0
          AND ${node.field === "country" ? Prisma.sql`p.country` : Prisma.sql`p.timezone`} = ANY(${[...node.values]}::text[]) OFFSET 0)`;
    case "vip":
      return node.value ? Prisma.sql`k.vip` : Prisma.sql`NOT k.vip`;
    case "history":
      return happened(node);
  }
}

function joined(nodes: readonly SegmentNode[], joint: " AND " | " OR ", empty: Prisma.Sql): Prisma.Sql {
  const [first] = nodes;
  if (!first) return empty;
  return Prisma.sql`(${Prisma.join(nodes.map(segmentCondition), joint)})`;
}

const SIGNS = {
  equal: Prisma.sql`=`,
  less: Prisma.sql`<`,
  at_most: Prisma.sql`<=`,
  more: Prisma.sql`>`,
  at_least: Prisma.sql`>=`,
} as const;

/** What is no number, date or truth among the values of such an attribute is null here, so it meets no comparison. */
function compared(attribute: string, by: keyof typeof SIGNS, { type, value }: TypedValue): Prisma.Sql {
  const text = Prisma.sql`(k.attributes ->> ${attribute})`;
  const sign = SIGNS[by];
  switch (type) {
    case "text":
      return Prisma.sql`lower(${text}) ${sign} lower(${value})`;
    case "number":
      return Prisma.sql`CASE WHEN ${text} ~ '^-?[0-9]{1,30}([.][0-9]{1,30})?$' THEN ${text}::numeric END ${sign} ${value}::numeric`;
    case "date":
      return Prisma.sql`CASE WHEN ${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' THEN left(${text}, 10) END COLLATE "C" ${sign} ${value}`;
    case "boolean":
      return Prisma.sql`CASE WHEN lower(${text}) IN ('true', 'false') THEN lower(${text})::boolean END ${sign} ${value}`;
  }
}

/**
 * What happened at any number of the contact, in any campaign of the client: by number, so that somebody who comes on a
 * second list is still the one who was called from the first. Read by the index of attempts at a number.
 */
function happened({ event, values, since }: Extract<SegmentNode, { kind: "history" }>): Prisma.Sql {
  const when = since === null ? TRUE : Prisma.sql`a.reserved_at >= ${since}::timestamptz`;
  const what =
    event === "attempted"
      ? TRUE
      : event === "outcome"
        ? Prisma.sql`a.outcome::text = ANY(${[...values]}::text[])`
        : Prisma.sql`EXISTS (
            SELECT 1 FROM call l JOIN campaign_disposition d ON d.tenant_id = l.tenant_id AND d.id = l.disposition_id
            WHERE l.tenant_id = a.tenant_id AND l.attempt_id = a.id
              AND ${event === "success" ? Prisma.sql`d.success` : Prisma.sql`d.code = ANY(${[...values]}::text[])`})`;
  return Prisma.sql`EXISTS (
    SELECT 1 FROM contact_point p
    JOIN attempt a ON a.tenant_id = p.tenant_id AND a.phone = p.phone AND a.state <> 'released'
    WHERE p.tenant_id = k.tenant_id AND p.contact_id = k.id AND ${when} AND ${what} OFFSET 0)`;
}

/** How many contacts of these lists there are, and how many of them the segment describes. */
export async function countSegment(
  tx: Statements,
  tenantId: string,
  listIds: readonly string[],
  node: SegmentNode,
): Promise<{ total: number; matching: number }> {
  const rows = await tx.$queryRaw<{ total: number; matching: number }[]>`
    SELECT count(*)::int AS total, count(*) FILTER (WHERE ${segmentCondition(node)})::int AS matching
    FROM contact k WHERE k.tenant_id = ${tenantId}::uuid AND k.list_id = ANY(${[...listIds]}::uuid[])`;
  return rows[0] ?? { total: 0, matching: 0 };
}

/** Some contacts of these lists whom the segment describes, the newest first. */
export async function sampleSegment(
  tx: Statements,
  of: { tenantId: string; listIds: readonly string[]; limit: number },
  node: SegmentNode,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT k.id FROM contact k
    WHERE k.tenant_id = ${of.tenantId}::uuid AND k.list_id = ANY(${[...of.listIds]}::uuid[]) AND ${segmentCondition(node)}
    ORDER BY k.id DESC LIMIT ${of.limit}`;
  return rows.map(({ id }) => id);
}
