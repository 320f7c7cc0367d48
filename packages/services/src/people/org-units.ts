import { newId } from "@callbay/db/ids";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantQuery, tenantVerb, z } from "../verb.ts";

const MAX_UNITS = 2_000;

/** The org tree, flat: each unit names its parent. */
export const listOrgUnits = tenantQuery({
  name: "orgUnit.list",
  permission: "person.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId }) => {
    const units = await tx.orgUnit.findMany({
      where: { tenantId },
      include: { _count: { select: { memberships: { where: { endedAt: null } } } } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      take: MAX_UNITS,
    });
    return units.map(({ id, parentId, kind, name, _count }) => ({
      orgUnitId: id,
      parentId,
      kind,
      name,
      people: _count.memberships,
    }));
  },
});

/** Adds a unit at the top or under another. */
export const addOrgUnit = tenantVerb({
  name: "orgUnit.add",
  permission: "person.invite",
  input: z.strictObject({
    parentId: z.uuid().nullish(),
    kind: z.string().trim().min(1).max(40),
    name: z.string().trim().min(1).max(120),
  }),
  run: async ({ tx, tenantId, now, audit, emit }, { parentId, kind, name }) => {
    if (parentId && !(await tx.orgUnit.findUnique({ where: { tenantId_id: { tenantId, id: parentId } } })))
      throw notFound("org unit");
    if ((await tx.orgUnit.count({ where: { tenantId } })) >= MAX_UNITS)
      throw new CallbayError("precondition", "TOO_MANY_ORG_UNITS", `A workspace has at most ${MAX_UNITS} units.`);
    const orgUnitId = newId();
    const unit = { parentId: parentId ?? null, kind, name };
    await tx.orgUnit.createMany({ data: { tenantId, id: orgUnitId, ...unit, createdAt: now } });
    await audit({ action: "orgUnit.add", entity: "org_unit", entityId: orgUnitId, after: unit });
    emit({ type: "tenant.changed", tenantId });
    return { orgUnitId };
  },
});
