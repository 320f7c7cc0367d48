import { operator, tenant, type WalkEntries } from "../entry.ts";

const PERIOD = { from: "2026-01-01", through: "2026-12-31" };

/** Review, disputes, credit notes, mail, statements and the closing of the month. */
export const monthEntries: WalkEntries = {
  "invoices.accept": tenant("finance", (t) => ({ invoiceId: t.reviewInvoiceId })),
  "invoices.dispute": tenant("finance", (t) => ({
    invoiceId: t.reviewInvoiceId,
    chargeId: t.reviewChargeId,
    usageId: t.reviewUsageId,
    comment: "We did not make this call.",
  })),
  "invoices.withdrawDispute": tenant("finance", (t) => ({ disputeId: t.disputeId })),
  "invoices.statement": tenant("finance", () => PERIOD),

  "operator.billing.openReview": operator("finance", (t) => ({ tenantId: t.tenantId, invoiceId: t.draftInvoiceId })),
  "operator.billing.addLine": operator("finance", (t) => ({
    tenantId: t.tenantId,
    invoiceId: t.draftInvoiceId,
    text: "Goodwill",
    amount: "-0.10",
    reason: "An outage",
  })),
  "operator.billing.removeLine": operator("finance", (t) => ({
    tenantId: t.tenantId,
    invoiceId: t.reviewInvoiceId,
    chargeId: t.addedChargeId,
  })),
  "operator.billing.creditNote": operator("finance", (t) => ({
    tenantId: t.tenantId,
    invoiceId: t.finalisedInvoiceId,
    lines: [{ chargeId: t.finalisedChargeId, amount: "0.10" }],
    reason: "Ours",
  })),
  "operator.billing.void": operator("finance", (t) => ({
    tenantId: t.tenantId,
    invoiceId: t.finalisedInvoiceId,
    reason: "The wrong company",
  })),
  "operator.billing.send": operator("finance", (t) => ({ tenantId: t.tenantId, invoiceId: t.finalisedInvoiceId })),
  "operator.billing.statement": operator("finance", (t) => ({ tenantId: t.tenantId, ...PERIOD })),
  "operator.billing.board": operator("finance", (t) => ({ tenantId: t.tenantId })),
  "operator.billing.ageing": operator("finance"),
  "operator.disputes.list": operator("finance", (t) => ({ tenantId: t.tenantId, invoiceId: t.disputedInvoiceId })),
  "operator.disputes.resolve": operator("finance", (t) => ({
    tenantId: t.tenantId,
    disputeId: t.disputeId,
    resolution: "adjust",
    amount: "0.10",
    reason: "Ours",
  })),
  "operator.mail.list": operator("finance", (t) => ({ tenantId: t.tenantId })),
  "operator.mail.retry": operator("finance", (t) => ({ tenantId: t.tenantId, mailId: t.mailId })),
};
