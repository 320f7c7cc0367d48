import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import type { PaymentSnapshot } from "@callbay/gateways/payment-port";
import type { VerbContext } from "../context.ts";
import { announce } from "../month/lock.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";
import { afterAutomatic } from "./apply.ts";
import { requireGateway } from "./gateway.ts";
import { lockPayable } from "./open-invoice.ts";
import { isOverdueOrder, lockPayment, ownRef } from "./rows.ts";
import { closePages, keepSnapshot } from "./sync.ts";

/** So long nobody else takes up a charge whose process may have died. */
const LEASE_MS = 15 * 60_000;

const which = z.object({ tenantId: z.uuid(), invoiceId: z.uuid() });

/** Invoices to be charged to a saved card now, all tenants, longest due first. */
export const dueCharges = platformVerb({
  name: "payments.dueCharges",
  input: z.object({ provider: z.string(), limit: z.int().default(1_000) }),
  run: async ({ tx, now }, { provider, limit }) => {
    const customers = await tx.paymentCustomer.findMany({
      where: { provider, methodRef: { not: null } },
      select: { tenantId: true },
    });
    const rows = await tx.invoiceSettlement.findMany({
      where: {
        tenantId: { in: customers.map(({ tenantId }) => tenantId) },
        nextChargeAt: { lte: now },
        state: { in: ["open", "partly_paid"] },
        invoice: { autoCharge: true },
      },
      orderBy: { nextChargeAt: "asc" },
      take: limit,
      select: { tenantId: true, id: true },
    });
    return rows.map(({ tenantId, id }) => ({ tenantId, invoiceId: id }));
  },
});

export type ChargeEnd = "not_due" | "succeeded" | "pending" | "requires_action" | "failed" | "unknown_client";

/**
 * Charges the saved card for an invoice that is due. The attempt is written down before the provider hears of it and
 * carries one key for good: whoever takes it up after a crash asks for the same charge, and two at once are one.
 *
 * @throws CallbayError PAYMENT_GATEWAY_UNAVAILABLE; the attempt stays open, and the job is tried again.
 */
export async function chargeInvoice(ctx: VerbContext, input: z.input<typeof which>): Promise<ChargeEnd> {
  const gateway = requireGateway(ctx.deps);
  if (!(await isDue(ctx, input))) return "not_due";
  // Nobody pays on a page while their card is charged.
  await closePages(ctx, input.tenantId, input.invoiceId);
  const attempt = await claimCharge(ctx, { ...input, provider: gateway.provider });
  if (!attempt) return "not_due";
  const { taken, ...order } = attempt;
  let snapshot: PaymentSnapshot;
  try {
    const before = taken ? await gateway.findPayment(order.customerRef, order.paymentId) : null;
    snapshot = before ?? (await gateway.charge({ ...order, key: `charge-${order.paymentId}` }));
  } catch (error) {
    if (!(error instanceof CallbayError) || error.kind === "unavailable") throw error;
    const code = String(error.details.providerCode ?? error.code);
    await failCharge(ctx, { ...input, paymentId: order.paymentId, code });
    return "failed";
  }
  const applied = await keepSnapshot(ctx, snapshot);
  return applied ? snapshot.state : "unknown_client";
}

const isDue = systemVerb({
  name: "payments.isDue",
  input: which,
  run: async ({ tx, now }, { tenantId, invoiceId }) =>
    (await tx.invoiceSettlement.count({ where: { tenantId, id: invoiceId, nextChargeAt: { lte: now } } })) > 0,
});

/** Takes an invoice's charge up: one process does, for a quarter of an hour. Null: there is nothing to charge. */
const claimCharge = systemVerb({
  name: "payments.claimCharge",
  input: which.extend({ provider: z.string() }),
  run: async ({ tx, now }, { tenantId, invoiceId, provider }) => {
    const invoice = await lockPayable(tx, tenantId, invoiceId);
    const customer = await tx.paymentCustomer.findFirst({ where: { tenantId, provider } });
    if (!invoice?.autoCharge || !customer?.methodRef || invoice.openMinor <= 0n) return null;
    const { nextChargeAt } = invoice.settlement;
    if (!nextChargeAt || nextChargeAt > now) return null;
    const pending = await tx.payment.findMany({ where: { tenantId, invoiceId, provider, state: "pending" } });
    const begun = pending.find((row) => row.providerRef.startsWith("auto:"));
    // Somebody is paying just now: the next round looks again. A page that is a day old cannot be paid any more.
    if (!begun && pending.some((row) => !isOverdueOrder(row, now))) return null;
    const paymentId = begun?.id ?? newId();
    const amountMinor = begun?.amountMinor ?? invoice.openMinor;
    const { number: title, currency } = invoice;
    if (!begun) {
      await tx.payment.createMany({
        data: {
          ...{ tenantId, invoiceId, provider, amountMinor, currency },
          id: paymentId,
          providerRef: ownRef.auto(paymentId),
          state: "pending",
          createdAt: now,
          updatedAt: now,
        },
      });
    }
    await tx.invoiceSettlement.updateMany({
      where: { tenantId, id: invoiceId },
      data: { nextChargeAt: new Date(now.getTime() + LEASE_MS), updatedAt: now },
    });
    const { customerRef, methodRef } = customer;
    const order = { tenantId, invoiceId, paymentId, amountMinor, currency, title, customerRef, methodRef };
    return { ...order, taken: begun !== undefined };
  },
});

/** The provider would not even try: a card that it does not know any more, an amount that it does not take. */
const failCharge = systemVerb({
  name: "payments.failCharge",
  input: which.extend({ paymentId: z.uuid(), code: z.string() }),
  run: async (unit, { tenantId, invoiceId, paymentId, code }) => {
    const { tx, now } = unit;
    const invoice = await lockPayable(tx, tenantId, invoiceId);
    const row = await lockPayment(tx, tenantId, paymentId);
    if (!invoice || row.state !== "pending") return null;
    await tx.payment.updateMany({
      where: { tenantId, id: paymentId },
      data: { state: "failed", failureCode: code, updatedAt: now },
    });
    await afterAutomatic(unit, tenantId, { row, invoice, state: "failed" });
    announce(unit, tenantId, invoiceId);
    return null;
  },
});
