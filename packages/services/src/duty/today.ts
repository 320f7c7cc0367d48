import type { Tx } from "@callbay/db/client";
import { localDate, startOfLocalDay } from "@callbay/domain/calendar";
import { maskPhone } from "@callbay/domain/phone";
import { DUTY_STATES, type DutyState } from "@callbay/domain/values";
import { tenantQuery, z } from "../verb.ts";

/** The start of the tenant's calendar day. */
export async function startOfToday(tx: Tx, tenantId: string, now: Date): Promise<Date> {
  const tenant = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { timezone: true } });
  return startOfLocalDay(localDate(now, tenant.timezone), tenant.timezone);
}

/** The agent's own figures of the tenant's calendar day. */
export const dutyToday = tenantQuery({
  name: "duty.today",
  permission: "duty.own",
  input: z.strictObject({}).default({}),
  run: async ({ tx, tenantId, actor, now }) => {
    const from = await startOfToday(tx, tenantId, now);
    const { membershipId } = actor;
    const own = { tenantId, membershipId, joinedAt: { gte: from } };
    const calls = await tx.call.aggregate({ where: own, _count: true, _sum: { talkMs: true } });
    const successes = await tx.call.count({ where: { ...own, disposition: { success: true } } });
    const byDisposition = await tx.$queryRaw<{ dispositionId: string; label: string; count: number }[]>`
      SELECT d.id AS "dispositionId", d.label, count(*)::int AS count
      FROM call c JOIN campaign_disposition d ON d.tenant_id = c.tenant_id AND d.id = c.disposition_id
      WHERE c.tenant_id = ${tenantId}::uuid AND c.membership_id = ${membershipId}::uuid AND c.joined_at >= ${from}
      GROUP BY d.id, d.label, d.position ORDER BY count(*) DESC, d.position`;
    const times = await tx.$queryRaw<{ state: DutyState; ms: number }[]>`
      SELECT i.state, sum(extract(epoch FROM coalesce(i.ended_at, ${now}) - greatest(i.started_at, ${from})) * 1000)::float8 AS ms
      FROM duty_interval i JOIN duty_session s ON s.tenant_id = i.tenant_id AND s.id = i.duty_session_id
      WHERE i.tenant_id = ${tenantId}::uuid AND s.membership_id = ${membershipId}::uuid
        AND coalesce(i.ended_at, ${now}) > ${from}
      GROUP BY i.state`;
    const found = new Map(times.map(({ state, ms }) => [state, Math.max(0, Math.round(ms))]));
    return {
      calls: calls._count,
      talkMs: calls._sum.talkMs ?? 0,
      successes,
      byDisposition,
      stateMs: Object.fromEntries(DUTY_STATES.map((state) => [state, found.get(state) ?? 0])),
    };
  },
});

/** The agent's own latest conversations. */
export const recentCalls = tenantQuery({
  name: "duty.recent",
  permission: "call.own",
  input: z.strictObject({ limit: z.int().min(1).max(50).default(20) }).default({ limit: 20 }),
  run: async ({ tx, tenantId, actor }, { limit }) => {
    const calls = await tx.call.findMany({
      where: { tenantId, membershipId: actor.membershipId, joinedAt: { not: null } },
      select: {
        id: true,
        contactId: true,
        phone: true,
        joinedAt: true,
        endedAt: true,
        talkMs: true,
        outcome: true,
        note: true,
        campaign: { select: { id: true, name: true } },
        disposition: { select: { id: true, label: true, success: true } },
      },
      orderBy: { startedAt: "desc" },
      take: limit,
    });
    const ids = calls.flatMap(({ contactId }) => contactId ?? []);
    const contacts = await tx.contact.findMany({
      where: { tenantId, id: { in: ids } },
      select: { id: true, displayName: true },
    });
    const names = new Map(contacts.map(({ id, displayName }) => [id, displayName]));
    return calls.map(({ id, contactId, phone, ...call }) => ({
      callId: id,
      contactId,
      ...call,
      phone: maskPhone(phone),
      contactName: (contactId && names.get(contactId)) ?? "",
    }));
  },
});
