/**
 * What Callbay needs of a payment provider. Amounts are minor units of our own currency table; the adapter knows the
 * provider's. Whoever moves money passes a `key`: the same key moves it once, however often it is asked.
 */
export interface PaymentGateway {
  /** Names the provider in rows: "stripe". */
  readonly provider: string;
  /** The provider's customer of a client, made once per client. */
  ensureCustomer(client: GatewayClient): Promise<string>;
  /** A page of the provider's on which an invoice is paid. */
  createCheckout(order: CheckoutOrder): Promise<Checkout>;
  /** How a page stands: it may have been paid or have expired meanwhile. */
  checkout(ref: string): Promise<Checkout>;
  /** The pages on which this invoice can still be paid. */
  openCheckouts(customerRef: string, invoiceId: string): Promise<readonly Checkout[]>;
  /** Closes a page that nobody paid on; one that was paid, or has expired, stays as it is. Answers how it stands then. */
  expireCheckout(ref: string): Promise<Checkout>;
  /** A page of the provider's on which a client saves a card for later charges. */
  createSetup(order: SetupOrder): Promise<Checkout>;
  /** The cards saved with a customer, newest first. */
  methods(customerRef: string): Promise<readonly SavedMethod[]>;
  /** Forgets a card. One that is gone already is no error. */
  removeMethod(methodRef: string): Promise<void>;
  /**
   * Charges a saved card while its holder is away. A refusal of the card is an answer, not an error.
   * @throws CallbayError PAYMENT_GATEWAY_UNAVAILABLE when it is not known what happened: ask again with the same key.
   */
  charge(order: ChargeOrder): Promise<PaymentSnapshot>;
  /** The payment that an order of ours became, for when its answer was lost; null when there is none. */
  findPayment(customerRef: string, paymentId: string): Promise<PaymentSnapshot | null>;
  /** A payment as the provider sees it now, with its refunds and disputes. */
  payment(ref: string): Promise<PaymentSnapshot>;
  /** Gives back a part of a payment, or all of it. */
  refund(order: RefundOrder): Promise<RefundSnapshot>;
  /**
   * Verifies the signature of a webhook and reads its head.
   * @throws CallbayError WEBHOOK_UNVERIFIED.
   */
  verifyWebhook(rawBody: Uint8Array, signature: string, now: Date): WebhookEnvelope;
  /** What a stored event is about; null for what does not concern us. */
  subjectOf(payload: unknown): WebhookSubject | null;
}

export interface GatewayClient {
  readonly tenantId: string;
  readonly name: string;
  readonly email: string | null;
}

interface Order {
  readonly tenantId: string;
  readonly customerRef: string;
  readonly key: string;
}

export interface CheckoutOrder extends Order {
  readonly paymentId: string;
  readonly invoiceId: string;
  /** What the payer reads: the invoice's number. */
  readonly title: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** "en" or "zh-CN". */
  readonly locale: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

export interface SetupOrder extends Order {
  readonly locale: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
}

export interface Checkout {
  readonly ref: string;
  readonly state: "open" | "complete" | "expired";
  /** Only while it is open. */
  readonly url: string | null;
  /** The payment that it became. */
  readonly paymentRef: string | null;
  readonly customerRef: string | null;
  /** Ours, as we gave them. */
  readonly tenantId: string | null;
  readonly paymentId: string | null;
}

export interface ChargeOrder extends Order {
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly title: string;
  readonly methodRef: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}

export interface RefundOrder {
  readonly paymentRef: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** Kept with the refund, so that its credit note can be written whoever sees the refund first. */
  readonly reason: string;
  readonly requestedBy: string;
  readonly key: string;
}

export interface SavedMethod {
  readonly ref: string;
  readonly brand: string;
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
}

/** `requires_action`: its holder must confirm it with their bank, which they can only do themselves. */
export type GatewayPaymentState = "pending" | "requires_action" | "succeeded" | "failed";

export interface PaymentSnapshot {
  readonly ref: string;
  readonly state: GatewayPaymentState;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly customerRef: string | null;
  /** Ours, as we gave them; null for a payment that we did not start. */
  readonly tenantId: string | null;
  readonly invoiceId: string | null;
  readonly paymentId: string | null;
  /** Charged by `charge`, while its holder was away. */
  readonly automatic: boolean;
  /** The provider's own code: card_declined, insufficient_funds, authentication_required … */
  readonly failureCode: string | null;
  /** What a person recognises: "visa 4242". */
  readonly method: string | null;
  readonly createdAt: Date;
  /** When the money was taken. */
  readonly settledAt: Date | null;
  readonly refunds: readonly RefundSnapshot[];
  readonly disputes: readonly DisputeSnapshot[];
}

export interface RefundSnapshot {
  readonly ref: string;
  readonly state: "pending" | "succeeded" | "failed";
  readonly amountMinor: bigint;
  readonly createdAt: Date;
  /** As we gave them; null for a refund that was made elsewhere. */
  readonly reason: string | null;
  readonly requestedBy: string | null;
}

export interface DisputeSnapshot {
  readonly ref: string;
  /** `inquiry`: the bank asks, no money has moved. `open`, `lost`: it has taken the money; `won`: it gave it back. */
  readonly state: "inquiry" | "open" | "lost" | "won";
  readonly amountMinor: bigint;
  readonly createdAt: Date;
}

export interface WebhookEnvelope {
  readonly eventRef: string;
  readonly type: string;
  readonly createdAt: Date;
  readonly payload: object;
}

/** Where to look: events tell what to read anew, and are never believed themselves. */
export type WebhookSubject =
  | { readonly kind: "payment"; readonly ref: string }
  | { readonly kind: "checkout"; readonly ref: string }
  | { readonly kind: "customer"; readonly ref: string };
