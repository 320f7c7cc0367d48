import type { Book } from "./book.ts";
import type { Outbox } from "./webhooks.ts";

/** What a test or a journey makes happen at Stripe's end; see README.md. Null when there is no such thing. */
export async function control(book: Book, outbox: Outbox, method: string, address: URL): Promise<unknown> {
  const [, , what, id = "", how] = address.pathname.split("/");
  const query = address.searchParams;
  const times = Number(query.get("times") ?? "1");
  if (what === "events" && method === "GET") return book.events;
  if (what === "events" && how === "send") {
    const event = book.events.find((one) => one.id === id);
    if (!event) return null;
    const statuses: number[] = [];
    for (let n = 0; n < times; n++) statuses.push(await outbox.send(event));
    return { statuses };
  }
  if (what === "hold") {
    outbox.hold();
    return {};
  }
  if (what === "release") {
    await outbox.release({ reverse: query.get("order") === "reverse", times });
    return {};
  }
  if (what === "disputes" && how === "close")
    return book.closeDispute(id, query.get("status") === "won" ? "won" : "lost");
  if (what === "disputes") return book.dispute(query.get("payment_intent") ?? "");
  return null;
}
