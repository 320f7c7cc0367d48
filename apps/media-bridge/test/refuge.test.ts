import { TALKER, WAITER } from "@callbay/pbx/emulator/callee";
import { PbxEmulator } from "@callbay/pbx/emulator/emulator";
import { ManualClock } from "@callbay/pbx/emulator/manual-clock";
import { sipUsername } from "@callbay/services/access/derived-secret";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { REFUSED_MS, SILENT_MS, Silence } from "../src/node/silence.ts";
import { Harness, TENANT } from "./support/harness.ts";
import { judge } from "./support/judge.ts";

const ANNA = "00000000-0000-7000-8000-0000000000a1";
const BO = "00000000-0000-7000-8000-0000000000a2";
const [TALKS, WAITS] = ["+8600000001", "+8600000002"];

let clock: ManualClock;
let pbx: PbxEmulator;
let house: Harness;

beforeEach(async () => {
  clock = new ManualClock();
  pbx = new PbxEmulator(clock);
  pbx.script(TALKS, TALKER);
  pbx.script(WAITS, WAITER);
  house = new Harness(clock, pbx);
  await house.own();
  house.records.hasRefuge = true;
});
afterEach(() => house.kill());

const session = (id: string) => house.records.session(id);

describe("a PBX that died", () => {
  test("its agents are another node's within seconds, its calls have an end, what was reserved goes back", async () => {
    const [anna, bo] = [await house.agent(ANNA), await house.agent(BO)];
    const talks = house.order(WAITS, [ANNA]);
    await clock.advance(1_000);
    const never = house.reserve(WAITS, [BO]);
    pbx.crash();
    await clock.advance(2_500);
    expect(house.records.attempt(talks)).toMatchObject({ outcome: "answered", closedFrom: "cel", ends: 1 });
    expect(house.records.attempt(never)).toMatchObject({ state: "released", releasedReason: "pbx_away" });
    expect([session(anna), session(bo)].map(({ generation, duty }) => [generation, duty.state])).toEqual([
      [2, "wrapup"],
      [2, "connecting"],
    ]);
    expect(house.floor.agents.size).toBe(0);
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("also when its owner died with it: whoever takes the node finds it dead and moves the agents", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(1_000);
    house.kill();
    pbx.crash();
    house.records.aliveAt = new Date(clock.now().getTime() - 100);
    const owning = house.own();
    await clock.advance(4_000);
    await owning;
    await clock.advance(1_000);
    const closed = { outcome: "answered", closedFrom: "cel", ends: 1, partedAt: house.records.aliveAt };
    expect(house.records.attempt(id)).toMatchObject(closed);
    expect(session(anna)).toMatchObject({ generation: 2, isElsewhere: true, duty: { state: "wrapup" } });
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("keeps agents for whom there is no other node, and nails them up when it is back", async () => {
    house.records.hasRefuge = false;
    const anna = await house.agent(ANNA);
    pbx.crash();
    await clock.advance(5_000);
    expect(session(anna)).toMatchObject({ generation: 1, duty: { state: "connecting" } });
    pbx.reconnect();
    await clock.advance(7_000);
    pbx.register(sipUsername(anna, 1));
    await clock.advance(1_000);
    expect(house.state(anna)).toBe("ready");
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("and started anew so fast that the softphone is back before its bridge", async () => {
    const anna = await house.agent(ANNA);
    pbx.crash();
    await clock.advance(200);
    pbx.reconnect();
    pbx.register(sipUsername(anna, 1));
    await clock.advance(10_000);
    expect(house.state(anna)).toBe("ready");
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(1_000);
    expect(house.records.attempt(id).joinedAt).not.toBeNull();
    pbx.remoteHangup(id);
    await clock.advance(1_000);
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("a leg that the PBX did not put into its bridge is put there", async () => {
    const anna = await house.agent(ANNA);
    pbx.refuseNext("addToBridge");
    pbx.remoteHangup(house.floor.agents.get(anna)?.legId ?? "");
    await clock.advance(10_000);
    expect(house.state(anna)).toBe("ready");
  });

  test("is not one whose event stream alone is away: nobody moves, conversations go on", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(1_000);
    pbx.disconnect();
    await clock.advance(60_000);
    pbx.reconnect();
    await clock.advance(10_000);
    expect(session(anna)).toMatchObject({ generation: 1, duty: { state: "talking" } });
    expect(house.records.attempt(id).endedAt).toBeNull();
  });
});

describe("a node that drains", () => {
  test("keeps who talks or is needed by a call under way, and gives the others away", async () => {
    const [anna, bo] = [await house.agent(ANNA), await house.agent(BO)];
    const id = house.order(TALKS, [ANNA]);
    await clock.advance(100);
    house.floor.nodeState = "draining";
    await clock.advance(600);
    expect([session(anna), session(bo)].map(({ isElsewhere }) => isElsewhere)).toEqual([false, true]);
    expect(pbx.accounts.size).toBe(1);
    await clock.advance(5_000);
    expect(house.records.attempt(id)).toMatchObject({ outcome: "answered", closedFrom: "live" });
    expect(session(anna)).toMatchObject({ isElsewhere: true, duty: { state: "wrapup" } });
    expect((await pbx.snapshot()).channels).toEqual([]);
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("and has nobody to give them to: they stay as they are", async () => {
    house.records.hasRefuge = false;
    const anna = await house.agent(ANNA);
    house.floor.nodeState = "draining";
    await clock.advance(5_000);
    expect(session(anna)).toMatchObject({ isElsewhere: false, duty: { state: "ready" } });
  });

  test("an agent who left is not there for a late command", async () => {
    const anna = await house.agent(ANNA);
    house.floor.nodeState = "draining";
    await clock.advance(2_000);
    const ready = house.command({ type: "duty.ready", tenantId: TENANT, dutySessionId: anna });
    expect(await ready).toMatchObject({ ok: false, code: "NOT_ON_DUTY" });
  });
});

describe("when a PBX counts as dead", () => {
  test("refused for a second, or nothing for ten; a sign of life starts anew", () => {
    const silence = new Silence();
    expect(silence.isDead("refused", 0)).toBe(false);
    expect(silence.isDead("silent", REFUSED_MS)).toBe(false);
    expect(silence.isDead("refused", REFUSED_MS + 1)).toBe(false);
    expect(silence.isDead("refused", 2 * REFUSED_MS + 1)).toBe(true);
    expect(silence.isDead("answers", SILENT_MS)).toBe(false);
    expect(silence.isDead("silent", SILENT_MS)).toBe(false);
    expect(silence.isDead("silent", 2 * SILENT_MS)).toBe(true);
  });
});
