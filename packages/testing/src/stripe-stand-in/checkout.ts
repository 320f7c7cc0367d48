import type { Book } from "./book.ts";
import { invalid, StripeFault } from "./fault.ts";
import { type Form, part, strings, text } from "./form.ts";
import { make, type Session, type Shape } from "./shapes.ts";

/** Pages that live no longer than this, like Stripe's. */
const LIVES_S = 24 * 3600;

/** Opens a page. @param pageUrl where it is shown, given its id. */
export function openSession(book: Book, form: Form, pageUrl: (id: string) => string): Session {
  const mode = text(form, "mode") === "setup" ? "setup" : "payment";
  const customer = text(form, "customer");
  if (customer) book.find(book.customers, "customer", customer);
  const item = part(part(form, "line_items"), "0");
  const price = part(item, "price_data");
  const amount = Number(text(price, "unit_amount")) * Number(text(item, "quantity") ?? "1");
  if (mode === "payment" && !(Number.isInteger(amount) && amount > 0)) throw invalid("Missing line_items.");
  const now = book.clock();
  const session = make<Session>("checkout.session", now, {
    mode,
    customer,
    client_reference_id: text(form, "client_reference_id"),
    amount_subtotal: mode === "payment" ? amount : null,
    amount_total: mode === "payment" ? amount : null,
    currency: text(price, "currency"),
    customer_details: null,
    expires_at: Math.floor(now.getTime() / 1000) + LIVES_S,
    payment_intent: null,
    setup_intent: null,
    payment_status: mode === "payment" ? "unpaid" : "no_payment_required",
    status: "open",
    success_url: text(form, "success_url") ?? "",
    cancel_url: text(form, "cancel_url") ?? "",
    metadata: strings(part(form, "metadata")),
    // Not a field of Stripe's answer: what the payment or the saved card will carry.
    _data: part(form, mode === "payment" ? "payment_intent_data" : "setup_intent_data"),
  });
  session.url = pageUrl(session.id);
  book.sessions.set(session.id, session);
  return session;
}

/** A session as Stripe shows it. */
export function shown({ _data: _ours, ...session }: Session): Shape {
  return session as Shape;
}

export function expireSession(book: Book, id: string): Session {
  const session = book.find(book.sessions, "checkout.session", id);
  if (session.status !== "open") throw invalid("Only Checkout Sessions with a status in open can be expired.");
  Object.assign(session, { status: "expired", url: null });
  const intent = book.intents.get(session.payment_intent ?? "");
  if (intent) book.cancel(intent);
  book.emit("checkout.session.expired", shown(session) as Session);
  return session;
}

export type PageOutcome = "done" | "declined" | "authenticate";

/** What happens when somebody presses the page's button with this card. */
export function submitSession(book: Book, id: string, cardKey: string, confirmed: boolean): PageOutcome {
  const session = book.find(book.sessions, "checkout.session", id);
  if (session.status !== "open") return "done";
  return session.mode === "setup" ? save(book, session, cardKey) : pay(book, session, cardKey, confirmed);
}

function pay(book: Book, session: Session, cardKey: string, confirmed: boolean): PageOutcome {
  const data = session._data as Form;
  const intent =
    book.intents.get(session.payment_intent ?? "") ??
    book.addIntent({
      amount: session.amount_total ?? 0,
      currency: session.currency ?? "",
      customer: session.customer,
      description: text(data, "description"),
      metadata: strings(part(data, "metadata")),
    });
  session.payment_intent = intent.id;
  const card = book.addMethod(null, cardKey);
  if (book.behaviourOf(card.id) === "asks_holder" && !confirmed) {
    Object.assign(intent, {
      status: "requires_action",
      payment_method: card.id,
      next_action: { type: "redirect_to_url" },
    });
    book.emit("payment_intent.requires_action", intent);
    return "authenticate";
  }
  try {
    book.confirm(intent, card.id, true);
  } catch (error) {
    if (error instanceof StripeFault && error.status === 402) return "declined";
    throw error;
  }
  Object.assign(session, { status: "complete", payment_status: "paid", url: null });
  book.emit("checkout.session.completed", shown(session) as Session);
  return "done";
}

function save(book: Book, session: Session, cardKey: string): PageOutcome {
  const card = book.addMethod(session.customer, cardKey);
  const setup = make("setup_intent", book.clock(), {
    customer: session.customer,
    payment_method: card.id,
    last_setup_error: null,
    next_action: null,
    status: "succeeded",
    metadata: strings(part(session._data as Form, "metadata")),
  });
  book.setups.set(setup.id, setup);
  Object.assign(session, { status: "complete", setup_intent: setup.id, url: null });
  book.emit("setup_intent.succeeded", setup);
  book.emit("checkout.session.completed", shown(session) as Session);
  return "done";
}
