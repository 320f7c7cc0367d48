import type Stripe from "stripe";
import type {
  Checkout,
  DisputeSnapshot,
  GatewayPaymentState,
  PaymentSnapshot,
  RefundSnapshot,
  SavedMethod,
  WebhookSubject,
} from "./payment-port.ts";
import { fromStripeAmount } from "./stripe-amount.ts";

/** Stripe's objects in the words of the port. Pure. */

/** The id of what may be an id or the object itself. */
export function idOf(ref: string | { readonly id: string } | null | undefined): string | null {
  return typeof ref === "string" ? ref : (ref?.id ?? null);
}

const at = (seconds: number): Date => new Date(seconds * 1000);

export function paymentOf(
  intent: Stripe.PaymentIntent,
  refunds: readonly Stripe.Refund[],
  disputes: readonly Stripe.Dispute[],
): PaymentSnapshot {
  const charge = typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  const { tenantId = null, invoiceId = null, paymentId = null } = intent.metadata;
  const state = stateOf(intent);
  const taken = state === "succeeded" ? intent.amount_received : intent.amount;
  return {
    ref: intent.id,
    state,
    ...fromStripeAmount(taken, intent.currency),
    customerRef: idOf(intent.customer),
    tenantId,
    invoiceId,
    paymentId,
    automatic: intent.metadata.automatic === "yes",
    failureCode: state === "succeeded" ? null : failureOf(intent),
    method: methodText(charge, intent),
    createdAt: at(intent.created),
    settledAt: state === "succeeded" ? at(charge?.created ?? intent.created) : null,
    refunds: refunds.map(refundOf),
    disputes: disputes.map(disputeOf),
  };
}

/** A card that asks for its holder leaves the intent in `requires_payment_method`, with the reason in its last error. */
function stateOf(intent: Stripe.PaymentIntent): GatewayPaymentState {
  if (intent.status === "succeeded") return "succeeded";
  if (intent.status === "canceled") return "failed";
  if (intent.status === "requires_action") return "requires_action";
  if (intent.status !== "requires_payment_method" || !intent.last_payment_error) return "pending";
  return failureOf(intent) === "authentication_required" ? "requires_action" : "failed";
}

function failureOf(intent: Stripe.PaymentIntent): string | null {
  if (intent.status === "canceled") return "canceled";
  const error = intent.last_payment_error;
  return error?.decline_code ?? error?.code ?? null;
}

function methodText(charge: Stripe.Charge | null, intent: Stripe.PaymentIntent): string | null {
  const card = charge?.payment_method_details?.card ?? intent.last_payment_error?.payment_method?.card;
  if (card?.brand && card.last4) return `${card.brand} ${card.last4}`;
  return charge?.payment_method_details?.type ?? null;
}

export function refundOf(refund: Stripe.Refund): RefundSnapshot {
  const { reason = null, requestedBy = null } = refund.metadata ?? {};
  const failed = refund.status === "failed" || refund.status === "canceled";
  return {
    ref: refund.id,
    state: refund.status === "succeeded" ? "succeeded" : failed ? "failed" : "pending",
    amountMinor: fromStripeAmount(refund.amount, refund.currency).amountMinor,
    createdAt: at(refund.created),
    reason,
    requestedBy,
  };
}

function disputeOf(dispute: Stripe.Dispute): DisputeSnapshot {
  return {
    ref: dispute.id,
    state: disputeState(dispute.status),
    amountMinor: fromStripeAmount(dispute.amount, dispute.currency).amountMinor,
    createdAt: at(dispute.created),
  };
}

function disputeState(status: string): DisputeSnapshot["state"] {
  if (status === "won" || status === "lost") return status;
  return status.startsWith("warning_") || status === "prevented" ? "inquiry" : "open";
}

export function checkoutOf(session: Stripe.Checkout.Session): Checkout {
  const { tenantId = null, paymentId = null } = session.metadata ?? {};
  return {
    ref: session.id,
    state: session.status === "complete" ? "complete" : session.status === "expired" ? "expired" : "open",
    url: session.status === "open" ? session.url : null,
    paymentRef: idOf(session.payment_intent),
    customerRef: idOf(session.customer),
    tenantId,
    paymentId,
  };
}

export function methodOf({ id, card }: Stripe.PaymentMethod): SavedMethod[] {
  if (!card) return [];
  return [{ ref: id, brand: card.brand, last4: card.last4, expMonth: card.exp_month, expYear: card.exp_year }];
}

/** What an event is about, read from the payload that we stored: it may be of an older version of the API. */
export function subjectOf(payload: unknown): WebhookSubject | null {
  const event = record(payload);
  const data = record(event.data);
  const object = record(data.object);
  const type = text(event.type) ?? "";
  const id = text(object.id);
  if (type.startsWith("payment_intent.")) return about("payment", id);
  if (type.startsWith("checkout.session.")) return about("checkout", id);
  if (type.startsWith("charge.") || type.startsWith("refund.")) return about("payment", refOf(object.payment_intent));
  if (type.startsWith("setup_intent.")) return about("customer", refOf(object.customer));
  if (type.startsWith("payment_method."))
    return about("customer", refOf(object.customer) ?? refOf(record(data.previous_attributes).customer));
  return null;
}

function about(kind: WebhookSubject["kind"], ref: string | null): WebhookSubject | null {
  return ref === null ? null : { kind, ref };
}

function refOf(value: unknown): string | null {
  return text(value) ?? text(record(value).id);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
