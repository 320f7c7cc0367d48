import { operator, type WalkEntries } from "../entry.ts";

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
};
