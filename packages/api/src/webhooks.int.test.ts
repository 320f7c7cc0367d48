import { randomUUID } from "node:crypto";
import { createStripeGateway } from "@callbay/gateways/stripe";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { recorder } from "@callbay/testing/recorder";
import { signatureOf } from "@callbay/testing/stripe-stand-in/webhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { takePaymentWebhook } from "./webhooks.ts";

const SECRET = "whsec_of_tests";
const NOW = new Date("2026-05-04T02:00:00Z");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

test("a message is kept once and put on the queue; what is not Stripe's is refused and leaves nothing", async () => {
  const record = recorder(database.db);
  const payments = createStripeGateway({ secretKey: "sk_test_1", webhookSecret: SECRET });
  const ctx = { deps: { ...record.deps, payments }, now: NOW, requestId: randomUUID(), logger: { error: () => {} } };
  const event = {
    id: "evt_1",
    object: "event",
    type: "payment_intent.succeeded",
    created: 1_777_000_000,
    data: { object: {} },
  };
  const rawBody = Buffer.from(JSON.stringify(event));
  const message = { rawBody, signature: signatureOf(rawBody, SECRET, NOW) };
  expect(await takePaymentWebhook(ctx, message)).toEqual({ status: 200, body: { received: true, repeated: false } });
  expect(await takePaymentWebhook(ctx, message)).toEqual({ status: 200, body: { received: true, repeated: true } });
  expect(record.jobs.map(({ name }) => name)).toEqual(["process-webhook", "process-webhook"]);
  const forged = { rawBody, signature: signatureOf(rawBody, "whsec_other", NOW) };
  expect(await takePaymentWebhook(ctx, forged)).toEqual({
    status: 400,
    body: { error: { code: "WEBHOOK_UNVERIFIED" } },
  });
  const bare = { ...ctx, deps: { ...ctx.deps, payments: null } };
  expect(await takePaymentWebhook(bare, message)).toMatchObject({ status: 412 });
  expect(await database.db.asOperator((tx) => tx.webhookEvent.count())).toBe(1);
});
