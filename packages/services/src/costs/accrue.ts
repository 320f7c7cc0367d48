import type { Tx } from "@callbay/db/client";
import { fromDbDate, localDate } from "@callbay/domain/calendar";
import { notFound } from "@callbay/domain/errors";
import type { Entry, PlainAccount } from "@callbay/domain/ledger/accounts";
import { type LoadedContract, loadContract } from "../contract/load.ts";
import { post } from "../ledger/post.ts";
import { costsOfPeriod } from "./of-period.ts";

interface AccruedInvoice {
  readonly id: string;
  readonly number: string | null;
  readonly periodFrom: Date;
  readonly periodTo: Date;
}

/**
 * Posts what the work of an invoice's period costs the operator, by campaign: carrier, seats and agents, against
 * `accrued`. Then it looks once more at the period before: calls that were still talking, or whose end became known
 * late, are posted there. Without a cost sheet of the currency nothing is posted. Running it again changes nothing.
 *
 * Run it in the operator's scope, before the invoice's number is taken: it reads the calls of two months.
 *
 * @throws CallbayError NOT_FOUND.
 */
export async function accrueCosts(
  tx: Tx,
  { tenantId, invoiceId, now }: { readonly tenantId: string; readonly invoiceId: string; readonly now: Date },
): Promise<void> {
  const invoice = await tx.invoice.findUnique({ where: { tenantId_id: { tenantId, id: invoiceId } } });
  if (!invoice) throw notFound("invoice");
  if (invoice.kind !== "invoice") return;
  const contract = await loadContract(tx, tenantId, invoice.contractId);
  await accrue(tx, contract, invoice, now, "");
  const before = await tx.invoice.findFirst({
    where: {
      tenantId,
      contractId: invoice.contractId,
      kind: "invoice",
      state: "finalised",
      periodTo: { lte: invoice.periodFrom },
    },
    orderBy: { periodTo: "desc" },
  });
  if (before) await accrue(tx, contract, before, now, ":late");
}

async function accrue(
  tx: Tx,
  contract: LoadedContract,
  invoice: AccruedInvoice,
  now: Date,
  suffix: "" | ":late",
): Promise<void> {
  const { tenantId, id: contractId } = contract.row;
  const { currency } = contract;
  const period = { from: fromDbDate(invoice.periodFrom), to: fromDbDate(invoice.periodTo) };
  const sourceKey = `${invoice.id}${suffix}`;
  const kind = "costs_accrued";
  const known = await tx.ledgerTransaction.count({ where: { tenantId, kind, sourceKey } });
  if (known > 0) return;
  const costs = await costsOfPeriod(tx, contract, period, now);
  if (costs.sheets.length === 0) return;
  const wanted = new Map<string, Entry>();
  const want = (account: PlainAccount, campaignId: string | null, amountMinor: bigint) => {
    const key = `${account} ${campaignId ?? ""}`;
    wanted.set(key, { account, currency, campaignId, amountMinor: amountMinor + (wanted.get(key)?.amountMinor ?? 0n) });
  };
  for (const { campaignId, carrierMinor, seatMinor, agentMinor } of costs.campaigns) {
    want("carrier_cost", campaignId, carrierMinor);
    want("seat_cost", campaignId, seatMinor);
    want("agent_cost", campaignId, agentMinor);
  }
  for (const { account, campaignId, amountMinor } of await accruedBefore(tx, tenantId, invoice.id))
    want(account, campaignId, -amountMinor);
  const entries = [...wanted.values()].filter(({ amountMinor }) => amountMinor !== 0n);
  if (entries.length === 0) return;
  const sum = entries.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  await post(tx, {
    tenantId,
    kind,
    sourceKey,
    contractId,
    invoiceId: invoice.id,
    occurredAt: now,
    bookedOn: localDate(now, contract.timezone),
    memo: `${suffix ? "Late costs" : "Costs"} of ${period.from} to ${period.to}`,
    entries: [...entries, { account: "accrued", currency, amountMinor: -sum }],
  });
}

async function accruedBefore(tx: Tx, tenantId: string, invoiceId: string) {
  const rows = await tx.ledgerEntry.groupBy({
    by: ["account", "campaignId"],
    where: { tenantId, transaction: { invoiceId, kind: "costs_accrued" }, account: { not: "accrued" } },
    _sum: { amountMinor: true },
  });
  return rows.map(({ account, campaignId, _sum }) => ({
    // Written by this file alone.
    account: account as PlainAccount,
    campaignId,
    amountMinor: _sum.amountMinor ?? 0n,
  }));
}
