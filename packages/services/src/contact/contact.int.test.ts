import { callerAs } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { describe, expect, it } from "vitest";

const now = new Date("2026-03-11T10:00:00.000Z");

const world = openWorld({ now });
const { record } = world;

const as = (role: "owner" | "manager" | "supervisor" | "agent" | "viewer") =>
  callerAs(record, world.a.people[role].actor, now);
const contactId = (at: number) => world.a.contactIds[at] ?? "";
const stand = (at: number, data: object) =>
  world.db.withTenant(world.a.tenantId, (tx) =>
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
    await world.db.withTenant(world.a.tenantId, (tx) =>
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

describe("a list that two people edit at once", () => {
  const code = (expected: string) => ({ cause: { code: expected } });

  it("keeps what the first saved, and tells the second", async () => {
    const { listId } = world.a;
    const { lists } = as("manager");
    const { revision, name } = await lists.get({ listId });
    expect(await lists.update({ listId, revision, name: "Spring", consentBasis: "public_task" })).toEqual({
      ...{ listId, revision: revision + 1 },
    });
    await expect(lists.update({ listId, revision, name: "Summer" })).rejects.toMatchObject({
      cause: { code: "STALE_REVISION", details: { what: "list", revision: revision + 1 } },
    });
    await expect(lists.setAttributeType({ listId, revision, attribute: "city", type: "text" })).rejects.toMatchObject(
      code("STALE_REVISION"),
    );
    const ends = await Promise.allSettled(
      ["here", "there"].map((source) => lists.update({ listId, revision: revision + 1, source })),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await lists.get({ listId })).toMatchObject({
      ...{ name: "Spring", consentBasis: "public_task", revision: revision + 2 },
    });
    await lists.update({ listId, revision: revision + 2, name, consentBasis: "consent" });
  });

  it("has a name of its own, and is nobody else's", async () => {
    const { listId } = world.a;
    const other = await as("manager").lists.create({
      ...{ name: "Another", source: "x", consentBasis: "consent", defaultCountry: "HK" },
    });
    const { revision } = await as("manager").lists.get({ listId });
    await expect(as("manager").lists.update({ listId, revision, name: "Another" })).rejects.toMatchObject(
      code("LIST_NAME_TAKEN"),
    );
    expect((await as("manager").lists.get({ listId })).revision).toBe(revision);
    await expect(as("viewer").lists.update({ listId, revision, name: "Mine" })).rejects.toMatchObject(
      code("FORBIDDEN"),
    );
    const foreign = callerAs(record, world.b.people.manager.actor, now);
    await expect(foreign.lists.update({ ...other, revision: 1, name: "Mine" })).rejects.toMatchObject(
      code("NOT_FOUND"),
    );
  });
});

describe("consent for many", () => {
  it("is written for those who have none, or for all, with its proof, and asks again about whom it was missed", async () => {
    const { listId } = world.a;
    const { lists, contacts } = as("manager");
    const consentAt = new Date("2026-03-01T00:00:00Z");
    await contacts.setConsent({
      contactIds: [contactId(0)],
      consentAt: new Date("2026-01-01T00:00:00Z"),
      proof: "own",
    });
    await stand(4, { state: "blocked", reason: "consent_missing" });
    const sums = async () => {
      const rows = await lists.consent({ listId });
      const sum = (key: "contacts" | "given" | "proven") => rows.reduce((total, row) => total + row[key], 0);
      return [sum("contacts"), sum("given"), sum("proven")];
    };
    expect(await sums()).toEqual([5, 1, 1]);
    await expect(lists.recordConsent({ listId, consentAt, proof: " " })).rejects.toMatchObject({
      cause: { code: "CONSENT_PROOF_NEEDED" },
    });
    await expect(lists.recordConsent({ listId, consentAt: new Date(now.getTime() + 1), proof: "x" })).rejects.toThrow(
      /future/,
    );
    await expect(
      lists.recordConsent({ listId, importId: world.b.importId, consentAt, proof: "x" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await lists.recordConsent({ listId, consentAt, proof: "form 12" })).toEqual({ changed: 4, reopened: 1 });
    expect(await sums()).toEqual([5, 5, 5]);
    expect((await contacts.get({ contactId: contactId(0) })).consentProof).toBe("own");
    expect(await contacts.get({ contactId: contactId(4) })).toMatchObject({
      ...{ consentAt, consentProof: "form 12", campaigns: [{ state: "ready", reason: "reopened" }] },
    });
    expect((await lists.recordConsent({ listId, consentAt, proof: "form 13", replace: true })).changed).toBe(5);
    expect((await contacts.get({ contactId: contactId(0) })).consentProof).toBe("form 13");
    const other = callerAs(record, world.b.people.manager.actor, now);
    await expect(other.lists.recordConsent({ listId, consentAt, proof: "x" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

it("shows whom the workspace called last, once each", async () => {
  const recent = await as("supervisor").contacts.recent({});
  expect(recent.map((row) => row.contactId)).toContain(contactId(0));
  expect(new Set(recent.map((row) => row.contactId)).size).toBe(recent.length);
  expect(recent[0]?.phone).toContain("•");
  await expect(as("agent").contacts.recent({})).rejects.toMatchObject({ code: "FORBIDDEN" });
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
    // At its time, unless another is given: one at which somebody may be called.
    const at = new Date("2026-03-12T02:00:00Z");
    await as("manager").callbacks.reassign({ ...move, from: membershipId, to: null, at });
    expect((await as("supervisor").callbacks.list({})).items.at(-1)).toMatchObject({
      contactId: contactId(2),
      at,
      by: null,
    });
    await expect(
      as("manager").callbacks.reassign({ ...move, from: null, to: membershipId, at: new Date(now.getTime() - 1) }),
    ).rejects.toMatchObject({ cause: { code: "CALLBACK_TOO_LATE" } });
  });
});
