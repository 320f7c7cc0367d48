import { syncMethods } from "@callbay/services/payment/customer";
import { NOW, openPaymentWorld, type PaymentWorld } from "@callbay/services/payment/payment-world.test-support";
import { receiveWebhook } from "@callbay/services/payment/webhook";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { recorder } from "@callbay/testing/recorder";
import { signatureOf } from "@callbay/testing/stripe-stand-in/webhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paymentHandlers, sweepPayments } from "./payment-jobs.ts";

let database: TestDatabase;
let world: PaymentWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openPaymentWorld(database.db);
});
afterAll(async () => {
  await world?.close();
  await database?.close();
});

test("what Redis has lost is found again: cards to be charged, and events that nobody has processed", async () => {
  const client = await world.client();
  const customer = await client.customer();
  world.standIn.book.addMethod(customer, "pm_card_visa");
  await syncMethods(world.system(), customer);
  const due = await client.invoice({ autoCharge: true, dueAt: NOW });
  const metadata = { tenantId: client.tenantId, invoiceId: await client.invoice() };
  const intent = world.standIn.book.addIntent({ customer, amount: 10_600, currency: "cny", metadata });
  world.standIn.book.confirm(intent, world.standIn.book.addMethod(customer, "pm_card_visa").id, true);
  const rawBody = Buffer.from(JSON.stringify(world.standIn.book.events.at(-1)));
  await receiveWebhook(world.system(), { rawBody, signature: signatureOf(rawBody, world.standIn.secret, NOW) });

  const record = recorder(database.db);
  const deps = { ...record.deps, payments: world.gateway };
  const ctx = { ...world.system(), deps };
  await sweepPayments(ctx);
  expect(record.jobs.map(({ name }) => name).sort()).toEqual(["charge-invoice", "process-webhook"]);
  const handlers = paymentHandlers(deps, () => NOW);
  const meta = { id: "1", queue: "payments", enqueuedAt: NOW, attempt: 1, lastAttempt: false };
  for (const { name, payload } of record.jobs)
    await handlers.find((handler) => handler.name === name)?.run(payload, { ...meta, name });
  const state = await client.state();
  expect(state.settlements).toMatchObject([{ state: "paid" }, { state: "paid" }]);
  expect(due).toBeTruthy();

  record.clear();
  await sweepPayments(ctx);
  expect(record.jobs).toEqual([]);
  await sweepPayments({ ...ctx, deps: { ...deps, payments: null } });
});
