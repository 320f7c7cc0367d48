import { operator, tenant, type WalkEntries } from "../entry.ts";

/** No provider of card payments is configured where the walk runs. */
const NO_CARDS = { mayEndWith: ["PAYMENTS_NOT_CONFIGURED"] } as const;

/** Payments and bank statements. */
export const paymentEntries: WalkEntries = {
  "payments.list": tenant("finance", (t) => ({ invoiceId: t.finalisedInvoiceId })),
  "payments.method": tenant("finance"),
  "payments.options": tenant("finance", (t) => ({ invoiceId: t.finalisedInvoiceId })),
  "payments.checkout": tenant("finance", (t) => ({ invoiceId: t.finalisedInvoiceId }), NO_CARDS),
  "payments.setupMethod": tenant("finance", undefined, NO_CARDS),
  "payments.removeMethod": tenant("finance", undefined, NO_CARDS),
  "operator.payments.all": operator("finance", (t) => ({ tenantId: t.tenantId })),
  "operator.payments.refund": operator("finance", (t) => ({
    tenantId: t.tenantId,
    paymentId: t.waitingPaymentId,
    amount: "0.03",
    reason: "Paid twice",
  })),
  "operator.payments.allocate": operator("finance", (t) => ({
    tenantId: t.tenantId,
    paymentId: t.waitingPaymentId,
    invoiceId: t.finalisedInvoiceId,
  })),
  "operator.bank.statements": operator("finance"),
  "operator.bank.lines": operator("finance", (_t, world) => ({ statementId: world.platform.statementId })),
  "operator.bank.match": operator("finance", (t, world) => ({
    tenantId: t.tenantId,
    lineId: world.platform.statementLineId,
    parts: [{ invoiceId: t.finalisedInvoiceId, amount: "0.53" }],
  })),
  "operator.bank.ignore": operator("finance", (_t, world) => ({
    lineId: world.platform.statementLineId,
    reason: "Interest",
  })),
};
