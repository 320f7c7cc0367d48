import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { routeOf } from "./api.ts";
import { Book } from "./book.ts";
import { submitSession } from "./checkout.ts";
import { control } from "./control.ts";
import { StripeFault } from "./fault.ts";
import { parseForm, text } from "./form.ts";
import { Idempotency } from "./idempotency.ts";
import { checkoutPage } from "./page.ts";
import { type Reply, refused, write } from "./reply.ts";
import { type Deliver, deliverTo, Outbox } from "./webhooks.ts";

export interface StandInOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly clock?: () => Date;
  /** Of the webhook's signature. */
  readonly secret?: string;
  /** Where webhooks go: a URL, or a function. Absent: they are kept. */
  readonly webhook?: string | Deliver;
}

export interface StripeStandIn {
  readonly url: string;
  readonly secret: string;
  readonly book: Book;
  readonly outbox: Outbox;
  /** Does what the next POST asks for, and loses the answer on the way. */
  loseNextAnswer(): void;
  /** Answers nothing but 503 until it is told otherwise. */
  setAway(away: boolean): void;
  /** How many requests there were of this kind, as `POST /v1/payment_intents`. */
  asked(route: string): number;
  close(): Promise<void>;
}

/** Starts the stand-in on this machine. */
export async function startStripeStandIn(options: StandInOptions = {}): Promise<StripeStandIn> {
  const { clock = () => new Date(), secret = "whsec_stand_in", webhook } = options;
  const deliver = typeof webhook === "string" ? deliverTo(webhook) : (webhook ?? null);
  const outbox = new Outbox(deliver, secret, clock);
  const book = new Book(clock, (event) => outbox.push(event));
  const idempotency = new Idempotency();
  const asked = new Map<string, number>();
  let losing = false;
  let away = false;
  let url = "";

  /** Null: the answer is lost. */
  async function answer(request: IncomingMessage): Promise<Reply | null> {
    const body = await bodyOf(request);
    const address = new URL(request.url ?? "/", url);
    const { pathname } = address;
    const method = request.method ?? "GET";
    if (pathname.startsWith("/pay/")) return page(book, pathname.slice(5), method, body);
    if (pathname.startsWith("/_control/")) {
      const done = await control(book, outbox, method, address);
      return { status: done === null ? 404 : 200, json: done };
    }
    asked.set(`${method} ${pathname}`, (asked.get(`${method} ${pathname}`) ?? 0) + 1);
    if (away) return refused(503, "api_error", "Away.");
    if (!/^Bearer [rs]k_/.test(request.headers.authorization ?? ""))
      return refused(401, "invalid_request_error", "Invalid API Key provided.");
    const route = routeOf(method, pathname);
    if (!route) return refused(404, "invalid_request_error", `Unrecognized request URL (${method}: ${pathname}).`);
    const form = parseForm(method === "GET" ? address.search.slice(1) : body);
    const key = method === "POST" ? request.headers["idempotency-key"] : undefined;
    const result = idempotency.once(typeof key === "string" ? key : null, `${method} ${pathname} ${body}`, () =>
      attempt(() => route.handler({ book, id: route.id, form, pageUrl: (id) => `${url}/pay/${id}` })),
    );
    if (losing && method === "POST") {
      losing = false;
      return null;
    }
    return { status: result.status, json: result.body };
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (reply) => (reply ? write(response, reply) : request.socket.destroy()),
      (error: unknown) => {
        if (error instanceof StripeFault) write(response, { status: error.status, json: { error: error.error } });
        else write(response, refused(500, "api_error", String(error)));
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    secret,
    book,
    outbox,
    loseNextAnswer: () => {
      losing = true;
    },
    setAway: (now) => {
      away = now;
    },
    asked: (route) => asked.get(route) ?? 0,
    close: async () => {
      await outbox.settled();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function page(book: Book, id: string, method: string, body: string): Reply {
  const form = parseForm(body);
  const card = text(form, "card") ?? "pm_card_visa";
  const session = book.find(book.sessions, "checkout.session", id);
  if (method === "GET" && session.status === "open") return { html: checkoutPage(session, null, card) };
  const outcome = method === "POST" ? submitSession(book, id, card, text(form, "confirmed") === "yes") : "done";
  return outcome === "done" ? { location: session.success_url } : { html: checkoutPage(session, outcome, card) };
}

function attempt(run: () => unknown): { status: number; body: unknown } {
  try {
    return { status: 200, body: structuredClone(run()) };
  } catch (error) {
    if (error instanceof StripeFault) return { status: error.status, body: { error: error.error } };
    throw error;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
