import type { Tx } from "@callbay/db/client";
import {
  type CampaignActivity,
  type ConnectedRow,
  campaignActivity,
  connectedCalls,
  operatorDuty,
  type WorkScope,
} from "@callbay/db/sql/ledger-costs";
import { addDays, type Period, periodInstants } from "@callbay/domain/calendar";
import { campaignCosts, type PeriodCosts, stretchesOf } from "@callbay/domain/ledger/campaign-costs";
import type { CostSheet } from "@callbay/domain/ledger/cost-sheet";
import { TENANT_ROLES } from "@callbay/domain/permissions";
import { prefixDigits } from "@callbay/domain/rating/prefix-index";
import { BILLABLE_DUTY_STATES } from "@callbay/domain/rating/price-component";
import type { UsageFact } from "@callbay/domain/rating/types";
import { seatDays } from "@callbay/domain/seat-days";
import type { LoadedContract } from "../contract/load.ts";
import { rateTablesOf } from "../rate-table/parsed.ts";
import { loadCostSheets, rateTableIdsOf } from "./sheets.ts";

export interface CostsOfPeriod extends PeriodCosts {
  /** What happened on each campaign of the contract. */
  readonly activity: readonly CampaignActivity[];
  /** None: nothing is known of costs in the contract's currency. */
  readonly sheets: readonly CostSheet[];
}

/**
 * What the work of a contract's period costs the operator: calls that started in it and have ended, seats held on its
 * days, duty done in it up to `now`. Call it in the operator's scope: no client sees cost sheets.
 */
export async function costsOfPeriod(
  tx: Tx,
  contract: LoadedContract,
  period: Period,
  now: Date,
): Promise<CostsOfPeriod> {
  const { row, timezone, currency } = contract;
  const scope = { tenantId: row.tenantId, contractId: row.id, timezone, ...periodInstants(period, timezone) };
  const activity = await campaignActivity(tx, scope);
  const sheets = await loadCostSheets(tx, currency);
  if (sheets.length === 0) return { activity, sheets, campaigns: [], shared: [] };
  const rateTables = await rateTablesOf(tx, rateTableIdsOf(sheets));
  const prefixes = [...rateTables.values()].flatMap((table) => table.rows.map((one) => prefixDigits(one.prefix)));
  const stretches = stretchesOf(period, sheets);
  const calls = callFacts(
    await connectedCalls(tx, {
      ...scope,
      ...commonIncrements(sheets),
      stretches,
      prefixes: [...new Set(prefixes)],
    }),
    stretches,
  );
  const costs = campaignCosts({
    currency,
    timezone,
    period,
    sheets,
    rateTables,
    campaigns: activity.map(({ campaignId, talkMs }) => ({ campaignId, talkMs, calls: calls.get(campaignId) ?? [] })),
    seatDays: await seatFacts(tx, scope, period, now),
    agentTime: await agentFacts(tx, scope, now),
  });
  return { ...costs, activity, sheets };
}

/** Where all carriers count in the same increments, Postgres counts in them too; the engine finds nothing to round. */
function commonIncrements(sheets: readonly CostSheet[]): { first: number; next: number } {
  const all = sheets.flatMap(({ components }) =>
    components.flatMap((one) => (one.type === "per_minute" ? [one.increments] : [])),
  );
  const [one] = all;
  const common = one && all.every(({ first, next }) => first === one.first && next === one.next);
  return common ? { first: one.first, next: one.next } : { first: 1, next: 1 };
}

const FACT = { contractVersionId: "", direction: null, quantity: 1n } as const;

function callFacts(rows: readonly ConnectedRow[], stretches: readonly string[]): Map<string, UsageFact[]> {
  const facts = new Map<string, UsageFact[]>();
  for (const [index, { campaignId, direction, stretch, seconds, prefix, calls }] of rows.entries()) {
    const fact: UsageFact = {
      ...FACT,
      id: String(index).padStart(9, "0"),
      kind: "call",
      localDate: stretches[stretch - 1] ?? "",
      direction,
      quantity: BigInt(calls),
      talkMs: seconds * 1000,
      phone: prefix ?? undefined,
    };
    const known = facts.get(campaignId);
    if (known) known.push(fact);
    else facts.set(campaignId, [fact]);
  }
  return facts;
}

/** The seats that the contract has held on days up to today. */
async function seatFacts(tx: Tx, scope: WorkScope, period: Period, now: Date): Promise<UsageFact[]> {
  const { tenantId, contractId, timezone, from, to } = scope;
  const leases = await tx.seatLease.findMany({
    where: {
      tenantId,
      contractId,
      startsAt: { lt: to < now ? to : now },
      OR: [{ endsAt: null }, { endsAt: { gt: from } }],
    },
    select: { id: true, seatId: true, contractId: true, startsAt: true, endsAt: true },
  });
  const days = seatDays(leases, timezone, period.from, addDays(period.to, -1));
  const byDay = new Map<string, bigint>();
  for (const { date, occurredAt } of days) if (occurredAt <= now) byDay.set(date, (byDay.get(date) ?? 0n) + 1n);
  return [...byDay].map(
    ([localDate, quantity]): UsageFact => ({ ...FACT, id: localDate, kind: "seat_day", localDate, quantity }),
  );
}

async function agentFacts(tx: Tx, scope: WorkScope, now: Date): Promise<UsageFact[]> {
  const rows = await operatorDuty(tx, { ...scope, now });
  return rows
    .filter(({ ms }) => ms > 0n)
    .map(
      ({ day, accountId, role, state, ms }): UsageFact => ({
        ...FACT,
        id: `${day} ${accountId} ${state} ${role}`,
        kind: "agent_time",
        localDate: day,
        quantity: ms,
        personId: accountId,
        role: TENANT_ROLES.find((one) => one === role),
        dutyState: BILLABLE_DUTY_STATES.find((one) => one === state),
      }),
    );
}
