import type { TenantActor } from "@callbay/domain/actor";
import { forbidden } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";

/**
 * Whose calls may this person read: everybody's, or those they took themselves. It is a filter of every reading.
 *
 * @throws CallbayError FORBIDDEN.
 */
export function callScope(actor: TenantActor): { readonly membershipId?: string } {
  if (tenantMay(actor.role, "call.read:tenant")) return {};
  if (tenantMay(actor.role, "call.own")) return { membershipId: actor.membershipId };
  throw forbidden("call.read:tenant");
}
