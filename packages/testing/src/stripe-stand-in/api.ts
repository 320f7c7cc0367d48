import type { Book } from "./book.ts";
import { expireSession, openSession, shown } from "./checkout.ts";
import { invalid } from "./fault.ts";
import { type Form, part, strings, text } from "./form.ts";
import { make, type PaymentIntent, type Shape } from "./shapes.ts";

export interface ApiRequest {
  readonly book: Book;
  /** What the path's placeholder stood for. */
  readonly id: string;
  /** The query or the body. */
  readonly form: Form;
  readonly pageUrl: (id: string) => string;
}

type Handler = (request: ApiRequest) => unknown;

const list = (url: string, data: readonly Shape[]) => ({ object: "list", url, has_more: false, data });

function methodsOf(book: Book, customer: string | null): Shape[] {
  return [...book.methods.values()].filter((one) => one.customer === customer).reverse();
}

function byIntent<T extends Shape & { payment_intent: string }>(from: Map<string, T>, form: Form): T[] {
  return [...from.values()].filter((one) => one.payment_intent === text(form, "payment_intent")).reverse();
}

function expanded(book: Book, intent: PaymentIntent, form: Form): Shape {
  const wanted = Object.values(part(form, "expand"));
  if (!wanted.includes("latest_charge")) return intent;
  return { ...intent, latest_charge: book.charges.get(intent.latest_charge ?? "") ?? null };
}

function createIntent({ book, form }: ApiRequest): Shape {
  const amount = Number(text(form, "amount"));
  const currency = text(form, "currency");
  if (!Number.isInteger(amount) || amount < 1 || !currency) throw invalid("Invalid integer: amount");
  const customer = text(form, "customer");
  const methodId = text(form, "payment_method");
  if (methodId) {
    const method = book.find(book.methods, "PaymentMethod", methodId);
    if (method.customer !== customer) throw invalid("The PaymentMethod does not belong to the Customer.");
  }
  const intent = book.addIntent({
    amount,
    currency,
    customer,
    description: text(form, "description"),
    metadata: strings(part(form, "metadata")),
  });
  if (text(form, "confirm") !== "true" || !methodId) return intent;
  return book.confirm(intent, methodId, text(form, "off_session") !== "true");
}

function createCustomer({ book, form }: ApiRequest): Shape {
  const customer = make("customer", book.clock(), {
    name: text(form, "name"),
    email: text(form, "email"),
    discount: null,
    shipping: null,
    metadata: strings(part(form, "metadata")),
  });
  book.customers.set(customer.id, customer);
  return customer;
}

function detach({ book, id }: ApiRequest): Shape {
  const method = book.find(book.methods, "PaymentMethod", id);
  const { customer } = method;
  if (!customer) throw invalid("The payment method is not attached to a customer.");
  method.customer = null;
  book.emit("payment_method.detached", method, { customer });
  return method;
}

/** `METHOD path` with `:id` for one segment. */
export const ROUTES: Readonly<Record<string, Handler>> = {
  "POST /v1/customers": createCustomer,
  "GET /v1/customers/:id": ({ book, id }) => book.find(book.customers, "customer", id),
  "GET /v1/customers/:id/payment_methods": ({ book, id }) =>
    list(`/v1/customers/${id}/payment_methods`, methodsOf(book, id)),
  "GET /v1/payment_methods": ({ book, form }) => list("/v1/payment_methods", methodsOf(book, text(form, "customer"))),
  "GET /v1/payment_methods/:id": ({ book, id }) => book.find(book.methods, "PaymentMethod", id),
  "POST /v1/payment_methods/:id/detach": detach,
  // As Stripe's own test cards: `pm_card_visa` attached makes a method of its own.
  "POST /v1/payment_methods/:id/attach": ({ book, id, form }) => book.addMethod(text(form, "customer"), id),
  "GET /v1/setup_intents/:id": ({ book, id }) => book.find(book.setups, "setupintent", id),
  "POST /v1/payment_intents": createIntent,
  "GET /v1/payment_intents": ({ book, form }) =>
    list(
      "/v1/payment_intents",
      [...book.intents.values()].filter((one) => one.customer === text(form, "customer")).reverse(),
    ),
  "GET /v1/payment_intents/:id": ({ book, id, form }) =>
    expanded(book, book.find(book.intents, "payment_intent", id), form),
  "POST /v1/payment_intents/:id/cancel": ({ book, id }) => book.cancel(book.find(book.intents, "payment_intent", id)),
  "GET /v1/charges/:id": ({ book, id }) => book.find(book.charges, "charge", id),
  "POST /v1/checkout/sessions": ({ book, form, pageUrl }) => shown(openSession(book, form, pageUrl)),
  "GET /v1/checkout/sessions": ({ book, form }) =>
    list(
      "/v1/checkout/sessions",
      [...book.sessions.values()]
        .filter((one) => one.customer === text(form, "customer") && one.status === (text(form, "status") ?? one.status))
        .reverse()
        .map(shown),
    ),
  "GET /v1/checkout/sessions/:id": ({ book, id }) => shown(book.find(book.sessions, "checkout.session", id)),
  "POST /v1/checkout/sessions/:id/expire": ({ book, id }) => shown(expireSession(book, id)),
  "POST /v1/refunds": ({ book, form }) => {
    const amount = text(form, "amount");
    return book.refund(
      text(form, "payment_intent") ?? "",
      amount === null ? null : Number(amount),
      strings(part(form, "metadata")),
    );
  },
  "GET /v1/refunds": ({ book, form }) => list("/v1/refunds", byIntent(book.refunds, form)),
  "GET /v1/disputes": ({ book, form }) => list("/v1/disputes", byIntent(book.disputes, form)),
  "GET /v1/disputes/:id": ({ book, id }) => book.find(book.disputes, "dispute", id),
  "GET /v1/events": ({ book }) => list("/v1/events", [...book.events].reverse()),
};

/** The route of a request and what its placeholder stands for; null when Stripe has none such here. */
export function routeOf(method: string, path: string): { readonly handler: Handler; readonly id: string } | null {
  for (const [route, handler] of Object.entries(ROUTES)) {
    const pattern = new RegExp(`^${route.replace(":id", "([^/]+)")}$`);
    const match = pattern.exec(`${method} ${path}`);
    if (match) return { handler, id: decodeURIComponent(match[1] ?? "") };
  }
  return null;
}
