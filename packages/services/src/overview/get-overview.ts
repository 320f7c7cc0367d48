import type { Tx } from "@callbay/db/client";
import { callFigures, campaignProgress } from "@callbay/db/sql/overview";
import { localDate, startOfLocalDay } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import { tenantMay } from "@callbay/domain/permissions";
import { costSoFar } from "../billing/current.ts";
import { type MemberScope, scopeOf } from "../people/scope.ts";
import { tenantQuery, z } from "../verb.ts";

/** A workspace at a glance: today in its own time zone, who is there, what runs. */
export const getOverview = tenantQuery({
  name: "overview.get",
  permission: "call.read",
  input: z.strictObject({}),
  run: async (unit) => {
    const { tx, tenantId, actor, now } = unit;
    const members = await scopeOf(unit, "call.read");
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: { timezone: true } });
    if (!tenant) throw notFound("workspace");
    const from = startOfLocalDay(localDate(now, tenant.timezone), tenant.timezone);
    return {
      // Up to and with this very moment.
      today: await callFigures(tx, tenantId, from, new Date(now.getTime() + 1), members),
      seats: await seatFigures(tx, tenantId, now),
      agents: await agentFigures(tx, tenantId, members),
      campaigns: await campaignFigures(tx, tenantId),
      cost: tenantMay(actor.role, "usage.read") ? await costFigures(tx, tenantId, now) : null,
    };
  },
});

/** What the open periods have cost so far, in the currency of the first contract; usage.current tells each contract. */
async function costFigures(tx: Tx, tenantId: string, now: Date) {
  const costs = await costSoFar(tx, tenantId, now);
  const [first] = costs;
  if (!first) return null;
  const { currency } = first;
  const same = costs.filter((cost) => cost.currency === currency);
  return {
    currency,
    netMinorSoFar: same.reduce((sum, cost) => sum + cost.netMinor, 0n),
    periodFrom: same.map((cost) => cost.periodFrom).sort()[0] ?? first.periodFrom,
    /** Exclusive. */
    periodTo:
      same
        .map((cost) => cost.periodTo)
        .sort()
        .at(-1) ?? first.periodTo,
  };
}

async function seatFigures(tx: Tx, tenantId: string, now: Date) {
  const leased = await tx.seatLease.count({
    where: { tenantId, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
  });
  const inUse = await tx.dutySession.count({ where: { tenantId, endedAt: null } });
  return { leased, inUse };
}

async function agentFigures(tx: Tx, tenantId: string, members: MemberScope) {
  const groups = await tx.dutySession.groupBy({
    by: ["state"],
    where: { tenantId, endedAt: null, ...(members ? { membershipId: { in: [...members] } } : {}) },
    _count: { _all: true },
  });
  const figures = { ready: 0, previewing: 0, talking: 0, wrapup: 0, paused: 0, connecting: 0 };
  for (const { state, _count } of groups) if (state !== "off") figures[state] = _count._all;
  return figures;
}

/** The campaigns that work goes into now. */
async function campaignFigures(tx: Tx, tenantId: string) {
  const campaigns = await tx.campaign.findMany({
    where: { tenantId, state: { in: ["running", "paused"] } },
    orderBy: { startedAt: "desc" },
    take: 20,
    select: { id: true, name: true, state: true },
  });
  const progress = await campaignProgress(
    tx,
    tenantId,
    campaigns.map(({ id }) => id),
  );
  return campaigns.map((campaign) => ({ ...campaign, ...(progress.get(campaign.id) ?? { done: 0, total: 0 }) }));
}
