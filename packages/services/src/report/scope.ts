import type { Tx } from "@callbay/db/client";

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
