import type { TenantActor } from "@callbay/domain/actor";
import { localDate, startOfLocalDay } from "@callbay/domain/calendar";
import type { FloorWatch } from "@callbay/domain/floor-alerts";
import { alertSettings } from "@callbay/domain/floor-alerts/settings";
import { type MemberScope, scopeOf } from "../people/scope.ts";
import { type TenantUnit, tenantQuery, z } from "../verb.ts";
import { answersSince } from "./answers.ts";

/** Acknowledgements older than this are of alerts that are long over. */
export const ACK_MS = 24 * 3_600_000;
/** Nobody who answered and hears silence began to be called longer ago. */
const WAITING_MS = 3_600_000;

/**
 * What the floor is watched by, beside its agents: today's answers of the running campaigns that the viewer's people
 * serve, who waits, when somebody was last ready, the limits, and who took notice of what.
 */
export const floorPulse = tenantQuery({
  name: "floor.pulse",
  permission: "floor.read",
  input: z.strictObject({}).default({}),
  run: async (unit) => {
    const { tx, tenantId, now } = unit;
    const scope = await scopeOf(unit, "floor.read");
    const watch = await readWatch(unit, scope);
    const acks = await tx.floorAlertAck.findMany({
      where: { tenantId, at: { gte: new Date(now.getTime() - ACK_MS) } },
      select: { key: true, at: true, membership: { select: { account: { select: { name: true } } } } },
    });
    return {
      now,
      ...watch,
      settings: await readAlertSettings(unit),
      acknowledged: acks.map(({ key, at, membership }) => ({ key, at, by: membership.account.name })),
    };
  },
});

/** The limits that this workspace set, and the defaults of those it did not. */
export async function readAlertSettings({ tx, tenantId }: TenantUnit<TenantActor>) {
  const setting = await tx.supervisionSetting.findUnique({ where: { tenantId }, select: { alerts: true } });
  return alertSettings(setting?.alerts);
}

/**
 * What alerts are worked out by, as far as these people are concerned.
 *
 * @param isReadyAsked false: somebody is ready now, or nobody is on duty; when it was so last changes nothing then.
 */
export async function readWatch(
  unit: TenantUnit<TenantActor>,
  scope: MemberScope,
  isReadyAsked = true,
): Promise<Omit<FloorWatch, "agents">> {
  const { tx, tenantId, now } = unit;
  const members = scope === null ? null : [...scope];
  const { timezone } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
  const day = localDate(now, timezone);
  const from = startOfLocalDay(day, timezone);
  const running = await tx.campaign.findMany({
    where: {
      tenantId,
      state: "running",
      ...(members ? { agents: { some: { membershipId: { in: members } } } } : {}),
    },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
  const answers = running.length > 0 ? await answersSince(unit, from) : null;
  const waiting = await tx.call.findMany({
    where: {
      tenantId,
      campaignId: { in: running.map(({ id }) => id) },
      startedAt: { gte: new Date(now.getTime() - WAITING_MS) },
      endedAt: null,
      joinedAt: null,
      answeredAt: { not: null },
      // A script speaks to whoever is called without an agent.
      attempt: { kind: { not: "agentless" } },
    },
    select: { answeredAt: true },
  });
  const [last] = isReadyAsked
    ? await tx.$queryRaw<{ at: Date | null }[]>`
        SELECT max(i.ended_at) AS at FROM duty_interval i
        JOIN duty_session s ON s.tenant_id = i.tenant_id AND s.id = i.duty_session_id
        WHERE i.tenant_id = ${tenantId}::uuid AND i.state = 'ready' AND i.ended_at >= ${from}
          AND (${members === null} OR s.membership_id = ANY(${members ?? []}::uuid[]))`
    : [];
  return {
    day,
    campaigns: running.map(({ id, name }) => ({ id, name, ...(answers?.get(id) ?? NOBODY) })),
    waiting: waiting.flatMap(({ answeredAt }) => answeredAt ?? []),
    lastReadyAt: last?.at ?? null,
  };
}

const NOBODY = { answered: 0, abandoned: 0 } as const;
