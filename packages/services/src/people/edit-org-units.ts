import { lockOrgUnits } from "@callbay/db/sql/org-scope";
import { CallbayError, notFound } from "@callbay/domain/errors";
import { tenantVerb, z } from "../verb.ts";
import { loadMember } from "./load-member.ts";

const unitId = z.uuid();

/** Gives a unit another name or kind. */
export const updateOrgUnit = tenantVerb({
  name: "orgUnit.update",
  permission: "person.invite",
  input: z.strictObject({
    orgUnitId: unitId,
    kind: z.string().trim().min(1).max(40),
    name: z.string().trim().min(1).max(120),
  }),
  run: async ({ tx, tenantId, audit, emit }, { orgUnitId, kind, name }) => {
    const before = await tx.orgUnit.findUnique({ where: { tenantId_id: { tenantId, id: orgUnitId } } });
    if (!before) throw notFound("org unit");
    await tx.orgUnit.updateMany({ where: { tenantId, id: orgUnitId }, data: { kind, name } });
    await audit({
      ...{ action: "orgUnit.update", entity: "org_unit", entityId: orgUnitId },
      before: { kind: before.kind, name: before.name },
      after: { kind, name },
    });
    emit({ type: "tenant.changed", tenantId });
    return { orgUnitId };
  },
});

/** Puts a unit, with all below it, under another or at the top. @throws CallbayError ORG_UNIT_RING */
export const moveOrgUnit = tenantVerb({
  name: "orgUnit.move",
  permission: "person.invite",
  input: z.strictObject({ orgUnitId: unitId, parentId: unitId.nullable() }),
  run: async ({ tx, tenantId, audit, emit }, { orgUnitId, parentId }) => {
    // All are locked: of two moves at once, the later one sees the tree that the first has made.
    const parents = new Map((await lockOrgUnits(tx, tenantId)).map((unit) => [unit.id, unit.parentId]));
    const before = parents.get(orgUnitId);
    if (before === undefined || (parentId !== null && !parents.has(parentId))) throw notFound("org unit");
    for (let at = parentId; at !== null; at = parents.get(at) ?? null)
      if (at === orgUnitId)
        throw new CallbayError(
          "precondition",
          "ORG_UNIT_RING",
          "A unit cannot be put below itself. Nothing was changed; choose another place.",
        );
    await tx.orgUnit.updateMany({ where: { tenantId, id: orgUnitId }, data: { parentId } });
    await audit({
      ...{ action: "orgUnit.move", entity: "org_unit", entityId: orgUnitId },
      before: { parentId: before },
      after: { parentId },
    });
    emit({ type: "tenant.changed", tenantId });
    return { orgUnitId };
  },
});

/**
 * Removes a unit that nobody is in.
 *
 * @throws CallbayError ORG_UNIT_NOT_EMPTY (`people`, `units`)
 */
export const removeOrgUnit = tenantVerb({
  name: "orgUnit.remove",
  permission: "person.invite",
  input: z.strictObject({ orgUnitId: unitId }),
  run: async ({ tx, tenantId, audit, emit }, { orgUnitId }) => {
    const all = await lockOrgUnits(tx, tenantId);
    const unit = all.find(({ id }) => id === orgUnitId);
    if (!unit) throw notFound("org unit");
    const units = all.filter(({ parentId }) => parentId === orgUnitId).length;
    const people = await tx.membership.count({ where: { tenantId, orgUnitId, endedAt: null } });
    if (units + people > 0)
      throw new CallbayError(
        "precondition",
        "ORG_UNIT_NOT_EMPTY",
        "There are people or units in it. Nothing was changed; move them somewhere else first.",
        { people, units },
      );
    // Whoever left was in this unit, and whoever is invited would be: they go with what it was under.
    const where = { tenantId, orgUnitId };
    await tx.membership.updateMany({ where, data: { orgUnitId: unit.parentId } });
    await tx.invitation.updateMany({ where, data: { orgUnitId: unit.parentId } });
    await tx.orgUnit.deleteMany({ where: { tenantId, id: orgUnitId } });
    await audit({
      ...{ action: "orgUnit.remove", entity: "org_unit", entityId: orgUnitId },
      before: { name: unit.name, parentId: unit.parentId },
    });
    emit({ type: "tenant.changed", tenantId });
    return { removed: true };
  },
});

/** Puts a person into a unit, or into none; who sees their calls changes with it, at once. */
export const movePerson = tenantVerb({
  name: "person.move",
  permission: "person.invite",
  input: z.strictObject({ membershipId: z.uuid(), orgUnitId: unitId.nullable() }),
  run: async ({ tx, tenantId, audit, emit }, { membershipId, orgUnitId }) => {
    const member = await loadMember(tx, tenantId, membershipId);
    if (orgUnitId && !(await tx.orgUnit.findUnique({ where: { tenantId_id: { tenantId, id: orgUnitId } } })))
      throw notFound("org unit");
    await tx.membership.updateMany({ where: { tenantId, id: membershipId, endedAt: null }, data: { orgUnitId } });
    await audit({
      ...{ action: "person.move", entity: "membership", entityId: membershipId },
      before: { orgUnitId: member.orgUnitId },
      after: { orgUnitId },
    });
    emit({ type: "tenant.changed", tenantId });
    return { membershipId };
  },
});
