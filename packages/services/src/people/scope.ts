import type { Tx } from "@callbay/db/client";
import { membersAround } from "@callbay/db/sql/org-scope";
import type { TenantActor } from "@callbay/domain/actor";
import { forbidden } from "@callbay/domain/errors";
import { reachOf, type TenantPermission } from "@callbay/domain/permissions";

/** What of a verb's unit the row scope is asked with. */
export interface ScopedUnit {
  readonly tx: Tx;
  readonly tenantId: string;
  readonly actor: TenantActor;
}

/** The memberships whose rows somebody may see; null is everybody's. Always holds their own. */
export type MemberScope = readonly string[] | null;

/**
 * The one answer to "whose rows": every list and report of people or calls filters by it. A team is the unit that
 * somebody is in, with all below it; a department the nearest unit of that kind above, or else the top of their tree.
 * Whoever is in no unit is with the others who are in none. People who have left are still of the unit they were in.
 *
 * @throws CallbayError FORBIDDEN when the role does not hold the permission at all.
 */
export async function scopeOf({ tx, tenantId, actor }: ScopedUnit, permission: TenantPermission): Promise<MemberScope> {
  const reach = reachOf(actor.role, permission);
  if (reach === null) throw forbidden(permission);
  if (reach === "tenant") return null;
  if (reach === "own") return [actor.membershipId];
  return membersAround(tx, { tenantId, membershipId: actor.membershipId, reach });
}

/** Is this membership within a scope? Rows of nobody are for those who see everybody's. */
export function isWithin(scope: MemberScope, membershipId: string | null): boolean {
  return scope === null || (membershipId !== null && scope.includes(membershipId));
}
