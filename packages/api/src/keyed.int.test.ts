import { newId } from "@callbay/db/ids";
import { callerAs } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, describe, expect, it } from "vitest";
import { appendByKey } from "./keyed.ts";

let key: string;
const now = new Date("2026-03-11T10:00:00.000Z");

const world = openWorld({ now });
const { record } = world;
beforeAll(async () => {
  ({ key } = await callerAs(record, world.a.people.manager.actor, now).apiKeys.create({ name: "Shop" }));
});

let sent = 0;
function send(body: unknown, over: { key?: string; listId?: string; idempotencyKey?: string | null } = {}) {
  return appendByKey(
    { deps: record.deps, now, requestId: newId(), logger: { error: (details) => record.failures.push(details) } },
    {
      authorization: `Bearer ${over.key ?? key}`,
      idempotencyKey: over.idempotencyKey === undefined ? `set ${++sent}` : over.idempotencyKey,
      listId: over.listId ?? world.a.listId,
      body: typeof body === "string" ? body : JSON.stringify(body),
    },
  );
}
const ann = (phone: string) => ({ name: "Ann", phones: [phone], attributes: { plan: "gold", orders: 3 } });

describe("contacts sent with a key", () => {
  it("are judged as a file's rows are, and the answer adds up", async () => {
    const answer = await send({
      contacts: [
        {
          ...ann("+44 20 7946 0958"),
          phones: ["+44 20 7946 0958", "07911 123456"],
          country: "GB",
          consentAt: "2026-03-01",
        },
        ann("+442079460958"),
        ann(world.a.phones[0] ?? ""),
        ann("12"),
      ],
    });
    expect(answer).toEqual({
      status: 200,
      headers: {},
      body: {
        accepted: 1,
        duplicate: 2,
        doNotCall: 0,
        rejected: 1,
        rejects: [
          { index: 1, reason: "duplicate_in_file" },
          { index: 2, reason: "duplicate_in_list" },
          { index: 3, reason: "phone_too_short" },
        ],
      },
    });
    const { tenantId, listId, campaignId } = world.a;
    const contact = await world.db.withTenant(tenantId, (tx) =>
      tx.contact.findFirstOrThrow({
        where: { listId, displayName: "Ann" },
        include: { points: { orderBy: { position: "asc" } }, campaignContacts: true },
      }),
    );
    expect(contact).toMatchObject({
      attributes: { plan: "gold", orders: 3 },
      consentAt: new Date("2026-03-01"),
      points: [{ phone: "+442079460958" }, { phone: "+447911123456" }],
    });
    // Running and paused campaigns of the list have it at once.
    expect(contact.campaignContacts.map((one) => one.campaignId).sort()).toEqual(
      [campaignId, world.a.pausedCampaignId].sort(),
    );
    expect(record.events).toContainEqual({
      audience: { tenantId },
      event: { type: "campaign.changed", campaignId },
    });
    expect((await callerAs(record, world.a.people.manager.actor, now).lists.get({ listId })).attributes).toMatchObject([
      { key: "city", type: "text" },
      { key: "orders", type: "number" },
      { key: "plan", type: "text" },
    ]);
  });

  it("are added once under one idempotency key", async () => {
    const body = { contacts: [ann("+442079460111")] };
    const first = await send(body, { idempotencyKey: "once" });
    expect(first.body).toMatchObject({ accepted: 1 });
    expect(await send(body, { idempotencyKey: "once" })).toEqual(first);
    expect(await send({ contacts: [ann("+442079460112")] }, { idempotencyKey: "once" })).toMatchObject({
      status: 409,
      body: { error: { code: "IDEMPOTENCY_KEY_REUSED" } },
    });
  });

  it.each<[string, () => ReturnType<typeof send>, number, string]>([
    [
      "an unknown key",
      () => send({ contacts: [] }, { key: `cbk_${"0".repeat(32)}_${"x".repeat(43)}` }),
      401,
      "KEY_INVALID",
    ],
    ["a wrong secret", () => send({ contacts: [] }, { key: `${key.slice(0, -1)}_` }), 401, "KEY_INVALID"],
    ["no idempotency key", () => send({ contacts: [] }, { idempotencyKey: null }), 400, "IDEMPOTENCY_KEY_MISSING"],
    ["no JSON", () => send("contacts"), 400, "BODY_INVALID"],
    ["no contacts", () => send({ contacts: [] }), 400, "INVALID_INPUT"],
    ["another client's list", () => send({ contacts: [ann("12")] }, { listId: world.b.listId }), 404, "NOT_FOUND"],
  ])("with %s are refused", async (_what, request, status, code) => {
    expect(await request()).toMatchObject({ status, body: { error: { code } } });
    expect(record.failures).toEqual([]);
  });

  it("are refused at once when the key is revoked", async () => {
    const keys = callerAs(record, world.a.people.manager.actor, now).apiKeys;
    const made = await keys.create({ name: "Gone" });
    expect((await send({ contacts: [ann("12")] }, { key: made.key })).status).toBe(200);
    await keys.revoke({ apiKeyId: made.apiKeyId });
    expect((await send({ contacts: [ann("12")] }, { key: made.key })).status).toBe(401);
    const listed = await keys.list({});
    expect(listed.find(({ id }) => id === made.apiKeyId)).toMatchObject({ lastUsedAt: now, revokedAt: now });
    expect(JSON.stringify(listed)).not.toContain(made.key.slice(-43));
  });

  it("are counted by key", async () => {
    const answer = await appendByKey(
      {
        ...{ deps: record.deps, now, requestId: newId(), logger: { error: () => {} } },
        keyLimiter: { take: async () => ({ allowed: false, retryAfterMs: 1_500 }) },
      },
      { authorization: `Bearer ${key}`, idempotencyKey: "x", listId: world.a.listId, body: "{}" },
    );
    expect(answer).toMatchObject({ status: 429, headers: { "retry-after": "2" } });
  });
});
