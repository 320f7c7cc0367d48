import type { Tx } from "@callbay/db/client";
import type { TenantActor } from "@callbay/domain/actor";
import { tenantMay } from "@callbay/domain/permissions";

/**
 * Whose figures may this person read? Null: the whole company's. A supervisor reads those of the people in their own
 * unit and below it: a team, or a department with its teams; without a unit, and for everybody else, their own alone.
 */
export async function reportScope(tx: Tx, actor: TenantActor): Promise<readonly string[] | null> {
  const { role, tenantId, membershipId } = actor;
  if (tenantMay(role, "report.read:tenant")) return null;
  if (!tenantMay(role, "report.read:team")) return [membershipId];
  const own = await tx.membership.findUnique({
    where: { tenantId_id: { tenantId, id: membershipId } },
    select: { orgUnitId: true },
  });
  return own?.orgUnitId
    ? [...new Set([membershipId, ...(await peopleOf(tx, tenantId, own.orgUnitId))])]
    : [membershipId];
}

/** Memberships of a unit and of all below it, ended ones too: their figures stay. */
export async function peopleOf(tx: Tx, tenantId: string, orgUnitId: string): Promise<string[]> {
  const units = await tx.orgUnit.findMany({ where: { tenantId }, select: { id: true, parentId: true } });
  const inside = new Set([orgUnitId]);
  for (let grew = true; grew; ) {
    const more = units.filter(({ id, parentId }) => parentId !== null && inside.has(parentId) && !inside.has(id));
    for (const { id } of more) inside.add(id);
    grew = more.length > 0;
  }
  const people = await tx.membership.findMany({
    where: { tenantId, orgUnitId: { in: [...inside] } },
    select: { id: true },
  });
  return people.map(({ id }) => id);
}
