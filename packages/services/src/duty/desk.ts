import type { Tx } from "@callbay/db/client";
import { OFF_REASONS, type OffReason } from "@callbay/domain/duty-machine";
import { TENANT_ROLES, tenantMay } from "@callbay/domain/permissions";
import { tenantQuery, z } from "../verb.ts";

/** People named to somebody who needs help; more would be a list to read. */
const ASK_WHOM = 3;
/** How long the desk still says how the last duty ended. */
const RECENT_END_MS = 12 * 3_600_000;

/**
 * What surrounds an agent's duty and seldom moves: the seat, the campaigns they serve, how their last duty ended, whom
 * to ask when something is missing. `now` lets a desk whose clock is wrong show right times.
 */
export const deskSurroundings = tenantQuery({
  name: "duty.desk",
  permission: "duty.own",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId, actor, now }) => {
    const { membershipId } = actor;
    const campaigns = await tx.campaign.findMany({
      where: {
        tenantId,
        agents: { some: { membershipId } },
        state: { in: ["approved", "running", "paused"] },
      },
      select: { id: true, name: true, purpose: true, state: true, dialMode: true },
      orderBy: [{ startedAt: "desc" }, { name: "asc" }],
    });
    return {
      now,
      seat: await findSeat(tx, tenantId, membershipId, now),
      campaigns,
      lastEnd: await findLastEnd(tx, tenantId, membershipId, now),
      askWhom: await findHelpers(tx, tenantId),
    };
  },
});

async function findSeat(tx: Tx, tenantId: string, membershipId: string, now: Date) {
  return tx.seatLease.findFirst({
    where: { tenantId, membershipId, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: {
      label: true,
      recordingEnabled: true,
      phone: { select: { username: true, registered: true, registeredAt: true } },
    },
    orderBy: { startsAt: "asc" },
  });
}

/** How the last duty ended, while nothing has begun since. */
async function findLastEnd(tx: Tx, tenantId: string, membershipId: string, now: Date) {
  const last = await tx.dutySession.findFirst({
    where: { tenantId, membershipId },
    select: { endedAt: true, endedReason: true },
    orderBy: { startedAt: "desc" },
  });
  if (!last?.endedAt || now.getTime() - last.endedAt.getTime() > RECENT_END_MS) return null;
  const reason: OffReason | undefined = OFF_REASONS.find((known) => known === last.endedReason);
  return reason ? { at: last.endedAt, reason } : null;
}

/** The names of those who may assign seats. */
async function findHelpers(tx: Tx, tenantId: string): Promise<string[]> {
  const roles = TENANT_ROLES.filter((role) => tenantMay(role, "seat.assign"));
  const people = await tx.membership.findMany({
    where: { tenantId, endedAt: null, role: { in: roles } },
    select: { account: { select: { name: true } } },
    orderBy: [{ role: "desc" }, { createdAt: "asc" }],
    take: ASK_WHOM,
  });
  return people.map(({ account }) => account.name);
}
