import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import type { StripeEvent } from "@callbay/testing/stripe-stand-in/shapes";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkoutInvoice } from "./checkout.ts";
import {
  type ClientState,
  openPaymentWorld,
  type PayingClient,
  type PaymentWorld,
} from "./payment-world.test-support.ts";

/** Whatever happens at the provider, and in whichever order, how often and how late we hear of it: the end is the same. */
let database: TestDatabase;
let world: PaymentWorld;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 12 });
  world = await openPaymentWorld(database.db);
});
afterAll(async () => {
  await world?.close();
  await database?.close();
});

type Step = "decline" | "pay" | "refund" | "refundFails" | "dispute" | "win" | "lose";

/** What may happen to one payment, in orders in which it can. */
const stories = fc.constantFrom<readonly Step[]>(
  ["pay"],
  ["decline", "pay"],
  ["decline", "decline"],
  ["pay", "refund"],
  ["pay", "refund", "refund"],
  ["pay", "refund", "refundFails"],
  ["pay", "dispute"],
  ["pay", "dispute", "win"],
  ["pay", "dispute", "lose"],
  ["decline", "pay", "refund", "dispute", "win", "refund"],
  ["pay", "refund", "dispute", "lose"],
);

/** One thing that happens, to a payment of whose page we wrote an order, or of which we never heard. */
async function happen(client: PayingClient, url: string | null, invoiceId: string, step: Step): Promise<void> {
  const { book } = world.standIn;
  const intent = () => [...book.intents.values()].findLast((one) => one.metadata.invoiceId === invoiceId)?.id ?? "";
  const last = <T>(map: Map<string, T & { payment_intent: string }>) =>
    [...map.entries()].findLast(([, one]) => one.payment_intent === intent())?.[0] ?? "";
  if (step === "refund") book.refund(intent(), 1_500, {});
  if (step === "refundFails") book.failRefund(last(book.refunds));
  if (step === "dispute") book.dispute(intent());
  if (step === "win") book.closeDispute(last(book.disputes), "won");
  if (step === "lose") book.closeDispute(last(book.disputes), "lost");
  if (step !== "pay" && step !== "decline") return;
  const card = step === "pay" ? "pm_card_visa" : "pm_card_chargeDeclined";
  if (url) return world.press(url, card);
  const customer = await client.customer();
  const known = book.intents.get(intent());
  const metadata = { tenantId: client.tenantId, invoiceId };
  const made = known ?? book.addIntent({ customer, amount: 10_600, currency: "cny", metadata });
  try {
    book.confirm(made, book.addMethod(customer, card).id, true);
  } catch {
    // Declined: the intent and its events say so.
  }
}

/** Runs a story for a client of its own. `hear` is told which events there are after each step, and at the end. */
async function told(
  story: readonly Step[],
  ordered: boolean,
  hear: (events: readonly StripeEvent[], end: boolean) => readonly StripeEvent[],
): Promise<ClientState> {
  const client = await world.client();
  const invoiceId = await client.invoice();
  const url = ordered ? (await checkoutInvoice(client.owner(), { invoiceId })).url : null;
  for (const [at, step] of story.entries()) {
    await happen(client, url, invoiceId, step);
    for (const event of hear(client.events(), at === story.length - 1)) await world.deliver(event);
  }
  return client.state();
}

test("any order and repetition of events ends alike", async () => {
  const random = fc.record({
    story: stories,
    ordered: fc.boolean(),
    // For each step: which of the events so far are heard then, in which order, some of them twice.
    picks: fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 6, maxLength: 6 }),
    shuffle: fc.infiniteStream(fc.nat()),
  });
  await fc.assert(
    fc.asyncProperty(random, async ({ story, ordered, picks, shuffle }) => {
      const straight = await told(story, ordered, (events, end) => (end ? events : []));
      let step = -1;
      const crooked = await told(story, ordered, (events, end) => {
        step += 1;
        const some = (picks[step] ?? []).flatMap((pick) => events[pick % events.length] ?? []);
        if (!end) return some;
        const keyed = [...events, ...some].map((event) => ({ event, key: shuffle.next().value ?? 0 }));
        return keyed.sort((a, b) => a.key - b.key).map(({ event }) => event);
      });
      expect(crooked).toEqual(straight);
      const sum = Object.values(crooked.accounts).reduce((total, one) => total + one, 0n);
      expect(sum).toBe(0n);
    }),
    { numRuns: 12, seed: 20_260_311, endOnFailure: true },
  );
}, 300_000);
