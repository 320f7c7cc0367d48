import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { CallbayError } from "@callbay/domain/errors";
import type { Checkout, PaymentGateway } from "@callbay/gateways/payment-port";
import type { VerbContext } from "../context.ts";
import { systemVerb, tenantVerb, z } from "../verb.ts";
import { customerOf } from "./customer.ts";
import { asSystem, requireGateway } from "./gateway.ts";
import { requirePayable } from "./open-invoice.ts";
import { ownRef } from "./rows.ts";
import { verbInSteps } from "./steps.ts";
import { closePages, syncCheckout } from "./sync.ts";

/** Pages live a day; one that is nearly over is not handed out again. */
const PAGE_USABLE_MS = 23 * 3_600_000;

const target = z.strictObject({ invoiceId: z.uuid() });

/**
 * Where an open invoice is paid by card: a page of the payment provider's. Asked twice, it is the same page, and only
 * one page of an invoice is ever open.
 */
export const checkoutInvoice = verbInSteps({
  name: "payments.checkout",
  permission: "payment.write",
  input: target,
  run: async (ctx, input): Promise<{ url: string }> => {
    const first = await openOrder(ctx, input);
    const gateway = requireGateway(ctx.deps);
    await closePages(ctx, first.tenantId, input.invoiceId, first.paymentId);
    const page = first.pageRef ? await gateway.checkout(first.pageRef) : null;
    if (page?.url) return { url: page.url };
    // Paid or expired meanwhile: then it is written down, and another page is opened for what is still open.
    if (first.pageRef) await syncCheckout(ctx, first.pageRef);
    const order = first.pageRef ? await openOrder(ctx, input) : first;
    const { ref, url } = await createPage(ctx, gateway, order);
    await namePage(asSystem(ctx), { tenantId: order.tenantId, paymentId: order.paymentId, ref });
    if (url) return { url };
    throw new CallbayError(
      "conflict",
      "PAYMENT_UNDER_WAY",
      "This invoice is just being paid. Nothing was charged twice; look at it again in a moment.",
    );
  },
});

type OpenedOrder = Awaited<ReturnType<typeof openOrder>>;

async function createPage(ctx: VerbContext, gateway: PaymentGateway, order: OpenedOrder): Promise<Checkout> {
  const { tenantId, paymentId, invoiceId, number: title, amountMinor, currency, locale } = order;
  const back = `${ctx.deps.appUrl}/w/invoices/${invoiceId}`;
  try {
    const customerRef = await customerOf(ctx, tenantId);
    return await gateway.createCheckout({
      ...{ tenantId, paymentId, invoiceId, title, amountMinor, currency, locale, customerRef },
      successUrl: `${back}?payment=done`,
      cancelUrl: `${back}?payment=cancelled`,
      key: `checkout-${paymentId}`,
    });
  } catch (error) {
    if (error instanceof CallbayError && error.kind !== "unavailable")
      await dropOrder(asSystem(ctx), { tenantId, paymentId, code: error.code });
    throw error;
  }
}

/** The order of a page: written before the provider hears of it, so that what is paid is known to be ours. */
const openOrder = tenantVerb({
  name: "payments.openOrder",
  permission: "payment.write",
  input: target,
  run: async (unit, { invoiceId }) => {
    const { tx, tenantId, now, audit } = unit;
    const invoice = await requirePayable(tx, tenantId, invoiceId);
    const { provider } = requireGateway(unit.deps);
    const { number, currency, openMinor: amountMinor } = invoice;
    await refuseWhileUnderWay(tx, tenantId, invoiceId);
    const { locale } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { locale: true } });
    const order = { tenantId, invoiceId, number, amountMinor, currency, locale };
    const earlier = await tx.payment.findFirst({
      where: {
        ...{ tenantId, invoiceId, provider, amountMinor, state: "pending" },
        createdAt: { gt: new Date(now.getTime() - PAGE_USABLE_MS) },
        OR: [{ providerRef: { startsWith: "cs_" } }, { providerRef: { startsWith: "checkout:" } }],
      },
      orderBy: { id: "desc" },
    });
    const paymentId = earlier?.id ?? newId();
    await audit({
      action: "payments.checkout",
      entity: "invoice",
      entityId: invoiceId,
      after: { paymentId, amountMinor: amountMinor.toString(), currency },
    });
    if (earlier) {
      const pageRef = earlier.providerRef.startsWith("cs_") ? earlier.providerRef : null;
      return { ...order, paymentId, pageRef };
    }
    await tx.payment.createMany({
      data: {
        ...{ tenantId, invoiceId, provider, amountMinor, currency },
        id: paymentId,
        providerRef: ownRef.checkout(paymentId),
        state: "pending",
        createdAt: now,
        updatedAt: now,
      },
    });
    return { ...order, paymentId, pageRef: null };
  },
});

/** A charge that is on its way may yet pay the invoice. @throws CallbayError PAYMENT_UNDER_WAY. */
export async function refuseWhileUnderWay(tx: Tx, tenantId: string, invoiceId: string): Promise<void> {
  const under = await tx.payment.findFirst({
    where: {
      ...{ tenantId, invoiceId, state: "pending" },
      OR: [{ providerRef: { startsWith: "auto:" } }, { providerRef: { startsWith: "pi_" } }],
    },
    select: { id: true },
  });
  if (!under) return;
  throw new CallbayError(
    "conflict",
    "PAYMENT_UNDER_WAY",
    "A payment of this invoice is under way. Nothing was charged twice; look at it again in a moment.",
    { paymentId: under.id },
  );
}

const namePage = systemVerb({
  name: "payments.namePage",
  input: z.object({ tenantId: z.uuid(), paymentId: z.uuid(), ref: z.string() }),
  run: async ({ tx, now }, { tenantId, paymentId, ref }) => {
    // Unless the page was paid before we could write its name down.
    await tx.payment.updateMany({
      where: { tenantId, id: paymentId, providerRef: ownRef.checkout(paymentId) },
      data: { providerRef: ref, updatedAt: now },
    });
    return null;
  },
});

const dropOrder = systemVerb({
  name: "payments.dropOrder",
  input: z.object({ tenantId: z.uuid(), paymentId: z.uuid(), code: z.string() }),
  run: async ({ tx, now }, { tenantId, paymentId, code }) => {
    await tx.payment.updateMany({
      where: { tenantId, id: paymentId, state: "pending", providerRef: ownRef.checkout(paymentId) },
      data: { state: "failed", failureCode: code, updatedAt: now },
    });
    return null;
  },
});
