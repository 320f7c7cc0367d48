import type { Tx } from "@callbay/db/client";
import { usageByCampaign } from "@callbay/db/sql/ledger";
import { ledgerByCampaign } from "@callbay/db/sql/ledger-costs";
import { invoiceEntries, largestRemainder, type PostedCharge } from "@callbay/domain/ledger/invoice-postings";
import type { CampaignMoney } from "@callbay/domain/ledger/margin";
import type { CampaignUsage } from "@callbay/domain/rating/campaign-share";

import type { contractCostSoFar } from "../billing/current.ts";

const NO_COST = { carrierMinor: 0n, seatMinor: 0n, agentMinor: 0n };

type CostSoFar = Awaited<ReturnType<typeof contractCostSoFar>>;

/** The revenue so far of a contract's open period, by campaign and without the tax that its prices may contain. */
export function liveRevenue(cost: CostSoFar): CampaignMoney[] {
  const { campaigns, netMinor } = cost;
  const sum = campaigns.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  const nets =
    sum === netMinor || sum === 0n
      ? campaigns.map(({ amountMinor }) => amountMinor)
      : largestRemainder(
          netMinor,
          campaigns.map(({ amountMinor }) => ({
            numerator: (sum < 0n ? -1n : 1n) * amountMinor * netMinor,
            denominator: sum < 0n ? -sum : sum,
          })),
        );
  return campaigns.map(({ campaignId }, index) => ({ ...NO_COST, campaignId, revenueMinor: nets[index] ?? 0n }));
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
  const behind = new Map<string, CampaignUsage[]>();
  const units = new Map(invoice.charges.map(({ id, unit }) => [id, unit]));
  for (const { chargeId, campaignId, quantity, talkMs } of await usageByCampaign(tx, tenantId, invoiceId)) {
    const known = behind.get(chargeId) ?? [];
    behind.set(chargeId, [
      ...known,
      // Minutes are shared by talk time, everything else by pieces, as the ledger does.
      { campaignId, quantity: units.get(chargeId) === "minute" ? talkMs : quantity },
    ]);
  }
  const charges = invoice.charges.map(
    (charge): PostedCharge => ({
      id: charge.id,
      // Written by rating and by the verbs of the month, which know no other kinds and types.
      kind: charge.kind as PostedCharge["kind"],
      componentType: (charge.component?.type ?? null) as PostedCharge["componentType"],
      taxRatePpm: charge.contractVersion.taxRatePpm,
      amountMinor: charge.amountMinor,
      campaigns: behind.get(charge.id) ?? [],
    }),
  );
  return invoiceEntries({ ...invoice, kind: "invoice", charges })
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
