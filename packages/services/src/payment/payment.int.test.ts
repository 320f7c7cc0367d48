import { creditorReference } from "@callbay/domain/bank/reference";
import { CallbayError } from "@callbay/domain/errors";
import type { PaymentGateway } from "@callbay/gateways/payment-port";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeOf } from "../billing/billing-world.ts";
import { allocatePayment } from "./allocate.ts";
import { checkoutInvoice } from "./checkout.ts";
import { listAllPayments, listPayments } from "./list.ts";
import { paymentOptions, removeMethod, savedMethod, setupMethod } from "./method.ts";
import { NOW, openPaymentWorld, type PayingClient, type PaymentWorld } from "./payment-world.test-support.ts";
import { refundPayment } from "./refund.ts";
import { receiveWebhook } from "./webhook.ts";

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

const deliverAll = async (of: PayingClient = client) => {
  for (const event of of.events()) await world.deliver(event);
};
/** Pays an invoice on a page, and lets Stripe tell us. @returns the payment's id. */
async function paidByCard(invoiceId: string, card = "pm_card_visa"): Promise<string> {
  const { url } = await checkoutInvoice(client.owner(), { invoiceId });
  await world.press(url, card, true);
  await deliverAll();
  const { items } = await listPayments(client.owner(), { invoiceId });
  return items[0]?.id ?? "";
}
const PAID = { cash: 10_600n, tax: -600n, "revenue:other": -10_000n };

describe("a page for an invoice", () => {
  test("is one page however often it is asked for, and pays the invoice", async () => {
    const invoiceId = await client.invoice();
    const first = await checkoutInvoice(client.owner(), { invoiceId });
    expect(await checkoutInvoice(client.owner(), { invoiceId })).toEqual(first);
    expect((await client.state()).payments).toMatchObject([{ state: "pending", amountMinor: 10_600n }]);
    await world.press(first.url, "pm_card_chargeDeclined");
    await deliverAll();
    expect((await client.state()).payments).toMatchObject([{ state: "failed", failureCode: "generic_decline" }]);
    await world.press(first.url);
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ state: "succeeded", method: "visa 4242", failureCode: null, flag: null }],
      settlements: [{ state: "paid", paidMinor: 10_600n }],
      accounts: PAID,
    });
    expect(await codeOf(checkoutInvoice(client.owner(), { invoiceId }))).toBe("INVOICE_SETTLED");
  });

  test("asked for twice at once is one page", async () => {
    const invoiceId = await client.invoice();
    const ask = () => checkoutInvoice(client.owner(), { invoiceId });
    const urls = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(urls.map(({ url }) => url)).size).toBe(1);
  });

  test("that expired makes room for another", async () => {
    const invoiceId = await client.invoice();
    const first = await checkoutInvoice(client.owner(), { invoiceId });
    await fetch(`${world.standIn.url}/v1/checkout/sessions/${first.url.split("/").at(-1)}/expire`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_1" },
    });
    const second = await checkoutInvoice(client.owner(), { invoiceId });
    expect(second.url).not.toBe(first.url);
    await deliverAll();
    expect((await client.state()).payments).toMatchObject([
      { state: "failed", failureCode: "checkout_expired" },
      { state: "pending" },
    ]);
  });

  test("is refused for a draft, for another's invoice, and for an amount that cards do not take", async () => {
    const other = await (await world.client()).invoice();
    expect(await codeOf(checkoutInvoice(client.owner(), { invoiceId: other }))).toBe("NOT_FOUND");
    const odd = await client.invoice({ netMinor: 10_001n, currency: "KWD" });
    expect(await codeOf(checkoutInvoice(client.owner(), { invoiceId: odd }))).toBe("AMOUNT_NOT_CHARGEABLE");
    expect((await client.state()).payments).toMatchObject([{ state: "failed", failureCode: "AMOUNT_NOT_CHARGEABLE" }]);
    const viewer = { ...client.owner(), actor: client.actor("viewer") };
    expect(await codeOf(checkoutInvoice(viewer, { invoiceId: odd }))).toBe("FORBIDDEN");
  });

  test("without a payment provider there is bank transfer, with its reference", async () => {
    const invoiceId = await client.invoice({ number: "HLS-2025-000001" });
    const bare = { ...client.owner(), deps: { ...client.owner().deps, payments: null } };
    expect(await codeOf(checkoutInvoice(bare, { invoiceId }))).toBe("PAYMENTS_NOT_CONFIGURED");
    expect(await savedMethod(bare, {})).toEqual({ cards: false, method: null });
    expect(await paymentOptions(bare, { invoiceId })).toMatchObject({
      cards: false,
      openMinor: 10_600n,
      bank: { reference: creditorReference("HLS-2025-000001"), details: "Harbour Bank · 012-345-678901" },
    });
  });
});

describe("a saved card", () => {
  test("is saved, replaced by a newer one in any order of events, and forgotten", async () => {
    for (const card of ["pm_card_visa", "pm_card_authenticationRequired"]) {
      const { url } = await setupMethod(client.owner(), {});
      await world.press(url, card);
      world.now = new Date(world.now.getTime() + 60_000);
    }
    for (const event of client.events().reverse()) await world.deliver(event);
    expect(await savedMethod(client.owner(), {})).toMatchObject({
      cards: true,
      method: { brand: "visa", last4: "3184" },
    });
    expect(await removeMethod(client.owner(), {})).toEqual({ removed: true });
    await deliverAll();
    expect(await savedMethod(client.owner(), {})).toEqual({ cards: true, method: null });
    expect(await removeMethod(client.owner(), {})).toEqual({ removed: false });
  });
});

describe("money that does not fit", () => {
  const intent = async (fields: Record<string, unknown>) => {
    const customer = await client.customer();
    const made = world.standIn.book.addIntent({ customer, amount: 10_600, currency: "cny", ...fields });
    world.standIn.book.confirm(made, world.standIn.book.addMethod(customer, "pm_card_visa").id, true);
    return made;
  };

  test("in another currency is kept, flagged, and waits", async () => {
    const invoiceId = await client.invoice();
    await intent({ currency: "eur", metadata: { tenantId: client.tenantId, invoiceId } });
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ state: "succeeded", currency: "EUR", flag: "currency_mismatch", attached: false }],
      settlements: [{ state: "open" }],
      accounts: { suspense: -10_600n, receivable: 10_600n },
    });
    const { items } = await listAllPayments(world.operator(), { tenantId: client.tenantId, flagged: true });
    expect(
      await codeOf(
        allocatePayment(world.operator(), { tenantId: client.tenantId, paymentId: items[0]?.id ?? "", invoiceId }),
      ),
    ).toBe("CURRENCY_MISMATCH");
  });

  test("more than is open pays the invoice, and the rest waits", async () => {
    const invoiceId = await client.invoice();
    await intent({ amount: 15_000, metadata: { tenantId: client.tenantId, invoiceId } });
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ flag: "overpaid" }],
      settlements: [{ state: "paid", paidMinor: 15_000n }],
      accounts: { cash: 15_000n, suspense: -4_400n },
    });
    const { items } = await listPayments(client.owner(), { invoiceId });
    const refund = {
      tenantId: client.tenantId,
      paymentId: items[0]?.id ?? "",
      amount: "44.00",
      reason: "Paid too much",
    };
    expect(await refundPayment(world.operator(), refund)).toMatchObject({ refundedMinor: 4_400n, creditNote: null });
    expect(await client.state()).toMatchObject({ settlements: [{ state: "paid" }], accounts: PAID });
  });

  test("less than is open pays a part, and the rest stays open", async () => {
    const invoiceId = await client.invoice();
    await intent({ amount: 600, metadata: { tenantId: client.tenantId, invoiceId } });
    await deliverAll();
    expect(await client.state()).toMatchObject({ settlements: [{ state: "partly_paid", paidMinor: 600n }] });
    const { url } = await checkoutInvoice(client.owner(), { invoiceId });
    await world.press(url);
    await deliverAll();
    expect(await client.state()).toMatchObject({ settlements: [{ state: "paid" }], accounts: PAID });
  });

  test("of an unknown invoice waits until the operator gives it to one", async () => {
    const invoiceId = await client.invoice();
    await intent({});
    await deliverAll();
    expect((await client.state()).payments).toMatchObject([{ flag: "invoice_unknown", attached: false }]);
    const { items } = await listAllPayments(world.operator(), { tenantId: client.tenantId });
    const allocation = { tenantId: client.tenantId, paymentId: items[0]?.id ?? "", invoiceId };
    await allocatePayment(world.operator(), allocation);
    expect(await codeOf(allocatePayment(world.operator(), allocation))).toBe("PAYMENT_ALLOCATED");
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ attached: true, flag: null }],
      settlements: [{ state: "paid" }],
      accounts: PAID,
    });
  });

  test("of nobody we know is counted, and is nobody's", async () => {
    const { strays } = await listAllPayments(world.operator(), {});
    const made = world.standIn.book.addIntent({ customer: "cus_stranger", amount: 100, currency: "eur" });
    world.standIn.book.confirm(made, world.standIn.book.addMethod(null, "pm_card_visa").id, true);
    const event = world.standIn.book.events.findLast((one) => one.type === "payment_intent.succeeded");
    if (event) await world.deliver(event);
    expect((await listAllPayments(world.operator(), {})).strays).toBe(strays + 1);
  });

  test("another client's invoice is not paid by it", async () => {
    const other = await world.client();
    const invoiceId = await other.invoice();
    await intent({ metadata: { tenantId: other.tenantId, invoiceId } });
    await deliverAll();
    expect((await client.state()).payments).toMatchObject([{ flag: "invoice_unknown" }]);
    expect(await other.state()).toMatchObject({ payments: [], settlements: [{ state: "open" }] });
  });
});

describe("a refund", () => {
  test("goes back through the provider and off the invoice by a credit note", async () => {
    const invoiceId = await client.invoice();
    const paymentId = await paidByCard(invoiceId);
    const refund = { tenantId: client.tenantId, paymentId, amount: "53.00", reason: "Half of the calls were ours" };
    const answer = await refundPayment(world.operator(), refund);
    expect(answer).toMatchObject({ refundedMinor: 5_300n, creditNote: expect.stringMatching(/^HLS-2026-/) });
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ state: "succeeded", refundedMinor: 5_300n, flag: null }],
      settlements: [{ state: "paid", paidMinor: 5_300n, creditedMinor: 5_300n }],
      accounts: { cash: 5_300n },
      mails: ["credit_note"],
    });
    expect(await codeOf(refundPayment(world.operator(), { ...refund, amount: "53.01" }))).toBe("REFUND_OUT_OF_RANGE");
    await refundPayment(world.operator(), refund);
    const end = await client.state();
    expect(end).toMatchObject({ payments: [{ state: "refunded" }], settlements: [{ state: "credited" }] });
    expect(end.accounts).toEqual({});
  });

  test("asked twice at once is given once", async () => {
    const paymentId = await paidByCard(await client.invoice());
    const refund = { tenantId: client.tenantId, paymentId, amount: "53.00", reason: "Half" };
    // At once: neither has been to the provider when the other decides.
    let deciding = 2;
    let bothDecided = () => {};
    const decided = new Promise<void>((resolve) => {
      bothDecided = resolve;
    });
    const refunding: PaymentGateway["refund"] = async (order) => {
      if (--deciding === 0) bothDecided();
      await decided;
      return world.gateway.refund(order);
    };
    const ctx = world.operator();
    const together = { ...ctx, deps: { ...ctx.deps, payments: { ...world.gateway, refund: refunding } } };
    await Promise.all([refundPayment(together, refund), refundPayment(together, refund)]);
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ refundedMinor: 5_300n }],
      settlements: [{ creditedMinor: 5_300n, paidMinor: 5_300n }],
    });
  });

  test("when the provider is away after the credit note, asking again writes no second one", async () => {
    const paymentId = await paidByCard(await client.invoice());
    const refund = { tenantId: client.tenantId, paymentId, amount: "53.00", reason: "Half" };
    const refunding = async () => {
      throw new CallbayError("precondition", "PAYMENT_GATEWAY_REFUSED", "Refused.");
    };
    const ctx = world.operator();
    const away = { ...ctx, deps: { ...ctx.deps, payments: { ...world.gateway, refund: refunding } } };
    await expect(refundPayment(away, refund)).rejects.toMatchObject({ details: { creditNote: expect.any(String) } });
    expect(await refundPayment(world.operator(), refund)).toMatchObject({ creditNote: null, refundedMinor: 5_300n });
    expect(await client.state()).toMatchObject({ settlements: [{ creditedMinor: 5_300n, paidMinor: 5_300n }] });
  });

  test("made at Stripe itself opens the invoice again and is flagged; one that fails closes it", async () => {
    const paymentId = await paidByCard(await client.invoice());
    const { items } = await listAllPayments(world.operator(), { tenantId: client.tenantId });
    const ref = items.find((item) => item.id === paymentId)?.providerRef ?? "";
    const refund = world.standIn.book.refund(ref, 600, {});
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ refundedMinor: 600n, flag: "refund_elsewhere" }],
      settlements: [{ state: "partly_paid", paidMinor: 10_000n }],
      accounts: { receivable: 600n },
    });
    world.standIn.book.failRefund(refund.id);
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ state: "succeeded", refundedMinor: 0n }],
      settlements: [{ state: "paid" }],
      accounts: PAID,
    });
  });
});

describe("a dispute", () => {
  test.each([
    ["won", "succeeded", "paid", 0n],
    ["lost", "disputed", "open", 10_600n],
  ] as const)("opened, then %s", async (end, state, settlement, receivable) => {
    const paymentId = await paidByCard(await client.invoice(), "pm_card_createDispute");
    expect(await client.state()).toMatchObject({
      payments: [{ state: "disputed", disputedMinor: 10_600n }],
      settlements: [{ state: "open", paidMinor: 0n, nextChargeAt: null }],
      accounts: { receivable: 10_600n },
    });
    const refund = { tenantId: client.tenantId, paymentId, amount: "1.00", reason: "Sorry" };
    expect(await codeOf(refundPayment(world.operator(), refund))).toBe("PAYMENT_NOT_REFUNDABLE");
    const dispute = [...world.standIn.book.disputes.values()].at(-1);
    world.standIn.book.closeDispute(dispute?.id ?? "", end);
    await deliverAll();
    const after = await client.state();
    expect(after).toMatchObject({ payments: [{ state }], settlements: [{ state: settlement }] });
    expect(after.accounts.receivable ?? 0n).toBe(receivable);
  });

  test("an inquiry takes no money", async () => {
    await paidByCard(await client.invoice());
    const intent = [...world.standIn.book.intents.values()].at(-1);
    const dispute = world.standIn.book.dispute(intent?.id ?? "");
    dispute.status = "warning_needs_response";
    await deliverAll();
    expect(await client.state()).toMatchObject({ payments: [{ state: "succeeded" }], accounts: PAID });
  });
});

describe("a webhook", () => {
  test("with a wrong signature is refused and not kept", async () => {
    const before = await database.db.asOperator((tx) => tx.webhookEvent.count());
    const rawBody = Buffer.from("{}");
    expect(await codeOf(receiveWebhook(world.system(), { rawBody, signature: "t=1,v1=00" }))).toBe(
      "WEBHOOK_UNVERIFIED",
    );
    expect(await database.db.asOperator((tx) => tx.webhookEvent.count())).toBe(before);
  });

  test("days late, and the provider away at first, ends where it would have ended", async () => {
    const invoiceId = await client.invoice();
    const { url } = await checkoutInvoice(client.owner(), { invoiceId });
    await world.press(url);
    world.now = new Date(NOW.getTime() + 5 * 86_400_000);
    const [event] = client.events();
    if (!event) throw new Error("no event");
    world.standIn.setAway(true);
    expect(await codeOf(world.deliver(event))).toBe("PAYMENT_GATEWAY_UNAVAILABLE");
    world.standIn.setAway(false);
    await deliverAll();
    expect(await client.state()).toMatchObject({
      payments: [{ state: "succeeded" }],
      settlements: [{ state: "paid" }],
    });
    const [booked] = await database.db.withTenant(client.tenantId, (tx) =>
      tx.ledgerTransaction.findMany({ where: { kind: "payment_received" } }),
    );
    // On the day on which it was paid, by the client's calendar.
    expect(booked?.bookedOn.toISOString().slice(0, 10)).toBe("2026-05-04");
  });
});
