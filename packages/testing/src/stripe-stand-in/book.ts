import { type CardBehaviour, cardOf, refusalOf } from "./cards.ts";
import { invalid, missing, StripeFault } from "./fault.ts";
import {
  type Charge,
  type Dispute,
  make,
  type PaymentIntent,
  type PaymentMethod,
  type Refund,
  type Session,
  type Shape,
  type StripeEvent,
} from "./shapes.ts";

/** What the stand-in knows, and what moves money in it. Each change tells its events. */
export class Book {
  readonly customers = new Map<string, Shape>();
  readonly methods = new Map<string, PaymentMethod>();
  readonly intents = new Map<string, PaymentIntent>();
  readonly charges = new Map<string, Charge>();
  readonly sessions = new Map<string, Session>();
  readonly setups = new Map<string, Shape>();
  readonly refunds = new Map<string, Refund>();
  readonly disputes = new Map<string, Dispute>();
  readonly events: StripeEvent[] = [];
  private readonly behaviours = new Map<string, CardBehaviour>();

  constructor(
    readonly clock: () => Date,
    private readonly tell: (event: StripeEvent) => void,
  ) {}

  emit(type: string, object: Shape, previous?: Record<string, unknown>): void {
    const data = { object: structuredClone(object), ...(previous ? { previous_attributes: previous } : {}) };
    const event = make<StripeEvent>("event", this.clock(), { type, data, api_version: "2026-10-28.endive" });
    this.events.push(event);
    this.tell(event);
  }

  find<T extends Shape>(from: Map<string, T>, what: string, id: string): T {
    const found = from.get(id);
    if (!found) throw missing(what, id);
    return found;
  }

  /** A card of `cards.ts`, attached to a customer. */
  addMethod(customer: string | null, key: string | null): PaymentMethod {
    const { brand, last4, behaviour } = cardOf(key);
    const card = make<PaymentMethod>("payment_method", this.clock(), { customer });
    Object.assign(card.card, { brand, last4, display_brand: brand });
    this.methods.set(card.id, card);
    this.behaviours.set(card.id, behaviour);
    if (customer) this.emit("payment_method.attached", card);
    return card;
  }

  behaviourOf(methodId: string): CardBehaviour {
    return this.behaviours.get(methodId) ?? "pays";
  }

  addIntent(fields: Partial<PaymentIntent>): PaymentIntent {
    const intent = make<PaymentIntent>("payment_intent", this.clock(), {
      canceled_at: null,
      last_payment_error: null,
      next_action: null,
      processing: null,
      ...fields,
    });
    this.intents.set(intent.id, intent);
    this.emit("payment_intent.created", intent);
    return intent;
  }

  /** Charges the intent's card. `present`: its holder is there and has confirmed. @throws StripeFault 402 */
  confirm(intent: PaymentIntent, methodId: string, present: boolean): PaymentIntent {
    const method = this.find(this.methods, "PaymentMethod", methodId);
    if (intent.status === "succeeded" || intent.status === "canceled")
      throw invalid("This PaymentIntent is over.", "payment_intent_unexpected_state");
    const behaviour = this.behaviourOf(methodId);
    const code = refusalOf(behaviour, present);
    const charge = this.addCharge(intent, method, code);
    Object.assign(intent, { payment_method: methodId, latest_charge: charge.id, next_action: null });
    if (code) throw this.refuse(intent, charge, method, code);
    Object.assign(intent, { status: "succeeded", amount_received: intent.amount, last_payment_error: null });
    this.emit("charge.succeeded", charge);
    this.emit("payment_intent.succeeded", intent);
    if (behaviour === "disputed") this.dispute(intent.id);
    return intent;
  }

  cancel(intent: PaymentIntent): PaymentIntent {
    Object.assign(intent, { status: "canceled", canceled_at: Math.floor(this.clock().getTime() / 1000) });
    this.emit("payment_intent.canceled", intent);
    return intent;
  }

  private addCharge(intent: PaymentIntent, method: PaymentMethod, code: string | null): Charge {
    const { amount, currency, customer, description } = intent;
    const paid = code === null;
    const charge = make<Charge>("charge", this.clock(), {
      amount,
      amount_captured: paid ? amount : 0,
      captured: paid,
      currency,
      customer,
      description,
      failure_code: paid ? null : "card_declined",
      paid,
      payment_intent: intent.id,
      payment_method: method.id,
      status: paid ? "succeeded" : "failed",
      metadata: { ...intent.metadata },
    });
    const details = charge.payment_method_details as { card: Record<string, unknown> };
    Object.assign(details.card, { brand: method.card.brand, last4: method.card.last4 });
    this.charges.set(charge.id, charge);
    return charge;
  }

  private refuse(intent: PaymentIntent, charge: Charge, method: PaymentMethod, decline: string): StripeFault {
    const asks = decline === "authentication_required";
    const error = {
      type: "card_error",
      code: asks ? "authentication_required" : "card_declined",
      decline_code: decline,
      charge: charge.id,
      message: asks ? "This payment requires authentication." : "Your card was declined.",
      payment_method: structuredClone(method),
    };
    Object.assign(intent, { status: "requires_payment_method", payment_method: null, last_payment_error: error });
    this.emit("charge.failed", charge);
    this.emit("payment_intent.payment_failed", intent);
    return new StripeFault(402, { ...error, payment_intent: structuredClone(intent) });
  }

  refund(intentId: string, amount: number | null, metadata: Record<string, string>): Refund {
    const intent = this.find(this.intents, "payment_intent", intentId);
    const charge = this.charges.get(intent.latest_charge ?? "");
    if (intent.status !== "succeeded" || !charge) throw invalid("Nothing was paid.", "payment_intent_unexpected_state");
    if ([...this.disputes.values()].some((one) => one.payment_intent === intentId && one.status !== "won"))
      throw invalid("This charge is disputed.", "charge_disputed");
    const value = amount ?? charge.amount - charge.amount_refunded;
    if (value <= 0 || charge.amount_refunded + value > charge.amount)
      throw invalid("Refund amount is greater than unrefunded amount on charge.", "charge_already_refunded");
    const refund = make<Refund>("refund", this.clock(), {
      amount: value,
      charge: charge.id,
      currency: charge.currency,
      payment_intent: intentId,
      status: "succeeded",
      metadata,
    });
    this.refunds.set(refund.id, refund);
    charge.amount_refunded += value;
    charge.refunded = charge.amount_refunded === charge.amount;
    this.emit("refund.created", refund);
    this.emit("charge.refunded", charge);
    return refund;
  }

  dispute(intentId: string, amount?: number): Dispute {
    const intent = this.find(this.intents, "payment_intent", intentId);
    const charge = this.find(this.charges, "charge", intent.latest_charge ?? "");
    const dispute = make<Dispute>("dispute", this.clock(), {
      amount: amount ?? charge.amount - charge.amount_refunded,
      charge: charge.id,
      currency: charge.currency,
      payment_intent: intentId,
      reason: "fraudulent",
      status: "needs_response",
      is_charge_refundable: false,
    });
    this.disputes.set(dispute.id, dispute);
    charge.disputed = true;
    this.emit("charge.dispute.created", dispute);
    this.emit("charge.dispute.funds_withdrawn", dispute);
    return dispute;
  }

  closeDispute(id: string, status: "won" | "lost"): Dispute {
    const dispute = this.find(this.disputes, "dispute", id);
    dispute.status = status;
    this.emit("charge.dispute.closed", dispute);
    if (status === "won") this.emit("charge.dispute.funds_reinstated", dispute);
    return dispute;
  }

  /** A refund that the payer's bank sent back. */
  failRefund(id: string): Refund {
    const refund = this.find(this.refunds, "refund", id);
    refund.status = "failed";
    const charge = this.charges.get(String(refund.charge));
    if (charge) charge.amount_refunded -= refund.amount;
    this.emit("refund.failed", refund);
    return refund;
  }
}
