import type { OperatorActor, TenantActor } from "@callbay/domain/actor";
import { notFound } from "@callbay/domain/errors";
import { accountVerb, type Unit, z } from "../verb.ts";
import { revokeSessions, ssoTenant } from "./session.ts";

type MyUnit = Unit<OperatorActor | TenantActor>;

/** Ends one of my own sessions, somewhere else or here. */
export const revokeSession = accountVerb({
  name: "session.revoke",
  input: z.object({ sessionId: z.uuid() }),
  run: async (unit, { sessionId }) => {
    await end(unit, sessionId, "revoked");
    return { revoked: true };
  },
});

/** Ends all my other sessions. */
export const revokeOtherSessions = accountVerb({
  name: "session.revokeOthers",
  input: z.object({}),
  run: async ({ tx, actor, now, audit, emit }) => {
    const { tenantId } = await ssoTenant(tx, actor.sessionId);
    const where = { idNot: actor.sessionId, ...(tenantId === undefined ? {} : { tenantId }) };
    const { count: ended, event, audiences } = await revokeSessions(tx, actor.accountId, where, "revoked", now);
    for (const audience of audiences) emit(event, audience);
    await audit({
      ...{ action: "session.revokeOthers", entity: "account", entityId: actor.accountId },
      ...(actor.kind === "tenant" ? { tenantId: actor.tenantId } : {}),
      after: { sessionsEnded: ended },
    });
    return { ended };
  },
});

/** Ends the session that asks. */
export const signOut = accountVerb({
  name: "session.signOut",
  input: z.object({}),
  run: async (unit) => {
    await end(unit, unit.actor.sessionId, "signed_out");
    return { signedOut: true };
  },
});

async function end(unit: MyUnit, id: string, reason: "revoked" | "signed_out"): Promise<void> {
  const { tx, actor, now, audit, emit } = unit;
  const { tenantId } = await ssoTenant(tx, actor.sessionId);
  const where = { id, ...(tenantId === undefined ? {} : { tenantId }) };
  const { count, event, audiences } = await revokeSessions(tx, actor.accountId, where, reason, now);
  if (count === 0) throw notFound("session");
  for (const audience of audiences) emit(event, audience);
  await audit({
    action: reason === "revoked" ? "session.revoke" : "session.signOut",
    entity: "session",
    entityId: id,
    ...(actor.kind === "tenant" ? { tenantId: actor.tenantId } : {}),
  });
}
