import { paymentReference } from "@callbay/domain/bank/reference";
import { notFound } from "@callbay/domain/errors";
import { tenantQuery, tenantVerb, z } from "../verb.ts";
import { customerOf, savedMethodSchema, syncMethods } from "./customer.ts";
import { requireGateway } from "./gateway.ts";
import { openOf } from "./open-invoice.ts";
import { verbInSteps } from "./steps.ts";

/** Whether cards are accepted, and the card that is saved. */
export const savedMethod = tenantQuery({
  name: "payments.method",
  permission: "invoice.read",
  input: z.strictObject({}),
  run: async ({ tx, tenantId, deps }) => {
    const { payments } = deps;
    if (!payments) return { cards: false, method: null };
    const row = await tx.paymentCustomer.findFirst({ where: { tenantId, provider: payments.provider } });
    return { cards: true, method: row?.methodRef ? savedMethodSchema.parse(row.method) : null };
  },
});

/** How an invoice can be paid: by card, by the saved card, or by bank transfer, to which account and with what reference. */
export const paymentOptions = tenantQuery({
  name: "payments.options",
  permission: "invoice.read",
  input: z.strictObject({ invoiceId: z.uuid() }),
  run: async ({ tx, tenantId, deps }, { invoiceId }) => {
    const invoice = await tx.invoice.findUnique({
      where: { tenantId_id: { tenantId, id: invoiceId } },
      include: { settlement: true, legalEntity: true },
    });
    if (!invoice?.settlement || invoice.state !== "finalised" || invoice.kind !== "invoice") throw notFound("invoice");
    const { name, iban, bic, bankDetails } = invoice.legalEntity;
    const open = openOf(invoice.totalMinor, invoice.settlement);
    return {
      cards: Boolean(deps.payments),
      openMinor: open > 0n ? open : 0n,
      currency: invoice.currency,
      bank: { beneficiary: name, iban, bic, details: bankDetails, reference: paymentReference(invoice.number ?? "") },
    };
  },
});

/** A page of the provider's on which a card is saved for charges on the day due. The newest card replaces the others. */
export const setupMethod = verbInSteps({
  name: "payments.setupMethod",
  permission: "payment.write",
  input: z.strictObject({}),
  run: async (ctx): Promise<{ url: string }> => {
    const { tenantId, locale } = await beginSetup(ctx, {});
    const gateway = requireGateway(ctx.deps);
    const customerRef = await customerOf(ctx, tenantId);
    const back = `${ctx.deps.appUrl}/w/payments`;
    const { url } = await gateway.createSetup({
      tenantId,
      customerRef,
      locale,
      successUrl: `${back}?card=saved`,
      cancelUrl: `${back}?card=cancelled`,
      // A page of its own for each request: nothing is paid on it.
      key: `setup-${ctx.requestId}`,
    });
    return { url: url ?? back };
  },
});

const beginSetup = tenantVerb({
  name: "payments.beginSetup",
  permission: "payment.write",
  input: z.strictObject({}),
  run: async ({ tx, tenantId, audit, deps }) => {
    requireGateway(deps);
    const { locale } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { locale: true } });
    await audit({ action: "payments.setupMethod", entity: "tenant", entityId: tenantId });
    return { tenantId, locale };
  },
});

/** Forgets the saved card, here and at the provider. */
export const removeMethod = verbInSteps({
  name: "payments.removeMethod",
  permission: "payment.write",
  input: z.strictObject({}),
  run: async (ctx): Promise<{ removed: boolean }> => {
    const customerRef = await beginRemoval(ctx, {});
    const gateway = requireGateway(ctx.deps);
    if (!customerRef) return { removed: false };
    // All of them: an older one must not take the place of the one that was shown.
    const methods = await gateway.methods(customerRef);
    for (const { ref } of methods) await gateway.removeMethod(ref);
    await syncMethods(ctx, customerRef);
    return { removed: methods.length > 0 };
  },
});

const beginRemoval = tenantVerb({
  name: "payments.beginRemoval",
  permission: "payment.write",
  input: z.strictObject({}),
  run: async ({ tx, tenantId, audit, deps }) => {
    const { provider } = requireGateway(deps);
    const row = await tx.paymentCustomer.findFirst({ where: { tenantId, provider } });
    const method = row?.methodRef ? savedMethodSchema.parse(row.method) : null;
    await audit({
      action: "payments.removeMethod",
      entity: "tenant",
      entityId: tenantId,
      ...(method ? { before: method } : {}),
    });
    return row?.customerRef ?? null;
  },
});
