import { CallbayError } from "@callbay/domain/errors";
import Stripe from "stripe";
import type { ChargeOrder, Checkout, CheckoutOrder, PaymentGateway, PaymentSnapshot } from "./payment-port.ts";
import { toStripeAmount } from "./stripe-amount.ts";
import { checkoutOf, idOf, methodOf, paymentOf, refundOf, subjectOf } from "./stripe-snapshot.ts";

export interface StripeOptions {
  readonly secretKey: string;
  /** Of the webhook's endpoint; a process that takes no webhooks has none. */
  readonly webhookSecret?: string | undefined;
  /** Where Stripe is: absent for Stripe itself, "http://127.0.0.1:12111" for a stand-in. */
  readonly apiBase?: string | undefined;
}

/** The version that this adapter was written for: a newer default of the account changes nothing here. */
export const STRIPE_API_VERSION = "2026-10-28.endive";

const TIMEOUT_MS = 15_000;
/** Stripe refuses signatures older than this; each delivery of an event is signed anew. */
const SIGNATURE_TOLERANCE_S = 300;
/** More refunds or disputes of one payment than this are not to be expected. */
const LIST = 100;

/** The PaymentGateway over Stripe. Nothing of a card ever passes through Callbay: pages are Stripe's. */
export function createStripeGateway({ secretKey, webhookSecret, apiBase }: StripeOptions): PaymentGateway {
  const stripe = new Stripe(secretKey, {
    apiVersion: STRIPE_API_VERSION,
    maxNetworkRetries: 2,
    timeout: TIMEOUT_MS,
    telemetry: false,
    appInfo: { name: "Callbay" },
    ...(apiBase ? addressOf(apiBase) : {}),
  });

  async function payment(ref: string): Promise<PaymentSnapshot> {
    const [intent, refunds, disputes] = await Promise.all([
      stripe.paymentIntents.retrieve(ref, { expand: ["latest_charge"] }),
      stripe.refunds.list({ payment_intent: ref, limit: LIST }),
      stripe.disputes.list({ payment_intent: ref, limit: LIST }),
    ]);
    return paymentOf(intent, refunds.data, disputes.data);
  }

  async function checkout(ref: string): Promise<Checkout> {
    return checkoutOf(await stripe.checkout.sessions.retrieve(ref));
  }

  return {
    provider: "stripe",
    ensureCustomer: ({ tenantId, name, email }) =>
      asking(async () => {
        const params = { name, metadata: { tenantId }, ...(email ? { email } : {}) };
        return (await stripe.customers.create(params, { idempotencyKey: `customer-${tenantId}` })).id;
      }),
    createCheckout: (order) =>
      asking(async () => checkoutOf(await stripe.checkout.sessions.create(paymentPage(order), keyOf(order)))),
    checkout: (ref) => asking(() => checkout(ref)),
    openCheckouts: (customerRef, invoiceId) =>
      asking(async () => {
        const { data } = await stripe.checkout.sessions.list({ customer: customerRef, status: "open", limit: LIST });
        return data.filter((session) => session.metadata?.invoiceId === invoiceId).map(checkoutOf);
      }),
    expireCheckout: (ref) =>
      asking(async () => {
        const before = await checkout(ref);
        if (before.state !== "open") return before;
        try {
          return checkoutOf(await stripe.checkout.sessions.expire(ref));
        } catch (error) {
          // Paid, or expired, between the two requests.
          if (error instanceof Stripe.errors.StripeInvalidRequestError) return checkout(ref);
          throw error;
        }
      }),
    createSetup: (order) =>
      asking(async () => {
        const page: Stripe.Checkout.SessionCreateParams = {
          mode: "setup",
          allowed_payment_method_types: ["card"],
          customer: order.customerRef,
          locale: localeOf(order.locale),
          success_url: order.successUrl,
          cancel_url: order.cancelUrl,
          metadata: { tenantId: order.tenantId },
          setup_intent_data: { metadata: { tenantId: order.tenantId } },
        };
        return checkoutOf(await stripe.checkout.sessions.create(page, keyOf(order)));
      }),
    methods: (customerRef) =>
      asking(async () => {
        const list = await stripe.customers.listPaymentMethods(customerRef, { type: "card", limit: LIST });
        return [...list.data].sort((a, b) => b.created - a.created || (a.id < b.id ? 1 : -1)).flatMap(methodOf);
      }),
    removeMethod: (methodRef) =>
      asking(async () => {
        const { customer } = await stripe.paymentMethods.retrieve(methodRef);
        if (idOf(customer)) await stripe.paymentMethods.detach(methodRef);
      }),
    charge: (order) =>
      asking(async () => {
        const refused = await stripe.paymentIntents.create(offSession(order), keyOf(order)).then(
          (intent) => intent.id,
          (error: unknown) => {
            // A refused card: the intent exists and says why.
            if (error instanceof Stripe.errors.StripeCardError && error.payment_intent) return error.payment_intent.id;
            throw error;
          },
        );
        return payment(refused);
      }),
    findPayment: (customerRef, paymentId) =>
      asking(async () => {
        const { data } = await stripe.paymentIntents.list({ customer: customerRef, limit: LIST });
        const found = data.find((intent) => intent.metadata.paymentId === paymentId);
        return found ? payment(found.id) : null;
      }),
    payment: (ref) => asking(() => payment(ref)),
    refund: ({ paymentRef, amountMinor, currency, reason, requestedBy, key }) =>
      asking(async () => {
        const params = {
          payment_intent: paymentRef,
          amount: toStripeAmount(amountMinor, currency),
          metadata: { reason: reason.slice(0, 500), requestedBy: requestedBy.slice(0, 500) },
        };
        return refundOf(await stripe.refunds.create(params, { idempotencyKey: key }));
      }),
    verifyWebhook: (rawBody, signature, now) => {
      const event = verified(() => {
        if (!webhookSecret) throw new Error("no webhook secret");
        return stripe.webhooks.constructEvent(
          rawBody,
          signature,
          webhookSecret,
          SIGNATURE_TOLERANCE_S,
          undefined,
          // The SDK divides by a thousand itself.
          now.getTime(),
        );
      });
      return { eventRef: event.id, type: event.type, createdAt: new Date(event.created * 1000), payload: event };
    },
    subjectOf,
  };
}

const keyOf = ({ key }: { readonly key: string }) => ({ idempotencyKey: key });

function addressOf(apiBase: string): { host: string; port: string; protocol: "http" | "https" } {
  const { hostname, port, protocol } = new URL(apiBase);
  const secure = protocol === "https:";
  return { host: hostname, port: port || (secure ? "443" : "80"), protocol: secure ? "https" : "http" };
}

function localeOf(locale: string): Stripe.Checkout.SessionCreateParams.Locale {
  return locale.startsWith("zh") ? "zh" : "en";
}

function metadataOf({ tenantId, invoiceId, paymentId }: CheckoutOrder | ChargeOrder) {
  return { tenantId, invoiceId, paymentId };
}

function paymentPage(order: CheckoutOrder): Stripe.Checkout.SessionCreateParams {
  const price = {
    currency: order.currency.toLowerCase(),
    unit_amount: toStripeAmount(order.amountMinor, order.currency),
    product_data: { name: order.title },
  };
  return {
    mode: "payment",
    customer: order.customerRef,
    client_reference_id: order.invoiceId,
    locale: localeOf(order.locale),
    line_items: [{ quantity: 1, price_data: price }],
    success_url: order.successUrl,
    cancel_url: order.cancelUrl,
    metadata: metadataOf(order),
    payment_intent_data: { description: order.title, metadata: metadataOf(order) },
  };
}

function offSession(order: ChargeOrder): Stripe.PaymentIntentCreateParams {
  return {
    amount: toStripeAmount(order.amountMinor, order.currency),
    currency: order.currency.toLowerCase(),
    customer: order.customerRef,
    payment_method: order.methodRef,
    allowed_payment_method_types: ["card"],
    confirm: true,
    off_session: true,
    description: order.title,
    metadata: { ...metadataOf(order), automatic: "yes" },
  };
}

/** Asks Stripe; what it answers is ours in the end, what goes wrong has a code of ours. */
async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof Stripe.errors.StripeError ? refusalOf(error) : error;
  }
}

const MEANS_AWAY = [
  Stripe.errors.StripeConnectionError,
  Stripe.errors.StripeAPIError,
  Stripe.errors.StripeRateLimitError,
] as const;

function refusalOf(error: Stripe.errors.StripeError): CallbayError {
  const details = {
    provider: "stripe",
    providerCode: error.code ?? error.type,
    providerRequest: error.requestId ?? "",
  };
  if (error.code === "idempotency_key_in_use" || MEANS_AWAY.some((kind) => error instanceof kind))
    return new CallbayError(
      "unavailable",
      "PAYMENT_GATEWAY_UNAVAILABLE",
      "The payment provider does not answer just now. Nothing is lost; try again in a moment.",
      details,
    );
  return new CallbayError(
    "precondition",
    "PAYMENT_GATEWAY_REFUSED",
    `The payment provider refused this (${details.providerCode}). Nothing was charged or given back.`,
    details,
  );
}

function verified(check: () => Stripe.Event): Stripe.Event {
  try {
    return check();
  } catch {
    throw new CallbayError(
      "invalid",
      "WEBHOOK_UNVERIFIED",
      "The signature of this message is missing, wrong or too old. Nothing was kept.",
    );
  }
}
