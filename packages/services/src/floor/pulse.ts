import type { TenantActor } from "@callbay/domain/actor";
import { localDate } from "@callbay/domain/calendar";
import { alertSettings } from "@callbay/domain/floor-alerts/settings";
import { startOfToday } from "../duty/today.ts";
import { scopeOf } from "../people/scope.ts";
import { type TenantUnit, tenantQuery, z } from "../verb.ts";

/** Acknowledgements older than this are of alerts that are long over. */
const ACK_MS = 24 * 3_600_000;

/**
 * What the floor is watched by, beside its agents: today's answers of the running campaigns that the viewer's people
 * serve, who waits, when somebody was last ready, the limits, and who took notice of what.
 */
export const floorPulse = tenantQuery({
  name: "floor.pulse",
  permission: "floor.read",
  input: z.strictObject({}).default({}),
  run: readPulse,
});

/** See `floorPulse`, for a verb that needs the same. */
export async function readPulse(unit: TenantUnit<TenantActor>) {
  const { tx, tenantId, now } = unit;
  const scope = await scopeOf(unit, "floor.read");
  const members = scope === null ? null : [...scope];
  const from = await startOfToday(tx, tenantId, now);
  const { timezone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
  const running = await tx.campaign.findMany({
    where: {
      tenantId,
      state: "running",
      ...(members ? { agents: { some: { membershipId: { in: members } } } } : {}),
    },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
  const ids = running.map(({ id }) => id);
  const outcomes = await tx.call.groupBy({
    by: ["campaignId", "outcome"],
    where: {
      tenantId,
      campaignId: { in: ids },
      startedAt: { gte: from },
      outcome: { in: ["answered", "abandoned"] },
    },
    _count: true,
  });
  const count = (id: string, outcome: "answered" | "abandoned") =>
    outcomes.find((row) => row.campaignId === id && row.outcome === outcome)?._count ?? 0;
  const waiting = await tx.call.findMany({
    where: {
      tenantId,
      campaignId: { in: ids },
      endedAt: null,
      joinedAt: null,
      answeredAt: { not: null },
      // A script speaks to whoever is called without an agent.
      attempt: { kind: { not: "agentless" } },
    },
    select: { answeredAt: true },
  });
  const [last] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT max(i.ended_at) AS at FROM duty_interval i
    JOIN duty_session s ON s.tenant_id = i.tenant_id AND s.id = i.duty_session_id
    WHERE i.tenant_id = ${tenantId}::uuid AND i.state = 'ready' AND i.ended_at >= ${from}
      AND (${members === null} OR s.membership_id = ANY(${members ?? []}::uuid[]))`;
  const setting = await tx.supervisionSetting.findUnique({ where: { tenantId }, select: { alerts: true } });
  const acks = await tx.floorAlertAck.findMany({
    where: { tenantId, at: { gte: new Date(now.getTime() - ACK_MS) } },
    select: { key: true, at: true, membership: { select: { account: { select: { name: true } } } } },
  });
  return {
    now,
    day: localDate(now, timezone),
    campaigns: running.map(({ id, name }) => ({
      id,
      name,
      answered: count(id, "answered"),
      abandoned: count(id, "abandoned"),
    })),
    waiting: waiting.flatMap(({ answeredAt }) => answeredAt ?? []),
    lastReadyAt: last?.at ?? null,
    settings: alertSettings(setting?.alerts),
    acknowledged: acks.map(({ key, at, membership }) => ({ key, at, by: membership.account.name })),
  };
}
