import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeOf } from "../billing/billing-world.ts";
import { chargeInvoice, dueCharges } from "./auto-charge.ts";
import { checkoutInvoice } from "./checkout.ts";
import { syncMethods } from "./customer.ts";
import { NOW, openPaymentWorld, type PayingClient, type PaymentWorld } from "./payment-world.test-support.ts";
import { syncOverduePages } from "./sync.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let database: TestDatabase;
let world: PaymentWorld;
let client: PayingClient;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 12 });
  world = await openPaymentWorld(database.db);
});
afterAll(async () => {
  await world?.close();
  await database?.close();
});
beforeEach(async () => {
  world.now = NOW;
  client = await world.client();
});

async function saved(card: string): Promise<void> {
  const customer = await client.customer();
  world.standIn.book.addMethod(customer, card);
  await syncMethods(world.system(), customer);
}
const due = () => client.invoice({ autoCharge: true, dueAt: NOW });
const charge = (invoiceId: string) => chargeInvoice(world.system(), { tenantId: client.tenantId, invoiceId });
const intents = () => world.standIn.book.intents.size;
const later = (ms: number) => {
  world.now = new Date(world.now.getTime() + ms);
};
const deliverAll = async () => {
  for (const event of client.events()) await world.deliver(event);
};

describe("an invoice that is due", () => {
  test("is found when the contract says so and a card is saved, and charged", async () => {
    const find = async () =>
      (await dueCharges(world.system(), { provider: "stripe" })).filter((one) => one.tenantId === client.tenantId);
    const invoiceId = await due();
    await client.invoice({ dueAt: NOW });
    await client.invoice({ autoCharge: true, dueAt: new Date(NOW.getTime() + 1) });
    expect(await find()).toEqual([]);
    await saved("pm_card_visa");
    expect(await find()).toEqual([{ tenantId: client.tenantId, invoiceId }]);
    expect(await charge(invoiceId)).toBe("succeeded");
    expect(await find()).toEqual([]);
    expect(await charge(invoiceId)).toBe("not_due");
    await deliverAll();
    const state = await client.state();
    expect(state.payments).toMatchObject([{ state: "succeeded", amountMinor: 10_600n, method: "visa 4242" }]);
    expect(state.settlements[0]).toMatchObject({ state: "paid", chargeAttempts: 1, nextChargeAt: null });
    expect(state.mails).toEqual([]);
  });

  test("is charged once by two workers at once", async () => {
    await saved("pm_card_visa");
    const invoiceId = await due();
    const before = intents();
    const ends = await Promise.all([charge(invoiceId), charge(invoiceId), charge(invoiceId)]);
    expect(ends.sort()).toEqual(["not_due", "not_due", "succeeded"]);
    expect(intents() - before).toBe(1);
  });

  test("whose holder must confirm waits for them: they are told once, and nothing is tried again", async () => {
    await saved("pm_card_authenticationRequired");
    const invoiceId = await due();
    expect(await charge(invoiceId)).toBe("requires_action");
    await deliverAll();
    later(30 * DAY_MS);
    expect(await charge(invoiceId)).toBe("not_due");
    expect(await client.state()).toMatchObject({
      payments: [{ state: "requires_action", failureCode: "authentication_required" }],
      settlements: [{ state: "open", chargeAttempts: 1, nextChargeAt: null }],
      mails: ["payment_action"],
    });
    const { url } = await checkoutInvoice(client.owner(), { invoiceId });
    await world.press(url, "pm_card_authenticationRequired");
    await world.press(url, "pm_card_authenticationRequired", true);
    await deliverAll();
    expect(await client.state()).toMatchObject({ settlements: [{ state: "paid" }], mails: ["payment_action"] });
  });

  test("that is refused is tried again after 1, 3 and 7 days, and then no more; each try is kept", async () => {
    await saved("pm_card_chargeDeclinedInsufficientFunds");
    const invoiceId = await due();
    for (const days of [1, 3, 7]) {
      expect(await charge(invoiceId)).toBe("failed");
      // Whoever sees it first, the reply or the event, writes it down once.
      await deliverAll();
      const [settlement] = (await client.state()).settlements;
      expect(settlement).toMatchObject({ nextChargeAt: new Date(world.now.getTime() + days * DAY_MS).toISOString() });
      later(days * DAY_MS - 1);
      expect(await charge(invoiceId)).toBe("not_due");
      later(1);
    }
    expect(await charge(invoiceId)).toBe("failed");
    later(60 * DAY_MS);
    expect(await charge(invoiceId)).toBe("not_due");
    const state = await client.state();
    expect(state.payments).toHaveLength(4);
    expect(state.payments).toMatchObject(Array(4).fill({ state: "failed", failureCode: "insufficient_funds" }));
    expect(state.settlements).toMatchObject([{ chargeAttempts: 4, nextChargeAt: null }]);
    expect(state.mails).toEqual(Array(4).fill("payment_failed"));
  });

  test("whose card is gone at the provider counts as refused", async () => {
    await saved("pm_card_visa");
    const invoiceId = await due();
    const [method] = [...world.standIn.book.methods.values()].slice(-1);
    if (method) method.customer = null;
    expect(await charge(invoiceId)).toBe("failed");
    expect(await client.state()).toMatchObject({
      payments: [{ state: "failed" }],
      settlements: [{ chargeAttempts: 1 }],
    });
  });
});

describe("a worker that dies", () => {
  test("after the provider charged, before it was written down: the next one finds that charge", async () => {
    await saved("pm_card_visa");
    const invoiceId = await due();
    const before = intents();
    const ctx = world.system();
    const dying = {
      ...world.gateway,
      charge: async (order: Parameters<typeof world.gateway.charge>[0]) => {
        await world.gateway.charge(order);
        throw new Error("the process died");
      },
    };
    const dead = { ...ctx, deps: { ...ctx.deps, payments: dying } };
    await expect(chargeInvoice(dead, { tenantId: client.tenantId, invoiceId })).rejects.toThrow("died");
    expect(await charge(invoiceId)).toBe("not_due");
    later(15 * MINUTE_MS);
    expect(await charge(invoiceId)).toBe("succeeded");
    expect(intents() - before).toBe(1);
    expect(await client.state()).toMatchObject({
      payments: [{ state: "succeeded" }],
      settlements: [{ state: "paid" }],
    });
  });

  test("before the provider was asked: the next one charges", async () => {
    await saved("pm_card_visa");
    const invoiceId = await due();
    world.standIn.setAway(true);
    expect(await codeOf(charge(invoiceId))).toBe("PAYMENT_GATEWAY_UNAVAILABLE");
    world.standIn.setAway(false);
    later(15 * MINUTE_MS);
    expect(await charge(invoiceId)).toBe("succeeded");
  });

  test("and whose charge the event told of first: nothing is charged twice", async () => {
    await saved("pm_card_visa");
    const invoiceId = await due();
    const before = intents();
    world.standIn.loseNextAnswer();
    expect(await charge(invoiceId)).toBe("succeeded");
    expect(intents() - before).toBe(1);
  });
});

describe("a page and the saved card", () => {
  test("an open page is closed before the card is charged", async () => {
    await saved("pm_card_visa");
    const invoiceId = await due();
    const { url } = await checkoutInvoice(client.owner(), { invoiceId });
    expect(await charge(invoiceId)).toBe("succeeded");
    await world.press(url);
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ state: "failed", failureCode: "checkout_expired" }, { state: "succeeded" }],
      accounts: { cash: 10_600n },
    });
  });

  test("a page that was paid a moment ago is found paid, and the card is left alone", async () => {
    await saved("pm_card_visa");
    const invoiceId = await due();
    const { url } = await checkoutInvoice(client.owner(), { invoiceId });
    await world.press(url);
    expect(await charge(invoiceId)).toBe("not_due");
    await deliverAll();
    expect(await client.state()).toMatchObject({ payments: [{ state: "succeeded" }], accounts: { cash: 10_600n } });
  });

  test("a page of whose end nobody told us is looked up after a day", async () => {
    const invoiceId = await client.invoice();
    await checkoutInvoice(client.owner(), { invoiceId });
    const session = [...world.standIn.book.sessions.values()].at(-1);
    if (session) Object.assign(session, { status: "expired", url: null });
    await syncOverduePages(world.system());
    expect((await client.state()).payments).toMatchObject([{ state: "pending" }]);
    later(26 * 60 * MINUTE_MS);
    await syncOverduePages(world.system());
    expect((await client.state()).payments).toMatchObject([{ state: "failed", failureCode: "checkout_expired" }]);
  });
});
