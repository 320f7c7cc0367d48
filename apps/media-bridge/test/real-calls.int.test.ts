import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createDb, type Db } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { migrate } from "@callbay/db/migrate";
import type { TenantActor } from "@callbay/domain/actor";
import { tiles } from "@callbay/domain/duty-machine";
import { isSampled } from "@callbay/domain/machine-detection";
import { createNodeCommander } from "@callbay/jobs/commands";
import { originateAttempt } from "@callbay/jobs/node-queues";
import { createEventPublisher } from "@callbay/jobs/pubsub";
import { createJobProducer } from "@callbay/jobs/queue";
import { AriControl } from "@callbay/pbx/ari/control";
import { sipUsername } from "@callbay/services/access/derived-secret";
import type { Deps, VerbContext } from "@callbay/services/context";
import { dtmf, hangup, hold, mute } from "@callbay/services/duty/call-controls";
import { dispose } from "@callbay/services/duty/dispose";
import { echoTest } from "@callbay/services/duty/echo";
import { previewDial } from "@callbay/services/duty/preview/act";
import { previewNext } from "@callbay/services/duty/preview/next";
import { endDuty, requestPause, requestReady } from "@callbay/services/duty/requests";
import { startDuty } from "@callbay/services/duty/start";
import { actOnTransfer, startTransfer } from "@callbay/services/duty/transfer";
import { chooseMode, getMonitor } from "@callbay/services/monitor/control";
import { startMonitor } from "@callbay/services/monitor/start";
import { issueSeatPhone, revokeSeatPhone } from "@callbay/services/seat/phone";
import { hearAll } from "@callbay/testing/call-kit/ears";
import { putDown } from "@callbay/testing/call-kit/far-end";
import { judgeCallModes } from "@callbay/testing/call-kit/invariants";
import { addLeader, monitorSteps } from "@callbay/testing/call-kit/leader";
import { type MediaBridgeProcess, startMediaBridge } from "@callbay/testing/call-kit/media-bridge";
import { type CallFloor, reserveContact, seedCallFloor } from "@callbay/testing/call-kit/seed";
import { until } from "@callbay/testing/call-kit/until";
import { readCarrierLog, SECOND_TRUNK } from "@callbay/tooling-runtime/carrier";
import { freePort } from "@callbay/tooling-runtime/ports";
import { type Stack, startStack } from "@callbay/tooling-runtime/stack";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const SECRET = "a secret of the call path that is long enough";
const dir = mkdtempSync(join(tmpdir(), "callbay-calls-"));
chmodSync(dir, 0o755);
let stack: Stack;
let db: Db;
let deps: Deps & { jobs: ReturnType<typeof createJobProducer>; nodes: ReturnType<typeof createNodeCommander> };
let events: ReturnType<typeof createEventPublisher>;
let bridge: MediaBridgeProcess;
let floor: CallFloor;
let env: Parameters<typeof startMediaBridge>[0];
let duty: string;
let watcher: AriControl;
let leader: TenantActor;

const ctx = (actor: TenantActor): VerbContext => ({ deps, actor, now: new Date(), requestId: newId() });
const call = (id: string) =>
  db.asOperator((tx) => tx.call.findFirst({ where: { id }, include: { recordings: true, legs: true, events: true } }));
const order = async (
  index: number,
  more: { kind?: string } = {},
  wanted?: (attemptId: string) => boolean,
): Promise<string> => {
  const attemptId = await reserveContact(db, floor, index, new Date(), wanted);
  if (more.kind) await db.asOperator((tx) => tx.attempt.updateMany({ where: { id: attemptId }, data: more }));
  await deps.jobs.enqueue(originateAttempt(floor.nodeId), { tenantId: floor.tenantId, attemptId });
  return attemptId;
};
const dutyState = (dutySessionId: string) =>
  db.asOperator(async (tx) => (await tx.dutySession.findFirst({ where: { id: dutySessionId } }))?.state);

const firstAgent = () => {
  const actor = floor.agents[0];
  if (!actor) throw new Error("no agent");
  return { actor, dutySessionId: duty };
};
const channel = (id: string) => watcher.channelState(id);
const bridged = async (id: string) =>
  (await watcher.snapshot()).bridges.some(({ channelIds }) => channelIds.includes(id) && channelIds.length > 1);

const nobodyListens = async () => {
  const { channels, bridges } = await watcher.snapshot();
  return ![...channels, ...bridges].some((one) => /^(monitor|ear|mark|booth)_/.test(one.id));
};

async function goOnDuty(actor: TenantActor): Promise<string> {
  const { dutySessionId, sip } = await startDuty(ctx(actor), { device: "sip" });
  const node = stack.nodes[0];
  if (!stack.phones || !node) throw new Error("no phones");
  await stack.phones.addPhone({
    username: sip.username,
    password: sip.password,
    registrarHost: node.ip,
    registrarPort: node.sipPort,
  });
  await until("the agent is ready", async () => (await dutyState(dutySessionId)) === "ready");
  return dutySessionId;
}

beforeAll(async () => {
  stack = await startStack({
    dir,
    ports: "free",
    nodes: 1,
    withPhones: true,
    throwaway: true,
    migrate: async ({ ownerUrl }) => {
      await migrate(ownerUrl, fileURLToPath(new URL("../../../prisma/migrations", import.meta.url)));
    },
  });
  const node = stack.nodes[0];
  if (!node) throw new Error("no node");
  // Only asks; it never connects, so the application stays media-bridge's.
  watcher = new AriControl({ url: node.ariUrl, username: node.ariUsername, password: node.ariPassword });
  db = createDb({ url: stack.database.appUrl });
  events = createEventPublisher(stack.redisUrl);
  deps = {
    db,
    events,
    jobs: createJobProducer(stack.redisUrl),
    nodes: createNodeCommander(stack.redisUrl),
    storageDir: join(dir, "storage"),
    secretKey: SECRET,
    appUrl: "http://app.test",
    relayUrl: "ws://relay.test",
  };
  floor = await seedCallFloor(db, {
    secretKey: SECRET,
    node: { ariUrl: node.ariUrl, wsUrl: node.wsUrl, username: node.ariUsername, password: node.ariPassword },
    agents: 2,
    // Talker, waiter, busy, rejected, unallocated; for the kill: three waiters; for the second trunk: talker.
    // With no agent: presser, machine, waiter.
    phones: [
      ...["00", "10", "01", "18", "17", "16", "07", "04", "02"].map((end, i) => `+861380013${i}1${end}`),
      ...["21", "06", "10"].map((end, i) => `+861380014${i}1${end}`),
    ],
    ringTimeoutMs: 5_000,
    now: new Date(),
  });
  const second = { id: newId(), nodeId: floor.nodeId, name: SECOND_TRUNK, endpoint: SECOND_TRUNK, priority: 2 };
  await db.asOperator((tx) => tx.trunk.create({ data: { ...second, maxChannels: 5, callsPerSecond: 5 } }));
  env = {
    DATABASE_URL: stack.database.appUrl,
    REDIS_URL: stack.redisUrl,
    SECRET_KEY: SECRET,
    STORAGE_DIR: join(dir, "storage"),
    MEDIA_BRIDGE_PORT: String(await freePort("127.0.0.1", "tcp")),
  };
  bridge = await startMediaBridge(env);
}, 120_000);

afterAll(async () => {
  if (process.env.SHOW_LOG) process.stderr.write(bridge?.log() ?? "");
  await bridge?.kill();
  await deps?.jobs.close();
  await deps?.nodes.close();
  events?.close();
  await db?.close();
  await stack?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

describe("calls on a real PBX", () => {
  test("one agent, one attempt: joined, recorded, finished, disposed", async () => {
    const actor = floor.agents[0];
    if (!actor) throw new Error("no agent");
    const dutySessionId = await goOnDuty(actor);
    duty = dutySessionId;
    const id = await order(0);
    await until("talking", async () => (await dutyState(dutySessionId)) === "talking");
    const ended = await until("the call ends", async () => {
      const row = await call(id);
      return row?.endedAt && row.recordings[0]?.state !== "recording" ? row : null;
    });
    expect(ended).toMatchObject({ outcome: "answered", endedBy: "customer", closedFrom: "live", hangupCause: 16 });
    expect(ended.talkMs).toBeGreaterThan(1_000);
    expect(ended.recordings[0]).toMatchObject({ state: "stored" });
    // It begins and ends a moment after the conversation does, and a busy machine takes its time.
    const recordedShare = (ended.recordings[0]?.durationMs ?? 0) / ended.talkMs;
    expect(recordedShare).toBeGreaterThan(0.5);
    expect(recordedShare).toBeLessThan(1.5);
    await until("wrap-up", async () => (await dutyState(dutySessionId)) === "wrapup");
    await dispose(ctx(actor), { callId: id, dispositionId: floor.soldId ?? "", note: "fine" });
    await until("ready again", async () => (await dutyState(dutySessionId)) === "ready");
    const carrier = stack.carrier ? await readCarrierLog(stack.carrier) : [];
    expect(carrier.filter(({ attemptId }) => attemptId === id)).toHaveLength(1);
  });

  test("what the network says becomes the outcome, and the contact's next state", async () => {
    const ids = await Promise.all([order(2), order(3), order(4)]);
    const ended = await Promise.all(
      ids.map((id) => until(`the end of ${id}`, async () => ((await call(id))?.endedAt ? call(id) : null))),
    );
    expect(ended.map((row) => row.outcome)).toEqual(["busy", "rejected", "unreachable"]);
    const contact = await db.asOperator((tx) =>
      tx.campaignContact.findFirst({ where: { contactId: floor.contacts[2]?.contactId ?? "" } }),
    );
    expect(contact).toMatchObject({ state: "ready", reason: "retry_busy", attempts: 1, outcomeCounts: { busy: 1 } });
  });

  test("a trunk that answers 503: the same attempt goes over the next one, and rings once", async () => {
    const { actor, dutySessionId } = firstAgent();
    await stack.carrier?.refuse("carrier", 100);
    const id = await order(8);
    const ended = await until("the end", async () => ((await call(id))?.endedAt ? call(id) : null));
    await stack.carrier?.refuse("carrier", 0);
    expect(ended).toMatchObject({ outcome: "answered", closedFrom: "live", hangupCause: 16 });
    const attempt = await db.asOperator((tx) => tx.attempt.findFirstOrThrow({ where: { id } }));
    expect(attempt.route).toMatchObject([{ trunkId: floor.trunkId, cause: 34 }]);
    expect(attempt.trunkId).not.toBe(floor.trunkId);
    const carrier = stack.carrier ? await readCarrierLog(stack.carrier) : [];
    const tries = carrier.filter(({ attemptId }) => attemptId === id).map(({ outcome, cause }) => [outcome, cause]);
    expect(tries).toEqual([
      ["failed", 34],
      ["answered", 16],
    ]);
    await until("wrap-up", async () => (await dutyState(dutySessionId)) === "wrapup");
    await dispose(ctx(actor), { callId: id, dispositionId: floor.laterId ?? "", note: "" });
    await until("ready again", async () => (await dutyState(dutySessionId)) === "ready");
  });

  test("hold, mute and keys act on the call, and the agent's hang-up ends it", async () => {
    const { actor, dutySessionId } = firstAgent();
    const id = await order(1);
    await until("joined", async () => (await call(id))?.joinedAt);
    await hold(ctx(actor), { callId: id, on: true });
    await until("music", async () => !(await bridged(id)));
    await mute(ctx(actor), { callId: id, on: true });
    await hold(ctx(actor), { callId: id, on: false });
    await until("together again", () => bridged(id));
    await dtmf(ctx(actor), { callId: id, digits: "12#" });
    await hangup(ctx(actor), { callId: id });
    const ended = await until("the end", async () => ((await call(id))?.endedAt ? call(id) : null));
    expect(ended).toMatchObject({ outcome: "answered", endedBy: "agent" });
    expect(ended.holdMs).toBeGreaterThan(0);
    expect(ended.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        "dialing",
        "ringing",
        "answered",
        "joined",
        "held",
        "muted",
        "resumed",
        "dtmf_sent",
        "ended",
      ]),
    );
    await dispose(ctx(actor), { callId: id, dispositionId: floor.laterId ?? "", note: "" });
    await until("ready again", async () => (await dutyState(dutySessionId)) === "ready");
  });

  test("without an agent: a key answers the script, a machine is heard, who is left alone hears the message", async () => {
    const media = "sound:vm-goodbye";
    const agentless = { media, repeat: 1, waitMs: 5_000, keys: { "1": { do: "answer", disposition: "sold", media } } };
    const set = (data: object) =>
      db.asOperator((tx) => tx.campaign.updateMany({ where: { id: floor.campaignId }, data }));
    await set({ agentless });
    // The agent pauses: nobody is there for whoever is not a machine.
    const { actor, dutySessionId } = firstAgent();
    await requestPause(ctx(actor), { reason: "meal" });
    await until("paused", async () => (await dutyState(dutySessionId)) === "paused");
    const [answers, abandoned] = await Promise.all([order(9, { kind: "agentless" }), order(11)]);
    await until("both are dialled", async () => (await call(answers))?.startedAt && (await call(abandoned))?.startedAt);
    await set({ machine: { detect: true, action: "hangup", unsure: "human" } });
    // One machine in fifty goes to an agent all the same.
    const machine = await order(10, {}, (id) => !isSampled(id));
    await until("it is dialled", async () => (await call(machine))?.startedAt);
    await set({ machine: { detect: false } });
    const endOf = (id: string) => until(`the end of ${id}`, async () => ((await call(id))?.endedAt ? call(id) : null));
    const [script, heard, unjoined] = await Promise.all([endOf(answers), endOf(machine), endOf(abandoned)]);
    expect(script).toMatchObject({ outcome: "answered", joinedAt: null, dispositionId: floor.soldId });
    expect(script.talkMs).toBeGreaterThan(1_000);
    expect(script.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["script_started", "script_choice", "disposed"]),
    );
    const { detection } = await db.asOperator((tx) => tx.attempt.findFirstOrThrow({ where: { id: machine } }));
    expect({ ...heard, detection }).toMatchObject({
      outcome: "machine",
      endedBy: "system",
      detection: { verdict: "machine", act: "hangup" },
    });
    expect(unjoined).toMatchObject({ outcome: "abandoned", endedBy: "system" });
    const waitedMs = (unjoined.endedAt?.getTime() ?? 0) - (unjoined.answeredAt?.getTime() ?? 0);
    expect(waitedMs).toBeGreaterThan(2_000);
    expect(unjoined.events.map(({ type }) => type)).toContain("abandoned_message");
    await requestReady(ctx(actor), {});
    await until("ready again", async () => (await dutyState(dutySessionId)) === "ready");
  });

  test("a contact is looked at, called for its agent alone, and joined to nobody else", async () => {
    const { actor, dutySessionId } = firstAgent();
    await db.asOperator(async (tx) => {
      await tx.campaign.updateMany({ where: { id: floor.campaignId }, data: { dialMode: "preview" } });
      await tx.campaignContact.updateMany({ data: { state: "done" } });
      await tx.campaignContact.updateMany({
        where: { contactId: floor.contacts[1]?.contactId ?? "" },
        data: { state: "ready", attempts: 1, nextAttemptAt: new Date(0) },
      });
    });
    const card = await previewNext(ctx(actor), {});
    expect(card?.contact.id).toBe(floor.contacts[1]?.contactId);
    await until("the agent looks at it", async () => (await dutyState(dutySessionId)) === "previewing");
    const { callId } = await previewDial(ctx(actor), {});
    const joined = await until("joined", async () => ((await call(callId))?.joinedAt ? call(callId) : null));
    expect(joined).toMatchObject({ dutySessionId, membershipId: actor.membershipId });
    await hangup(ctx(actor), { callId });
    await until("the end", async () => (await call(callId))?.endedAt);
    await dispose(ctx(actor), { callId, dispositionId: floor.laterId ?? "", note: "" });
    await until("ready again", async () => (await dutyState(dutySessionId)) === "ready");
    await db.asOperator((tx) =>
      tx.campaign.updateMany({ where: { id: floor.campaignId }, data: { dialMode: "progressive" } }),
    );
  });

  test("a team leader listens, whispers and joins: each hears whom they should, and the call does not mind", async () => {
    const { actor, dutySessionId } = firstAgent();
    const { carrier, phones } = stack;
    if (!carrier || !phones) throw new Error("no far ends");
    leader = await addLeader(db, floor.tenantId);
    const id = await order(1);
    await until("joined", async () => (await call(id))?.joinedAt);
    const { monitorId, sip } = await startMonitor(ctx(leader), { callId: id, device: "sip" });
    const node = stack.nodes[0];
    if (!node) throw new Error("no node");
    const { username, password } = sip;
    await phones.addPhone({ username, password, registrarHost: node.ip, registrarPort: node.sipPort });
    const listening = () => getMonitor(ctx(leader), { monitorId });
    await until("listening", async () => (await listening()).liveAt);
    const agentName = sipUsername(dutySessionId, 1);
    const listen = () =>
      hearAll(join(dir, "ears"), {
        agent: { at: phones, exten: agentName },
        customer: { at: carrier, exten: (floor.contacts[1]?.phone ?? "").slice(-2) },
        leader: { at: phones, exten: username },
      });
    const alwaysSo = { agent: { customer: true }, customer: { agent: true } };
    const leaderHears = { agent: true, customer: true, leader: false };
    expect(await listen()).toMatchObject({
      agent: { ...alwaysSo.agent, leader: false },
      customer: { ...alwaysSo.customer, leader: false },
      leader: leaderHears,
    });
    await chooseMode(ctx(leader), { monitorId, mode: "whisper" });
    await until("whispering", async () => (await monitorSteps(db, monitorId)).at(-1) === "whisper");
    expect(await listen()).toMatchObject({
      agent: { ...alwaysSo.agent, leader: true },
      customer: { ...alwaysSo.customer, leader: false },
      leader: leaderHears,
    });
    await chooseMode(ctx(leader), { monitorId, mode: "join" });
    await until("joined by the leader", async () => (await monitorSteps(db, monitorId)).at(-1) === "join");
    expect(await listen()).toMatchObject({
      agent: { ...alwaysSo.agent, leader: true },
      customer: { ...alwaysSo.customer, leader: true },
      leader: leaderHears,
    });
    // The leader's telephone dies without a word.
    await phones.hangup(username);
    const over = await until("it is over", async () => ((await listening()).endedAt ? listening() : null));
    expect(over).toMatchObject({ endedReason: "phone_lost" });
    expect(await bridged(id)).toBe(true);
    await phones.removePhone(username);

    const again = await startMonitor(ctx(leader), { callId: id, device: "sip", mode: "join" });
    await phones.addPhone({
      ...{ username: again.sip.username, password: again.sip.password },
      ...{ registrarHost: node.ip, registrarPort: node.sipPort },
    });
    await until("in again", async () => (await getMonitor(ctx(leader), { monitorId: again.monitorId })).liveAt);
    await hangup(ctx(actor), { callId: id });
    await until("the end", async () => (await call(id))?.endedAt);
    const ended = await until("it ends with the call", async () => {
      const row = await getMonitor(ctx(leader), { monitorId: again.monitorId });
      return row.endedAt ? row : null;
    });
    expect(ended).toMatchObject({ endedReason: "call_ended", mode: "join" });
    await until("nothing of it is left", nobodyListens);
    await phones.removePhone(again.sip.username);
    const audit = await db.asOperator((tx) =>
      tx.auditLog.findMany({ where: { action: { startsWith: "monitor." } }, orderBy: { id: "asc" } }),
    );
    expect(audit.map(({ action }) => action)).toEqual([
      "monitor.start",
      "monitor.choose",
      "monitor.choose",
      "monitor.end",
      "monitor.start",
      "monitor.end",
    ]);
    await dispose(ctx(actor), { callId: id, dispositionId: floor.laterId ?? "", note: "" });
    await until("ready again", async () => (await dutyState(dutySessionId)) === "ready");
  });

  test("a transfer: music, the expert is asked, both are left alone; then a colleague takes one blind", async () => {
    const { actor, dutySessionId } = firstAgent();
    const second = floor.agents[1];
    if (!second) throw new Error("no second agent");
    expect(await stack.nodes[0]?.console("moh show files")).toMatch(/hold/);
    const transferOf = (callId: string) =>
      db.asOperator((tx) => tx.callTransfer.findFirst({ where: { callId }, orderBy: { requestedAt: "desc" } }));
    const stateOf = (callId: string, wanted: string) =>
      until(`the transfer is ${wanted}`, async () => (await transferOf(callId))?.state === wanted);
    const together = async (id: string): Promise<string[]> =>
      (await watcher.snapshot()).bridges.find(({ channelIds }) => channelIds.includes(id))?.channelIds.slice() ?? [];

    const asked = await order(1);
    await until("joined", async () => (await call(asked))?.joinedAt);
    const number = { kind: "number" as const, phone: "+8613800149010" };
    const { transferId } = await startTransfer(ctx(actor), { callId: asked, mode: "attended", target: number });
    await stateOf(asked, "consulting");
    await until("music", async () => (await together(asked)).length === 0);
    const expert = `consult_${transferId}`;
    await until("the agent asks", async () => (await together(expert)).length === 2);
    await actOnTransfer(ctx(actor), { callId: asked, act: "conference" });
    await until("all three", async () => (await together(asked)).length === 3);
    await actOnTransfer(ctx(actor), { callId: asked, act: "complete" });
    await until("the two alone", async () => {
      const company = await together(asked);
      return company.length === 2 && company.includes(expert);
    });
    await until("wrap-up", async () => (await dutyState(dutySessionId)) === "wrapup");
    await dispose(ctx(actor), { callId: asked, dispositionId: floor.laterId ?? "", note: "" });
    await until("ready again", async () => (await dutyState(dutySessionId)) === "ready");
    await watcher.hangup(expert);
    const ended = await until("the end", async () => ((await call(asked))?.endedAt ? call(asked) : null));
    expect(ended.talkMs).toBeLessThan((ended.endedAt?.getTime() ?? 0) - (ended.joinedAt?.getTime() ?? 0));
    const usage = await db.asOperator((tx) => tx.usageRecord.findMany({ where: { callId: asked } }));
    expect(usage.map(({ sourceKey }) => sourceKey.split(":")[0]).sort()).toEqual(["call", "transfer"]);

    const given = await order(1);
    await until("joined", async () => (await call(given))?.joinedAt);
    // The colleague's telephone: credentials of the seat, registered before anybody is on duty, rung by going on duty.
    const manager = ctx({ ...second, role: "manager" });
    const { leaseId } = await db.asOperator((tx) =>
      tx.seatLease
        .findFirstOrThrow({ where: { membershipId: second.membershipId } })
        .then(({ id: found }) => ({ leaseId: found })),
    );
    const issued = await issueSeatPhone(manager, { leaseId });
    const node = stack.nodes[0];
    if (!stack.phones || !node) throw new Error("no phones");
    await expect(startDuty(ctx(second), { device: "sip" })).rejects.toMatchObject({ code: "PHONE_NOT_REGISTERED" });
    const { username, password } = issued;
    const shown = async () => node.console(`pjsip show aor ${username}`);
    // The simulated telephone takes one refusal for good.
    await until("the account is there", async () => !(await shown()).includes("Unable to find"));
    const registrar = { registrarHost: node.ip, registrarPort: node.sipPort, transport: "tcp" as const };
    await stack.phones.addPhone({ username, password, ...registrar });
    expect(await shown()).toMatch(/transport=tcp/i);
    const onRecord = () => db.asOperator((tx) => tx.seatPhone.findFirst({ where: { seatLeaseId: leaseId } }));
    await until("registered", async () => (await onRecord())?.registered);
    const { dutySessionId: secondDuty } = await startDuty(ctx(second), { device: "sip" });
    await until("the telephone was picked up", async () => (await dutyState(secondDuty)) === "ready");
    const colleague = { kind: "agent" as const, membershipId: second.membershipId };
    await startTransfer(ctx(actor), { callId: given, mode: "blind", target: colleague });
    await stateOf(given, "done");
    await until("the first is free", async () => (await dutyState(dutySessionId)) === "ready");
    expect(await call(given)).toMatchObject({ dutySessionId: secondDuty, membershipId: second.membershipId });
    await until("the colleague has the customer", () => bridged(given));
    await hangup(ctx(second), { callId: given });
    await until("the end", async () => (await call(given))?.endedAt);
    await dispose(ctx(second), { callId: given, dispositionId: floor.laterId ?? "", note: "" });
    await until("ready again", async () => (await dutyState(secondDuty)) === "ready");
    expect((await call(given))?.recordings).toHaveLength(2);
    // The echo test: the telephone plays 440 Hz and gets it back from the node, by its own leg and a copy of that alone.
    await expect(echoTest(ctx(second), { on: true })).rejects.toMatchObject({ code: "ECHO_NOT_NOW" });
    await requestPause(ctx(second), { reason: "break" });
    await until("paused", async () => (await dutyState(secondDuty)) === "paused");
    await echoTest(ctx(second), { on: true });
    const ends = { colleague: { at: stack.phones, exten: username } };
    expect(await hearAll(join(dir, "ears"), ends)).toMatchObject({ colleague: { agent: true } });
    const ofColleague = (await watcher.snapshot()).channels.filter(({ id: name }) => name.includes(secondDuty));
    expect(ofColleague.map(({ name }) => name.split("/")[0]).sort()).toEqual(["PJSIP", "Snoop"]);
    await echoTest(ctx(second), { on: false });
    const echoes = async () => (await watcher.snapshot()).channels.some(({ id: name }) => name.startsWith("echo_"));
    await until("no echo", async () => !(await echoes()));
    await endDuty(ctx(second), {});
    await until("off", async () => (await dutyState(secondDuty)) === "off");
    // New credentials: what the old ones registered is gone within seconds.
    await issueSeatPhone(manager, { leaseId });
    await until("not registered any more", async () => !(await watcher.isRegistered(username)));
    expect(await onRecord()).toMatchObject({ generation: 2, registered: false });
    await revokeSeatPhone(manager, { leaseId });
    await stack.phones.removePhone(username);
  });

  test("a killed owner: conversations go on, the living is adopted, the dead is closed from the log, nobody rings twice", async () => {
    const { actor, dutySessionId } = firstAgent();
    const second = floor.agents[1];
    if (!second) throw new Error("no second agent");
    const secondDuty = await goOnDuty(second);
    const [stays, ends] = await Promise.all([order(5), order(6)]);
    await until("both talk", async () => (await call(stays))?.joinedAt && (await call(ends))?.joinedAt);
    // Somebody is in the call that stays: they must not be left in it without an owner.
    const { monitorId, sip } = await startMonitor(ctx(leader), { callId: stays, device: "sip", mode: "join" });
    const { ip: registrarHost, sipPort: registrarPort } = stack.nodes[0] ?? { ip: "", sipPort: 0 };
    await stack.phones?.addPhone({ username: sip.username, password: sip.password, registrarHost, registrarPort });
    const listening = () => getMonitor(ctx(leader), { monitorId });
    await until("listened to", async () => (await listening()).liveAt);
    // Rings while the owner dies: the callee picks up when nobody watches.
    const unheard = await order(7);
    await until("it is being dialled", async () => (await call(unheard))?.startedAt);
    await bridge.kill();
    expect(await bridged(stays)).toBe(true);
    if (!stack.carrier) throw new Error("no carrier");
    await putDown({ at: stack.carrier, exten: (floor.contacts[6]?.phone ?? "").slice(-2) });
    await until("the customer has hung up", async () => !(await channel(ends)));
    expect((await call(ends))?.endedAt).toBeNull();
    // The queue hands the same orders out again, as after a stalled worker.
    for (const attemptId of [stays, ends, unheard])
      await deps.jobs.enqueue(originateAttempt(floor.nodeId), { tenantId: floor.tenantId, attemptId });
    bridge = await startMediaBridge(env);

    const closed = await until("closed from the log", async () => ((await call(ends))?.endedAt ? call(ends) : null));
    expect(closed).toMatchObject({ outcome: "answered", closedFrom: "cel", hangupCause: 16 });
    expect(await bridged(stays)).toBe(true);
    expect((await call(stays))?.endedAt).toBeNull();
    await until("nobody listens any more", nobodyListens);
    expect(await listening()).toMatchObject({ endedReason: "system" });
    const agentOfEnded = closed.membershipId === actor.membershipId ? dutySessionId : secondDuty;
    await until("its agent is in wrap-up", async () => (await dutyState(agentOfEnded)) === "wrapup");
    const lost = await until("the unheard call ends", async () =>
      (await call(unheard))?.endedAt ? call(unheard) : null,
    );
    expect(["answered", "abandoned", "no_answer"]).toContain(lost.outcome);
    const stayer = (await call(stays))?.membershipId === actor.membershipId ? actor : second;
    await hangup(ctx(stayer), { callId: stays });
    const finished = await until("the adopted call ends", async () =>
      (await call(stays))?.endedAt ? call(stays) : null,
    );
    expect(finished).toMatchObject({ outcome: "answered", endedBy: "agent", closedFrom: "live" });

    const carrier = stack.carrier ? await readCarrierLog(stack.carrier) : [];
    for (const id of [stays, ends, unheard]) {
      const seen = carrier.filter(({ attemptId }) => attemptId === id);
      expect(seen).toHaveLength(1);
    }
    const said = carrier.find(({ attemptId }) => attemptId === ends);
    const ours = await call(ends);
    // The network counts from the answer, we from the join, which has two seconds on a machine however busy.
    expect(Math.abs((said?.talkMs ?? 0) - (ours?.talkMs ?? 0))).toBeLessThan(3_000);
  });

  test("after all of it the duty intervals tile their sessions", async () => {
    const sessions = await db.asOperator((tx) =>
      tx.dutySession.findMany({ include: { intervals: { orderBy: { seq: "asc" } } } }),
    );
    expect(sessions.length).toBeGreaterThan(0);
    for (const { intervals, startedAt, endedAt } of sessions)
      expect(tiles(intervals, { startedAt, endedAt })).toEqual([]);
    const modes = await db.asOperator(judgeCallModes);
    expect(modes.flatMap(({ breaches }) => breaches)).toEqual([]);
  });
});
