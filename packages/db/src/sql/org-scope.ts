import type { Tx } from "../client.ts";

/** A tree deeper than this is not climbed: the verbs that move units keep it from having rings. */
const DEEPEST = 50;

/**
 * Everybody around one person: who is in their unit or below it (team), or in the nearest department above or below it,
 * or else in the whole of their tree (department). Those in no unit are together.
 */
export async function membersAround(
  tx: Tx,
  who: { readonly tenantId: string; readonly membershipId: string; readonly reach: "team" | "department" },
): Promise<string[]> {
  const { tenantId, membershipId, reach } = who;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE mine AS (
      SELECT id, org_unit_id FROM membership WHERE tenant_id = ${tenantId}::uuid AND id = ${membershipId}::uuid
    ), up AS (
      SELECT u.id, u.parent_id, u.kind, 0 AS depth FROM org_unit u JOIN mine ON u.id = mine.org_unit_id
      WHERE u.tenant_id = ${tenantId}::uuid
      UNION ALL
      SELECT p.id, p.parent_id, p.kind, up.depth + 1 FROM org_unit p JOIN up ON p.id = up.parent_id
      WHERE p.tenant_id = ${tenantId}::uuid AND up.depth < ${DEEPEST}::int
    ), root AS (
      SELECT COALESCE(
        (SELECT id FROM up WHERE ${reach}::text = 'department' AND kind = 'department' ORDER BY depth LIMIT 1),
        (SELECT id FROM up WHERE ${reach}::text = 'department' ORDER BY depth DESC LIMIT 1),
        (SELECT id FROM up WHERE depth = 0)) AS id
    ), down AS (
      SELECT id, 0 AS depth FROM root WHERE id IS NOT NULL
      UNION ALL
      SELECT c.id, down.depth + 1 FROM org_unit c JOIN down ON c.parent_id = down.id
      WHERE c.tenant_id = ${tenantId}::uuid AND down.depth < ${DEEPEST}::int
    )
    SELECT m.id FROM membership m, mine
    WHERE m.tenant_id = ${tenantId}::uuid
      AND (m.id = mine.id OR m.org_unit_id IN (SELECT id FROM down)
        OR (mine.org_unit_id IS NULL AND m.org_unit_id IS NULL))`;
  return rows.map(({ id }) => id);
}

/** Everybody in a unit or below it. */
export async function membersBelow(
  tx: Tx,
  of: { readonly tenantId: string; readonly orgUnitId: string },
): Promise<string[]> {
  const { tenantId, orgUnitId } = of;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE down AS (
      SELECT ${orgUnitId}::uuid AS id, 0 AS depth
      UNION ALL
      SELECT c.id, down.depth + 1 FROM org_unit c JOIN down ON c.parent_id = down.id
      WHERE c.tenant_id = ${tenantId}::uuid AND down.depth < ${DEEPEST}::int
    )
    SELECT m.id FROM membership m
    WHERE m.tenant_id = ${tenantId}::uuid AND m.org_unit_id IN (SELECT id FROM down)`;
  return rows.map(({ id }) => id);
}

/** The whole tree of a tenant, locked until the transaction ends. */
export function lockOrgUnits(
  tx: Tx,
  tenantId: string,
): Promise<{ id: string; parentId: string | null; name: string }[]> {
  return tx.$queryRaw`
    SELECT id, parent_id AS "parentId", name FROM org_unit WHERE tenant_id = ${tenantId}::uuid ORDER BY id FOR UPDATE`;
}
