import { compareForFloor } from "@callbay/domain/floor";
import { tenantMay } from "@callbay/domain/permissions";
import { figuresToday } from "../floor/figures.ts";
import { isWithin, scopeOf } from "../people/scope.ts";
import { tenantQuery, z } from "../verb.ts";
import { startOfToday } from "./today.ts";

/**
 * Who is on duty now, in which state since when, on which campaign, and what they did today. Of other teams a team leader
 * is told no more than taking somebody off duty needs: who, where, in which state.
 */
export const floorLive = tenantQuery({
  name: "floor.live",
  permission: "floor.read",
  input: z.strictObject({}).default({}),
  run: async (unit) => {
    const { tx, tenantId, now, actor } = unit;
    const scope = await scopeOf(unit, "floor.read");
    const from = await startOfToday(tx, tenantId, now);
    const everybody = await tx.dutySession.findMany({
      where: { tenantId, endedAt: null },
      include: {
        membership: {
          select: { account: { select: { name: true } }, orgUnit: { select: { id: true, name: true } } },
        },
        seatLease: { select: { label: true } },
      },
    });
    const sessions = everybody.filter((session) => isWithin(scope, session.membershipId));
    const calls = await tx.call.findMany({
      where: { tenantId, id: { in: sessions.flatMap(({ currentCallId }) => currentCallId ?? []) } },
      select: { id: true, campaign: { select: { id: true, name: true } } },
    });
    const campaigns = new Map(calls.map(({ id, campaign }) => [id, campaign]));
    const memberIds = sessions.map(({ membershipId }) => membershipId);
    const figures = await figuresToday(tx, { tenantId, memberIds, from, now });
    const listening = await tx.monitorSession.findMany({
      where: { tenantId, endedAt: null, liveAt: { not: null }, callId: { in: [...campaigns.keys()] } },
      select: { callId: true, mode: true, membership: { select: { account: { select: { name: true } } } } },
    });
    const agents = sessions.map((session) => ({
      membershipId: session.membershipId,
      dutySessionId: session.id,
      name: session.membership.account.name,
      unit: session.membership.orgUnit,
      seat: session.seatLease.label,
      state: session.state,
      since: session.stateSince,
      reason: session.state === "paused" ? session.pauseReason : null,
      next: session.next,
      campaign: campaigns.get(session.currentCallId ?? "") ?? null,
      callId: session.currentCallId,
      listeners: listening
        .filter(({ callId }) => callId === session.currentCallId)
        .map(({ mode, membership }) => ({ mode, name: membership.account.name })),
      today: figures.get(session.membershipId) ?? null,
    }));
    const others = (tenantMay(actor.role, "agent.kick:tenant") ? everybody : [])
      .filter((session) => !isWithin(scope, session.membershipId))
      .map((session) => ({
        membershipId: session.membershipId,
        name: session.membership.account.name,
        seat: session.seatLease.label,
        state: session.state,
        since: session.stateSince,
      }));
    return { agents: agents.sort(compareForFloor), others: others.sort(compareForFloor), at: now };
  },
});
