import type { Tx } from "@callbay/db/client";
import type { Actor } from "@callbay/domain/actor";
import {
  OPERATOR_PERMISSIONS,
  type OperatorRole,
  operatorMay,
  type Permission,
  TENANT_PERMISSIONS,
  type TenantRole,
  tenantMay,
} from "@callbay/domain/permissions";

export type Workspace = OperatorWorkspace | TenantWorkspace;

export interface OperatorWorkspace {
  readonly kind: "operator";
  readonly role: OperatorRole;
}

export interface TenantWorkspace {
  readonly kind: "tenant";
  readonly tenantId: string;
  readonly name: string;
  readonly slug: string;
  readonly timezone: string;
  readonly country: string;
  readonly locale: string;
  readonly role: TenantRole;
  readonly membershipId: string;
}

/** The workspaces that an account may enter now, the operator's console first. Needs the scope of sign-in. */
export async function workspacesOf(tx: Tx, accountId: string): Promise<Workspace[]> {
  const operator = await tx.operatorMember.findUnique({ where: { accountId } });
  const memberships = await tx.membership.findMany({
    where: { accountId, endedAt: null, tenant: { state: "active" } },
    include: { tenant: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const tenants = memberships.map(
    ({ id, role, tenant }): TenantWorkspace => ({
      kind: "tenant",
      tenantId: tenant.id,
      name: tenant.name,
      slug: tenant.slug,
      timezone: tenant.timezone,
      country: tenant.country,
      locale: tenant.locale,
      role,
      membershipId: id,
    }),
  );
  return operator ? [{ kind: "operator", role: operator.role }, ...tenants] : tenants;
}

/**
 * The workspaces that a session may enter: all of its person, or the one whose identity provider opened it. What one
 * client's provider says of somebody is no key to another client.
 */
export async function workspacesOfSession(
  tx: Tx,
  actor: { readonly accountId: string; readonly sessionId: string },
): Promise<Workspace[]> {
  const all = await workspacesOf(tx, actor.accountId);
  const session = await tx.session.findUnique({
    where: { id: actor.sessionId },
    select: { sso: true, tenantId: true },
  });
  return session?.sso ? all.filter((one) => tenantIdOf(one) === session.tenantId) : all;
}

/** The one of them that a session is in; null is the operator's console. */
export function findWorkspace(workspaces: readonly Workspace[], tenantId: string | null): Workspace | undefined {
  return workspaces.find((one) => (one.kind === "operator" ? tenantId === null : one.tenantId === tenantId));
}

export function tenantIdOf(workspace: Workspace): string | null {
  return workspace.kind === "tenant" ? workspace.tenantId : null;
}

/** Every permission that an actor holds, by name. */
export function permissionsOf(actor: Actor): Permission[] {
  if (actor.kind === "operator") return OPERATOR_PERMISSIONS.filter((one) => operatorMay(actor.role, one));
  if (actor.kind === "tenant") return TENANT_PERMISSIONS.filter((one) => tenantMay(actor.role, one));
  return [];
}
