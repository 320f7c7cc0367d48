import { compareForFloor } from "@callbay/domain/floor";
import { tenantQuery, z } from "../verb.ts";
import { startOfToday } from "./today.ts";

/** Who is on duty now, in which state since when, on which campaign, and what they did today. */
export const floorLive = tenantQuery({
  name: "floor.live",
  permission: "floor.read",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId, now }) => {
    const from = await startOfToday(tx, tenantId, now);
    const sessions = await tx.dutySession.findMany({
      where: { tenantId, endedAt: null },
      include: {
        membership: { select: { account: { select: { name: true } } } },
        seatLease: { select: { label: true } },
      },
    });
    const calls = await tx.call.findMany({
      where: { tenantId, id: { in: sessions.flatMap(({ currentCallId }) => currentCallId ?? []) } },
      select: { id: true, campaign: { select: { id: true, name: true } } },
    });
    const campaigns = new Map(calls.map(({ id, campaign }) => [id, campaign]));
    const today = await tx.call.groupBy({
      by: ["membershipId"],
      where: { tenantId, joinedAt: { gte: from }, membershipId: { in: sessions.map((row) => row.membershipId) } },
      _count: true,
      _sum: { talkMs: true },
    });
    const figures = new Map(today.map((row) => [row.membershipId, row]));
    const agents = sessions.map((session) => ({
      membershipId: session.membershipId,
      dutySessionId: session.id,
      name: session.membership.account.name,
      seat: session.seatLease.label,
      state: session.state,
      since: session.stateSince,
      reason: session.state === "paused" ? session.pauseReason : null,
      next: session.next,
      campaign: campaigns.get(session.currentCallId ?? "") ?? null,
      callId: session.currentCallId,
      today: {
        calls: figures.get(session.membershipId)?._count ?? 0,
        talkMs: figures.get(session.membershipId)?._sum.talkMs ?? 0,
      },
    }));
    return { agents: agents.sort(compareForFloor), at: now };
  },
});
