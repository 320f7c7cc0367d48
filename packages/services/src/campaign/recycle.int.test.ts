import { callerAs } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { expect, it } from "vitest";

const now = new Date("2026-03-11T10:00:00.000Z");

const world = openWorld({ now });
const { record } = world;

it("contacts that are done are tried again within the cap, successes and do-not-calls never", async () => {
  const { tenantId, campaignId, contactIds, dispositionId } = world.a;
  const campaigns = callerAs(record, world.a.people.manager.actor, now).campaigns;
  // The fixture's cap is three attempts.
  const stands = [
    { state: "done", reason: "outcome_limit", lastOutcome: "busy", attempts: 2 },
    { state: "done", reason: "attempt_cap", lastOutcome: "busy", attempts: 3 },
    { state: "done", reason: "success", lastOutcome: "answered", lastDispositionId: dispositionId, attempts: 1 },
    { state: "blocked", reason: "do_not_call", lastOutcome: "busy", attempts: 1 },
    { state: "done", reason: "disposition", lastOutcome: "answered", lastDispositionId: dispositionId, attempts: 1 },
  ] as const;
  await world.db.withTenant(tenantId, async (tx) => {
    for (const [index, stand] of stands.entries())
      await tx.campaignContact.updateMany({ where: { campaignId, contactId: contactIds[index] ?? "" }, data: stand });
  });
  const offered = await campaigns.recyclable({ campaignId });
  expect(offered.maxAttempts).toBe(3);
  expect(offered.groups).toEqual([
    { outcome: "busy", disposition: null, done: 2, within: 1 },
    { outcome: null, disposition: expect.objectContaining({ code: "sold" }), done: 1, within: 1 },
  ]);
  expect(await campaigns.recycle({ campaignId, outcomes: ["busy"] })).toEqual({ campaignId, contacts: 1 });
  expect(await campaigns.recycle({ campaignId, dispositionIds: [dispositionId] })).toMatchObject({ contacts: 1 });
  expect(await campaigns.recycle({ campaignId, outcomes: ["busy"] })).toMatchObject({ contacts: 0 });
  const rows = await world.db.withTenant(tenantId, (tx) =>
    tx.campaignContact.findMany({ where: { campaignId }, orderBy: { contactId: "asc" } }),
  );
  expect(rows.map(({ state, reason, attempts }) => [state, reason, attempts])).toEqual([
    ["ready", "recycled", 2],
    ["done", "attempt_cap", 3],
    ["done", "success", 1],
    ["blocked", "do_not_call", 1],
    ["ready", "recycled", 1],
  ]);
  await expect(campaigns.recycle({ campaignId: world.a.draftCampaignId, outcomes: ["busy"] })).rejects.toMatchObject({
    cause: { code: "CAMPAIGN_NOT_RECYCLABLE" },
  });
  await expect(campaigns.recycle({ campaignId })).rejects.toMatchObject({ cause: { code: "INVALID_INPUT" } });
});
