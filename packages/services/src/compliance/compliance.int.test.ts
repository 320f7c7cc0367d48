import { newId } from "@callbay/db/ids";
import { PRESETS } from "@callbay/domain/compliance/presets";
import type { ComplianceRules } from "@callbay/domain/compliance/types";
import { GATE_VERSION } from "@callbay/domain/eligibility";
import type { VerbContext } from "@callbay/services/context";
import { verbContext } from "@callbay/testing/caller";
import { withClient } from "@callbay/testing/database";
import type { Member } from "@callbay/testing/two-tenants";
import { openWorld } from "@callbay/testing/world";
import { describe, expect, it } from "vitest";
import { countAttempt } from "../call/contact-progress.ts";
import { whyNotDialled } from "../campaign/why.ts";
import { campaignReasons } from "../campaign/why-counts.ts";
import { consumeOverride, judgeNow } from "../dial/judge-now.ts";
import { liftRefusal } from "./override.ts";
import { getProfile, listPresets, listProfiles } from "./read.ts";
import { createProfile, reviseProfile } from "./write.ts";

/** Wednesday, 18:00 in Hong Kong. */
const now = new Date("2026-03-11T10:00:00.000Z");
const as = (person: Member, at = now): VerbContext => verbContext(record, person.actor, at);
const ids = () => ({ tenantId: world.a.tenantId, campaignId: world.a.campaignId });
const contact = (index: number) => world.a.contactIds[index] ?? "";

const world = openWorld({ now, poolSize: 4 });
const { record } = world;

/** The running campaign of tenant a under these rules from now on, its contacts fresh. */
async function under(rules: ComplianceRules): Promise<string> {
  const { tenantId, campaignId } = ids();
  const id = newId();
  await world.db.withTenant(tenantId, async (tx) => {
    await tx.complianceProfile.createMany({
      data: {
        tenantId,
        id,
        profileId: newId(),
        revision: 3,
        name: id,
        region: rules.region,
        rules: JSON.parse(JSON.stringify(rules)),
        createdBy: "test",
      },
    });
    await tx.campaign.updateMany({ where: { id: campaignId }, data: { complianceId: id } });
    await tx.campaignContact.updateMany({
      where: { campaignId },
      data: { state: "ready", reason: "new", attempts: 0, nextAttemptAt: now, agentOnlyUntil: null, callbackBy: null },
    });
  });
  await withClient(world.ownerUrl, async (client) => {
    await client.query("SELECT set_config('app.scope', 'operator', false)");
    await client.query("UPDATE attempt SET state = 'ended' WHERE state NOT IN ('ended', 'released')");
  });
  return id;
}

const set = (contactId: string, data: object) =>
  world.db.withTenant(world.a.tenantId, (tx) =>
    tx.campaignContact.updateMany({ where: { campaignId: world.a.campaignId, contactId }, data }),
  );

const judge = (
  contactId: string,
  over: { kind?: "manual" | "preview"; agent?: Member; held?: boolean } = {},
  at = now,
) =>
  world.db.withTenant(world.a.tenantId, (tx) =>
    judgeNow(tx, {
      ...ids(),
      contactId,
      kind: over.kind ?? "manual",
      membershipId: (over.agent ?? world.a.people.agent).membershipId,
      held: over.held ?? false,
      registers: null,
      now: at,
    }),
  );

describe("profiles", () => {
  it("begin as a preset or stricter, and only grow by revisions", async () => {
    const manager = as(world.a.people.manager);
    const rules = { ...PRESETS.uk, attempts: { ...PRESETS.uk.attempts, perDay: 1 } };
    const made = await createProfile(manager, { name: "Britain", rules });
    expect(made.revision).toBe(1);
    const next = { profileId: made.profileId, revision: 1, name: "Britain", rules: PRESETS.uk };
    expect(await reviseProfile(manager, next)).toMatchObject({ profileId: made.profileId, revision: 2 });
    const { revisions } = await getProfile(manager, { profileId: made.profileId });
    expect(revisions.map((one) => [one.revision, one.rules.attempts.perDay])).toEqual([
      [2, 3],
      [1, 1],
    ]);
    expect((await listProfiles(manager, {})).map((one) => [one.name, one.revision])).toContainEqual(["Britain", 2]);
    expect((await listPresets(manager, {})).map(({ region }) => region)).toEqual(["us", "uk", "eu", "cn", "custom"]);
  });

  it("refuse what is looser, of another region, stale, or named as another", async () => {
    const manager = as(world.a.people.manager);
    const { profileId } = await createProfile(manager, { name: "America", rules: PRESETS.us });
    const looser = { ...PRESETS.us, attempts: { ...PRESETS.us.attempts, perWeek: 8 } };
    const revise = (over: object) =>
      reviseProfile(manager, { profileId, revision: 1, name: "America", rules: PRESETS.us, ...over });
    await expect(revise({ rules: looser })).rejects.toMatchObject({
      code: "COMPLIANCE_LOOSER",
      details: { path: "attempts.perWeek" },
    });
    await expect(revise({ rules: PRESETS.uk })).rejects.toMatchObject({ code: "COMPLIANCE_REGION_FIXED" });
    await expect(revise({ rules: { region: "us" } })).rejects.toMatchObject({ code: "COMPLIANCE_INVALID" });
    await expect(createProfile(manager, { name: "America", rules: PRESETS.us })).rejects.toMatchObject({
      code: "COMPLIANCE_NAME_TAKEN",
    });
    await revise({});
    await expect(revise({})).rejects.toMatchObject({ code: "STALE_REVISION" });
    const foreign = as(world.b.people.manager);
    await expect(getProfile(foreign, { profileId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are never changed once written, not even by SQL", async () => {
    await expect(
      withClient(world.ownerUrl, async (client) => {
        await client.query("SELECT set_config('app.scope', 'operator', false)");
        await client.query("UPDATE compliance_profile SET name = 'other'");
      }),
    ).rejects.toThrow();
  });
});

describe("a call with a reserved agent", () => {
  it("passes the gate of the dialer, and stores the same decision", async () => {
    const id = await under(PRESETS.custom);
    const judged = await judge(contact(3), { kind: "preview" });
    expect(judged).toMatchObject({
      ok: true,
      ordinal: 1,
      override: null,
      decision: { gateVersion: GATE_VERSION, profileId: id, profileRevision: 3, gate: { kind: "preview" } },
    });
  });

  it("is refused by what refuses the dialer, and let through where only a reserved agent may call", async () => {
    const { weekly } = PRESETS.custom.callingWindow;
    await under({ ...PRESETS.custom, callingWindow: { weekly: { ...weekly, wed: [[540, 1200]] }, holidays: [] } });
    // A Wednesday at 23:00 in Hong Kong.
    const night = new Date("2026-03-11T15:00:00.000Z");
    expect(await judge(contact(3), {}, night)).toMatchObject({ ok: false, reason: "outside_window", liftable: true });
    await set(contact(3), { agentOnlyUntil: night, callbackBy: world.a.people.agent.membershipId });
    expect(await judge(contact(3), { kind: "preview" })).toMatchObject({ ok: true });
    expect(await judge(contact(3), { agent: world.a.people.supervisor })).toMatchObject({
      reason: "callback_reserved",
    });
    await set(contact(3), { state: "reserved", callbackBy: null });
    expect(await judge(contact(3))).toMatchObject({ reason: "in_attempt" });
    expect(await judge(contact(3), { held: true })).toMatchObject({ ok: true });
    await set(contact(3), { state: "done", reason: "success" });
    expect(await judge(contact(3))).toMatchObject({ reason: "done", liftable: false });
  });

  it("passes over what a manager has lifted, names it, and does so once", async () => {
    await under({ ...PRESETS.custom, overridable: ["attempt_cap", "outside_window"] });
    await set(contact(4), { state: "done", reason: "attempt_cap", attempts: 99 });
    expect(await judge(contact(4))).toMatchObject({ reason: "attempt_cap", liftable: true });
    const lift = { campaignId: world.a.campaignId, contactId: contact(4), note: "Asked by letter of 9 March" };
    const manager = as(world.a.people.manager);
    await expect(liftRefusal(manager, { ...lift, reason: "consent_missing" })).rejects.toMatchObject({
      code: "REFUSAL_NOT_LIFTABLE",
    });
    await expect(liftRefusal(as(world.a.people.supervisor), { ...lift, reason: "attempt_cap" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await liftRefusal(manager, { ...lift, reason: "attempt_cap", hours: 2 });
    expect(await judge(contact(4))).toMatchObject({
      ok: true,
      override: { reasons: ["attempt_cap"], note: lift.note, by: world.a.people.manager.actor.accountId },
      decision: { gate: { lifted: ["attempt_cap"] } },
    });
    // Not after its time, and not for another reason.
    expect(await judge(contact(4), {}, new Date(now.getTime() + 7_200_000))).toMatchObject({ ok: false });
    const { tenantId } = ids();
    const audit = await world.db.withTenant(tenantId, (tx) =>
      tx.auditLog.findFirstOrThrow({ where: { tenantId, action: "campaign.lift_refusal" } }),
    );
    expect(audit).toMatchObject({ entityId: contact(4), after: { note: lift.note, reasons: ["attempt_cap"] } });
    await world.db.withTenant(tenantId, (tx) => consumeOverride(tx, { ...ids(), contactId: contact(4) }));
    expect(await judge(contact(4))).toMatchObject({ ok: false, reason: "attempt_cap" });
  });
});

describe("who was left in silence", () => {
  it("is kept for a reserved agent as long as the profile asks", async () => {
    await under(PRESETS.uk);
    const { tenantId, campaignId } = ids();
    const key = { ...ids(), contactId: contact(2) };
    const row = () => world.db.withTenant(tenantId, (tx) => tx.campaignContact.findFirstOrThrow({ where: key }));
    const end = (outcome: "abandoned" | "busy") =>
      world.db.withTenant(tenantId, (tx) => countAttempt(tx, key, outcome, now));
    await end("busy");
    expect((await row()).agentOnlyUntil).toBeNull();
    await end("abandoned");
    expect((await row()).agentOnlyUntil?.toISOString()).toBe("2026-03-14T10:00:00.000Z");
    expect(await campaignReasons(as(world.a.people.manager), { campaignId })).toMatchObject({
      reasons: expect.arrayContaining([expect.objectContaining({ reason: "agent_only", count: 1 })]),
    });
  });
});

describe("why not, and when", () => {
  it("names every reason of every number with its instant, by the gate that dials", async () => {
    await under({ ...PRESETS.custom, attempts: { ...PRESETS.custom.attempts, perDay: 1 } });
    const { tenantId, campaignId } = ids();
    await set(contact(3), { nextAttemptAt: new Date("2026-03-11T10:30:00Z") });
    const [phone] = await world.db.withTenant(tenantId, (tx) =>
      tx.contactPoint.findMany({ where: { contactId: contact(3) }, select: { phone: true } }),
    );
    await world.db.withTenant(tenantId, (tx) =>
      tx.doNotCall.createMany({
        data: {
          tenantId,
          id: newId(),
          phone: phone?.phone ?? "",
          reason: "asked",
          expiresAt: new Date("2026-03-12T03:00:00Z"),
        },
      }),
    );
    const why = await whyNotDialled(as(world.a.people.supervisor), { campaignId, contactId: contact(3) });
    expect(why.points).toHaveLength(1);
    const reasons = why.points[0]?.refusals.map(({ reason, retryAt, liftable }) => [
      reason,
      retryAt?.toISOString(),
      liftable,
    ]);
    expect(reasons?.slice(0, 2)).toEqual([
      ["dnc_tenant", "2026-03-12T03:00:00.000Z", true],
      ["not_due", expect.stringMatching(/^2026-03-1[12]T/), true],
    ]);
    // Eleven in the morning in Hong Kong, when the entry ends: a Thursday, open.
    expect(why.when?.toISOString()).toBe("2026-03-12T03:00:00.000Z");
    expect(why.points[0]?.phone).toMatch(/^\+852•/);
  });

  it("is never where somebody has to act, and says so of one that is out of the queue", async () => {
    await under({ ...PRESETS.custom, consent: { required: "express", proof: true, maxAgeDays: null } });
    const { campaignId } = ids();
    await set(contact(4), { state: "blocked", reason: "consent_missing" });
    const why = await whyNotDialled(as(world.a.people.supervisor), { campaignId, contactId: contact(4) });
    expect(why).toMatchObject({ state: "blocked", reason: "consent_missing", when: null });
    expect(why.points[0]?.refusals.map(({ reason }) => reason)).toContain("consent_missing");
  });

  it("counts each contact once, and all of them together with the lists", async () => {
    await under(PRESETS.custom);
    const { campaignId, tenantId } = ids();
    await set(contact(0), { state: "done", reason: "success" });
    await set(contact(1), { reason: "outside_window", nextAttemptAt: new Date("2026-03-12T01:00:00Z") });
    await set(contact(2), { callbackBy: world.a.people.agent.membershipId });
    await set(contact(3), { agentOnlyUntil: new Date("2026-03-12T01:00:00Z") });
    const extra = newId();
    await world.db.withTenant(tenantId, (tx) =>
      tx.contact.createMany({ data: { tenantId, id: extra, listId: world.a.listId } }),
    );
    const counted = await campaignReasons(as(world.a.people.viewer), { campaignId });
    expect(counted.reasons.map(({ state, reason, count }) => `${state} ${reason} ${count}`).sort()).toEqual([
      "done success 1",
      "ready agent_only 1",
      "ready callback_reserved 1",
      "ready in_line 1",
      "ready outside_window 1",
    ]);
    expect(counted).toMatchObject({ contacts: 5, notTaken: 1, listed: 6 });
  });
});
