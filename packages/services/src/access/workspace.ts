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
  /** An owner came by a password where all others must come by their company: the way in on the day that fails. */
  readonly breakGlass: boolean;
}

/** How a session was opened: by its person's own password, or by one tenant's identity provider. */
export interface SignInWay {
  readonly sso: boolean;
  readonly tenantId: string | null;
}

const BY_PASSWORD: SignInWay = { sso: false, tenantId: null };

/**
 * The workspaces that an account may enter now, the operator's console first. What one client's provider says of
 * somebody is no key to another client; and a client's own people come by its provider where it asks for that, all but
 * its owners. Needs the scope of sign-in.
 */
export async function workspacesOf(tx: Tx, accountId: string, way: SignInWay = BY_PASSWORD): Promise<Workspace[]> {
  if (way.sso && way.tenantId === null) return [];
  const operator = way.sso ? null : await tx.operatorMember.findUnique({ where: { accountId } });
  const memberships = await tx.membership.findMany({
    where: {
      ...{ accountId, endedAt: null, tenant: { state: "active" } },
      ...(way.sso && way.tenantId !== null ? { tenantId: way.tenantId, employer: "client" as const } : {}),
    },
    include: { tenant: { include: { oidcProvider: { select: { enabled: true, only: true } } } } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const tenants = memberships.flatMap(({ id, role, employer, tenant }): TenantWorkspace[] => {
    const provider = tenant.oidcProvider?.enabled ? tenant.oidcProvider : null;
    if (way.sso && !provider) return [];
    const bound = !way.sso && provider?.only === true && employer === "client";
    if (bound && role !== "owner") return [];
    const workspace = {
      tenantId: tenant.id,
      name: tenant.name,
      slug: tenant.slug,
      timezone: tenant.timezone,
      country: tenant.country,
      locale: tenant.locale,
      role,
      membershipId: id,
      breakGlass: bound,
    };
    return [{ kind: "tenant", ...workspace }];
  });
  return operator ? [{ kind: "operator", role: operator.role }, ...tenants] : tenants;
}

/** The workspaces that a session may enter: all of its person, or the one whose identity provider opened it. */
export async function workspacesOfSession(
  tx: Tx,
  actor: { readonly accountId: string; readonly sessionId: string },
): Promise<Workspace[]> {
  const where = { id: actor.sessionId };
  const session = await tx.session.findUnique({ where, select: { sso: true, tenantId: true } });
  return workspacesOf(tx, actor.accountId, session ?? BY_PASSWORD);
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
