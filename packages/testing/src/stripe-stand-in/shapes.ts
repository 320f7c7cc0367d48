import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

/** An object of Stripe's; the fields that the stand-in itself works with are named. */
export interface Shape {
  id: string;
  readonly object: string;
  created: number;
  metadata: Record<string, string>;
  [field: string]: unknown;
}

export interface PaymentIntent extends Shape {
  amount: number;
  amount_received: number;
  currency: string;
  customer: string | null;
  status: string;
  payment_method: string | null;
  latest_charge: string | null;
  last_payment_error: Record<string, unknown> | null;
  next_action: Record<string, unknown> | null;
}

export interface Charge extends Shape {
  amount: number;
  amount_refunded: number;
  currency: string;
  payment_intent: string;
}

export interface PaymentMethod extends Shape {
  customer: string | null;
  card: Record<string, unknown>;
}

export interface Session extends Shape {
  mode: "payment" | "setup";
  status: "open" | "complete" | "expired";
  payment_status: string;
  customer: string | null;
  payment_intent: string | null;
  setup_intent: string | null;
  amount_total: number | null;
  currency: string | null;
  success_url: string;
  cancel_url: string;
  url: string | null;
}

export interface Refund extends Shape {
  amount: number;
  currency: string;
  payment_intent: string;
  status: string;
}

export interface Dispute extends Shape {
  amount: number;
  currency: string;
  payment_intent: string;
  status: string;
}

export interface StripeEvent extends Shape {
  type: string;
  data: { object: Shape; previous_attributes?: Record<string, unknown> };
}

type Kind =
  | "customer"
  | "payment_method"
  | "setup_intent"
  | "payment_intent"
  | "checkout.session"
  | "charge"
  | "refund"
  | "dispute"
  | "event";

const PREFIX: Record<Kind, string> = {
  customer: "cus",
  payment_method: "pm",
  setup_intent: "seti",
  payment_intent: "pi",
  "checkout.session": "cs_test",
  charge: "ch",
  refund: "re",
  dispute: "dp",
  event: "evt",
};

const shapes = JSON.parse(readFileSync(new URL("./shapes.json", import.meta.url), "utf8")) as Record<Kind, Shape>;

/** A published example object with an id of its own and these fields. */
export function make<T extends Shape>(kind: Kind, at: Date, fields: Partial<T>): T {
  const copy = structuredClone(shapes[kind]) as T;
  return Object.assign(copy, {
    id: `${PREFIX[kind]}_${randomBytes(12).toString("hex")}`,
    created: Math.floor(at.getTime() / 1000),
    livemode: false,
    metadata: {},
    ...fields,
  });
}
