import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { tenantMay } from "@callbay/domain/permissions";
import type { Deps } from "../context.ts";
import { scopeOf } from "./scope.ts";

/**
 * Whose calls somebody's screens may hear of while they are open; null: everybody's. Who is moved to another team
 * meanwhile is seen when the page is opened again.
 */
export async function teamOf(
  { db }: Pick<Deps, "db">,
  actor: OperatorActor | TenantActor,
): Promise<ReadonlySet<string> | null> {
  if (actor.kind === "operator") return null;
  if (!tenantMay(actor.role, "call.read")) return null;
  const { tenantId } = actor;
  const scope = await db.withTenant(tenantId, (tx) => scopeOf({ tx, tenantId, actor }, "call.read"));
  return scope && new Set(scope);
}
