import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import type { Audience, LiveEvent } from "@callbay/jobs/events";
import type { Deps } from "../context.ts";
import { secondFactorRequired } from "./second-factor-policy.ts";
import { findWorkspace, workspacesOf } from "./workspace.ts";

/** Without a sign of life a session ends after this; a shift and its breaks fit in. */
const IDLE_MS = 12 * 3_600_000;
/** And at the latest after this, however busy. */
const LIFETIME_MS = 14 * 24 * 3_600_000;
/** Signs of life are written at most so often: a desk asks several times a second. */
const TOUCH_EVERY_MS = 60_000;

export interface NewSession {
  readonly accountId: string;
  readonly tenantId: string | null;
  readonly ip?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Opened by the tenant's own identity provider. */
  readonly sso?: boolean;
}

/** Opens a session. Needs the scope of sign-in. @returns its id, all that a JWT carries */
export async function openSession(tx: Tx, session: NewSession, now: Date): Promise<string> {
  const id = newId();
  await tx.session.createMany({
    data: {
      id,
      accountId: session.accountId,
      tenantId: session.tenantId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + IDLE_MS),
      ip: session.ip ?? null,
      userAgent: session.userAgent?.slice(0, 300) ?? null,
      sso: session.sso ?? false,
    },
  });
  return id;
}

/**
 * Who a session is, or null when it is nobody's any more: revoked, expired, the account disabled, the membership
 * ended, the tenant not active. Asked with every request, so each of those takes effect at the next one.
 */
export async function loadActor(
  deps: Pick<Deps, "db">,
  sessionId: string,
  now: Date,
): Promise<OperatorActor | TenantActor | null> {
  return deps.db.asAuthenticator(async (tx) => {
    const session = await tx.session.findFirst({
      where: { id: sessionId, revokedAt: null, expiresAt: { gt: now }, account: { disabledAt: null } },
      include: { account: { include: { secondFactor: { select: { confirmedAt: true } } } } },
    });
    if (!session) return null;
    const workspace = findWorkspace(await workspacesOf(tx, session.accountId, session), session.tenantId);
    if (!workspace) return null;
    const secondFactorMissing =
      !(await vouchedFor(tx, session)) &&
      !session.account.secondFactor?.confirmedAt &&
      (await secondFactorRequired(tx, workspace));
    if (now.getTime() - session.lastSeenAt.getTime() >= TOUCH_EVERY_MS) {
      const latest = session.createdAt.getTime() + LIFETIME_MS;
      await tx.session.updateMany({
        where: { id: sessionId, revokedAt: null },
        data: { lastSeenAt: now, expiresAt: new Date(Math.min(now.getTime() + IDLE_MS, latest)) },
      });
    }
    const missing = secondFactorMissing ? { secondFactorMissing } : {};
    const person = { accountId: session.accountId, name: session.account.name, sessionId, ...missing };
    return workspace.kind === "operator"
      ? { kind: "operator", role: workspace.role, ...person }
      : {
          kind: "tenant",
          tenantId: workspace.tenantId,
          membershipId: workspace.membershipId,
          role: workspace.role,
          ...person,
        };
  });
}

/** A company that vouches for its people's second factor asks for what it holds necessary. */
async function vouchedFor(tx: Tx, { sso, tenantId }: { sso: boolean; tenantId: string | null }): Promise<boolean> {
  if (!sso || !tenantId) return false;
  return (await tx.oidcProvider.findUnique({ where: { tenantId } }))?.vouchesSecondFactor ?? false;
}

export interface EndedSessions {
  readonly count: number;
  /** Said to each of these audiences after the commit, it has the screens of those sessions look whether they are out. */
  readonly event: LiveEvent;
  readonly audiences: readonly Audience[];
}

/** Ends the living sessions of an account that `where` names. @returns how many, and whom to tell of it */
export async function revokeSessions(
  tx: Tx,
  accountId: string,
  where: { readonly id?: string; readonly idNot?: string; readonly tenantId?: string },
  reason: "signed_out" | "revoked" | "password_changed",
  now: Date,
): Promise<EndedSessions> {
  const ended = await tx.session.updateManyAndReturn({
    where: {
      accountId,
      revokedAt: null,
      expiresAt: { gt: now },
      ...(where.id === undefined ? {} : { id: where.id }),
      ...(where.tenantId === undefined ? {} : { tenantId: where.tenantId, sso: true }),
      ...(where.idNot === undefined ? {} : { NOT: { id: where.idNot } }),
    },
    data: { revokedAt: now, revokedReason: reason },
    select: { tenantId: true },
  });
  const tenants = [...new Set(ended.map(({ tenantId }) => tenantId))];
  return {
    count: ended.length,
    event: { type: "session.ended", accountId },
    audiences: tenants.map((tenantId) => (tenantId === null ? "operator" : { tenantId })),
  };
}

/**
 * A filter of sessions: those of one client's identity provider see and end their own kind alone, others all of their
 * person. Otherwise whoever runs a client's provider could look into, and end, somebody's work for others.
 */
export async function ssoTenant(tx: Tx, sessionId: string): Promise<{ tenantId?: string; sso?: true }> {
  const session = await tx.session.findUnique({ where: { id: sessionId }, select: { sso: true, tenantId: true } });
  return session?.sso && session.tenantId ? { tenantId: session.tenantId, sso: true } : {};
}
