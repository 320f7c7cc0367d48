import { type StripeStandIn, startStripeStandIn } from "@callbay/testing/stripe-stand-in/server";
import { signatureOf } from "@callbay/testing/stripe-stand-in/webhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PaymentGateway } from "./payment-port.ts";
import { createStripeGateway } from "./stripe.ts";

/** The real SDK against the stand-in. */
let standIn: StripeStandIn;
let gateway: PaymentGateway;
let customerRef: string;
let n = 0;

beforeAll(async () => {
  standIn = await startStripeStandIn();
  gateway = createStripeGateway({ secretKey: "sk_test_1", webhookSecret: standIn.secret, apiBase: standIn.url });
});
afterAll(() => standIn.close());
beforeEach(async () => {
  n += 1;
  customerRef = await gateway.ensureCustomer({ tenantId: `tenant-${n}`, name: "Galaxy", email: null });
});

const order = (methodRef: string, key = `key-${n}`) => ({
  tenantId: `tenant-${n}`,
  customerRef,
  invoiceId: "invoice",
  paymentId: "payment",
  title: "HLS-2026-000001",
  methodRef,
  amountMinor: 1_500n,
  currency: "EUR",
  key,
});
const pageOrder = () => ({
  ...order(""),
  locale: "zh-CN",
  successUrl: "http://app.test/done",
  cancelUrl: "http://app.test/back",
});
const press = (url: string, card: string, confirmed = false) =>
  fetch(url, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ card, ...(confirmed ? { confirmed: "yes" } : {}) }),
  });
const saved = (card: string) => standIn.book.addMethod(customerRef, card).id;

describe("a saved card", () => {
  test.each([
    ["pm_card_visa", "succeeded", null],
    ["pm_card_chargeDeclined", "failed", "generic_decline"],
    ["pm_card_chargeDeclinedInsufficientFunds", "failed", "insufficient_funds"],
    ["pm_card_authenticationRequired", "requires_action", "authentication_required"],
  ])("%s: %s", async (card, state, failureCode) => {
    const snapshot = await gateway.charge(order(saved(card)));
    expect(snapshot).toMatchObject({ state, failureCode, amountMinor: 1_500n, currency: "EUR", invoiceId: "invoice" });
    expect(snapshot.method).toMatch(/^visa \d{4}$/);
  });

  test("is charged once for one key, also when the answer is lost on the way", async () => {
    const method = saved("pm_card_visa");
    const before = standIn.book.intents.size;
    standIn.loseNextAnswer();
    const first = await gateway.charge(order(method));
    const again = await gateway.charge(order(method));
    expect(again.ref).toBe(first.ref);
    expect(standIn.book.intents.size - before).toBe(1);
  });

  test("one key for another amount is refused, and nothing is charged", async () => {
    const method = saved("pm_card_visa");
    await gateway.charge(order(method));
    await expect(gateway.charge({ ...order(method), amountMinor: 1n })).rejects.toMatchObject({
      code: "PAYMENT_GATEWAY_REFUSED",
    });
  });

  test("is saved on a page, listed newest first, and forgotten", async () => {
    const first = saved("pm_card_visa");
    const setup = await gateway.createSetup({ ...pageOrder(), key: `setup-${n}` });
    const answer = await press(setup.url ?? "", "pm_card_authenticationRequired");
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "http://app.test/done"]);
    const cards = await gateway.methods(customerRef);
    expect(cards.map(({ last4 }) => last4).sort()).toEqual(["3184", "4242"]);
    await gateway.removeMethod(first);
    await gateway.removeMethod(first);
    expect((await gateway.methods(customerRef)).map(({ last4 }) => last4)).toEqual(["3184"]);
  });
});

describe("a checkout page", () => {
  test("is paid after a refusal and a confirmation", async () => {
    const page = await gateway.createCheckout(pageOrder());
    expect(page).toMatchObject({ state: "open", paymentRef: null, paymentId: "payment" });
    expect(await (await fetch(page.url ?? "")).text()).toContain("Pay 1500 eur");
    expect(await (await press(page.url ?? "", "pm_card_chargeDeclined")).text()).toContain("declined");
    expect(await (await press(page.url ?? "", "pm_card_authenticationRequired")).text()).toContain("confirm");
    expect((await press(page.url ?? "", "pm_card_authenticationRequired", true)).status).toBe(303);
    const after = await gateway.checkout(page.ref);
    expect(after).toMatchObject({ state: "complete", url: null });
    expect(await gateway.payment(after.paymentRef ?? "")).toMatchObject({ state: "succeeded", paymentId: "payment" });
    expect(await gateway.expireCheckout(page.ref)).toMatchObject({ state: "complete" });
  });

  test("expires when told so, and asked twice it is the same page", async () => {
    const page = await gateway.createCheckout(pageOrder());
    expect((await gateway.createCheckout(pageOrder())).ref).toBe(page.ref);
    expect(await gateway.expireCheckout(page.ref)).toMatchObject({ state: "expired", url: null });
  });
});

test("refunds and disputes are read with their payment", async () => {
  const { ref } = await gateway.charge(order(saved("pm_card_visa")));
  const refund = { paymentRef: ref, amountMinor: 500n, currency: "EUR", reason: "Two calls twice", requestedBy: "Ma" };
  await gateway.refund({ ...refund, key: `refund-${n}` });
  await gateway.refund({ ...refund, key: `refund-${n}` });
  const dispute = standIn.book.dispute(ref);
  expect(await gateway.payment(ref)).toMatchObject({
    refunds: [{ state: "succeeded", amountMinor: 500n, reason: "Two calls twice", requestedBy: "Ma" }],
    disputes: [{ state: "open", amountMinor: 1_000n }],
  });
  standIn.book.closeDispute(dispute.id, "won");
  expect(await gateway.payment(ref)).toMatchObject({ disputes: [{ state: "won" }] });
  await expect(gateway.refund({ ...refund, amountMinor: 5_000n, key: `more-${n}` })).rejects.toMatchObject({
    code: "PAYMENT_GATEWAY_REFUSED",
    details: { providerCode: "charge_already_refunded" },
  });
});

test("a provider that is away has a code of its own", async () => {
  standIn.setAway(true);
  await expect(gateway.payment("pi_1")).rejects.toMatchObject({ code: "PAYMENT_GATEWAY_UNAVAILABLE" });
  standIn.setAway(false);
});

describe("a webhook", () => {
  const now = new Date("2026-03-11T10:00:00Z");
  const body = Buffer.from(
    JSON.stringify({ id: "evt_1", object: "event", type: "charge.refunded", created: 1_700_000_000 }),
  );

  test("is read when its signature holds, however old the event is", () => {
    expect(gateway.verifyWebhook(body, signatureOf(body, standIn.secret, now), now)).toMatchObject({
      eventRef: "evt_1",
      type: "charge.refunded",
      createdAt: new Date(1_700_000_000_000),
    });
  });

  test.each([
    ["another secret", signatureOf(body, "whsec_other", now)],
    ["an old signature", signatureOf(body, "whsec_stand_in", new Date(now.getTime() - 301_000))],
    ["another body", signatureOf(Buffer.from("{}"), "whsec_stand_in", now)],
    ["none", ""],
  ])("is refused with %s", (_what, signature) => {
    expect(() => gateway.verifyWebhook(body, signature, now)).toThrow(
      expect.objectContaining({ code: "WEBHOOK_UNVERIFIED" }),
    );
  });
});
