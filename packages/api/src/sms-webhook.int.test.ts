import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { recorder } from "@callbay/testing/recorder";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SmsRequest, takeSmsWebhook } from "./sms-webhook.ts";

const SECRET = "a-secret-of-twenty-four-characters";
let database: TestDatabase;
let world: TwoTenants;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await twoTenants(database.db);
});
afterAll(() => database?.close());

const take = (request: Partial<SmsRequest>, secret: string | null = SECRET, allowed = true) => {
  const { deps } = recorder(database.db);
  const limiter = { take: async () => (allowed ? { allowed } : { allowed, retryAfterMs: 1 }) } as never;
  const ctx = { deps, now: world.now, requestId: randomUUID(), logger: { error: () => {} }, limiter };
  const bare = { authorization: `Bearer ${SECRET}`, secretHeader: null, contentType: "application/json", body: "" };
  return takeSmsWebhook(ctx, secret, { ...bare, ...request });
};
const entries = () =>
  database.db.withTenant(world.a.tenantId, async (tx) => {
    const rows = await tx.doNotCall.findMany({ where: { reason: { startsWith: "sms:" } }, orderBy: { phone: "asc" } });
    return rows.map(({ phone, reason }) => `${phone} ${reason}`);
  });

test("a stop word is taken as JSON or as a form, whatever the fields are called, with the secret in any header", async () => {
  const { callerId, phones } = world.a;
  const [first = "", second = "", third = ""] = phones;
  const stop = { status: 200, body: { revoked: true, word: "stop" } };
  expect(await take({ body: JSON.stringify({ from: first, to: callerId, text: "Stop" }) })).toEqual(stop);
  const form = new URLSearchParams({ From: second, To: callerId, Body: "STOP" }).toString();
  const basic = `Basic ${Buffer.from(`callbay:${SECRET}`).toString("base64")}`;
  const asForm = { contentType: "application/x-www-form-urlencoded", body: form };
  expect(await take({ ...asForm, authorization: basic })).toEqual(stop);
  expect(await take({ ...asForm, authorization: null, secretHeader: SECRET })).toEqual(stop);
  const digits = { msisdn: Number(third.slice(1)), to: callerId.slice(1), message: "TD" };
  expect(await take({ body: JSON.stringify(digits) })).toEqual({ status: 200, body: { revoked: true, word: "td" } });
  expect(await entries()).toEqual([`${first} sms:stop`, `${second} sms:stop`, `${third} sms:td`]);
  expect(await database.db.withTenant(world.b.tenantId, (tx) => tx.doNotCall.count())).toBe(1);
});

test("what nobody may say, or cannot be read, is refused and leaves nothing", async () => {
  const before = await entries();
  const good = JSON.stringify({ from: world.a.phones[4], to: world.a.callerId, text: "STOP" });
  const refused = (status: number, code: string) => ({ status, body: { error: { code } } });
  expect(await take({ body: good }, null)).toEqual(refused(404, "NOT_FOUND"));
  expect(await take({ body: good }, SECRET, false)).toEqual(refused(429, "TOO_MANY_REQUESTS"));
  for (const authorization of [null, "", "Bearer", `Bearer ${SECRET}x`, `Basic ${SECRET}`, "Bearer undefined"])
    expect(await take({ body: good, authorization })).toEqual(refused(401, "WEBHOOK_UNVERIFIED"));
  for (const body of ["", "{", "null", "[]", '{"from":"1"}', '{"from":{},"to":"2","text":"STOP"}'])
    expect(await take({ body })).toEqual(refused(400, "INVALID_INPUT"));
  expect(await entries()).toEqual(before);
});
