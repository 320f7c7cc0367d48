import { operator, type WalkEntries } from "../entry.ts";

const COSTS = {
  currency: "HKD",
  components: [{ type: "seat", monthlyRate: "90", minSeats: 0 }],
};

/** The ledger and the operator's own costs. */
export const ledgerEntries: WalkEntries = {
  "operator.ledger.balances": operator("finance", (t) => ({ tenantId: t.tenantId, asOf: "2026-03-31" })),
  "operator.ledger.entries": operator("finance", (t) => ({
    tenantId: t.tenantId,
    contractId: t.contractId,
    invoiceId: t.finalisedInvoiceId,
    account: "receivable",
  })),
  "operator.ledger.trial": operator("finance", (t) => ({ tenantId: t.tenantId })),
  "operator.ledger.check": operator("finance", (t) => ({ tenantId: t.tenantId })),

  "operator.costs.list": operator("finance"),
  "operator.costs.add": operator("finance", () => ({ ...COSTS, effectiveFrom: "2026-01-01" })),
  "operator.costs.explain": operator("finance", () => COSTS),
  "operator.costs.margin": operator("finance", (t) => ({ tenantId: t.tenantId, invoiceId: t.finalisedInvoiceId })),
};
