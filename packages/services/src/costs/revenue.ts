import type { Tx } from "@callbay/db/client";
import { usageByCampaign } from "@callbay/db/sql/ledger";
import { ledgerByCampaign, type UnchargedByCampaign, unchargedByCampaign } from "@callbay/db/sql/ledger-costs";
import { invoiceEntries } from "@callbay/domain/ledger/invoice-postings";
import type { CampaignMoney } from "@callbay/domain/ledger/margin";
import type { CampaignUsage } from "@callbay/domain/rating/campaign-share";
import { KINDS_PRICED } from "@callbay/domain/rating/pricers";
import type { ChargeKind } from "@callbay/domain/rating/types";
import type { contractCostSoFar } from "../billing/current.ts";
import type { LoadedContract } from "../contract/load.ts";

const NO_COST = { carrierMinor: 0n, seatMinor: 0n, agentMinor: 0n };

type CostSoFar = Awaited<ReturnType<typeof contractCostSoFar>>;

/** The revenue so far of a contract's open period: its lines by the campaigns of the usage that waits to be charged. */
export async function liveRevenue(tx: Tx, contract: LoadedContract, cost: CostSoFar): Promise<CampaignMoney[]> {
  const { tenantId, contractId, periodTo } = cost;
  const usage = await unchargedByCampaign(tx, { tenantId, contractId, before: periodTo });
  const components = new Map(
    contract.versions.flatMap((version) => version.components.map((one) => [one.id, { ...one, version }])),
  );
  return revenueOf(
    {
      currency: contract.currency,
      taxInclusive: cost.taxMinor !== 0n && sumOf(cost.charges) === cost.totalMinor,
      netMinor: cost.netMinor,
      taxMinor: cost.taxMinor,
      totalMinor: cost.totalMinor,
    },
    cost.charges.map((charge, index) => {
      const component = components.get(charge.componentId ?? "");
      const version = contract.versions.find(({ id }) => id === charge.contractVersionId);
      const kinds: readonly string[] = component ? KINDS_PRICED[component.params.type] : [];
      const own = usage.filter(
        (row) =>
          charge.kind === "usage" &&
          kinds.includes(row.kind) &&
          row.contractVersionId === charge.contractVersionId &&
          (component?.direction == null || row.direction === component.direction),
      );
      return {
        id: String(index),
        kind: charge.kind,
        componentType: component?.params.type ?? null,
        taxRatePpm: version?.taxRatePpm ?? 0,
        amountMinor: charge.amountMinor,
        campaigns: own.map((row) => weightOf(row, charge.unit)),
      };
    }),
  );
}

function sumOf(charges: readonly { readonly amountMinor: bigint }[]): bigint {
  return charges.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/** Minutes are shared by talk time, everything else by pieces. */
function weightOf(
  { campaignId, quantity, talkMs }: Pick<UnchargedByCampaign, "campaignId" | "quantity" | "talkMs">,
  unit: string,
): CampaignUsage {
  return { campaignId, quantity: unit === "minute" ? talkMs : quantity };
}

/** The revenue of an invoice that is not final yet, as it would be posted. */
export async function draftRevenue(tx: Tx, tenantId: string, invoiceId: string): Promise<CampaignMoney[]> {
  const invoice = await tx.invoice.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: invoiceId } },
    include: {
      charges: {
        orderBy: { position: "asc" },
        include: { component: { select: { type: true } }, contractVersion: { select: { taxRatePpm: true } } },
      },
    },
  });
  const usage = await usageByCampaign(tx, tenantId, invoiceId);
  return revenueOf(
    invoice,
    invoice.charges.map((charge) => ({
      id: charge.id,
      kind: charge.kind as ChargeKind,
      componentType: (charge.component?.type ?? null) as Parameters<
        typeof invoiceEntries
      >[0]["charges"][0]["componentType"],
      taxRatePpm: charge.contractVersion.taxRatePpm,
      amountMinor: charge.amountMinor,
      campaigns: usage.filter(({ chargeId }) => chargeId === charge.id).map((row) => weightOf(row, charge.unit)),
    })),
  );
}

/** The revenue as the ledger would have it: net of tax, claw-backs and credits taken off. */
function revenueOf(
  totals: Omit<Parameters<typeof invoiceEntries>[0], "kind" | "charges">,
  charges: Parameters<typeof invoiceEntries>[0]["charges"],
): CampaignMoney[] {
  return invoiceEntries({ ...totals, kind: "invoice", charges })
    .filter(({ account }) => account !== "receivable" && account !== "tax")
    .map(({ campaignId, amountMinor }) => ({
      ...NO_COST,
      campaignId: campaignId ?? null,
      revenueMinor: -amountMinor,
    }));
}

/** Revenue and costs of a finalised invoice's period, from the ledger alone; `accrued` says whether costs are posted. */
export async function postedMoney(
  tx: Tx,
  tenantId: string,
  invoiceId: string,
): Promise<{ readonly money: CampaignMoney[]; readonly accrued: boolean }> {
  const rows = await ledgerByCampaign(tx, tenantId, invoiceId);
  const money = rows.map(({ account, campaignId, amountMinor }): CampaignMoney => {
    const row = { campaignId, revenueMinor: 0n, ...NO_COST };
    if (account === "carrier_cost") return { ...row, carrierMinor: amountMinor };
    if (account === "seat_cost") return { ...row, seatMinor: amountMinor };
    if (account === "agent_cost") return { ...row, agentMinor: amountMinor };
    return { ...row, revenueMinor: -amountMinor };
  });
  const kind = "costs_accrued";
  const accrued = await tx.ledgerTransaction.count({ where: { tenantId, kind, sourceKey: invoiceId } });
  return { money, accrued: accrued > 0 };
}
