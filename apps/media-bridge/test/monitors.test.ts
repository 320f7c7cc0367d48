import type { MonitorMode } from "@callbay/domain/monitor";
import type { NodeCommand } from "@callbay/jobs/node-queues";
import { TALKER, WAITER } from "@callbay/pbx/emulator/callee";
import { PbxEmulator } from "@callbay/pbx/emulator/emulator";
import { ManualClock } from "@callbay/pbx/emulator/manual-clock";
import { listenerUsername } from "@callbay/services/access/derived-secret";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Harness, TENANT } from "./support/harness.ts";
import { judge } from "./support/judge.ts";

const ANNA = "00000000-0000-7000-8000-0000000000a1";
const LEADER = "00000000-0000-7000-8000-0000000000b1";
const [TALKS, WAITS] = ["+8600000001", "+8600000002"];

let clock: ManualClock;
let pbx: PbxEmulator;
let house: Harness;
let anna: string;
let callId: string;

const SETTLE_MS = 60_000;
const id = (serial: number) => `00000000-0000-7000-8000-0000000001${String(serial).padStart(2, "0")}`;
const FIRST = id(1);
const start = (change: Partial<Extract<NodeCommand, { type: "monitor.start" }>> = {}) =>
  house.command({
    type: "monitor.start",
    ...{ tenantId: TENANT, dutySessionId: anna, callId, monitorId: FIRST, membershipId: LEADER },
    ...{ device: "webrtc", mode: "listen", announced: false },
    ...change,
  });
const choose = (mode: MonitorMode) =>
  house.command({ type: "monitor.mode", tenantId: TENANT, dutySessionId: anna, monitorId: FIRST, mode });
const leave = () =>
  house.command({ type: "monitor.end", tenantId: TENANT, dutySessionId: anna, monitorId: FIRST, reason: "left" });
/** The command, the telephone, and time for both. */
const listen = async (mode: MonitorMode = "listen", announced = false) => {
  expect(await start({ mode, announced })).toEqual({ ok: true });
  pbx.register(listenerUsername(FIRST));
  await clock.advance(200);
};
const agentLeg = () => house.floor.agents.get(anna)?.legId ?? "";
const monitor = () => house.floor.monitors.get(FIRST);
const written = () => house.records.monitors.get(FIRST);
/** Nothing of any listening is left on the PBX. */
const leftovers = async () => {
  const { channels, bridges } = await pbx.snapshot();
  return [...channels, ...bridges].map((one) => one.id).filter((name) => /^(monitor|ear|mark|booth)_/.test(name));
};
const conversationGoesOn = () => {
  const bridgeId = house.floor.agents.get(anna)?.bridgeId ?? "";
  expect(pbx.inBridge(bridgeId).sort()).toEqual([agentLeg(), callId].sort());
  expect(house.state(anna)).toBe("talking");
  expect(house.records.attempt(callId).endedAt).toBeNull();
};

beforeEach(async () => {
  clock = new ManualClock();
  pbx = new PbxEmulator(clock);
  pbx.script(TALKS, TALKER);
  pbx.script(WAITS, WAITER);
  house = new Harness(clock, pbx);
  await house.own();
  anna = await house.agent(ANNA);
  callId = house.order(WAITS, [ANNA]);
  await clock.advance(1_000);
});
afterEach(() => house.kill());

describe("a listening", () => {
  test("copies the customer's channel to who listens, and nobody hears them", async () => {
    await listen();
    expect(pbx.snoopsOf(callId)).toMatchObject([{ spy: "both", whisper: "none" }]);
    expect(pbx.snoopsOf(agentLeg())).toEqual([]);
    expect(pbx.inBridge(monitor()?.boothId ?? "").sort()).toEqual([monitor()?.earId, monitor()?.legId].sort());
    expect(written()).toMatchObject({ state: "live", steps: [{ mode: "listen" }] });
    conversationGoesOn();
  });

  test("whispers to the agent alone, joins, and listens again, on the same leg", async () => {
    await listen();
    const leg = monitor()?.legId;
    await choose("whisper");
    await clock.advance(100);
    expect(pbx.snoopsOf(callId)).toEqual([]);
    expect(pbx.snoopsOf(agentLeg())).toMatchObject([{ spy: "both", whisper: "out" }]);
    await choose("join");
    await clock.advance(100);
    expect(pbx.snoopsOf(callId)).toMatchObject([{ whisper: "both" }]);
    expect(pbx.snoopsOf(agentLeg())).toEqual([]);
    await choose("listen");
    await clock.advance(100);
    expect(pbx.snoopsOf(callId)).toMatchObject([{ whisper: "none" }]);
    expect(monitor()?.legId).toBe(leg);
    expect(written()?.steps.map(({ mode }) => mode)).toEqual(["listen", "whisper", "join", "listen"]);
    conversationGoesOn();
  });

  test("where it is announced, the agent hears one tone and the customer none", async () => {
    await listen("listen", true);
    expect(pbx.played.map(({ channelId }) => /^mark_/.test(channelId))).toEqual([true]);
    expect(pbx.snoopsOf(agentLeg())).toMatchObject([{ spy: "none", whisper: "out" }]);
    await clock.advance(3_000);
    expect(pbx.snoopsOf(agentLeg())).toEqual([]);
    await choose("join");
    await clock.advance(100);
    expect(pbx.played).toHaveLength(1);
    conversationGoesOn();
  });

  test("ends with the call, and leaves nothing behind", async () => {
    await listen("whisper");
    pbx.remoteHangup(callId);
    await clock.advance(100);
    expect(written()).toMatchObject({ state: "ended", end: "call_ended" });
    expect(await leftovers()).toEqual([]);
    expect(pbx.accounts.has(listenerUsername(FIRST))).toBe(false);
    expect(house.state(anna)).toBe("wrapup");
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ["who listens leaves", leave, "left"],
    ["the telephone of who listens dies", async () => pbx.remoteHangup(monitor()?.legId ?? ""), "phone_lost"],
  ])("ends when %s, and the conversation goes on", async (_, end, reason) => {
    await listen("join");
    await end();
    await clock.advance(100);
    expect(written()).toMatchObject({ state: "ended", end: reason });
    expect(await leftovers()).toEqual([]);
    conversationGoesOn();
  });

  test("is given up when its telephone never comes", async () => {
    expect(await start()).toEqual({ ok: true });
    await clock.advance(46_000);
    expect(written()).toMatchObject({ state: "ended", end: "no_phone", liveAt: null });
    expect(await leftovers()).toEqual([]);
    conversationGoesOn();
  });

  test("a whisper falls back to listening when the agent's leg goes, and hears the agent come back", async () => {
    await listen("whisper");
    pbx.remoteHangup(agentLeg());
    await clock.advance(100);
    expect(written()).toMatchObject({ state: "live", mode: "listen" });
    expect(pbx.snoopsOf(callId)).toMatchObject([{ whisper: "none" }]);
    expect(await choose("whisper")).toMatchObject({ ok: false, code: "AGENT_AWAY" });
    await clock.advance(2_000);
    conversationGoesOn();
    expect(await choose("whisper")).toEqual({ ok: true });
  });

  test.each(["snoop", "originate", "createBridge", "putAccount", "addToBridge"] as const)(
    "that the PBX refuses (%s) ends, or heals, and never touches the call",
    async (method) => {
      pbx.refuseNext(method);
      await start({ announced: true });
      pbx.register(listenerUsername(FIRST));
      await clock.advance(SETTLE_MS);
      const state = written()?.state;
      expect(state === "ended" ? await leftovers() : state).toEqual(state === "ended" ? [] : "live");
      conversationGoesOn();
    },
  );

  test("survives lost events: what was not told is found", async () => {
    await start();
    pbx.dropNext("registration");
    pbx.register(listenerUsername(FIRST));
    pbx.dropNext("answered");
    await clock.advance(SETTLE_MS);
    expect(written()).toMatchObject({ state: "live" });
    conversationGoesOn();
    pbx.dropNext("destroyed");
    pbx.remoteHangup(monitor()?.legId ?? "");
    await clock.advance(SETTLE_MS);
    expect(written()).toMatchObject({ state: "ended", end: "phone_lost" });
    expect(await leftovers()).toEqual([]);
    conversationGoesOn();
  });

  test.each<MonitorMode>(["listen", "whisper", "join"])(
    "does not outlive its owner (%s): the next one sweeps it away, and the conversation goes on",
    async (mode) => {
      await listen(mode);
      house.kill();
      await clock.advance(5_000);
      await house.own();
      await clock.advance(1_000);
      expect(await leftovers()).toEqual([]);
      expect(written()).toMatchObject({ state: "ended", end: "system" });
      conversationGoesOn();
    },
  );

  test("of a call that is over, of somebody else's agent or of another client there is none", async () => {
    expect(await start({ tenantId: id(9) })).toMatchObject({ code: "CALL_ENDED" });
    expect(await start({ dutySessionId: id(8) })).toMatchObject({ code: "CALL_NOT_JOINED" });
    await listen();
    const foreign = { tenantId: id(9), dutySessionId: anna, monitorId: FIRST };
    expect(await house.command({ type: "monitor.mode", ...foreign, mode: "join" })).toMatchObject({
      code: "MONITOR_ENDED",
    });
    await house.command({ type: "monitor.end", ...foreign, reason: "left" });
    expect(written()).toMatchObject({ state: "live" });
    pbx.remoteHangup(callId);
    await clock.advance(100);
    expect(await start({ monitorId: id(2) })).toMatchObject({ code: "CALL_ENDED" });
  });

  test("two may listen to one call, and the end of one is not the other's", async () => {
    await listen();
    await start({ monitorId: id(2), mode: "whisper" });
    pbx.register(listenerUsername(id(2)));
    await clock.advance(200);
    await leave();
    await clock.advance(100);
    expect(house.records.monitors.get(id(2))).toMatchObject({ state: "live" });
    pbx.remoteHangup(callId);
    await clock.advance(SETTLE_MS);
    expect(house.records.monitors.get(id(2))).toMatchObject({ end: "call_ended" });
    expect(
      judge(
        house.records,
        pbx.placed.filter((name) => !name.startsWith("monitor_")),
      ),
    ).toEqual([]);
  });
});
