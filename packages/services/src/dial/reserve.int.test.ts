import { newId } from "@callbay/db/ids";
import { agentsOnDuty } from "@callbay/db/sql/dial-snapshot";
import { reopenBlocked } from "@callbay/db/sql/dial-why";
import { PRESETS } from "@callbay/domain/compliance/presets";
import type { ComplianceRules } from "@callbay/domain/compliance/types";
import { GATE_VERSION } from "@callbay/domain/eligibility";
import type { VerbContext } from "@callbay/services/context";
import { verbContext } from "@callbay/testing/caller";
import { withClient } from "@callbay/testing/database";
import { openWorld } from "@callbay/testing/world";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RegisterLookup, RegisterMark } from "../do-not-call/register-port.ts";
import { claimCampaignLease, findCampaignsWithoutLoop, renewCampaignLease } from "./lease.ts";
import { reserveAttempts } from "./reserve.ts";

const system = { kind: "system", name: "test" } as const;
const now = new Date("2026-03-11T10:00:00.000Z");
const ctx = (at = now): VerbContext => verbContext(record, system, at);

const world = openWorld({ now, poolSize: 10 });
const { record } = world;
beforeAll(async () => {
  // Leases of nodes run by the database's own clock.
  await world.db.asOperator(
    (tx) =>
      tx.$executeRaw`UPDATE pbx_node SET lease_expires_at = clock_timestamp() + interval '1 hour',
                     heartbeat_at = clock_timestamp() + interval '1 hour'`,
  );
});

const WINDOW = {
  mon: [[0, 1440]],
  tue: [[0, 1440]],
  wed: [[0, 1440]],
  thu: [[0, 1440]],
  fri: [[0, 1440]],
  sat: [],
  sun: [],
};

interface Plan {
  readonly contacts: number;
  /** A preset, or rules of the test's own; without it the campaign has no profile. */
  readonly rules?: ComplianceRules;
  /** Lists by their weights; contacts are dealt to them in turn. */
  readonly weights?: readonly number[];
  readonly phone?: (index: number) => string;
  readonly country?: string;
  readonly maxChannels?: number;
  readonly callingWindow?: object;
  readonly attempts?: (index: number) => number;
  readonly timezone?: (index: number) => string;
  readonly nextAttemptAt?: (index: number) => Date;
}

/** A running campaign of tenant a with fresh contacts; answers its id and theirs. */
async function campaign(plan: Plan) {
  const { a } = world;
  const tenantId = a.tenantId;
  const campaignId = newId();
  const weights = plan.weights ?? [1];
  const listIds = weights.map(newId);
  const listOf = (index: number) => listIds[index % listIds.length] ?? "";
  const complianceId = plan.rules ? newId() : null;
  const contactIds = Array.from({ length: plan.contacts }, newId);
  const phones = contactIds.map(
    (_, i) => plan.phone?.(i) ?? `+8529${String(phoneSeed++).padStart(7, "0")}${i % 10}`.slice(0, 12),
  );
  await world.db.withTenant(tenantId, async (tx) => {
    await tx.contactList.createMany({
      data: listIds.map((id) => ({
        tenantId,
        id,
        name: id,
        source: "test",
        consentBasis: "consent" as const,
        defaultCountry: "HK",
      })),
    });
    if (plan.rules && complianceId)
      await tx.complianceProfile.createMany({
        data: {
          tenantId,
          id: complianceId,
          profileId: newId(),
          revision: 7,
          name: complianceId,
          region: plan.rules.region,
          rules: JSON.parse(JSON.stringify(plan.rules)),
          createdBy: "test",
        },
      });
    await tx.campaign.createMany({
      data: {
        tenantId,
        id: campaignId,
        contractId: a.contractId,
        callerIdId: a.numberId,
        name: campaignId,
        purpose: "telemarketing",
        state: "running",
        callingWindow: plan.callingWindow ?? { weekly: WINDOW },
        retryRules: { maxAttempts: 3, outcomes: {} },
        maxChannels: plan.maxChannels ?? null,
        complianceId,
      },
    });
    await tx.campaignList.createMany({
      data: listIds.map((listId, position) => ({
        tenantId,
        campaignId,
        listId,
        position,
        weight: weights[position] ?? 1,
      })),
    });
    await tx.contact.createMany({ data: contactIds.map((id, i) => ({ tenantId, id, listId: listOf(i) })) });
    await tx.contactPoint.createMany({
      data: contactIds.map((contactId, i) => ({
        tenantId,
        id: newId(),
        contactId,
        listId: listOf(i),
        phone: phones[i] ?? "",
        country: plan.country ?? "HK",
        timezone: plan.timezone?.(i) ?? "Asia/Hong_Kong",
      })),
    });
    await tx.campaignContact.createMany({
      data: contactIds.map((contactId, i) => ({
        tenantId,
        campaignId,
        contactId,
        listId: listOf(i),
        attempts: plan.attempts?.(i) ?? 0,
        nextAttemptAt: plan.nextAttemptAt?.(i) ?? now,
      })),
    });
  });
  return { tenantId, campaignId, contactIds, phones, listIds, complianceId };
}
let phoneSeed = 1;

async function claim(which: { tenantId: string; campaignId: string }, fence = 1n, ttlMs = 120_000): Promise<boolean> {
  return (await claimCampaignLease(ctx(), { ...which, fence, owner: "test", ttlMs })) !== null;
}

const reserve = (which: { tenantId: string; campaignId: string }, launch: number, fence = 1n, at = now) =>
  reserveAttempts(ctx(at), {
    tenantId: which.tenantId,
    campaignId: which.campaignId,
    fence,
    nodes: [{ nodeId: world.platform.nodeId, launch }],
    pacing: { reason: "agents_ready" },
  });

const states = async ({ tenantId, campaignId }: { tenantId: string; campaignId: string }) => {
  const rows = await world.db.withTenant(tenantId, (tx) =>
    tx.campaignContact.findMany({ where: { tenantId, campaignId }, orderBy: { contactId: "asc" } }),
  );
  return rows.map(({ state, reason, nextAttemptAt }) => ({ state, reason, nextAttemptAt }));
};

/** Ends what a test left in flight, so that the next one finds free lines. */
async function clearLines(): Promise<void> {
  await withClient(world.ownerUrl, async (client) => {
    await client.query("SELECT set_config('app.scope', 'operator', false)");
    await client.query("UPDATE attempt SET state = 'ended' WHERE state NOT IN ('ended', 'released')");
  });
}
beforeEach(clearLines);

describe("reserveAttempts", () => {
  it("reserves as many as asked, stores the decision and enqueues them together on the node's queue", async () => {
    const which = await campaign({ contacts: 5 });
    expect(await claim(which)).toBe(true);
    const done = await reserve(which, 3);
    expect(done.stop).toBeNull();
    expect(done.reserved).toHaveLength(3);
    expect(record.jobs.map((job) => job.queue)).toEqual([`node-${world.platform.nodeId}-originate`]);
    expect(record.jobs[0]?.payload).toEqual({
      tenantId: which.tenantId,
      orders: done.reserved.map(({ attemptId }) => ({ attemptId, trunkId: world.platform.trunkId })),
    });
    const attempts = await world.db.withTenant(which.tenantId, (tx) =>
      tx.attempt.findMany({ where: { campaignId: which.campaignId } }),
    );
    expect(attempts.map((attempt) => attempt.state)).toEqual(["reserved", "reserved", "reserved"]);
    expect(attempts[0]?.decision).toMatchObject({
      gateVersion: GATE_VERSION,
      profileId: null,
      gate: { ordinal: 1, consentBasis: "consent", timezone: "Asia/Hong_Kong", profile: { region: "custom" } },
      pacing: { reason: "agents_ready" },
    });
    expect((await states(which)).map((row) => row.reason).sort()).toEqual([
      "",
      "",
      "in_attempt",
      "in_attempt",
      "in_attempt",
    ]);
  });

  it("never reserves a contact twice, however many loops reserve at once", async () => {
    const which = await campaign({ contacts: 15 });
    await claim(which);
    const rounds = await Promise.all(Array.from({ length: 6 }, () => reserve(which, 3)));
    const reserved = rounds.flatMap((round) => round.reserved);
    expect(reserved).toHaveLength(15);
    const attempts = await world.db.withTenant(which.tenantId, (tx) =>
      tx.attempt.findMany({ where: { campaignId: which.campaignId } }),
    );
    expect(new Set(attempts.map((attempt) => attempt.contactId)).size).toBe(15);
  });

  it("holds the tenant's channels over campaigns that reserve at once", async () => {
    // The fixture's attachment: 10 guaranteed, 10 burst; birch is guaranteed 10 on the same trunk of 50.
    const campaigns = await Promise.all([campaign({ contacts: 30 }), campaign({ contacts: 30 })]);
    for (const which of campaigns) await claim(which);
    const rounds = await Promise.all(campaigns.map((which) => reserve(which, 30)));
    expect(rounds.flatMap((round) => round.reserved)).toHaveLength(20);
  });

  it("holds the campaign's own limit", async () => {
    const which = await campaign({ contacts: 10, maxChannels: 4 });
    await claim(which);
    expect((await reserve(which, 3)).reserved).toHaveLength(3);
    expect((await reserve(which, 3)).reserved).toHaveLength(1);
  });

  it("reserves nothing for a loop that has been replaced", async () => {
    const which = await campaign({ contacts: 5 });
    expect(await claim(which, 1n, 500)).toBe(true);
    await world.db.asOperator(
      (tx) =>
        tx.$executeRaw`UPDATE campaign SET lease_expires_at = now() - interval '1 second' WHERE id = ${which.campaignId}::uuid`,
    );
    expect(await claim(which, 2n)).toBe(true);
    expect(await reserve(which, 3, 1n)).toMatchObject({ stop: "lease_lost", reserved: [], dry: false });
    expect(await renewCampaignLease(ctx(), { ...which, fence: 1n, ttlMs: 5_000, pacing: {} })).toBe(false);
    expect((await reserve(which, 3, 2n)).reserved).toHaveLength(3);
  });

  it("stops when the campaign does", async () => {
    const which = await campaign({ contacts: 5 });
    await claim(which);
    await world.db.withTenant(which.tenantId, (tx) =>
      tx.campaign.updateMany({ where: { id: which.campaignId }, data: { state: "paused" } }),
    );
    expect((await reserve(which, 3)).stop).toBe("campaign_not_running");
  });

  it("stops when the contract's last day is over, in the tenant's calendar", async () => {
    const which = await campaign({ contacts: 5 });
    await claim(which);
    await world.db.withTenant(which.tenantId, (tx) =>
      tx.contract.updateMany({ where: { id: world.a.contractId }, data: { endsOn: new Date("2026-03-11") } }),
    );
    // 2026-03-11T16:00Z is midnight in Hong Kong.
    expect((await reserve(which, 1, 1n, new Date("2026-03-11T15:59:59Z"))).stop).toBeNull();
    expect((await reserve(which, 1, 1n, new Date("2026-03-11T16:00:00Z"))).stop).toBe("contract_not_active");
    await world.db.withTenant(which.tenantId, (tx) =>
      tx.contract.updateMany({ where: { id: world.a.contractId }, data: { endsOn: null } }),
    );
  });

  it("stores each no of the gate by its name, and goes on to those who may be called", async () => {
    const which = await campaign({
      contacts: 7,
      callingWindow: { weekly: { wed: [[1020, 1200]] } },
      timezone: (i) => (i === 3 ? "America/New_York" : i === 4 ? "Nowhere/Known" : "Asia/Hong_Kong"),
      attempts: (i) => (i === 2 ? 3 : 0),
    });
    await claim(which);
    const { tenantId, campaignId, phones, contactIds } = which;
    await world.db.asOperator(async (tx) => {
      await tx.operatorDoNotCall.create({ data: { phone: phones[0] ?? "", reason: "law" } });
      const entry = { tenantId, reason: "asked" };
      await tx.doNotCall.createMany({
        data: [
          { ...entry, id: newId(), phone: phones[1] ?? "", expiresAt: new Date("2026-06-01T00:00:00Z") },
          { ...entry, id: newId(), phone: phones[5] ?? "", campaignId },
        ],
      });
    });
    const done = await reserve(which, 5);
    expect(done.reserved).toHaveLength(1);
    expect(done.dry).toBe(true);
    const rows = await world.db.withTenant(tenantId, (tx) =>
      tx.campaignContact.findMany({ where: { tenantId, campaignId } }),
    );
    const by = (index: number) => {
      const row = rows.find((each) => each.contactId === contactIds[index]);
      return [row?.state, row?.reason, row?.nextAttemptAt.toISOString()];
    };
    const start = now.toISOString();
    expect(by(0)).toEqual(["blocked", "dnc_operator", start]);
    expect(by(1)).toEqual(["ready", "dnc_tenant", "2026-06-01T00:00:00.000Z"]);
    expect(by(2)).toEqual(["done", "attempt_cap", start]);
    // Wednesday 17:00 in New York, on summer time since Sunday.
    expect(by(3)).toEqual(["ready", "outside_window", "2026-03-11T21:00:00.000Z"]);
    expect(by(4)).toEqual(["blocked", "no_timezone", start]);
    expect(by(5)).toEqual(["blocked", "dnc_campaign", start]);
    expect(by(6)).toEqual(["reserved", "in_attempt", start]);
  });

  it("takes retries that are due before fresh contacts", async () => {
    const later = new Date(now.getTime() - 1_000);
    const earlier = new Date(now.getTime() - 60_000);
    const which = await campaign({
      contacts: 4,
      attempts: (i) => (i === 3 ? 1 : 0),
      nextAttemptAt: (i) => (i === 3 ? later : earlier),
    });
    await claim(which);
    await reserve(which, 1);
    const attempt = await world.db.withTenant(which.tenantId, (tx) =>
      tx.attempt.findFirstOrThrow({ where: { campaignId: which.campaignId } }),
    );
    expect(attempt).toMatchObject({ contactId: which.contactIds[3], ordinal: 2 });
  });

  it("postpones a closed zone in one go", async () => {
    const which = await campaign({
      contacts: 300,
      callingWindow: { weekly: { wed: [[1020, 1200]] } },
      timezone: (i) => (i < 299 ? "America/New_York" : "Asia/Hong_Kong"),
      nextAttemptAt: (i) => new Date(now.getTime() - 10_000 + i),
    });
    await claim(which);
    const done = await reserve(which, 2);
    expect(done.reserved).toHaveLength(1);
    const reasons = (await states(which)).map((row) => row.reason);
    expect(reasons.filter((reason) => reason === "outside_window")).toHaveLength(299);
  });
});

/** Reserves while registers say this of numbers. */
function reserveUnder(
  marks: ReadonlyMap<string, RegisterMark>,
  which: { readonly tenantId: string; readonly campaignId: string },
  launch: number,
) {
  const look = async (_: string, phones: readonly string[]) =>
    new Map([...marks].filter(([phone]) => phones.includes(phone)));
  const registers: RegisterLookup = { onRegisters: look, marksOf: look };
  const context = ctx();
  return reserveAttempts(
    { ...context, deps: { ...context.deps, registers } },
    {
      tenantId: which.tenantId,
      campaignId: which.campaignId,
      fence: 1n,
      nodes: [{ nodeId: world.platform.nodeId, launch }],
      pacing: {},
    },
  );
}

describe("the profile at reservation", () => {
  const custom = PRESETS.custom;
  const rows = async ({ tenantId, campaignId }: { tenantId: string; campaignId: string }) =>
    world.db.withTenant(tenantId, (tx) =>
      tx.attempt.findMany({ where: { tenantId, campaignId }, orderBy: { id: "asc" } }),
    );

  it("stores the revision that each attempt was decided by", async () => {
    const which = await campaign({ contacts: 1, rules: custom });
    await claim(which);
    await reserve(which, 1);
    const [attempt] = await rows(which);
    expect(attempt?.decision).toMatchObject({
      gateVersion: GATE_VERSION,
      profileId: which.complianceId,
      profileRevision: 7,
      gate: { profile: { revision: 7, region: "custom" }, tried: [0, 0, 0] },
    });
  });

  it("counts tries at a number over campaigns, though two of them reserve at once and it stands on two lists", async () => {
    const rules = { ...custom, attempts: { ...custom.attempts, perDay: 1 } };
    const phone = () => "+85291110001";
    const plan = { contacts: 2, weights: [1, 1], rules, phone };
    const both = await Promise.all([campaign(plan), campaign(plan)]);
    for (const which of both) await claim(which);
    const rounds = await Promise.all(both.map((which) => reserve(which, 2)));
    expect(rounds.flatMap((round) => round.reserved)).toHaveLength(1);
    const waiting = (await Promise.all(both.map(states))).flat().filter(({ state }) => state === "ready");
    // Hong Kong's midnight.
    expect(waiting.map(({ reason, nextAttemptAt }) => [reason, nextAttemptAt.toISOString()])).toEqual(
      Array(3).fill(["attempts_today", "2026-03-11T16:00:00.000Z"]),
    );
  });

  it("leaves who waits for an agent of their own to the agents", async () => {
    const which = await campaign({ contacts: 4, attempts: () => 1, rules: custom });
    await claim(which);
    const { tenantId, campaignId, contactIds } = which;
    const set = (index: number, data: object) =>
      world.db.withTenant(tenantId, (tx) =>
        tx.campaignContact.updateMany({ where: { campaignId, contactId: contactIds[index] ?? "" }, data }),
      );
    await set(0, { callbackBy: world.a.people.agent.membershipId });
    await set(1, { agentOnlyUntil: new Date(now.getTime() + 1) });
    await set(2, { agentOnlyUntil: now });
    const done = await reserve(which, 4);
    expect(done).toMatchObject({ dry: true });
    expect((await rows(which)).map(({ contactId }) => contactId).sort()).toEqual(
      [contactIds[2], contactIds[3]].sort() as string[],
    );
  });

  it("reserves nobody outside the campaign's schedule, and leaves those who are due as they are", async () => {
    const which = await campaign({ contacts: 2, rules: custom });
    await claim(which);
    const before = await states(which);
    const set = (schedule: object) =>
      world.db.withTenant(which.tenantId, (tx) =>
        tx.campaign.updateMany({ where: { id: which.campaignId }, data: { schedule } }),
      );
    // 10:00 UTC is 18:00 in Hong Kong.
    await set({ zone: "Asia/Hong_Kong", from: "2026-03-11T18:01" });
    expect(await reserve(which, 2)).toMatchObject({ stop: "outside_schedule", reserved: [] });
    await set({ zone: "Asia/Hong_Kong", hours: { wed: [[540, 1080]] } });
    expect(await reserve(which, 2)).toMatchObject({ stop: "outside_schedule", reserved: [] });
    await set({ zone: "Asia/Hong_Kong", until: "2026-03-11T18:00" });
    expect(await reserve(which, 2)).toMatchObject({ stop: "schedule_over", reserved: [] });
    expect(await states(which)).toEqual(before);
    await set({ zone: "Asia/Hong_Kong", from: "2026-03-11T18:00", hours: { wed: [[540, 1110]] } });
    expect((await reserve(which, 2)).reserved).toHaveLength(2);
  });

  it("shares no agent with a campaign whose due contacts the dialer may not call", async () => {
    const one = await campaign({ contacts: 1, rules: custom });
    const other = await campaign({ contacts: 2, attempts: (index) => index, rules: custom });
    await claim(one);
    await claim(other);
    const { tenantId } = one;
    const { membershipId } = world.a.people.agent;
    const inTenant = <T>(run: Parameters<typeof world.db.withTenant<T>>[1]) => world.db.withTenant(tenantId, run);
    await inTenant(async (tx) => {
      const agents = [one, other].map(({ campaignId }) => ({ tenantId, campaignId, membershipId }));
      await tx.campaignAgent.createMany({ data: agents });
      await tx.dutySession.updateMany({ where: { membershipId, endedAt: null }, data: { state: "ready" } });
    });
    const isShared = async () => {
      const [agent] = await inTenant((tx) => agentsOnDuty(tx, tenantId, one.campaignId, now));
      return agent?.campaignIds.includes(other.campaignId);
    };
    const set = (data: object) =>
      inTenant((tx) => tx.campaignContact.updateMany({ where: { campaignId: other.campaignId, attempts: 1 }, data }));
    expect(await isShared()).toBe(true);
    // Whom its schedule lets it not call keeps no agent from others.
    const resting = [other.campaignId];
    const [free] = await inTenant((tx) => agentsOnDuty(tx, tenantId, one.campaignId, now, resting));
    expect(free?.campaignIds).not.toContain(other.campaignId);
    // The fresh one is of a list that the campaign has no more; the other is promised.
    await inTenant((tx) => tx.campaignList.deleteMany({ where: { campaignId: other.campaignId } }));
    expect(await isShared()).toBe(true);
    await set({ callbackBy: membershipId });
    expect(await isShared()).toBe(false);
    await set({ callbackBy: null, agentOnlyUntil: new Date(now.getTime() + 1) });
    expect(await isShared()).toBe(false);
    await set({ agentOnlyUntil: now });
    expect(await isShared()).toBe(true);
  });

  it("keeps a number that another campaign left in silence, as long as the profile says", async () => {
    const phone = () => "+85291110002";
    const first = await campaign({ contacts: 1, phone });
    await claim(first);
    await reserve(first, 1);
    const endedAt = new Date(now.getTime() + 20_000);
    await world.db.withTenant(first.tenantId, (tx) =>
      tx.attempt.updateMany({
        where: { campaignId: first.campaignId },
        data: { state: "ended", outcome: "abandoned", endedAt },
      }),
    );
    const rules = { ...custom, abandoned: { ...custom.abandoned, agentOnlyHours: 24 } };
    const second = await campaign({ contacts: 1, phone, rules });
    await claim(second);
    expect((await reserve(second, 1, 1n, new Date(now.getTime() + 3_600_000))).reserved).toEqual([]);
    expect(await states(second)).toMatchObject([
      { reason: "agent_only", nextAttemptAt: new Date(endedAt.getTime() + 24 * 3_600_000) },
    ]);
    await world.db.asOperator(
      (tx) =>
        tx.$executeRaw`UPDATE campaign SET lease_expires_at = clock_timestamp() + interval '1 hour' WHERE id = ${second.campaignId}::uuid`,
    );
    expect((await reserve(second, 1, 1n, new Date(endedAt.getTime() + 24 * 3_600_000))).reserved).toHaveLength(1);
  });

  it("draws fresh contacts by the weights of their lists, and from one alone when the others are empty", async () => {
    const which = await campaign({ contacts: 40, weights: [3, 1], rules: custom });
    await claim(which);
    const listOf = async () => {
      const attempts = await rows(which);
      const counts = which.listIds.map(
        (_, list) => attempts.filter(({ contactId }) => which.contactIds.indexOf(contactId) % 2 === list).length,
      );
      return counts;
    };
    await reserve(which, 12);
    expect(await listOf()).toEqual([9, 3]);
    await clearLines();
    await reserve(which, 16);
    // Eleven were left on the first list, twelve asked of it: the second gives the one that it lacks.
    expect(await listOf()).toEqual([20, 8]);
  });

  it("shows the caller id of the campaign's rules, and refuses one of another country where the profile says so", async () => {
    const rules = { ...custom, callerId: { required: true, sameCountry: true } };
    const which = await campaign({ contacts: 2, phone: (i) => ["+85291110010", "+4791110011"][i] ?? "", rules });
    await claim(which);
    const { tenantId, campaignId, contactIds } = which;
    const phoneNumberId = newId();
    await world.db.withTenant(tenantId, async (tx) => {
      await tx.contactPoint.updateMany({ where: { contactId: contactIds[1] ?? "" }, data: { country: "NO" } });
      await tx.phoneNumber.createMany({ data: { tenantId, id: phoneNumberId, e164: "+4722334455" } });
    });
    await reserve(which, 2);
    expect((await states(which)).map(({ state, reason }) => `${state} ${reason}`).sort()).toEqual([
      "blocked caller_id_country",
      "reserved in_attempt",
    ]);
    await world.db.withTenant(tenantId, async (tx) => {
      await tx.callerIdRule.createMany({ data: { tenantId, id: newId(), campaignId, prefix: "47", phoneNumberId } });
      await reopenBlocked(tx, { tenantId, campaignId, now }, ["caller_id_country"], 10);
    });
    await reserve(which, 1);
    const shown = new Map((await rows(which)).map(({ phone, callerId }) => [phone, callerId]));
    expect(shown.get("+4791110011")).toBe("+4722334455");
    expect(shown.get("+85291110010")).toMatch(/^\+852/);
  });

  it("asks the registers, the operator's and the client's own", async () => {
    const which = await campaign({ contacts: 3, rules: custom });
    await claim(which);
    const on = new Map([
      [which.phones[0] ?? "", { registerId: newId(), operator: true, unreadable: false }],
      [which.phones[1] ?? "", { registerId: newId(), operator: false, unreadable: false }],
    ]);
    await reserveUnder(on, which, 3);
    expect((await states(which)).map(({ state, reason }) => `${state} ${reason}`).sort()).toEqual([
      "blocked dnc_register_operator",
      "blocked dnc_register_tenant",
      "reserved in_attempt",
    ]);
  });

  it("lets nobody through whom an unreadable register binds, says so, and lets the others go on", async () => {
    const which = await campaign({ contacts: 4, rules: custom });
    await claim(which);
    const doubtful = { registerId: newId(), operator: true, unreadable: true };
    const bound = new Map(which.phones.slice(0, 3).map((phone) => [phone, doubtful]));
    await reserveUnder(bound, which, 4);
    const held = (await states(which)).filter(({ reason }) => reason === "register_unreadable");
    expect(held).toHaveLength(3);
    expect(held.map(({ state, nextAttemptAt }) => [state, nextAttemptAt])).toEqual(
      held.map(() => ["ready", new Date(now.getTime() + 60_000)]),
    );
    expect((await states(which)).filter(({ state }) => state === "reserved")).toHaveLength(1);

    const all = await campaign({ contacts: 30, rules: custom });
    await claim(all);
    const result = await reserveUnder(new Map(all.phones.map((phone) => [phone, doubtful])), all, 5);
    expect(result).toMatchObject({ reserved: [], unreadable: true });
    // One round said it: the others are not turned over.
    expect((await states(all)).filter(({ reason }) => reason === "register_unreadable")).toHaveLength(5);
  });

  it("asks express consent, proven, of the contact itself", async () => {
    const rules = { ...custom, consent: { required: "express", proof: true, maxAgeDays: null } } as const;
    const which = await campaign({ contacts: 3, rules });
    await claim(which);
    await world.db.withTenant(which.tenantId, async (tx) => {
      const [agreed = "", unproven = ""] = which.contactIds;
      const consentAt = new Date("2026-01-01T00:00:00Z");
      await tx.contact.updateMany({ where: { id: agreed }, data: { consentAt, consentProof: "form 12" } });
      await tx.contact.updateMany({ where: { id: unproven }, data: { consentAt } });
    });
    await reserve(which, 3);
    expect((await states(which)).map(({ state, reason }) => `${state} ${reason}`).sort()).toEqual([
      "blocked consent_missing",
      "blocked consent_unproven",
      "reserved in_attempt",
    ]);
  });
});

describe("the lease", () => {
  it("is given once for each fence", async () => {
    const which = await campaign({ contacts: 1 });
    const found = await findCampaignsWithoutLoop(ctx(), {});
    expect(found).toContainEqual({ tenantId: which.tenantId, campaignId: which.campaignId, fence: 1n });
    const claims = await Promise.all([claim(which), claim(which), claim(which)]);
    expect(claims.filter(Boolean)).toHaveLength(1);
    const left = await findCampaignsWithoutLoop(ctx(), {});
    expect(left.map((each) => each.campaignId)).not.toContain(which.campaignId);
  });
});
