import { PRESETS } from "@callbay/domain/compliance/presets";
import { callerAs, verbContext } from "@callbay/testing/caller";
import { openWorld } from "@callbay/testing/world";
import { describe, expect, it } from "vitest";
import { completeIfExhausted, pauseByLoop } from "../dial/finish.ts";
import { findScheduledStarts, startScheduled } from "./start-scheduled.ts";

const now = new Date("2026-03-11T10:00:00.000Z");
const system = { kind: "system", name: "test" } as const;

const world = openWorld({ now });
const { record } = world;

const manager = () => callerAs(record, world.a.people.manager.actor, now).campaigns;
const operator = () => callerAs(record, world.platform.operators.admin.actor, now).operator.approvals;

let made = 0;
async function complete() {
  const { contractId, listId, numberId, people } = world.a;
  const { campaignId } = await manager().create({
    name: `Offer ${++made}`,
    purpose: "telemarketing",
    contractId,
    lists: [{ listId }],
    callerIdId: numberId,
    script: "Hello {{displayName}} in {{attributes.city}}, this is {{agent.name}}.",
  });
  await manager().setDispositions({
    campaignId,
    revision: 1,
    items: [{ code: "sold", label: "Sold", success: true }],
  });
  await manager().setAgents({ campaignId, membershipIds: [people.agent.membershipId] });
  return campaignId;
}

describe("a campaign", () => {
  it("goes from draft over approval to running, paused and completed, and says so to the supervisor", async () => {
    const campaignId = await complete();
    await expect(manager().start({ campaignId })).rejects.toMatchObject({ code: "CONFLICT" });
    await manager().submit({ campaignId });
    const waiting = await operator().list();
    expect(waiting.find((each) => each.campaignId === campaignId)).toMatchObject({
      tenantName: "Client alder",
      contacts: 5,
      lists: [{ contacts: 5, consentBasis: "consent", source: "Shop till" }],
    });
    const { tenantId } = world.a;
    await expect(operator().return({ tenantId, campaignId, reason: " " })).rejects.toThrow(/Say why/);
    await operator().return({ tenantId, campaignId, reason: "No prices, please." });
    expect(await manager().get({ campaignId })).toMatchObject({
      state: "returned",
      stateReason: "No prices, please.",
      editable: true,
    });
    await manager().submit({ campaignId });
    await operator().approve({ tenantId, campaignId });
    record.clear();
    expect(await manager().start({ campaignId })).toEqual({ campaignId, contacts: 5, more: false });
    expect(record.events).toContainEqual({ audience: "operator", event: { type: "campaign.changed", campaignId } });
    await manager().pause({ campaignId, reason: "Lunch" });
    await manager().resume({ campaignId });
    await manager().complete({ campaignId });
    expect(await manager().get({ campaignId })).toMatchObject({ state: "completed", actions: [] });
  });

  it("shows the operator what its rules changed, and where they are stricter than the law", async () => {
    const { tenantId, people } = world.a;
    const { compliance } = callerAs(record, people.owner.actor, now);
    const rules = { ...PRESETS.us, attempts: { ...PRESETS.us.attempts, perDay: 2 } };
    const { profileId } = await compliance.create({ name: "Ours", rules });
    const { id } = await compliance.revise({
      ...{ profileId, revision: 1, name: "Ours", rules: { ...rules, attempts: { ...rules.attempts, perDay: 1 } } },
    });
    const campaignId = await complete();
    await world.db.withTenant(tenantId, (tx) =>
      tx.campaign.updateMany({
        where: { id: campaignId },
        data: { complianceId: id, state: "submitted", submittedAt: now },
      }),
    );
    const shown = (await operator().list()).find((each) => each.campaignId === campaignId)?.compliance;
    expect(shown).toEqual({
      ...{ name: "Ours", region: "us", revision: 2 },
      changes: [{ path: "attempts.perDay", before: 2, after: 1 }],
      own: [{ path: "attempts.perDay", before: PRESETS.us.attempts.perDay, after: 1 }],
    });
    await operator().return({ tenantId, campaignId, reason: "seen" });
  });

  it("says all at once what it lacks", async () => {
    const { campaignId } = await manager().create({
      name: "Bare",
      purpose: "notice",
      contractId: world.a.draftContractId,
      script: "Hello {{surname}}",
    });
    await expect(manager().submit({ campaignId })).rejects.toMatchObject({
      cause: { details: { missing: ["list", "caller_id", "dispositions", "script_fields", "contract"] } },
    });
  });

  it("does not start when its contract has ended meanwhile", async () => {
    const campaignId = await complete();
    await manager().submit({ campaignId });
    await operator().approve({ tenantId: world.a.tenantId, campaignId });
    const late = callerAs(record, world.a.people.manager.actor, new Date("2027-01-01T00:00:00Z")).campaigns;
    const setEnd = (endsOn: Date | null) =>
      world.db.withTenant(world.a.tenantId, (tx) =>
        tx.contract.updateMany({ where: { id: world.a.contractId }, data: { endsOn } }),
      );
    await setEnd(new Date("2026-12-31"));
    await expect(late.start({ campaignId })).rejects.toMatchObject({ cause: { details: { missing: ["contract"] } } });
    await setEnd(null);
  });

  it("refuses the second of two edits that began from the same revision", async () => {
    const campaignId = await complete();
    expect(await manager().update({ campaignId, revision: 2, script: "Hello" })).toEqual({ campaignId, revision: 3 });
    await expect(manager().update({ campaignId, revision: 2, script: "Bye" })).rejects.toMatchObject({
      cause: { code: "STALE_REVISION" },
    });
    expect(await manager().get({ campaignId })).toMatchObject({ script: "Hello", revision: 3 });
  });

  it("refuses the second of two choices of agents that began from the same ones", async () => {
    const campaignId = await complete();
    const { agent, supervisor } = world.a.people;
    const was = [agent.membershipId];
    const choices = [[], [agent.membershipId, supervisor.membershipId]].map((membershipIds) =>
      manager().setAgents({ campaignId, membershipIds, was }),
    );
    const ends = await Promise.allSettled(choices);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(ends.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { cause: { code: "STALE_REVISION" } },
    });
  });

  it("changes what was approved in a draft only, and tunes the rest while it runs", async () => {
    const { campaignId } = world.a;
    await expect(manager().update({ campaignId, revision: 1, script: "x" })).rejects.toMatchObject({
      cause: { code: "CAMPAIGN_NOT_EDITABLE", details: { fields: ["script"] } },
    });
    expect(await manager().update({ campaignId, revision: 1, maxChannels: 3 })).toEqual({ campaignId, revision: 2 });
  });

  it("takes only people who go on duty for agents", async () => {
    const campaignId = await complete();
    await expect(
      manager().setAgents({ campaignId, membershipIds: [world.a.people.finance.membershipId] }),
    ).rejects.toMatchObject({ cause: { code: "NOT_AN_AGENT" } });
    await expect(
      manager().setAgents({ campaignId, membershipIds: [world.b.people.agent.membershipId] }),
    ).rejects.toMatchObject({ cause: { code: "NOT_FOUND" } });
  });
});

describe("progress", () => {
  it("adds up: reasons to states, states to the list", async () => {
    const campaignId = await complete();
    await manager().submit({ campaignId });
    await operator().approve({ tenantId: world.a.tenantId, campaignId });
    await manager().start({ campaignId });
    const { tenantId, contactIds } = world.a;
    await world.db.withTenant(tenantId, async (tx) => {
      const set = (index: number, data: object) =>
        tx.campaignContact.updateMany({ where: { campaignId, contactId: contactIds[index] ?? "" }, data });
      await set(0, { state: "done", reason: "success" });
      await set(1, { state: "blocked", reason: "dnc_tenant" });
      await set(2, { state: "reserved", reason: "in_attempt" });
      await tx.campaign.updateMany({
        where: { id: campaignId },
        data: {
          pacingModel: {
            model: null,
            taking: { looked: 10_000, of: 1_000_000 },
            lastDecision: { launch: 1, reserved: 1, reason: "agents_ready", at: now.toISOString(), nodes: [] },
          },
        },
      });
    });
    const progress = await manager().progress({ campaignId });
    const list = await callerAs(record, world.a.people.manager.actor, now).lists.get({ listId: world.a.listId });
    expect(progress.total).toBe(list.contacts);
    expect(progress.byState).toEqual({ ready: 2, reserved: 1, done: 1, blocked: 1 });
    expect(progress.byReason.reduce((sum, { count }) => sum + count, 0)).toBe(progress.total);
    expect(progress.taking).toEqual({ looked: 10_000, of: 1_000_000 });
    expect(progress.lastDecision).toMatchObject({ launch: 1, reason: "agents_ready" });
    const why = await manager().contact({ campaignId, contactId: contactIds[1] ?? "" });
    expect(why).toMatchObject({ state: "blocked", reason: "dnc_tenant", nextAttemptAt: null });
    expect(why.points[0]?.phone).toContain("•");
    const blocked = await manager().contacts({ campaignId, state: "blocked" });
    expect(blocked.items.map((item) => item.contactId)).toEqual([contactIds[1]]);
  });
});

describe("the loop's own steps", () => {
  const ctx = () => verbContext(record, system, now);

  it("complete a campaign with nobody left, not before, and not while a file is on its way into its list", async () => {
    const { tenantId, listId } = world.a;
    const campaignId = await complete();
    await manager().submit({ campaignId });
    await operator().approve({ tenantId, campaignId });
    await manager().start({ campaignId });
    expect(await completeIfExhausted(ctx(), { tenantId, campaignId })).toBe(false);
    await world.db.withTenant(tenantId, (tx) =>
      tx.campaignContact.updateMany({ where: { campaignId }, data: { state: "done", reason: "success" } }),
    );
    // The fixture's second import is queued.
    expect(await completeIfExhausted(ctx(), { tenantId, campaignId })).toBe(false);
    await world.db.withTenant(tenantId, (tx) =>
      tx.contactImport.updateMany({ where: { listId }, data: { state: "completed" } }),
    );
    expect(await completeIfExhausted(ctx(), { tenantId, campaignId })).toBe(true);
    expect(await manager().get({ campaignId })).toMatchObject({ state: "completed", stateReason: "exhausted" });
  });

  it("complete a campaign of which only fresh contacts of a list are left that it has no more", async () => {
    const { tenantId, listId } = world.a;
    const campaignId = await complete();
    await manager().submit({ campaignId });
    await operator().approve({ tenantId, campaignId });
    await manager().start({ campaignId });
    const inTenant = world.db.withTenant;
    const tried = { where: { tenantId_campaignId_contactId: { tenantId, campaignId, contactId: "" } } };
    await inTenant(tenantId, async (tx) => {
      await tx.contactImport.updateMany({ where: { listId }, data: { state: "completed" } });
      const one = await tx.campaignContact.findFirstOrThrow({ where: { campaignId, state: "ready" } });
      tried.where.tenantId_campaignId_contactId.contactId = one.contactId;
      await tx.campaignContact.update({ ...tried, data: { attempts: 1 } });
      await tx.campaignList.deleteMany({ where: { campaignId } });
    });
    const { reasons, contacts } = await manager().reasons({ campaignId });
    expect(reasons.find(({ reason }) => reason === "list_removed")).toMatchObject({ state: "ready" });
    expect(reasons.reduce((sum, { count }) => sum + count, 0)).toBe(contacts);
    // Who was tried is tried again.
    expect(await completeIfExhausted(ctx(), { tenantId, campaignId })).toBe(false);
    await inTenant(tenantId, (tx) => tx.campaignContact.update({ ...tried, data: { state: "done" } }));
    expect(await completeIfExhausted(ctx(), { tenantId, campaignId })).toBe(true);
  });

  it("pause a campaign with the reason", async () => {
    const { tenantId, campaignId } = world.a;
    await pauseByLoop(ctx(), { tenantId, campaignId, reason: "contract_not_active" });
    expect(await manager().get({ campaignId })).toMatchObject({ state: "paused", stateReason: "contract_not_active" });
  });
});

describe("a schedule", () => {
  const ctx = (at: Date) => verbContext(record, system, at);
  const starts = async (at: string) =>
    (await findScheduledStarts(ctx(new Date(at)), {})).due.map((one) => one.campaignId);
  /** 10 to 12 March in Hong Kong, eight hours ahead. */
  const schedule = { zone: "Asia/Hong_Kong", from: "2026-03-12T09:00", until: "2026-03-13T18:00", hours: null };

  it("starts an approved campaign at its minute, once, and says on its page when it dials", async () => {
    const campaignId = await complete();
    const { tenantId } = world.a;
    expect(await manager().update({ campaignId, revision: 2, schedule })).toMatchObject({ revision: 3 });
    expect(await manager().get({ campaignId })).toMatchObject({
      schedule,
      standing: { open: false, why: "not_begun", opensAt: new Date("2026-03-12T01:00:00Z") },
    });
    await manager().submit({ campaignId });
    expect(await starts("2026-03-12T01:00:00Z")).not.toContain(campaignId);
    await operator().approve({ tenantId, campaignId });
    expect(await starts("2026-03-12T00:59:59Z")).not.toContain(campaignId);
    expect(await starts("2026-03-12T01:00:00Z")).toContain(campaignId);
    expect(await starts("2026-03-13T10:00:00Z")).not.toContain(campaignId);
    const stand = (state: "active" | "suspended") =>
      world.db.asOperator((tx) => tx.tenant.updateMany({ where: { id: tenantId }, data: { state } }));
    await stand("suspended");
    expect(await starts("2026-03-12T01:00:00Z")).not.toContain(campaignId);
    await stand("active");
    const at = new Date("2026-03-12T01:00:00Z");
    await startScheduled(ctx(at), { tenantId, campaignId });
    expect(await manager().get({ campaignId })).toMatchObject({ state: "running", startedAt: at });
    expect((await manager().progress({ campaignId })).total).toBe(5);
    await expect(startScheduled(ctx(at), { tenantId, campaignId })).rejects.toMatchObject({
      code: "CAMPAIGN_WRONG_STATE",
    });
    const [entry] = await world.db.withTenant(tenantId, (tx) =>
      tx.auditLog.findMany({ where: { entityId: campaignId, action: "campaign.start" } }),
    );
    expect(entry?.after).toEqual({ state: "running", reason: "schedule" });
  });

  it("is changed while it runs, gone with null, and asked for before a campaign that is over goes on", async () => {
    const campaignId = await complete();
    await manager().submit({ campaignId });
    await operator().approve({ tenantId: world.a.tenantId, campaignId });
    await manager().start({ campaignId });
    const over = { ...schedule, from: null, until: "2026-03-11T18:00" };
    await manager().update({ campaignId, revision: 2, schedule: over });
    await pauseByLoop(ctx(now), { tenantId: world.a.tenantId, campaignId, reason: "schedule_over" });
    await expect(manager().resume({ campaignId })).rejects.toMatchObject({
      cause: { details: { missing: ["schedule"] } },
    });
    await manager().update({ campaignId, revision: 3, schedule: { ...over, until: "2026-03-11T18:01" } });
    await manager().resume({ campaignId });
    expect((await manager().update({ campaignId, revision: 4, maxChannels: 3 })).revision).toBe(5);
    expect((await manager().get({ campaignId })).schedule?.until).toBe("2026-03-11T18:01");
    await manager().update({ campaignId, revision: 5, schedule: null });
    expect(await manager().get({ campaignId })).toMatchObject({
      schedule: null,
      standing: { open: true, until: null },
    });
    await expect(manager().update({ campaignId, revision: 6, schedule: { zone: "Mars/Base" } })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  it("is the answer to why nobody is dialled, with the minute at which somebody is", async () => {
    const { campaignId, contactIds } = world.a;
    const { revision, state } = await manager().get({ campaignId });
    await world.db.withTenant(world.a.tenantId, (tx) =>
      tx.campaign.updateMany({ where: { id: campaignId }, data: { state: "running" } }),
    );
    await manager().update({ campaignId, revision, schedule });
    const why = await manager().why({ campaignId, contactId: contactIds[3] ?? "" });
    expect(why.points[0]?.refusals).toContainEqual(
      expect.objectContaining({
        reason: "outside_schedule",
        retryAt: new Date("2026-03-12T01:00:00Z"),
        liftable: false,
      }),
    );
    expect(why.when?.getTime()).toBeGreaterThanOrEqual(Date.parse("2026-03-12T01:00:00Z"));
    const { reasons, contacts } = await manager().reasons({ campaignId });
    expect(reasons.map(({ reason }) => reason)).not.toContain("in_line");
    expect(reasons.find(({ reason }) => reason === "outside_schedule")).toMatchObject({
      ...{ state: "ready", nextAt: new Date("2026-03-12T01:00:00Z") },
    });
    expect(reasons.reduce((sum, { count }) => sum + count, 0)).toBe(contacts);
    await manager().update({ campaignId, revision: revision + 1, schedule: null });
    await world.db.withTenant(world.a.tenantId, (tx) =>
      tx.campaign.updateMany({ where: { id: campaignId }, data: { state } }),
    );
  });
});

it("a campaign is set up again as a draft, with its lists, words and agents and without its contacts", async () => {
  const { campaigns } = callerAs(record, world.a.people.manager.actor);
  const { campaignId } = await campaigns.clone({ campaignId: world.a.campaignId, name: "Once more" });
  const [from, made] = [await campaigns.get({ campaignId: world.a.campaignId }), await campaigns.get({ campaignId })];
  expect(made).toMatchObject({ state: "draft", name: "Once more", purpose: from.purpose, script: from.script });
  expect(made.lists).toEqual(from.lists);
  expect(made.dispositions.map(({ code, label }) => [code, label])).toEqual(
    from.dispositions.map(({ code, label }) => [code, label]),
  );
  expect(made.agents).toEqual(from.agents);
  expect((await campaigns.progress({ campaignId })).total).toBe(0);
  await expect(campaigns.clone({ campaignId: world.a.campaignId, name: "Once more" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
});
