import { newId } from "@callbay/db/ids";
import type { SystemActor, TenantActor } from "@callbay/domain/actor";
import { type DutyEvent, type DutySnapshot, startDuty as freshDuty, transition } from "@callbay/domain/duty-machine";
import { judgeCallModes } from "@callbay/testing/call-kit/invariants";
import { type CallFloor, seedCallFloor } from "@callbay/testing/call-kit/seed";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { type Recorder, recorder } from "@callbay/testing/recorder";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { claimAttempt } from "../../call/claim.ts";
import { markDetected } from "../../call/detection.ts";
import { noteCallEvent } from "../../call/events.ts";
import { finishCall } from "../../call/finish.ts";
import { markAnswered, markJoined } from "../../call/progress.ts";
import { recordChoice } from "../../call/script.ts";
import { campaignMachineError } from "../../campaign/machine-error.ts";
import type { VerbContext } from "../../context.ts";
import { claimNodeLease } from "../../node/lease.ts";
import { readPreviews } from "../../node/read.ts";
import { ownCallbacks } from "../callbacks.ts";
import { currentDuty } from "../current.ts";
import { dialByHand } from "../dial.ts";
import { dispose } from "../dispose.ts";
import { recordDutyState } from "../record-state.ts";
import { startDuty } from "../start.ts";
import { sayWhoAnswered } from "../was-machine.ts";
import { previewDial, previewSkip } from "./act.ts";
import { previewNext } from "./next.ts";
import { CALLBACK_OWN_MS, sweepCallbacks, sweepOffers } from "./sweep.ts";

const SYSTEM: SystemActor = { kind: "system", name: "media-bridge" };
const T0 = new Date("2026-03-11T10:00:00.000Z");
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1_000);

let database: TestDatabase;
let world: Recorder;
let floor: CallFloor;
let fence: bigint;
let anna: TenantActor;
let bo: TenantActor;
const duties = new Map<string, { id: string; duty: DutySnapshot; seq: number }>();

const as = (actor: TenantActor | SystemActor, now = T0): VerbContext => ({
  deps: world.deps,
  actor,
  now,
  requestId: newId(),
});
const by = () => ({ tenantId: floor.tenantId, nodeId: floor.nodeId, fence });
const operator = <T>(read: (tx: Parameters<Parameters<TestDatabase["db"]["asOperator"]>[0]>[0]) => Promise<T>) =>
  database.db.asOperator(read);
const contact = (contactId: string) =>
  operator((tx) => tx.campaignContact.findFirstOrThrow({ where: { contactId, campaignId: floor.campaignId } }));
const attempt = (id: string) => operator((tx) => tx.attempt.findFirstOrThrow({ where: { id } }));
const offers = () => operator((tx) => tx.previewOffer.findMany());

/** What the node's owner does: one step of the machine, written down. */
async function step(agent: TenantActor, event: DutyEvent, now: Date): Promise<void> {
  const known = duties.get(agent.membershipId);
  if (!known) throw new Error("not on duty");
  const taken = transition(known.duty, event, now);
  if (!taken.ok) throw new Error(`${event.type}: ${taken.code}`);
  known.duty = taken.duty;
  if (taken.opensInterval) known.seq += 1;
  const { legUp: _, ...duty } = taken.duty;
  await recordDutyState(as(SYSTEM, now), { ...by(), dutySessionId: known.id, seq: known.seq, ...duty });
}

async function onDuty(agent: TenantActor): Promise<void> {
  const { dutySessionId } = await startDuty(as(agent), {});
  duties.set(agent.membershipId, { id: dutySessionId, duty: freshDuty(T0), seq: 1 });
  await step(agent, { type: "legUp" }, at(1));
}

const sessionOf = (agent: TenantActor) => duties.get(agent.membershipId)?.id ?? "";

/** The call of an attempt, answered and joined, ended and disposed of. */
async function converse(callId: string, agent: TenantActor, from: number): Promise<void> {
  await claimAttempt(as(SYSTEM, at(from)), { ...by(), attemptId: callId, owner: "bridge" });
  await markAnswered(as(SYSTEM), { ...by(), callId, at: at(from + 2) });
  const dutySessionId = sessionOf(agent);
  const joined = { ...by(), callId, at: at(from + 2), dutySessionId, agentChannelId: "leg", recordingId: null };
  await markJoined(as(SYSTEM), joined);
  await end(callId, from + 20, at(from + 20));
}

const end = (callId: string, seconds: number, partedAt: Date | null = null) =>
  finishCall(as(SYSTEM, at(seconds)), {
    ...by(),
    callId,
    endedAt: at(seconds),
    cause: 16,
    endedBy: "customer",
    closedFrom: "live",
    partedAt,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  world = recorder(database.db);
  floor = await seedCallFloor(database.db, {
    secretKey: world.deps.secretKey,
    agents: 2,
    phones: Array.from({ length: 12 }, (_, i) => `+86138001380${String(i + 10)}`),
    now: T0,
  });
  const [first, second] = floor.agents;
  if (!first || !second) throw new Error("no agents");
  [anna, bo] = [first, second];
  const lease = await claimNodeLease(as(SYSTEM), { nodeId: floor.nodeId, owner: "bridge", ttlMs: 120_000 });
  fence = lease?.fence ?? 0n;
  // Leases run by the database's own clock: this one outlasts the file, however slow the machine.
  await operator((tx) =>
    tx.pbxNode.updateMany({ where: { id: floor.nodeId }, data: { leaseExpiresAt: new Date("2100-01-01") } }),
  );
  await operator((tx) => tx.campaign.updateMany({ where: { id: floor.campaignId }, data: { dialMode: "preview" } }));
  await onDuty(anna);
  await onDuty(bo);
});
afterAll(() => database.close());
beforeEach(() => world.clear());

describe("a contact that an agent looks at", () => {
  test("is nobody else's, comes with what is known, and is the same when asked again", async () => {
    const mine = await previewNext(as(anna, at(10)), {});
    await step(anna, { type: "preview" }, at(10));
    const theirs = await previewNext(as(bo, at(10)), {});
    await step(bo, { type: "preview" }, at(10));
    expect(mine?.contact.displayName).toMatch(/^Customer/);
    expect(mine?.script[0]?.text).toContain(anna.name);
    expect(mine?.points.map(({ phone }) => phone)).toEqual([expect.stringMatching(/^\+86•+\d\d$/)]);
    expect(theirs?.contact.id).not.toBe(mine?.contact.id);
    expect(world.commands.map(({ command }) => command.type)).toEqual(["duty.preview", "duty.preview"]);
    expect(await contact(mine?.contact.id ?? "")).toMatchObject({ state: "reserved", reason: "in_preview" });
    expect((await previewNext(as(anna, at(11)), {}))?.contact.id).toBe(mine?.contact.id);
    expect((await currentDuty(as(anna, at(11)), {})).preview?.contact.id).toBe(mine?.contact.id);
    expect(await offers()).toHaveLength(2);
  });

  test("goes back when it is skipped, uncounted, for later", async () => {
    const [offer] = (await offers()).filter(({ dutySessionId }) => dutySessionId === sessionOf(bo));
    const skipped = await previewSkip(as(bo, at(20)), { reason: "wrong_time", afterMinutes: 30 });
    expect(skipped.nextAttemptAt).toEqual(at(20 + 1_800));
    await step(bo, { type: "previewEnd" }, at(20));
    expect(await contact(offer?.contactId ?? "")).toMatchObject({
      state: "ready",
      reason: "preview_skipped",
      attempts: 0,
      nextAttemptAt: at(1_820),
    });
    expect(world.commands.map(({ command }) => command.type)).toEqual(["duty.preview_end"]);
    await expect(previewDial(as(bo, at(21)), {})).rejects.toMatchObject({ code: "NO_PREVIEW" });
  });

  test("is called for this agent alone: reserved, the owner told, and only then ordered", async () => {
    const { callId } = await previewDial(as(anna, at(30)), {});
    expect(await attempt(callId)).toMatchObject({
      kind: "preview",
      state: "reserved",
      dutySessionId: sessionOf(anna),
      decision: { gate: { kind: "preview" }, pacing: { reason: "preview" } },
    });
    expect(world.commands.map(({ command }) => command)).toEqual([
      { type: "duty.dial", tenantId: floor.tenantId, dutySessionId: sessionOf(anna), callId },
    ]);
    expect(world.jobs.map(({ name }) => name)).toEqual(["originate"]);
    expect(await offers()).toEqual([]);
    await step(anna, { type: "dial", callId }, at(30));
    expect((await currentDuty(as(anna, at(31)), {})).dialing).toMatchObject({
      callId,
      state: "reserved",
      kind: "preview",
    });
    const [mine] = await readPreviews(as(SYSTEM), { dutySessionIds: [sessionOf(anna)] });
    expect(mine).toMatchObject({ expiresAt: null, attemptIds: [callId] });
    const claimed = await claimAttempt(as(SYSTEM, at(31)), { ...by(), attemptId: callId, owner: "bridge" });
    expect(claimed).toMatchObject({ ok: true, order: { reservedFor: sessionOf(anna), machine: { detect: false } } });
    await end(callId, 40);
    await step(anna, { type: "callEnded", callId }, at(40));
  });

  test("goes back with whatever ends the look: a pause, an owner's death and its sweep", async () => {
    const first = await previewNext(as(anna, at(50)), {});
    await step(anna, { type: "preview" }, at(50));
    await step(anna, { type: "pause", reason: "meal" }, at(51));
    expect(await contact(first?.contact.id ?? "")).toMatchObject({ state: "ready", reason: "preview_returned" });
    await step(anna, { type: "ready" }, at(52));
    const second = await previewNext(as(anna, at(53)), {});
    expect(await sweepOffers(as(SYSTEM, at(53 + 200)), { tenantId: floor.tenantId })).toBe(0);
    expect(await sweepOffers(as(SYSTEM, at(53 + 300)), { tenantId: floor.tenantId })).toBe(1);
    expect(await contact(second?.contact.id ?? "")).toMatchObject({ state: "ready", reason: "preview_returned" });
  });

  test("goes back at once when the owner refuses, whose agent had another call", async () => {
    world.answerCommands({ ok: false, code: "DUTY_NOT_READY", message: "You are not ready for a call." });
    await expect(previewNext(as(anna, at(60)), {})).rejects.toMatchObject({ code: "DUTY_NOT_READY" });
    expect(await offers()).toEqual([]);
    const reserved = await operator((tx) => tx.campaignContact.count({ where: { state: "reserved" } }));
    expect(reserved).toBe(0);
    world.answerCommands({ ok: true });
  });

  test("is not offered, nor dialled, when the gate says no; the refusal says what could lift it", async () => {
    const card = await previewNext(as(anna, at(70)), {});
    await step(anna, { type: "preview" }, at(70));
    const point = card?.points[0]?.id ?? "";
    const { phone } = await operator((tx) => tx.contactPoint.findFirstOrThrow({ where: { id: point } }));
    await operator((tx) =>
      tx.doNotCall.createMany({
        data: { tenantId: floor.tenantId, id: newId(), phone, reason: "asked", createdAt: T0 },
      }),
    );
    await expect(previewDial(as(anna, at(71)), {})).rejects.toMatchObject({
      code: "CALL_REFUSED",
      details: { reason: "dnc_tenant", retryAt: null },
    });
    expect(await contact(card?.contact.id ?? "")).toMatchObject({ state: "reserved", reason: "in_preview" });
    expect(world.jobs).toEqual([]);
    await previewSkip(as(anna, at(72)), { reason: "other" });
    await step(anna, { type: "previewEnd" }, at(72));
    await operator((tx) => tx.doNotCall.deleteMany({ where: { phone } }));
  });
});

describe("a promise", () => {
  test("to call back is offered to its agent when it is due, and to nobody else", async () => {
    const card = await previewNext(as(anna, at(100)), {});
    await step(anna, { type: "preview" }, at(100));
    const { callId } = await previewDial(as(anna, at(101)), {});
    await step(anna, { type: "dial", callId }, at(101));
    await step(anna, { type: "join", callId }, at(103));
    await converse(callId, anna, 101);
    await step(anna, { type: "callEnded", callId }, at(121));
    const word = { callId, dispositionId: floor.laterId ?? "" };
    const later = (seconds: number) => ({ ...word, callback: { at: at(seconds), by: "me" as const } });
    await expect(dispose(as(anna, at(125)), later(120))).rejects.toMatchObject({ code: "CALLBACK_TOO_LATE" });
    await expect(
      dispose(as(anna, at(125)), { ...later(500), dispositionId: floor.soldId ?? "" }),
    ).rejects.toMatchObject({ code: "CALLBACK_NOT_MEANT" });
    await dispose(as(anna, at(125)), later(500));
    await step(anna, { type: "disposed", callId }, at(125));
    const contactId = card?.contact.id ?? "";
    expect(await contact(contactId)).toMatchObject({
      state: "ready",
      reason: "callback",
      callbackBy: anna.membershipId,
      nextAttemptAt: at(500),
    });
    expect(await ownCallbacks(as(anna, at(200)), {})).toEqual([
      expect.objectContaining({ contactId, at: at(500), due: false, running: true }),
    ]);
    expect(await ownCallbacks(as(bo, at(200)), {})).toEqual([]);

    const offered = await previewNext(as(bo, at(501)), {});
    expect(offered?.contact.id).not.toBe(contactId);
    await step(bo, { type: "preview" }, at(501));
    await step(bo, { type: "pause", reason: "meal" }, at(502));
    const mine = await previewNext(as(anna, at(503)), {});
    await step(anna, { type: "preview" }, at(503));
    expect(mine).toMatchObject({ contact: { id: contactId }, promisedFor: at(500) });
    const again = await previewDial(as(anna, at(504)), {});
    expect(await attempt(again.callId)).toMatchObject({ kind: "callback" });
    await step(anna, { type: "dial", callId: again.callId }, at(504));
    await claimAttempt(as(SYSTEM, at(504)), { ...by(), attemptId: again.callId, owner: "bridge" });
    await end(again.callId, 510);
    await step(anna, { type: "callEnded", callId: again.callId }, at(510));
    // Nobody answered: it is still the agent's to keep.
    expect((await contact(contactId)).callbackBy).toBe(anna.membershipId);
  });

  test("that its agent does not keep becomes anybody's", async () => {
    const row = await operator((tx) => tx.campaignContact.findFirstOrThrow({ where: { callbackBy: { not: null } } }));
    await operator((tx) =>
      tx.campaignContact.updateMany({
        where: { contactId: row.contactId },
        data: { state: "ready", nextAttemptAt: at(600) },
      }),
    );
    const sweep = (ms: number) =>
      sweepCallbacks(as(SYSTEM, new Date(at(600).getTime() + ms)), { tenantId: floor.tenantId });
    expect(await sweep(CALLBACK_OWN_MS - 1)).toBe(0);
    expect(await sweep(CALLBACK_OWN_MS + 1)).toBe(1);
    expect((await contact(row.contactId)).callbackBy).toBeNull();
  });
});

describe("a call by hand", () => {
  const ready = async () => step(anna, { type: "previewEnd" }, at(700)).catch(() => {});

  test("goes to a contact of the campaign, before its time and not past the gate", async () => {
    await ready();
    const waiting = floor.contacts[9];
    await operator((tx) =>
      tx.campaignContact.updateMany({
        where: { contactId: waiting?.contactId ?? "" },
        data: { nextAttemptAt: at(99_999) },
      }),
    );
    const { callId } = await dialByHand(as(anna, at(700)), {
      campaignId: floor.campaignId,
      phone: waiting?.phone ?? "",
    });
    expect(await attempt(callId)).toMatchObject({
      kind: "manual",
      contactId: waiting?.contactId,
      dutySessionId: sessionOf(anna),
    });
    await expect(
      dialByHand(as(anna, at(701)), { campaignId: floor.campaignId, contactId: waiting?.contactId ?? "" }),
    ).rejects.toMatchObject({ code: "CALL_REFUSED", details: { reason: "in_attempt" } });
    await claimAttempt(as(SYSTEM, at(701)), { ...by(), attemptId: callId, owner: "bridge" });
    await end(callId, 710);
  });

  test("to any number takes somebody who may, and the right by which it is called", async () => {
    const ask = { campaignId: floor.campaignId, phone: "+8613900139000" };
    await expect(dialByHand(as(anna, at(720)), ask)).rejects.toMatchObject({ code: "FORBIDDEN" });
    const leader: TenantActor = { ...anna, role: "supervisor" };
    await expect(dialByHand(as(leader, at(720)), ask)).rejects.toMatchObject({ code: "CONSENT_BASIS_MISSING" });
    const { callId } = await dialByHand(as(leader, at(720)), { ...ask, consentBasis: "consent", displayName: "Lin" });
    const { contactId } = await attempt(callId);
    const made = await operator((tx) =>
      tx.contact.findFirstOrThrow({ where: { id: contactId }, include: { list: true } }),
    );
    expect(made).toMatchObject({
      displayName: "Lin",
      list: { name: "Typed numbers (consent)", consentBasis: "consent" },
    });
    await expect(dialByHand(as(leader, at(720)), { ...ask, phone: "12345" })).rejects.toMatchObject({
      code: "PHONE_INVALID",
    });
    await claimAttempt(as(SYSTEM, at(721)), { ...by(), attemptId: callId, owner: "bridge" });
    await end(callId, 730);
  });

  test("may come before the contact that is looked at, which goes back as due as it was", async () => {
    await ready();
    const offer = await previewNext(as(anna, at(731)), {});
    const offered = offer?.contact.id ?? "";
    await step(anna, { type: "preview" }, at(731));
    const { nextAttemptAt } = await contact(offered);
    const { contactId } = await operator((tx) =>
      tx.campaignContact.findFirstOrThrow({
        where: { campaignId: floor.campaignId, state: "ready", attempts: 0, contactId: { not: offered } },
        orderBy: { contactId: "desc" },
      }),
    );
    const { callId } = await dialByHand(as(anna, at(732)), { campaignId: floor.campaignId, contactId });
    expect(await attempt(callId)).toMatchObject({ kind: "manual", contactId, dutySessionId: sessionOf(anna) });
    expect(await offers()).toEqual([]);
    expect(await contact(offered)).toMatchObject({ state: "ready", reason: "preview_returned", nextAttemptAt });
    await step(anna, { type: "dial", callId }, at(732));
    // A call is being placed: now nothing else can be.
    await expect(
      dialByHand(as(anna, at(733)), { campaignId: floor.campaignId, contactId: offered }),
    ).rejects.toMatchObject({ code: "DUTY_NOT_READY" });
    await claimAttempt(as(SYSTEM, at(733)), { ...by(), attemptId: callId, owner: "bridge" });
    await end(callId, 736);
    await step(anna, { type: "callEnded", callId }, at(736));
  });

  test("that the owner refuses is given back uncounted", async () => {
    world.answerCommands({ ok: false, code: "DUTY_NOT_READY", message: "You are not ready for a call." });
    const { contactId = "" } = floor.contacts[10] ?? {};
    await expect(dialByHand(as(anna, at(740)), { campaignId: floor.campaignId, contactId })).rejects.toMatchObject({
      code: "DUTY_NOT_READY",
    });
    world.answerCommands({ ok: true });
    expect(await contact(contactId)).toMatchObject({ state: "ready", reason: "released_agent_gone", attempts: 0 });
    expect(world.jobs).toEqual([]);
  });
});

describe("a script and a machine", () => {
  const place = async (index: number, kind: "agentless" | "dialer", from: number) => {
    const target = floor.contacts[index];
    if (!target) throw new RangeError("no contact");
    const id = newId();
    await operator(async (tx) => {
      await tx.campaignContact.updateMany({
        where: { contactId: target.contactId },
        data: { state: "reserved", reason: "in_attempt" },
      });
      await tx.attempt.createMany({
        data: {
          tenantId: floor.tenantId,
          id,
          campaignId: floor.campaignId,
          contactId: target.contactId,
          contactPointId: target.pointId,
          phone: target.phone,
          callerId: "+862012345678",
          nodeId: floor.nodeId,
          trunkId: floor.trunkId,
          kind,
          decision: { gate: { messageDrop: true } },
          ordinal: 1,
          reservedAt: at(from),
        },
      });
    });
    const claimed = await claimAttempt(as(SYSTEM, at(from)), { ...by(), attemptId: id, owner: "bridge" });
    await markAnswered(as(SYSTEM), { ...by(), callId: id, at: at(from + 2) });
    return { id, target, claimed };
  };
  const note = (callId: string, type: "script_started" | "script_completed", seconds: number) =>
    noteCallEvent(as(SYSTEM), { ...by(), callId, at: at(seconds), type });

  test("a script that was heard is a chargeable call with its own talk time", async () => {
    await operator((tx) =>
      tx.campaign.updateMany({
        where: { id: floor.campaignId },
        data: {
          agentless: { media: "sound:notice", repeat: 1, waitMs: 0, keys: {} },
          machine: { detect: true, action: "message", media: "sound:later", unsure: "human" },
        },
      }),
    );
    const { id, target, claimed } = await place(0, "agentless", 800);
    expect(claimed).toMatchObject({ ok: true, order: { script: { media: "sound:notice" }, mayDrop: true } });
    await note(id, "script_started", 802);
    await note(id, "script_completed", 814);
    expect(await end(id, 815)).toEqual({ outcome: "answered", awaitsDisposition: false });
    const call = await operator((tx) => tx.call.findFirstOrThrow({ where: { id } }));
    expect(call).toMatchObject({ talkMs: 12_000, joinedAt: null });
    const usage = await operator((tx) => tx.usageRecord.findMany({ where: { callId: id } }));
    expect(usage.map(({ kind }) => kind).sort()).toEqual(["call", "connected"]);
    expect(await contact(target.contactId)).toMatchObject({ state: "done", reason: "outcome_not_retried" });
  });

  test("a key sets the disposition, once; never again holds at once; a script cut short is not charged", async () => {
    const answered = await place(1, "agentless", 820);
    await note(answered.id, "script_started", 822);
    const choose = { ...by(), callId: answered.id, at: at(824), key: "1" as const };
    await recordChoice(as(SYSTEM), { ...choose, action: { do: "answer", disposition: "sold" } });
    await recordChoice(as(SYSTEM), { ...choose, action: { do: "do_not_call" } });
    await end(answered.id, 830);
    const sold = await operator((tx) =>
      tx.call.findFirstOrThrow({ where: { id: answered.id }, include: { success: true } }),
    );
    expect(sold).toMatchObject({ dispositionId: floor.soldId, talkMs: 8_000 });
    expect(sold.success).not.toBeNull();
    expect(await contact(answered.target.contactId)).toMatchObject({ state: "done", reason: "success" });

    const never = await place(2, "agentless", 840);
    await note(never.id, "script_started", 842);
    await recordChoice(as(SYSTEM), { ...by(), callId: never.id, at: at(843), key: "9", action: { do: "do_not_call" } });
    const entry = await operator((tx) => tx.doNotCall.findFirst({ where: { phone: never.target.phone } }));
    expect(entry?.reason).toBe(`key_press:${never.id}`);
    await end(never.id, 845);
    expect(await contact(never.target.contactId)).toMatchObject({ state: "blocked", reason: "do_not_call" });

    const cut = await place(3, "agentless", 850);
    await note(cut.id, "script_started", 852);
    expect(await end(cut.id, 870)).toMatchObject({ outcome: "answered" });
    const usage = await operator((tx) => tx.usageRecord.findMany({ where: { callId: cut.id } }));
    expect(usage).toEqual([]);
  });

  test("the detector's error is measured by what agents say", async () => {
    const heard = async (index: number, from: number, verdict: "human" | "machine", sampled: boolean) => {
      const { id, claimed } = await place(index, "dialer", from);
      expect(claimed).toMatchObject({ ok: true, order: { machine: { detect: true } } });
      const act = verdict === "machine" && !sampled ? ("hangup" as const) : ("join" as const);
      const detection = { verdict, cause: "MAXWORDS-3-3", ms: 1_800, sampled, act };
      await markDetected(as(SYSTEM), { ...by(), callId: id, at: at(from + 4), detection });
      return id;
    };
    const talk = async (id: string, from: number, machine: boolean) => {
      const joined = {
        ...by(),
        callId: id,
        at: at(from + 5),
        dutySessionId: sessionOf(anna),
        agentChannelId: "l",
        recordingId: null,
      };
      await markJoined(as(SYSTEM), joined);
      await end(id, from + 9, at(from + 9));
      await sayWhoAnswered(as(anna, at(from + 10)), { callId: id, machine });
    };
    const lost = await heard(4, 900, "machine", false);
    expect(await end(lost, 910)).toMatchObject({ outcome: "machine" });
    await talk(await heard(5, 920, "machine", true), 920, false);
    await talk(await heard(6, 940, "human", false), 940, true);
    const error = await campaignMachineError(as({ ...anna, role: "manager" }, at(1_000)), {
      campaignId: floor.campaignId,
    });
    expect(error).toMatchObject({
      listened: 3,
      machines: 2,
      people: 1,
      medianMs: 1_800,
      falsePositives: { wrong: 1, of: 1 },
      falseNegatives: { wrong: 1, of: 1 },
      peopleLost: 1,
    });
    await expect(sayWhoAnswered(as(bo, at(1_000)), { callId: lost, machine: true })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("what was written breaks no invariant of the modes, and the judge sees when it does", async () => {
    const found = async () => (await operator(judgeCallModes)).flatMap(({ breaches }) => breaches);
    expect(await found()).toEqual([]);
    const [some] = await operator((tx) => tx.call.findMany({ where: { joinedAt: { not: null } }, take: 1 }));
    const id = some?.id ?? "";
    await operator((tx) => tx.call.updateMany({ where: { id }, data: { outcome: "abandoned" } }));
    await operator((tx) =>
      tx.campaignContact.updateMany({
        where: { contactId: floor.contacts[11]?.contactId ?? "" },
        data: { state: "reserved", reason: "in_preview" },
      }),
    );
    expect(await found()).toEqual([
      `${id} ends as abandoned by [joined, abandoned]`,
      `${floor.contacts[11]?.contactId} is looked at by nobody`,
    ]);
    await operator((tx) => tx.call.updateMany({ where: { id }, data: { outcome: "answered" } }));
  });

  test("nobody listens where the profile forbids it", async () => {
    const { parseComplianceRules } = await import("@callbay/domain/compliance/parse");
    const { PRESETS } = await import("@callbay/domain/compliance/presets");
    const rules = JSON.parse(JSON.stringify({ ...PRESETS.custom, machineDetection: "forbidden" }));
    expect(parseComplianceRules(rules).machineDetection).toBe("forbidden");
    const id = newId();
    await operator(async (tx) => {
      await tx.complianceProfile.createMany({
        data: {
          tenantId: floor.tenantId,
          id,
          profileId: newId(),
          revision: 1,
          name: "No machines",
          region: "custom",
          rules,
          createdBy: "test",
        },
      });
      await tx.campaign.updateMany({ where: { id: floor.campaignId }, data: { complianceId: id } });
    });
    const { claimed } = await place(7, "dialer", 1_100);
    expect(claimed).toMatchObject({ ok: true, order: { machine: { detect: false } } });
  });
});
