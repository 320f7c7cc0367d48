import { accountQuery, z } from "../verb.ts";
import { ssoTenant } from "./session.ts";

/** Where I am signed in. */
export const listSessions = accountQuery({
  name: "session.list",
  input: z.object({}),
  run: async ({ tx, actor, now }) => {
    const own = await ssoTenant(tx, actor.sessionId);
    const sessions = await tx.session.findMany({
      where: { accountId: actor.accountId, revokedAt: null, expiresAt: { gt: now }, ...own },
      orderBy: { lastSeenAt: "desc" },
      take: 100,
      select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true, ip: true, userAgent: true, sso: true },
    });
    return sessions.map((session) => ({ ...session, current: session.id === actor.sessionId }));
  },
});
