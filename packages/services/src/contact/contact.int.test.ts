import { callerAs } from "@callbay/testing/caller";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { type TwoTenants, twoTenants } from "@callbay/testing/two-tenants";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let test: TestDatabase;
let world: TwoTenants;
let record: Recorder;
const now = new Date("2026-03-11T10:00:00.000Z");

beforeAll(async () => {
  test = await createTestDatabase();
  world = await twoTenants(test.db, now);
  record = recorder(test.db);
});
afterAll(() => test.close());

const as = (role: "owner" | "manager" | "supervisor" | "agent" | "viewer") =>
  callerAs(record, world.a.people[role].actor, now);
const contactId = (at: number) => world.a.contactIds[at] ?? "";
const stand = (at: number, data: object) =>
  test.db.withTenant(world.a.tenantId, (tx) =>
    tx.campaignContact.updateMany({ where: { campaignId: world.a.campaignId, contactId: contactId(at) }, data }),
  );

describe("a contact's card", () => {
  it("holds its numbers, its attributes, its campaigns, its calls with their notes and recordings", async () => {
    const card = await as("manager").contacts.get({ contactId: contactId(0) });
    expect(card).toMatchObject({ displayName: "Customer 1", attributes: { city: "Somewhere" } });
    expect(card.points[0]?.phone).toMatch(/^\+\d{1,3}•{7}\d\d$/);
    expect(card.campaigns).toMatchObject([{ campaignId: world.a.campaignId, state: "reserved" }]);
    expect(card.timeline.map(({ id }) => id)).toContain(world.a.callId);
  });

  it("is for those who lead, and shows a team leader the calls of the team", async () => {
    await expect(as("agent").contacts.get({ contactId: contactId(0) })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(as("manager").contacts.get({ contactId: world.b.contactIds[0] ?? "" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const card = await as("supervisor").contacts.get({ contactId: contactId(0) });
    expect(card.timeline.length).toBeGreaterThan(0);
  });

  it("is found by its number over all lists, however it is written", async () => {
    await test.db.withTenant(world.a.tenantId, (tx) =>
      tx.contactPoint.updateMany({ where: { contactId: contactId(2) }, data: { phone: "+85223456718" } }),
    );
    const found = await as("supervisor").contacts.search({ phone: "00852 2345-6718" });
    expect(found).toMatchObject({ phone: "+852•••••••18", items: [{ contactId: contactId(2), campaigns: 1 }] });
    const other = callerAs(record, world.b.people.manager.actor, now);
    expect((await other.contacts.search({ phone: "+85223456718" })).items).toEqual([]);
    await expect(as("supervisor").contacts.search({ phone: "12" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("a list", () => {
  it("is browsed by state, reason, attempts and attribute, page by page", async () => {
    await stand(1, { state: "done", reason: "success", attempts: 3 });
    const list = as("viewer").lists;
    const { listId } = world.a;
    const ids = async (filter: object) => (await list.contacts({ listId, ...filter })).items.map(({ id }) => id);
    expect(await ids({ state: "done" })).toEqual([contactId(1)]);
    expect(await ids({ reason: "success", minAttempts: 3 })).toEqual([contactId(1)]);
    expect(await ids({ state: "ready", minAttempts: 3 })).toEqual([]);
    expect(await ids({ state: "none" })).toEqual([]);
    expect(await ids({ attribute: { key: "city", value: "somewhere" } })).toHaveLength(5);
    expect(await ids({ attribute: { key: "city", value: "else" } })).toEqual([]);
    const first = await list.contacts({ listId, limit: 2 });
    const second = await list.contacts({ listId, limit: 2, cursor: first.nextCursor });
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4);
  });
});

describe("consent", () => {
  it("is written with its proof, audited, and asks again about those who were held back for want of it", async () => {
    await stand(3, { state: "blocked", reason: "consent_missing" });
    await stand(4, { state: "blocked", reason: "dnc_tenant" });
    const contactIds = [contactId(3), contactId(4)];
    const consentAt = new Date("2026-03-01T00:00:00Z");
    await expect(as("manager").contacts.setConsent({ contactIds, consentAt, proof: " " })).rejects.toThrow(/proof/);
    await expect(
      as("manager").contacts.setConsent({ contactIds, consentAt: new Date("2026-03-12T00:00:00Z"), proof: "x" }),
    ).rejects.toThrow(/future/);
    await expect(
      as("manager").contacts.setConsent({
        contactIds: [...contactIds, world.b.contactIds[0] ?? ""],
        consentAt,
        proof: "x",
      }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await as("manager").contacts.setConsent({ contactIds, consentAt, proof: "form 12" })).toEqual({
      changed: 2,
      reopened: 1,
    });
    const card = await as("manager").contacts.get({ contactId: contactId(3) });
    expect(card).toMatchObject({
      consentAt,
      consentProof: "form 12",
      campaigns: [{ state: "ready", reason: "reopened" }],
    });
    await as("manager").contacts.setConsent({ contactIds, consentAt: null, proof: "by mail" });
    expect((await as("manager").contacts.get({ contactId: contactId(3) })).consentAt).toBeNull();
    await expect(as("viewer").contacts.setConsent({ contactIds, consentAt, proof: "x" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("callbacks", () => {
  it("are listed the next one first, and given to an agent of the campaign or to anybody", async () => {
    const { membershipId } = world.a.people.agent;
    const { campaignId } = world.a;
    const late = new Date("2026-03-11T12:00:00Z");
    await stand(2, { state: "ready", reason: "callback", callbackBy: membershipId, nextAttemptAt: late });
    await stand(3, { state: "ready", reason: "callback", callbackBy: null, nextAttemptAt: now });
    const list = await as("supervisor").callbacks.list({});
    expect(list.items.map(({ contactId: id, due, byName }) => [id, due, byName])).toEqual([
      [contactId(3), true, null],
      [contactId(2), false, world.a.people.agent.name],
    ]);
    expect((await as("supervisor").callbacks.list({ by: null })).items).toHaveLength(1);
    expect((await as("supervisor").callbacks.list({ dueOnly: true })).items).toHaveLength(1);

    const move = { campaignId, contactId: contactId(2) };
    await expect(
      as("supervisor").callbacks.reassign({ ...move, from: membershipId, to: world.a.people.viewer.membershipId }),
    ).rejects.toThrow(/does not work/);
    await as("supervisor").callbacks.reassign({ ...move, from: membershipId, to: null });
    await expect(as("manager").callbacks.reassign({ ...move, from: membershipId, to: membershipId })).rejects.toThrow(
      /meanwhile/,
    );
    await as("manager").callbacks.reassign({ ...move, from: null, to: membershipId });
    expect((await as("supervisor").callbacks.list({ by: membershipId })).items).toHaveLength(1);
  });
});
