import type { Tx } from "@callbay/db/client";
import { addDays, type LocalDate, localDate, monthOf } from "@callbay/domain/calendar";
import { type Forecast, forecastMonth } from "@callbay/domain/rating/forecast";
import type { DraftCharge } from "@callbay/domain/rating/rate";
import type { ChargeKind, ChargeUnit } from "@callbay/domain/rating/types";
import { type LoadedContract, loadContract } from "../contract/load.ts";
import { operatorQuery, tenantQuery, z } from "../verb.ts";
import { draftOf, openFrom } from "./open-period.ts";
import { rateSoFar } from "./rate-so-far.ts";

/** What a contract has cost since its last invoice, drafts included, up to and including today. */
export async function contractCostSoFar(tx: Tx, contract: LoadedContract, now: Date) {
  const { row } = contract;
  const from = await openFrom(tx, contract);
  const today = localDate(now, contract.timezone);
  const tomorrow = addDays(today, 1);
  const isOpen = tomorrow > from;
  const to = isOpen ? tomorrow : from;
  const cost = isOpen ? await keptFor30s(tx, contract, { from, to }, now) : NOTHING;
  return {
    tenantId: row.tenantId,
    contractId: row.id,
    reference: row.reference,
    form: row.form,
    currency: contract.currency,
    periodFrom: from,
    /** Exclusive; the period goes on after it. */
    periodTo: to,
    ...cost,
    /** What the calendar month will probably cost, invoices of it included; null once the contract has ended. */
    forecast: await forecastOf(tx, contract, today, cost.charges),
  };
}

interface Cost {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly totalMinor: bigint;
  readonly taxInclusive: boolean;
  readonly counts: Readonly<Record<"calls" | "seatDays" | "successes" | "agentMs", number>>;
  /** How many usage records no price applies to. */
  readonly unpriced: number;
  readonly charges: readonly Omit<DraftCharge, "key">[];
  /** The charges by campaign, and what belongs to none. */
  readonly campaigns: readonly {
    readonly campaignId: string | null;
    readonly name: string;
    readonly amountMinor: bigint;
  }[];
}

const NOTHING: Cost = {
  netMinor: 0n,
  taxMinor: 0n,
  totalMinor: 0n,
  taxInclusive: false,
  counts: { calls: 0, seatDays: 0, successes: 0, agentMs: 0 },
  unpriced: 0,
  charges: [],
  campaigns: [],
};

/** A contract with more usage than this is not summed anew for every look at a screen. */
const MANY_RECORDS = 20_000;
const KEPT_MS = 30_000;
const MOST_KEPT = 200;
const kept = new Map<string, { readonly at: number; readonly cost: Cost }>();

interface Days {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

async function keptFor30s(tx: Tx, contract: LoadedContract, days: Days, now: Date): Promise<Cost> {
  const key = `${contract.row.id} ${days.from} ${days.to} ${contract.versions.length}`;
  const known = kept.get(key);
  const age = known ? now.getTime() - known.at : Number.NaN;
  if (known && age >= 0 && age < KEPT_MS) return known.cost;
  const { cost, records } = await costOf(tx, contract, days, now);
  kept.delete(key);
  if (records > MANY_RECORDS) kept.set(key, { at: now.getTime(), cost });
  for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - MOST_KEPT))) kept.delete(old);
  return cost;
}

async function costOf(tx: Tx, contract: LoadedContract, days: Days, now: Date) {
  const { rated, quantities, byCampaign, records } = await rateSoFar(tx, contract, days, now);
  const { tenantId } = contract.row;
  const ids = [...byCampaign.keys()].filter((id) => id !== null);
  const campaigns = await tx.campaign.findMany({
    where: { tenantId, id: { in: ids } },
    select: { id: true, name: true },
  });
  const names = new Map(campaigns.map(({ id, name }) => [id, name]));
  const cost: Cost = {
    netMinor: rated.netMinor,
    taxMinor: rated.taxMinor,
    totalMinor: rated.totalMinor,
    taxInclusive: rated.taxMode === "inclusive",
    counts: {
      calls: Number(quantities.call ?? 0n),
      seatDays: Number(quantities.seat_day ?? 0n),
      successes: Number(quantities.success ?? 0n),
      agentMs: Number(quantities.agent_time ?? 0n),
    },
    unpriced: rated.unpricedCount,
    charges: rated.charges.map(({ key: _key, ...charge }) => charge),
    campaigns: [...byCampaign]
      .map(([campaignId, amountMinor]) => ({
        campaignId,
        name: (campaignId && names.get(campaignId)) ?? "",
        amountMinor,
      }))
      .sort((a, b) => (a.campaignId ?? "~").localeCompare(b.campaignId ?? "~")),
  };
  return { cost, records };
}

/** The month that today is in, from its invoices and the open period. */
async function forecastOf(
  tx: Tx,
  contract: LoadedContract,
  today: LocalDate,
  charges: Cost["charges"],
): Promise<Forecast | null> {
  const { row, currency, startsOn, endsOn } = contract;
  if (row.state !== "active" || (endsOn !== null && today > endsOn)) return null;
  const month = monthOf(today);
  const invoiced = await tx.charge.findMany({
    where: { tenantId: row.tenantId, month, invoice: { contractId: row.id, kind: "invoice" } },
    select: { kind: true, unit: true, amountMinor: true },
  });
  const known = invoiced.map((one) => ({ ...one, kind: one.kind as ChargeKind, unit: one.unit as ChargeUnit }));
  const open = charges.filter((charge) => charge.month === month);
  return forecastMonth({ currency, charges: [...known, ...open], today, startsOn, endsOn });
}

/** The cost so far of each contract of a tenant that is active, or ended and not fully invoiced. */
export async function costSoFar(tx: Tx, tenantId: string, now: Date) {
  const rows = await tx.contract.findMany({
    where: { tenantId, state: { not: "draft" } },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  const costs = [];
  for (const { id } of rows) {
    const contract = await loadContract(tx, tenantId, id);
    const today = localDate(now, contract.timezone);
    if (contract.startsOn > today) continue;
    const cost = await contractCostSoFar(tx, contract, now);
    if (contract.row.state === "ended" && cost.charges.length === 0) continue;
    costs.push(cost);
  }
  return costs;
}

/** The caller's company's cost so far, priced by the rules of its invoices. */
export const currentUsage = tenantQuery({
  name: "usage.current",
  permission: "usage.read",
  input: z.strictObject({}),
  timeoutMs: 60_000,
  run: async ({ tx, tenantId, now }) => ({ items: await costSoFar(tx, tenantId, now) }),
});

/** The open period of each contract, with the invoice of it that waits to be finalised. */
export const billingContracts = operatorQuery({
  name: "billing.contracts",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid().optional() }),
  timeoutMs: 120_000,
  run: async ({ tx, now }, { tenantId }) => {
    const tenants = await tx.tenant.findMany({
      where: tenantId ? { id: tenantId } : {},
      orderBy: { name: "asc" },
      select: { id: true, name: true },
    });
    const items = [];
    for (const tenant of tenants) {
      for (const cost of await costSoFar(tx, tenant.id, now)) {
        const contract = await loadContract(tx, tenant.id, cost.contractId);
        const draft = await draftOf(tx, contract);
        items.push({
          ...cost,
          tenantName: tenant.name,
          state: contract.row.state,
          billedThrough: contract.billedThrough,
          draftInvoiceId: draft?.id ?? null,
        });
      }
    }
    return { items };
  },
});
