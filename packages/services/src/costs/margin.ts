import type { Tx } from "@callbay/db/client";
import { fromDbDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import type { CostLine } from "@callbay/domain/ledger/campaign-costs";
import { type CampaignMoney, campaignMargins, marginOf } from "@callbay/domain/ledger/margin";
import { contractCostSoFar } from "../billing/current.ts";
import { type LoadedContract, loadContract } from "../contract/load.ts";
import { operatorQuery, z } from "../verb.ts";
import { type CostsOfPeriod, costsOfPeriod } from "./of-period.ts";
import { draftRevenue, liveRevenue, postedMoney } from "./revenue.ts";

/**
 * Revenue, costs and margin of each campaign of a client: of the open period of its contracts, live; or, when an
 * invoice is named, of that invoice's period, from the ledger once it is final. Amounts are net of tax.
 */
export const campaignMargin = operatorQuery({
  name: "costs.margin",
  permission: "platform.billing.read",
  input: z.strictObject({
    tenantId: z.uuid(),
    contractId: z.uuid().optional(),
    invoiceId: z.uuid().optional(),
  }),
  timeoutMs: 120_000,
  run: async ({ tx, now }, { tenantId, contractId, invoiceId }) => {
    if (invoiceId) return { items: [await marginOfInvoice(tx, tenantId, invoiceId, now)] };
    const rows = await tx.contract.findMany({
      where: { tenantId, state: { not: "draft" }, ...(contractId ? { id: contractId } : {}) },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    if (contractId && rows.length === 0) throw notFound("contract");
    const items: ContractMargin[] = [];
    for (const { id } of rows) {
      const margin = await marginSoFar(tx, await loadContract(tx, tenantId, id), now);
      if (margin) items.push(margin);
    }
    return { items };
  },
});

const LINES_SHOWN = 50;

type ContractMargin = ReturnType<typeof present>;

async function marginSoFar(tx: Tx, contract: LoadedContract, now: Date): Promise<ContractMargin | null> {
  const cost = await contractCostSoFar(tx, contract, now);
  if (cost.periodTo <= cost.periodFrom) return null;
  const period = { from: cost.periodFrom, to: cost.periodTo };
  const costs = await costsOfPeriod(tx, contract, period, now);
  const money = [...liveRevenue(cost), ...moneyOf(costs)];
  return present(contract, { ...period, source: "live", invoiceId: null, invoiceNumber: null }, money, costs);
}

async function marginOfInvoice(tx: Tx, tenantId: string, invoiceId: string, now: Date): Promise<ContractMargin> {
  const invoice = await tx.invoice.findUnique({ where: { tenantId_id: { tenantId, id: invoiceId } } });
  if (invoice?.kind !== "invoice") throw notFound("invoice");
  const contract = await loadContract(tx, tenantId, invoice.contractId);
  const period = { from: fromDbDate(invoice.periodFrom), to: fromDbDate(invoice.periodTo) };
  const costs = await costsOfPeriod(tx, contract, period, now);
  const about = { ...period, invoiceId, invoiceNumber: invoice.number };
  if (invoice.state !== "finalised") {
    const money = [...(await draftRevenue(tx, tenantId, invoiceId)), ...moneyOf(costs)];
    return present(contract, { ...about, source: "draft" }, money, costs);
  }
  const { money, accrued } = await postedMoney(tx, tenantId, invoiceId);
  return present(contract, { ...about, source: "ledger" }, accrued ? money : [...money, ...moneyOf(costs)], costs);
}

function moneyOf({ campaigns }: CostsOfPeriod): CampaignMoney[] {
  return campaigns.map(({ lines: _explained, ...cost }) => ({ ...cost, revenueMinor: 0n }));
}

interface About {
  readonly from: string;
  readonly to: string;
  /** live and draft: priced now; ledger: as posted. */
  readonly source: "live" | "draft" | "ledger";
  readonly invoiceId: string | null;
  readonly invoiceNumber: string | null;
}

function present(contract: LoadedContract, about: About, money: readonly CampaignMoney[], costs: CostsOfPeriod) {
  const { from, to, ...rest } = about;
  const talkMs = costs.activity.reduce((sum, one) => sum + one.talkMs, 0n);
  const margins = campaignMargins(money, costs.activity);
  const total = (field: "revenueMinor" | "carrierMinor" | "seatMinor" | "agentMinor") =>
    margins.reduce((sum, one) => sum + one[field], 0n);
  return {
    ...rest,
    tenantId: contract.row.tenantId,
    contractId: contract.row.id,
    contractReference: contract.row.reference,
    currency: contract.currency,
    periodFrom: from,
    /** Exclusive. */
    periodTo: to,
    /** False: nothing is known of costs in this currency, and margins are revenue. */
    costsKnown: costs.sheets.length > 0,
    talkMs,
    /** How seats and agents came to cost what is shared by talk time. */
    sharedCosts: costs.shared,
    campaigns: margins.map((margin) => {
      const activity = costs.activity.find(({ campaignId }) => campaignId === margin.campaignId);
      return {
        ...margin,
        name: activity?.name ?? null,
        calls: activity?.calls ?? 0,
        answered: activity?.answered ?? 0,
        talkMs: activity?.talkMs ?? 0n,
        carrierLines: dearest(costs.campaigns.find(({ campaignId }) => campaignId === margin.campaignId)?.lines ?? []),
      };
    }),
    total: marginOf({
      campaignId: null,
      revenueMinor: total("revenueMinor"),
      carrierMinor: total("carrierMinor"),
      seatMinor: total("seatMinor"),
      agentMinor: total("agentMinor"),
    }),
  };
}

/** The lines that explain most; a price list can make thousands. */
function dearest(lines: readonly CostLine[]): CostLine[] {
  return [...lines].sort((a, b) => (a.amountMinor > b.amountMinor ? -1 : 1)).slice(0, LINES_SHOWN);
}
