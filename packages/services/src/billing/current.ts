import type { Tx } from "@callbay/db/client";
import { addDays, localDate } from "@callbay/domain/calendar";
import { type LoadedContract, loadContract } from "../contract/load.ts";
import { operatorQuery, tenantQuery, z } from "../verb.ts";
import { draftOf, openFrom, rateSoFar } from "./rate-contract.ts";

/** What a contract has cost since its last invoice, drafts included, up to and including today. */
export async function contractCostSoFar(tx: Tx, contract: LoadedContract, now: Date) {
  const { row } = contract;
  const from = await openFrom(tx, contract);
  const tomorrow = addDays(localDate(now, contract.timezone), 1);
  const open = tomorrow > from;
  const to = open ? tomorrow : from;
  const head = {
    tenantId: row.tenantId,
    contractId: row.id,
    reference: row.reference,
    form: row.form,
    currency: contract.currency,
    periodFrom: from,
    /** Exclusive; the period goes on after it. */
    periodTo: to,
  };
  if (!open) {
    return { ...head, netMinor: 0n, taxMinor: 0n, totalMinor: 0n, counts: { calls: 0, seatDays: 0 }, charges: [] };
  }
  const { rated, usage } = await rateSoFar(tx, contract, { from, to }, now);
  const count = (kind: string) =>
    Number(usage.filter((fact) => fact.kind === kind).reduce((sum, fact) => sum + fact.quantity, 0n));
  return {
    ...head,
    netMinor: rated.netMinor,
    taxMinor: rated.taxMinor,
    totalMinor: rated.totalMinor,
    counts: { calls: count("call"), seatDays: count("seat_day") },
    charges: rated.charges.map(({ usageIds: _summed, ...charge }) => charge),
  };
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
  run: async ({ tx, tenantId, now }) => ({ items: await costSoFar(tx, tenantId, now) }),
});

/** The open period of each contract, with the draft that waits to be finalised. */
export const billingContracts = operatorQuery({
  name: "billing.contracts",
  permission: "platform.billing.read",
  input: z.strictObject({ tenantId: z.uuid().optional() }),
  timeoutMs: 60_000,
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
