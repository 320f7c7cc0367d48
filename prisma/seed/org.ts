import type { TenantActor } from "@callbay/domain/actor";
import { movePerson, updateOrgUnit } from "@callbay/services/people/edit-org-units";
import { addOrgUnit, listOrgUnits } from "@callbay/services/people/org-units";
import type { Stage } from "./stage.ts";

/** A unit of the org tree, who sits in it, and what is below it. */
export interface UnitPlan {
  readonly kind: "department" | "team";
  readonly name: string;
  /** By address. */
  readonly people: readonly string[];
  readonly below?: readonly UnitPlan[];
}

/** Puts everybody where the plan says. Units that the workspace opened with, and nobody is in, take the plan's names. */
export async function seedOrg(stage: Stage, owner: TenantActor, plans: readonly UnitPlan[]): Promise<void> {
  const ctx = stage.as(owner);
  const seats = await stage.deps.db.withTenant(owner.tenantId, (tx) =>
    tx.membership.findMany({
      where: { tenantId: owner.tenantId, endedAt: null },
      select: { id: true, orgUnitId: true, account: { select: { email: true } } },
    }),
  );
  const place = async (planned: readonly UnitPlan[], parentId: string | null): Promise<void> => {
    for (const { kind, name, people, below } of planned) {
      const beside = (await listOrgUnits(ctx, {})).filter((unit) => unit.parentId === parentId);
      const known = beside.find((unit) => unit.name === name);
      const spare = beside.find(
        (unit) => unit.kind === kind && unit.people === 0 && !planned.some((other) => other.name === unit.name),
      );
      const orgUnitId =
        known?.orgUnitId ?? spare?.orgUnitId ?? (await addOrgUnit(ctx, { parentId, kind, name })).orgUnitId;
      if (!known && spare) await updateOrgUnit(ctx, { orgUnitId, kind, name });
      for (const { id, orgUnitId: now } of seats.filter(({ account }) => people.includes(account.email)))
        if (now !== orgUnitId) await movePerson(ctx, { membershipId: id, orgUnitId });
      if (below) await place(below, orgUnitId);
    }
  };
  await place(plans, null);
}
