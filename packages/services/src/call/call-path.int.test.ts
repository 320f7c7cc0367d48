import { newId } from "@callbay/db/ids";
import type { SystemActor, TenantActor } from "@callbay/domain/actor";
import { startDuty as freshDuty, transition } from "@callbay/domain/duty-machine";
import { maskPhone } from "@callbay/domain/phone";
import { type CallFloor, reserveContact, seedCallFloor } from "@callbay/testing/call-kit/seed";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { VerbContext } from "../context.ts";
import { revokeByCustomer } from "../do-not-call/revoke.ts";
import { currentDuty } from "../duty/current.ts";
import { dispose, saveNote } from "../duty/dispose.ts";
import { recordDutyState } from "../duty/record-state.ts";
import { endDuty } from "../duty/requests.ts";
import { startDuty } from "../duty/start.ts";
import { claimNodeLease, releaseNodeLease, renewNodeLease } from "../node/lease.ts";
import { claimAttempt, claimAttempts } from "./claim.ts";
import { finishCall } from "./finish.ts";
import { markAnswered, markJoined, markRinging } from "./progress.ts";
import { releaseAttempt } from "./release.ts";

const SYSTEM: SystemActor = { kind: "system", name: "media-bridge" };
const OWNER = "bridge-1";
const T0 = new Date("2026-03-11T10:00:00.000Z");
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1_000);

let database: TestDatabase;
let world: Recorder;
let floor: CallFloor;
let fence: bigint;
let next = 0;

const as = (actor: TenantActor | SystemActor, now = T0): VerbContext => ({
  deps: world.deps,
  actor,
  now,
  requestId: newId(),
});
const by = () => ({ tenantId: floor.tenantId, nodeId: floor.nodeId, fence });
const agent = (): TenantActor => {
  const [first] = floor.agents;
  if (!first) throw new Error("no agent");
  return first;
};
const contactOf = (callId: string) =>
  database.db.asOperator(async (tx) => {
    const call = await tx.attempt.findFirstOrThrow({ where: { id: callId } });
    return tx.campaignContact.findFirstOrThrow({ where: { contactId: call.contactId } });
  });
const reserve = async () => {
  const id = await reserveContact(database.db, floor, next, T0);
  next += 1;
  return id;
};
const claim = (attemptId: string) => claimAttempt(as(SYSTEM), { ...by(), attemptId, owner: OWNER });
const attemptOf = (id: string) => database.db.asOperator((tx) => tx.attempt.findFirstOrThrow({ where: { id } }));
const put = (entry: { phone: string; reason?: string; campaignId?: string; expiresAt?: Date }) =>
  database.db.withTenant(floor.tenantId, (tx) =>
    tx.doNotCall.createMany({ data: { tenantId: floor.tenantId, id: newId(), reason: "asked", ...entry } }),
  );
const finish = (callId: string, seconds: number, more: object = {}) =>
  finishCall(as(SYSTEM, at(seconds)), {
    ...by(),
    callId,
    endedAt: at(seconds),
    cause: 16,
    endedBy: "customer",
    closedFrom: "live",
    partedAt: null,
    ...more,
  });
const talk = async (dutySessionId: string) => {
  const id = await reserve();
  await claim(id);
  await markRinging(as(SYSTEM), { ...by(), callId: id, at: at(1) });
  await markAnswered(as(SYSTEM), { ...by(), callId: id, at: at(3) });
  const joined = { ...by(), callId: id, at: at(4), dutySessionId, agentChannelId: "leg", recordingId: null };
  await markJoined(as(SYSTEM), joined);
  await markJoined(as(SYSTEM), { ...joined, at: at(9) });
  return id;
};

beforeAll(async () => {
  database = await createTestDatabase();
  world = recorder(database.db);
  floor = await seedCallFloor(database.db, {
    secretKey: world.deps.secretKey,
    agents: 2,
    phones: Array.from({ length: 20 }, (_, i) => `+86138001380${String(i + 10)}`),
    now: T0,
  });
  const lease = await claimNodeLease(as(SYSTEM), { nodeId: floor.nodeId, owner: OWNER, ttlMs: 120_000 });
  fence = lease?.fence ?? 0n;
});
afterAll(() => database.close());
beforeEach(() => world.clear());

describe("a node's lease", () => {
  test("has one holder, and each new one a higher fence", async () => {
    const nodeId = floor.nodeId;
    expect(await claimNodeLease(as(SYSTEM), { nodeId, owner: "other", ttlMs: 60_000 })).toBeNull();
    const renew = (value: bigint) =>
      renewNodeLease(as(SYSTEM), { nodeId, fence: value, ttlMs: 60_000, pbxConnected: true });
    expect(await renew(fence)).toBe(true);
    await releaseNodeLease(as(SYSTEM), { nodeId, fence });
    const second = await claimNodeLease(as(SYSTEM), { nodeId, owner: OWNER, ttlMs: 120_000 });
    // Leases run by the database's own clock: this one outlasts the file, however slow the machine.
    await database.db.asOperator((tx) =>
      tx.pbxNode.updateMany({ where: { id: nodeId }, data: { leaseExpiresAt: new Date("2100-01-01") } }),
    );
    expect(second?.fence).toBe(fence + 1n);
    expect(await renew(fence)).toBe(false);
    const id = await reserve();
    await expect(claim(id)).rejects.toMatchObject({ code: "LEASE_LOST" });
    fence = second?.fence ?? 0n;
    expect(await claim(id)).toMatchObject({ ok: true, order: { callId: id, needsDisposition: true } });
    await finish(id, 1);
  });
});

describe("an attempt", () => {
  test("is claimed once, however many try", async () => {
    const id = await reserve();
    const results = await Promise.all([claim(id), claim(id), claim(id)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await releaseAttempt(as(SYSTEM), { tenantId: floor.tenantId, attemptId: id, reason: "order_late" })).toBe(
      false,
    );
    await finish(id, 2, { cause: 17 });
  });

  test("that is released goes back uncounted and cannot be claimed", async () => {
    const id = await reserve();
    const release = { tenantId: floor.tenantId, attemptId: id, reason: "order_late" as const };
    expect(await releaseAttempt(as(SYSTEM), release)).toBe(true);
    expect(await contactOf(id)).toMatchObject({ state: "ready", reason: "released_order_late", attempts: 0 });
    expect(await claim(id)).toEqual({ ok: false, code: "ATTEMPT_NOT_RESERVED" });
  });

  test("whose number came onto a list since it was reserved does not ring; who is on none does", async () => {
    const said = await reserve();
    const barred = await reserve();
    const other = await reserve();
    const phoneOf = async (id: string) => (await attemptOf(id)).phone;
    await put({ phone: await phoneOf(said), reason: "call:x" });
    // Only for a while, and only for this campaign.
    await put({ phone: await phoneOf(barred), campaignId: floor.campaignId, expiresAt: at(3_600) });
    await put({ phone: await phoneOf(other), expiresAt: at(-1) });
    const results = await claimAttempts(as(SYSTEM), { ...by(), attemptIds: [said, barred, other], owner: OWNER });
    expect(results.get(said)).toEqual({ ok: false, code: "DO_NOT_CALL" });
    expect(results.get(barred)).toEqual({ ok: false, code: "DO_NOT_CALL" });
    const phone = maskPhone(await phoneOf(other));
    expect(results.get(other)).toMatchObject({ ok: true, card: { phone, campaign: { id: floor.campaignId } } });
    expect(await attemptOf(said)).toMatchObject({
      state: "released",
      releasedReason: "do_not_call",
      claimedAt: null,
      endedAt: T0,
    });
    expect(await contactOf(said)).toMatchObject({ state: "blocked", reason: "dnc_tenant", attempts: 0 });
    expect(await contactOf(barred)).toMatchObject({ state: "ready", reason: "dnc_campaign", nextAttemptAt: at(3_600) });
    const calls = await database.db.asOperator((tx) => tx.call.findMany({ where: { id: { in: [said, barred] } } }));
    expect(calls).toEqual([]);
    await finish(other, 1);
  });

  test("on the operator's list goes back for the gate; one whose refusal a person lifted rings", async () => {
    const operators = await reserve();
    const lifted = await reserve();
    await put({ phone: (await attemptOf(lifted)).phone });
    await database.db.asOperator(async (tx) => {
      await tx.operatorDoNotCall.createMany({ data: { phone: (await attemptOf(operators)).phone, reason: "asked" } });
      await tx.attempt.updateMany({
        where: { id: { in: [lifted, operators] } },
        data: { decision: { gate: { lifted: ["dnc_tenant"] } } },
      });
    });
    expect(await claim(operators)).toEqual({ ok: false, code: "DO_NOT_CALL" });
    expect(await contactOf(operators)).toMatchObject({ state: "ready", reason: "released_do_not_call" });
    expect(await claim(lifted)).toMatchObject({ ok: true });
    await finish(lifted, 1);
  });

  test("what died with its PBX may ring on: its number is not tried before the network has given up", async () => {
    const nobody = { cause: null, endedBy: "system", originateFailed: true } as const;
    const retry = { maxAttempts: 5, outcomes: { failed: { delayMinutes: 1, max: 3 } } };
    const { tenantId, campaignId } = floor;
    const where = { tenantId, id: campaignId };
    const { retryRules } = await database.db.asOperator((tx) => tx.campaign.findFirstOrThrow({ where }));
    const setRules = (rules: object) =>
      database.db.asOperator((tx) => tx.campaign.updateMany({ where, data: { retryRules: rules } }));
    await setRules(retry);
    const [alive, dead] = [await reserve(), await reserve()];
    await Promise.all([claim(alive), claim(dead)]);
    const placed = await database.db.asOperator((tx) => tx.call.findFirstOrThrow({ where: { id: dead } }));
    await finish(alive, 9, { ...nobody, closedFrom: "live" });
    await finish(dead, 9, { ...nobody, closedFrom: "cel" });
    expect(await contactOf(alive)).toMatchObject({ reason: "retry_failed", nextAttemptAt: at(69) });
    const ringsUntil = new Date(placed.startedAt.getTime() + 200_000);
    expect(await contactOf(dead)).toMatchObject({ reason: "retry_failed", nextAttemptAt: ringsUntil });
    await setRules(retryRules as object);
  });

  test("that was busy ends once, is counted once, and waits by the campaign's rule", async () => {
    const id = await reserve();
    await claim(id);
    expect(await finish(id, 2, { cause: 17 })).toEqual({ outcome: "busy", awaitsDisposition: false });
    expect(await finish(id, 9, { cause: 16, closedFrom: "cel" })).toEqual({
      outcome: "busy",
      awaitsDisposition: false,
    });
    const contact = await contactOf(id);
    expect(contact).toMatchObject({ state: "ready", reason: "retry_busy", attempts: 1, outcomeCounts: { busy: 1 } });
    expect(contact.nextAttemptAt).toEqual(at(2 + 600));
  });

  test("that was answered and never joined is abandoned", async () => {
    const id = await reserve();
    await claim(id);
    await markAnswered(as(SYSTEM), { ...by(), callId: id, at: at(3) });
    expect(await finish(id, 6)).toMatchObject({ outcome: "abandoned" });
    expect(await contactOf(id)).toMatchObject({ state: "done", reason: "outcome_not_retried" });
  });
});

describe("duty and disposition", () => {
  let dutySessionId: string;

  test("going on duty takes one's own seat, mints credentials, and again answers the same", async () => {
    const first = await startDuty(as(agent()), {});
    dutySessionId = first.dutySessionId;
    expect(first.sip.username).toBe(`d-${dutySessionId.replaceAll("-", "")}-1`);
    expect(first.sip.relayUrl).toMatch(/^ws:\/\/relay\.test\/sip\?token=/);
    expect(await startDuty(as(agent()), {})).toMatchObject({ dutySessionId, sip: { password: first.sip.password } });
    expect(world.commands.map(({ command }) => command.type)).toEqual(["duty.attach", "duty.attach"]);
    await expect(startDuty(as(agent()), { device: "sip" })).rejects.toMatchObject({ code: "ON_DUTY_ELSEWHERE" });
  });

  test("without a seat nobody goes on duty", async () => {
    const [, second] = floor.agents;
    if (!second) throw new Error("no second agent");
    await database.db.asOperator((tx) =>
      tx.seatLease.updateMany({ where: { membershipId: second.membershipId }, data: { membershipId: null } }),
    );
    await expect(startDuty(as(second), {})).rejects.toMatchObject({ code: "NO_SEAT" });
  });

  test("states are written once per interval, however often they are told", async () => {
    const up = transition(freshDuty(T0), { type: "legUp" }, at(1));
    if (!up.ok) throw new Error(up.code);
    const { legUp: _, ...duty } = up.duty;
    const ready = { ...by(), dutySessionId, seq: 2, ...duty };
    await recordDutyState(as(SYSTEM), ready);
    await recordDutyState(as(SYSTEM), ready);
    const intervals = await database.db.asOperator((tx) =>
      tx.dutyInterval.findMany({ where: { dutySessionId }, orderBy: { seq: "asc" } }),
    );
    expect(intervals.map(({ state, endedAt }) => [state, endedAt])).toEqual([
      ["connecting", at(1)],
      ["ready", null],
    ]);
    expect(await currentDuty(as(agent()), {})).toMatchObject({ state: "ready", stateSince: at(1), call: null });
  });

  test("a conversation waits for its disposition, which decides; one usage record", async () => {
    const id = await talk(dutySessionId);
    expect(await finish(id, 24, { partedAt: at(24) })).toEqual({ outcome: "answered", awaitsDisposition: true });
    await finish(id, 30, { partedAt: at(30) });
    expect(await contactOf(id)).toMatchObject({ state: "reserved", reason: "awaiting_disposition", attempts: 1 });
    expect((await currentDuty(as(agent(), at(25)), {})).pendingDisposition).toMatchObject({
      callId: id,
      talkMs: 20_000,
    });
    const word = { callId: id, dispositionId: floor.laterId ?? "", note: "call in the evening" };
    await dispose(as(agent(), at(40)), word);
    await dispose(as(agent(), at(50)), word);
    const contact = await contactOf(id);
    expect(contact).toMatchObject({ state: "ready", reason: "retry_disposition" });
    expect(contact.nextAttemptAt).toEqual(at(40 + 3_600));
    await expect(dispose(as(agent()), { ...word, dispositionId: floor.soldId ?? "" })).rejects.toMatchObject({
      code: "ALREADY_DISPOSED",
    });
    const usage = await database.db.asOperator((tx) => tx.usageRecord.findMany({ where: { callId: id } }));
    expect(usage.map(({ kind }) => kind).sort()).toEqual(["call", "connected"]);
  });

  test("a disposition given while talking takes effect at the end", async () => {
    const id = await talk(dutySessionId);
    await dispose(as(agent(), at(8)), { callId: id, dispositionId: floor.soldId ?? "" });
    expect(await contactOf(id)).toMatchObject({ state: "reserved" });
    expect(await finish(id, 10, { partedAt: at(10) })).toEqual({ outcome: "answered", awaitsDisposition: false });
    expect(await contactOf(id)).toMatchObject({ state: "done", reason: "success" });
  });

  test("what a disposition asks for comes with it, or nothing is changed; it is kept in the words of then", async () => {
    const why = { key: "why", type: "choice", label: "Why later", required: true, options: ["busy", "price"] };
    const desk = ["note", "callback"].map((type) => ({ key: type, type, label: "", required: true, options: [] }));
    const where = { tenantId: floor.tenantId, id: floor.laterId ?? "" };
    const ask = (fields: object[]) =>
      database.db.withTenant(floor.tenantId, (tx) => tx.campaignDisposition.updateMany({ where, data: { fields } }));
    await ask([why, ...desk]);
    const id = await talk(dutySessionId);
    await finish(id, 24, { partedAt: at(24) });
    const word = { callId: id, dispositionId: floor.laterId ?? "" };
    const callback = { at: at(86_400), by: "anybody" as const };
    const say = (more: object) => dispose(as(agent(), at(40)), { ...word, ...more });
    await expect(say({})).rejects.toMatchObject({
      code: "DISPOSITION_FIELDS_MISSING",
      details: { fields: ["why", "note", "callback"] },
    });
    // A note that was kept while it was typed is one.
    await saveNote(as(agent(), at(30)), { callId: id, note: "in a meeting" });
    await expect(say({ callback, fields: { why: "weather" } })).rejects.toMatchObject({
      code: "DISPOSITION_FIELD_INVALID",
      details: { fields: ["why"] },
    });
    expect((await currentDuty(as(agent(), at(41)), {})).pendingDisposition).toMatchObject({
      callId: id,
      note: "in a meeting",
      dispositions: [expect.anything(), { code: "later", fields: [why, ...desk] }],
    });
    expect(await contactOf(id)).toMatchObject({ state: "reserved", reason: "awaiting_disposition" });
    await say({ callback, fields: { why: "busy" } });
    await ask([]);
    const call = await database.db.asOperator((tx) => tx.call.findFirstOrThrow({ where: { id } }));
    expect(call).toMatchObject({
      dispositionId: floor.laterId,
      note: "in a meeting",
      dispositionValues: [{ key: "why", type: "choice", label: "Why later", value: "busy" }],
    });
    // Sent once more, as when the answer was lost: it stands.
    await say({});
  });

  test("what the customer said in a call is shown with it", async () => {
    const id = await talk(dutySessionId);
    await finish(id, 24, { partedAt: at(24) });
    const shown = async () => (await currentDuty(as(agent(), at(25)), {})).pendingDisposition;
    expect(await shown()).toMatchObject({ callId: id, doNotCall: false });
    await revokeByCustomer(as(agent(), at(25)), { callId: id });
    expect(await shown()).toMatchObject({ callId: id, doNotCall: true });
    await dispose(as(agent(), at(40)), { callId: id, dispositionId: floor.laterId ?? "", note: "" });
  });

  test("another agent's call cannot be disposed of, nor with another campaign's word", async () => {
    const id = await talk(dutySessionId);
    const [, second] = floor.agents;
    if (!second) throw new Error("no second agent");
    const word = { callId: id, dispositionId: floor.soldId ?? "" };
    await expect(dispose(as(second), word)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(dispose(as(agent()), { ...word, dispositionId: newId() })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await finish(id, 10, { partedAt: at(10) });
  });

  test("when nobody owns the node, an agent can still go off", async () => {
    await releaseNodeLease(as(SYSTEM), { nodeId: floor.nodeId, fence });
    await endDuty(as(agent(), at(60)), {});
    const session = await database.db.asOperator((tx) => tx.dutySession.findFirst({ where: { id: dutySessionId } }));
    expect(session).toMatchObject({ state: "off", endedReason: "node_lost", endedAt: at(60) });
  });
});
