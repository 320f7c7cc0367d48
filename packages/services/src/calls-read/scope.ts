import { forbidden } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { type ScopedUnit, scopeOf } from "../people/scope.ts";

/**
 * Whose calls may this person read: everybody's, their team's, or those they took themselves. It is a filter of every
 * reading.
 *
 * @throws CallbayError FORBIDDEN.
 */
export async function callScope(unit: ScopedUnit): Promise<{ readonly membershipId?: { readonly in: string[] } }> {
  const { role } = unit.actor;
  const permission = tenantMay(role, "call.read") ? "call.read" : "call.own";
  if (!tenantMay(role, permission)) throw forbidden("call.read");
  const members = await scopeOf(unit, permission);
  return members ? { membershipId: { in: [...members] } } : {};
}
