import { operator, tenant, type WalkEntries } from "../entry.ts";

const TERMS = {
  components: [{ type: "seat", params: { monthlyRate: "300", minSeats: 2 } }],
};

/** Contracts, seats, calls, billing and invoices. */
export const businessEntries: WalkEntries = {
  "contracts.mine": tenant("owner"),
  "operator.contracts.list": operator("finance", (t) => ({ tenantId: t.tenantId })),
  "operator.contracts.get": operator("finance", (t) => ({ tenantId: t.tenantId, contractId: t.contractId })),
  "operator.contracts.create": operator("finance", (t, world) => ({
    tenantId: t.tenantId,
    legalEntityId: world.platform.legalEntityId,
    reference: "C-3",
    form: "FULL",
    currency: "EUR",
    startsOn: "2026-04-01",
    terms: TERMS,
  })),
  "operator.contracts.amend": operator("finance", (t) => ({
    tenantId: t.tenantId,
    contractId: t.contractId,
    effectiveFrom: "2026-04-01",
    terms: TERMS,
  })),
  "operator.contracts.activate": operator("finance", (t) => ({ tenantId: t.tenantId, contractId: t.draftContractId })),
  "operator.contracts.end": operator("finance", (t) => ({
    tenantId: t.tenantId,
    contractId: t.contractId,
    endsOn: "2026-12-31",
  })),

  "seats.list": tenant("owner"),
  "seats.quote": tenant("owner", (t) => ({ contractId: t.contractId, count: 2 })),
  "seats.rent": tenant("owner", (t) => ({ contractId: t.contractId, count: 2 })),
  "seats.release": tenant("owner", (t) => ({ leaseIds: [t.freeLeaseId] })),
  "seats.assign": tenant("owner", (t) => ({ leaseId: t.freeLeaseId, membershipId: t.spareAgent.membershipId })),
  "seats.setRecording": tenant("owner", (t) => ({ leaseId: t.freeLeaseId, enabled: false })),
  "operator.seats.list": operator("admin"),
  "operator.seats.create": operator("admin", () => ({ labels: ["Z-1"], location: "Floor 9" })),

  "calls.list": tenant("owner", (t) => ({ campaignId: t.campaignId, membershipId: t.people.agent.membershipId })),
  "calls.get": tenant("owner", (t) => ({ callId: t.callId })),

  "invoices.list": tenant("finance"),
  "invoices.get": tenant("finance", (t) => ({ invoiceId: t.finalisedInvoiceId })),
  "invoices.usage": tenant("finance", (t) => ({ invoiceId: t.finalisedInvoiceId, chargeId: t.finalisedChargeId })),
  "usage.current": tenant("finance"),
  "operator.billing.live": operator("finance"),
  "operator.billing.contracts": operator("finance", (t) => ({ tenantId: t.tenantId })),
  "operator.billing.close": operator(
    "finance",
    (t) => ({ tenantId: t.tenantId, contractId: t.contractId, periodTo: "2026-03-10" }),
    { mayEndWith: ["DRAFT_EXISTS"] },
  ),
  "operator.billing.finalise": operator("finance", (t) => ({
    tenantId: t.tenantId,
    invoiceId: t.draftInvoiceId,
    withoutAcceptance: "Agreed on the phone",
  })),
  "operator.billing.discard": operator("finance", (t) => ({ tenantId: t.tenantId, invoiceId: t.draftInvoiceId })),
  "operator.billing.invoices": operator("finance", (t) => ({ tenantId: t.tenantId })),
  "operator.billing.invoice": operator("finance", (t) => ({ tenantId: t.tenantId, invoiceId: t.draftInvoiceId })),
  "operator.billing.usage": operator("finance", (t) => ({
    tenantId: t.tenantId,
    invoiceId: t.finalisedInvoiceId,
    chargeId: t.finalisedChargeId,
  })),
};
