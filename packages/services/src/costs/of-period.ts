import type { Tx } from "@callbay/db/client";
import {
  type CampaignActivity,
  type CarrierTerms,
  type ConnectedRow,
  campaignActivity,
  connectedCalls,
  operatorDuty,
  type PrefixOfPrice,
  type WorkScope,
} from "@callbay/db/sql/ledger-costs";
import { addDays, type Period, periodInstants } from "@callbay/domain/calendar";
import { campaignCosts, type PeriodCosts, sheetOn, stretchesOf } from "@callbay/domain/ledger/campaign-costs";
import type { CostSheet } from "@callbay/domain/ledger/cost-sheet";
import { TENANT_ROLES } from "@callbay/domain/permissions";
import { lookupPrefix, prefixDigits, prefixIndex } from "@callbay/domain/rating/prefix-index";
import { BILLABLE_DUTY_STATES } from "@callbay/domain/rating/price-type";
import type { RateTable } from "@callbay/domain/rating/rate-table";
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
  const stretches = stretchesOf(period, sheets);
  const terms = termsOf(sheets, stretches);
  const prefixes = pricesOf([...rateTables.values()]);
  const calls = callFacts(await connectedCalls(tx, { ...scope, stretches, terms, prefixes }), stretches, terms);
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

/** How the carriers of each stretch count, by direction. */
function termsOf(sheets: readonly CostSheet[], stretches: readonly string[]): CarrierTerms[] {
  return stretches.flatMap((day, index) =>
    (sheetOn(sheets, day)?.components ?? []).flatMap((one): CarrierTerms[] => {
      if (one.type !== "per_minute") return [];
      const { direction, increments, minimumPerCall } = one;
      return [{ ...increments, direction, stretch: index + 1, apart: minimumPerCall !== undefined }];
    }),
  );
}

/** Every prefix of the price lists; of those that cost the same in all of them one stands for the others. */
function pricesOf(tables: readonly RateTable[]): PrefixOfPrice[] {
  const indexes = tables.map(prefixIndex);
  const prefixes = new Set(tables.flatMap((table) => table.rows.map((one) => prefixDigits(one.prefix))));
  const first = new Map<string, string>();
  return [...prefixes].map((prefix) => {
    const price = indexes.map((index) => lookupPrefix(index, prefix)).join(" ");
    const standsFor = first.get(price) ?? prefix;
    first.set(price, standsFor);
    return { prefix, standsFor };
  });
}

const FACT = { contractVersionId: "", direction: null, quantity: 1n } as const;

/**
 * Rows as facts for the engine: calls counted apart are that many equal calls; of others all but one are as short as
 * can be, and one has the rest, so that neither their number nor their time is lost.
 */
function callFacts(
  rows: readonly ConnectedRow[],
  stretches: readonly string[],
  terms: readonly CarrierTerms[],
): Map<string, UsageFact[]> {
  const facts = new Map<string, UsageFact[]>();
  const add = (row: ConnectedRow, id: string, calls: bigint, seconds: bigint): void => {
    if (calls === 0n) return;
    const known = facts.get(row.campaignId) ?? [];
    facts.set(row.campaignId, known);
    known.push({
      ...FACT,
      id,
      kind: "call",
      localDate: stretches[row.stretch - 1] ?? "",
      direction: row.direction,
      quantity: calls,
      talkMs: Number(seconds) * 1000,
      phone: row.prefix ?? undefined,
    });
  };
  for (const [index, row] of rows.entries()) {
    const { direction, stretch, calls, seconds } = row;
    const term = terms.find((one) => one.direction === direction && one.stretch === stretch);
    const id = String(index).padStart(9, "0");
    if (!term || term.apart) add(row, id, calls, seconds / calls);
    else {
      const first = BigInt(term.first);
      add(row, `${id} a`, calls - 1n, first);
      add(row, `${id} b`, 1n, seconds - (calls - 1n) * first);
    }
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
