import { newId } from "@callbay/db/ids";
import { callerAs } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, describe, expect, it } from "vitest";

let listId: string;
const now = new Date("2026-03-11T10:00:00.000Z");
const PEOPLE = {
  ann: { city: "Leeds", age: 40, since: "2024-05-01", vip: true },
  bob: { city: "leeds", age: "about 40", since: "2026-01-01", vip: false },
  cat: { city: "100%_sure'; DROP TABLE contact; --", age: 7 },
  dan: {},
} as const;
const PHONES: Readonly<Record<string, string>> = {
  ann: "+442079460001",
  bob: "+12125550142",
  cat: "+442079460003",
  dan: "+442079460004",
};

const world = openWorld({ now });
const { record } = world;
beforeAll(async () => {
  const { tenantId, campaignId } = world.a;
  listId = newId();
  await world.db.withTenant(tenantId, async (tx) => {
    await tx.contactList.createMany({
      data: {
        ...{ tenantId, id: listId, name: "Segments", source: "test", consentBasis: "consent", defaultCountry: "GB" },
        attributeTypes: { city: "text", age: { type: "number", chosen: true }, since: "date", vip: "boolean" },
      },
    });
    for (const [name, attributes] of Object.entries(PEOPLE)) {
      const id = newId();
      const phone = PHONES[name] ?? "";
      const country = phone.startsWith("+1") ? "US" : "GB";
      await tx.contact.createMany({
        data: { tenantId, id, listId, displayName: name, attributes, vip: name === "dan" },
      });
      const point = { tenantId, id: newId(), contactId: id, listId, phone, country, timezone: "Europe/London" };
      await tx.contactPoint.createMany({ data: point });
    }
    // Ann's number was called from another list, two days ago.
    const [contactId, contactPointId] = [world.a.contactIds[0] ?? "", world.a.contactPointIds[0] ?? ""];
    const attempt = { tenantId, campaignId, contactId, contactPointId, callerId: "" };
    await tx.attempt.createMany({
      data: {
        ...attempt,
        ...{ id: newId(), phone: PHONES.ann ?? "", nodeId: world.platform.nodeId, trunkId: world.platform.trunkId },
        ...{ state: "ended", outcome: "busy", decision: {}, ordinal: 9 },
        reservedAt: new Date("2026-03-09T10:00:00.000Z"),
      },
    });
  });
});

const segments = () => callerAs(record, world.a.people.manager.actor, now).segments;

async function names(filter: unknown): Promise<string[]> {
  const [counted, found] = [
    await segments().count({ filter, listIds: [listId] }),
    await segments().preview({ filter, listIds: [listId] }),
  ];
  expect(counted).toEqual({ total: 4, matching: found.length });
  return found.map(({ displayName }) => displayName).sort();
}

describe("a target group finds", () => {
  it.each<[string, unknown, string[]]>([
    ["everybody", { all: [] }, ["ann", "bob", "cat", "dan"]],
    ["nobody", { any: [] }, []],
    ["text, whatever its case", { attribute: "city", is: "equal", value: "LEEDS" }, ["ann", "bob"]],
    ["who is not that", { attribute: "city", is: "not_equal", value: "Leeds" }, ["cat", "dan"]],
    ["parts of a text, as written", { attribute: "city", is: "contains", value: "%_sure'; DROP" }, ["cat"]],
    ["no wildcard", { attribute: "city", is: "contains", value: "%" }, ["cat"]],
    ["beginnings", { attribute: "city", is: "begins_with", value: "le" }, ["ann", "bob"]],
    ["numbers, and nobody whose value is none", { attribute: "age", is: "at_least", value: 7 }, ["ann", "cat"]],
    [
      "numbers between",
      {
        all: [
          { attribute: "age", is: "more", value: 7 },
          { attribute: "age", is: "less", value: 41 },
        ],
      },
      ["ann"],
    ],
    ["dates", { attribute: "since", is: "less", value: "2025-01-01" }, ["ann"]],
    ["truths", { attribute: "vip", is: "equal", value: false }, ["bob"]],
    ["one of several", { attribute: "age", is: "one_of", value: [7, 40] }, ["ann", "cat"]],
    ["what is there", { attribute: "since", is: "present" }, ["ann", "bob"]],
    ["what is not", { attribute: "since", is: "absent" }, ["cat", "dan"]],
    ["an attribute with a quote in its name", { attribute: "it's", is: "absent" }, ["ann", "bob", "cat", "dan"]],
    ["who comes first", { contact: "vip", is: "yes" }, ["dan"]],
    ["who does not", { contact: "vip", is: "no" }, ["ann", "bob", "cat"]],
    ["countries", { point: "country", is: "one_of", value: ["US"] }, ["bob"]],
    [
      "the opposite",
      {
        not: {
          any: [
            { point: "country", is: "one_of", value: ["US"] },
            { attribute: "vip", is: "equal", value: true },
          ],
        },
      },
      ["cat", "dan"],
    ],
    ["who was called, from whichever list", { history: "attempted", is: "yes", withinDays: 3 }, ["ann"]],
    ["who was not called so lately", { history: "attempted", is: "no", withinDays: 1 }, ["ann", "bob", "cat", "dan"]],
    ["outcomes", { history: "outcome", is: "one_of", value: ["busy", "machine"], withinDays: null }, ["ann"]],
    ["who was not reached", { history: "reached", is: "no", withinDays: null }, ["ann", "bob", "cat", "dan"]],
    [
      "nobody by a disposition that nobody had",
      { history: "disposition", is: "one_of", value: ["sold"], withinDays: 30 },
      [],
    ],
    ["no success yet", { history: "success", is: "yes", withinDays: null }, []],
  ])("%s", async (_what, filter, expected) => {
    expect(await names(filter)).toEqual(expected);
  });
});

describe("a target group", () => {
  const leeds = { attribute: "city", is: "equal", value: "Leeds" };

  it("is kept, changed, used by a campaign, and then not deleted", async () => {
    const { segmentId } = await segments().create({ name: "Leeds", filter: leeds });
    await expect(segments().create({ name: "Leeds", filter: leeds })).rejects.toMatchObject({
      cause: { code: "SEGMENT_NAME_TAKEN" },
    });
    // Two people at once: the second is told, and the first's is there.
    const ends = await Promise.allSettled(
      [{ not: leeds }, { all: [leeds] }].map((filter) => segments().update({ segmentId, revision: 1, filter })),
    );
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(ends.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { cause: { code: "STALE_REVISION", details: { what: "target group" } } },
    });
    expect(await segments().update({ segmentId, revision: 2, filter: { not: leeds } })).toEqual({
      ...{ segmentId, revision: 3 },
    });
    const campaigns = callerAs(record, world.a.people.manager.actor, now).campaigns;
    const { draftCampaignId, tenantId } = world.a;
    await campaigns.update({ campaignId: draftCampaignId, revision: 1, lists: [{ listId, weight: 3, segmentId }] });
    expect((await campaigns.get({ campaignId: draftCampaignId })).lists).toMatchObject([
      { listId, weight: 3, segmentId, segmentName: "Leeds", contacts: 4 },
    ]);
    expect((await segments().list({})).find(({ id }) => id === segmentId)).toMatchObject({
      words: 'not (city is "Leeds")',
      campaigns: [{ id: draftCampaignId }],
    });
    await expect(segments().delete({ segmentId })).rejects.toMatchObject({ cause: { code: "SEGMENT_IN_USE" } });

    // Only those whom it describes become the campaign's, and a number that another list brought already does not.
    await world.db.withTenant(tenantId, (tx) =>
      tx.campaign.updateMany({
        where: { id: draftCampaignId },
        data: { state: "approved", callerIdId: world.a.numberId },
      }),
    );
    await campaigns.start({ campaignId: draftCampaignId });
    const taken = await campaigns.contacts({ campaignId: draftCampaignId });
    expect(taken.items.map(({ displayName }) => displayName).sort()).toEqual(["cat", "dan"]);
  });

  it("is told what it can ask about", async () => {
    expect(await segments().fields({ listIds: [listId] })).toMatchObject({
      attributes: { city: "text", age: "number", since: "date", vip: "boolean" },
      dispositions: [{ code: "later" }, { code: "sold" }],
    });
  });
});
