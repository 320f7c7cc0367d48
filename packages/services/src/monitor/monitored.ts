import { isToldToAgent, MONITOR_MODES } from "@callbay/domain/monitor";
import { tenantQuery, z } from "../verb.ts";

/**
 * Who listens to the agent's own call, as far as the agent is told: always of those who speak, of those who only listen
 * where the workspace announces it.
 */
export const ownListeners = tenantQuery({
  name: "duty.listeners",
  permission: "call.own",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId, actor }) => {
    const sessions = await tx.monitorSession.findMany({
      where: {
        tenantId,
        endedAt: null,
        liveAt: { not: null },
        call: { membershipId: actor.membershipId, endedAt: null },
      },
      select: { id: true, callId: true, mode: true, announced: true, membership: { select: { account: true } } },
      orderBy: { startedAt: "asc" },
    });
    return sessions.flatMap(({ id, callId, announced, membership, ...session }) => {
      const mode = MONITOR_MODES.find((known) => known === session.mode) ?? "listen";
      return isToldToAgent(mode, announced) ? [{ monitorId: id, callId, mode, name: membership.account.name }] : [];
    });
  },
});
