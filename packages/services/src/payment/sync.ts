import type { PaymentSnapshot } from "@callbay/gateways/payment-port";
import type { VerbContext } from "../context.ts";
import { platformVerb } from "../node/platform-verb.ts";
import { systemVerb, z } from "../verb.ts";
import { type Applied, applyPayment } from "./apply.ts";
import { clientOf, syncMethods } from "./customer.ts";
import { asSystem, requireGateway } from "./gateway.ts";
import { ownId, PAGE_OVER_MS } from "./rows.ts";

export type Outcome = "applied" | "nothing_to_do" | "unknown_client";

/** Looks a payment up at the provider and writes down how it stands. Null: it is no client's of ours. */
export async function syncPayment(ctx: VerbContext, ref: string): Promise<Applied | null> {
  return keepSnapshot(ctx, await requireGateway(ctx.deps).payment(ref));
}

/** Writes down what the provider has just said of a payment; an invoice that is paid has no page to pay it on any more. */
export async function keepSnapshot(ctx: VerbContext, snapshot: PaymentSnapshot): Promise<Applied | null> {
  const { provider } = requireGateway(ctx.deps);
  const { customerRef, tenantId: named } = snapshot;
  const tenantId = await clientOf(asSystem(ctx), { provider, customerRef, tenantId: named });
  if (!tenantId) return null;
  const applied = await applyPayment(asSystem(ctx), { tenantId, provider, snapshot });
  if (applied.invoiceId && applied.settlement === "paid") await closePages(ctx, tenantId, applied.invoiceId);
  return applied;
}

/**
 * Closes the pages on which this invoice could still be paid. Whoever paid on one meanwhile has paid.
 *
 * @param but the payment whose page stays: by our own id, since whoever opens it just now has not told us its name yet.
 */
export async function closePages(ctx: VerbContext, tenantId: string, invoiceId: string, but?: string): Promise<void> {
  const gateway = requireGateway(ctx.deps);
  const customerRef = await knownCustomer(asSystem(ctx), { tenantId, provider: gateway.provider });
  if (!customerRef) return;
  for (const { ref, paymentId } of await gateway.openCheckouts(customerRef, invoiceId)) {
    if (but !== undefined && paymentId === but) continue;
    await gateway.expireCheckout(ref);
    await syncCheckout(ctx, ref);
  }
}

const knownCustomer = systemVerb({
  name: "payments.knownCustomer",
  input: z.object({ tenantId: z.uuid(), provider: z.string() }),
  run: async ({ tx }, where) =>
    (await tx.paymentCustomer.findFirst({ where, select: { customerRef: true } }))?.customerRef ?? null,
});

/** Looks a page of the provider's up: what was paid on it, which card was saved on it, or that it expired. */
export async function syncCheckout(ctx: VerbContext, ref: string): Promise<Outcome> {
  const gateway = requireGateway(ctx.deps);
  const { provider } = gateway;
  const page = await gateway.checkout(ref);
  if (page.paymentRef) return (await syncPayment(ctx, page.paymentRef)) ? "applied" : "unknown_client";
  const tenantId = await clientOf(asSystem(ctx), { provider, customerRef: page.customerRef, tenantId: page.tenantId });
  if (!tenantId) return "unknown_client";
  const paymentId = ownId(page.paymentId);
  if (page.state === "expired" && paymentId) {
    await endPage(asSystem(ctx), { tenantId, paymentId });
    return "applied";
  }
  if (page.state === "complete" && page.customerRef) {
    await syncMethods(ctx, page.customerRef);
    return "applied";
  }
  return "nothing_to_do";
}

/** Looks up the pages that must be over and of whose end nobody told us: their invoices wait for them. */
export async function syncOverduePages(ctx: VerbContext): Promise<void> {
  const { provider } = requireGateway(ctx.deps);
  for (const { tenantId, id: paymentId, providerRef } of await overduePages(asSystem(ctx), { provider })) {
    if (providerRef.startsWith("cs_")) await syncCheckout(ctx, providerRef);
    else await endPage(asSystem(ctx), { tenantId, paymentId });
  }
}

const overduePages = platformVerb({
  name: "payments.overduePages",
  input: z.object({ provider: z.string() }),
  run: ({ tx, now }, { provider }) =>
    tx.payment.findMany({
      where: {
        ...{ provider, state: "pending", createdAt: { lt: new Date(now.getTime() - PAGE_OVER_MS) } },
        OR: [{ providerRef: { startsWith: "cs_" } }, { providerRef: { startsWith: "checkout:" } }],
      },
      orderBy: { createdAt: "asc" },
      take: 500,
      select: { tenantId: true, id: true, providerRef: true },
    }),
});

const endPage = systemVerb({
  name: "payments.endPage",
  input: z.object({ tenantId: z.uuid(), paymentId: z.uuid() }),
  run: async ({ tx, now }, { tenantId, paymentId }) => {
    await tx.payment.updateMany({
      where: {
        ...{ tenantId, id: paymentId, state: "pending" },
        OR: [{ providerRef: { startsWith: "cs_" } }, { providerRef: { startsWith: "checkout:" } }],
      },
      data: { state: "failed", failureCode: "checkout_expired", updatedAt: now },
    });
    return null;
  },
});
