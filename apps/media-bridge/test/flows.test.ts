import { BUSY, NO_ANSWER, TALKER, WAITER } from "@callbay/pbx/emulator/callee";
import { PbxEmulator } from "@callbay/pbx/emulator/emulator";
import { ManualClock } from "@callbay/pbx/emulator/manual-clock";
import { sipUsername } from "@callbay/services/access/derived-secret";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { placeAttempt } from "../src/originate.ts";
import { Harness, TENANT } from "./support/harness.ts";
import { judge } from "./support/judge.ts";

const ANNA = "00000000-0000-7000-8000-0000000000a1";
const BO = "00000000-0000-7000-8000-0000000000a2";
const [TALKS, WAITS, IS_BUSY, SILENT] = ["+8600000001", "+8600000002", "+8600000003", "+8600000004"];

let clock: ManualClock;
let pbx: PbxEmulator;
let house: Harness;

const start = () => {
  clock = new ManualClock();
  pbx = new PbxEmulator(clock);
  pbx.script(TALKS, TALKER);
  pbx.script(WAITS, WAITER);
  pbx.script(IS_BUSY, BUSY);
  pbx.script(SILENT, NO_ANSWER);
  house = new Harness(clock, pbx);
};
const ask = (dutySessionId: string, callId: string) => ({ tenantId: TENANT, dutySessionId, callId });
/** Time for reconciliation, give-ups and messages to come to an end. */
const settle = () => clock.advance(60_000);

beforeEach(async () => {
  start();
  await house.own();
});
afterEach(() => house.kill());

describe("one call", () => {
  test("is answered, joined to the agent of its campaign, recorded, ended, wrapped up", async () => {
    const anna = await house.agent(ANNA);
    expect(house.state(anna)).toBe("ready");
    const id = house.order(TALKS, [ANNA]);
    await clock.advance(700);
    expect(house.state(anna)).toBe("talking");
    expect(house.events).toContainEqual(
      expect.objectContaining({
        type: "call.joined",
        callId: id,
        membershipId: ANNA,
        recording: true,
        card: expect.objectContaining({ displayName: expect.stringMatching(/^Customer/) }),
      }),
    );
    await clock.advance(5_000);
    expect(house.records.attempt(id)).toMatchObject({ outcome: "answered", endedBy: "customer", closedFrom: "live" });
    expect(house.state(anna)).toBe("wrapup");
    await clock.advance(0);
    await house.dispose(id);
    expect(house.state(anna)).toBe("ready");
    expect([...house.records.recordings.values()].map(({ state }) => state)).toEqual(["stored"]);
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test.each([
    [IS_BUSY, "busy"],
    [SILENT, "no_answer"],
  ])("that nobody answers ends by its cause", async (phone, outcome) => {
    const id = house.order(phone, []);
    await clock.advance(11_000);
    expect(house.records.attempt(id).outcome).toBe(outcome);
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("finds no agent in time: the message, then the end, as abandoned", async () => {
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(600 + 2_000 + 100);
    expect(house.records.attempt(id).notes.map(({ type }) => type)).toContain("abandoned_message");
    await clock.advance(2_500);
    expect(house.records.attempt(id)).toMatchObject({ outcome: "abandoned", endedBy: "system" });
  });

  test("waits within its deadline for an agent who becomes free", async () => {
    const anna = await house.agent(ANNA);
    const first = house.order(TALKS, [ANNA], { needsDisposition: false });
    await clock.advance(2_400);
    const second = house.order(WAITS, [ANNA]);
    await clock.advance(700);
    expect(house.records.attempt(second).joinedAt).toBeNull();
    await clock.advance(1_000);
    expect(house.records.attempt(first).outcome).toBe("answered");
    expect(house.records.attempt(second).joinedAt).not.toBeNull();
    expect(house.state(anna)).toBe("talking");
    await house.command({ type: "call.hangup", ...ask(anna, second) });
    await clock.advance(100);
    expect(house.records.attempt(second).endedBy).toBe("agent");
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("goes to the agent who is idle for longest, and never to one of another campaign", async () => {
    const bo = await house.agent(BO);
    const anna = await house.agent(ANNA);
    const first = house.order(WAITS, [ANNA, BO]);
    await clock.advance(700);
    expect(house.records.attempt(first).dutySessionId).toBe(bo);
    const second = house.order(WAITS, [BO]);
    await clock.advance(3_000);
    expect(house.records.attempt(second).joinedAt).toBeNull();
    expect(house.state(anna)).toBe("ready");
  });
});

describe("an order", () => {
  test("that is late is given back, uncounted", async () => {
    const [late, justInTime] = [house.reserve(WAITS, []), house.reserve(WAITS, [])];
    house.deliver(late, new Date(clock.now().getTime() - 3_001));
    house.deliver(justInTime, new Date(clock.now().getTime() - 3_000));
    await clock.advance(10);
    expect(house.records.attempt(late)).toMatchObject({ state: "released", releasedReason: "order_late" });
    expect(pbx.placed).toEqual([justInTime]);
  });

  test("delivered twice rings once", async () => {
    const id = house.order(WAITS, []);
    house.deliver(id);
    await clock.advance(100);
    house.deliver(id);
    await clock.advance(100);
    expect(pbx.placed).toEqual([id]);
  });

  test("keeps to the trunk's calls per second, and is given back when it would become late", async () => {
    house.trunk.callsPerSecond = 2;
    const ids = Array.from({ length: 10 }, () => house.order(SILENT, []));
    await clock.advance(0);
    expect(pbx.placed).toHaveLength(2);
    await clock.advance(1_000);
    expect(pbx.placed).toHaveLength(4);
    await settle();
    const reasons = ids.map((id) => house.records.attempt(id).releasedReason);
    expect(pbx.placed).toHaveLength(8);
    expect(reasons.filter((reason) => reason === "trunk_rate")).toHaveLength(2);
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("of a small client does not wait behind those of a large one: on a full trunk clients take turns", async () => {
    house.trunk.callsPerSecond = 2;
    for (let i = 0; i < 6; i++) house.order(SILENT, []);
    await clock.advance(500);
    const small = house.reserve(SILENT, []);
    const tenantId = "00000000-0000-7000-8000-00000000000b";
    void placeAttempt(house.floor, { tenantId, attemptId: small, orderedAt: clock.now() });
    await clock.advance(400);
    expect(pbx.placed).toHaveLength(2);
    // Both places come free at once: one for each client.
    await clock.advance(110);
    expect(pbx.placed).toHaveLength(4);
    expect(pbx.placed).toContain(small);
  });

  test("finds no line free on the trunk: given back", async () => {
    house.trunk.maxChannels = 1;
    house.order(WAITS, []);
    const second = house.order(WAITS, []);
    await clock.advance(10);
    expect(house.records.attempt(second)).toMatchObject({ state: "released", releasedReason: "trunk_full" });
  });

  test("whose reply is lost is looked up, never placed again", async () => {
    const anna = await house.agent(ANNA);
    pbx.loseReply("originate");
    const id = house.order(TALKS, [ANNA]);
    await clock.advance(700);
    expect(house.state(anna)).toBe("talking");
    await settle();
    expect(house.records.attempt(id)).toMatchObject({ outcome: "answered", ends: 1 });
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("whose claim was written and never answered gets its end all the same", async () => {
    const id = house.reserve(TALKS, []);
    await house.floor.parts.records.claimAttempt(TENANT, id, clock.now());
    await settle();
    expect(house.records.attempt(id)).toMatchObject({ outcome: "failed", closedFrom: "cel" });
    expect(pbx.placed).toEqual([]);
  });

  test("that the PBX refuses has failed", async () => {
    pbx.refuseNext("originate");
    const id = house.order(TALKS, []);
    await clock.advance(10);
    expect(house.records.attempt(id)).toMatchObject({ outcome: "failed", endedBy: "system" });
  });
});

describe("an event that is lost", () => {
  test.each(["ringing", "answered", "enteredBridge", "destroyed"] as const)(
    "%s: reconciliation makes it good",
    async (type) => {
      const anna = await house.agent(ANNA);
      pbx.script(TALKS, { ...TALKER, endAfterMs: 15_000 });
      pbx.dropNext(type);
      const id = house.order(TALKS, [ANNA], { joinDeadlineMs: 20_000 });
      await settle();
      expect(house.records.attempt(id)).toMatchObject({ outcome: "answered", state: "ended" });
      expect(house.state(anna)).toBe("wrapup");
      expect(judge(house.records, pbx.placed)).toEqual([]);
    },
  );

  test("all of them, while the connection is away: the log closes what ended", async () => {
    await house.agent(ANNA);
    const id = house.order(TALKS, [ANNA]);
    await clock.advance(1_000);
    pbx.disconnect();
    await clock.advance(10_000);
    pbx.reconnect();
    await clock.advance(10_000);
    const { outcome, closedFrom, joinedAt, partedAt } = house.records.attempt(id);
    expect({ outcome, closedFrom }).toEqual({ outcome: "answered", closedFrom: "cel" });
    expect((partedAt?.getTime() ?? 0) - (joinedAt?.getTime() ?? 0)).toBe(3_000);
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("a PBX that crashed: every call gets an end, every agent comes back", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(5_000);
    pbx.crash();
    await clock.advance(2_000);
    pbx.reconnect();
    await settle();
    expect(house.records.attempt(id)).toMatchObject({ outcome: "answered", closedFrom: "cel" });
    await house.dispose(id);
    pbx.register(sipUsername(anna, 1));
    await clock.advance(1_000);
    expect(house.state(anna)).toBe("ready");
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });
});

describe("the agent's softphone", () => {
  const legOf = (dutySessionId: string) => house.floor.agents.get(dutySessionId)?.legId ?? "";

  test("lost while ready: connecting, then nailed up again", async () => {
    const anna = await house.agent(ANNA);
    pbx.remoteHangup(legOf(anna));
    await clock.advance(10);
    expect(house.state(anna)).toBe("connecting");
    await clock.advance(1_000);
    expect(house.state(anna)).toBe("ready");
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("lost in a conversation: the customer hears music until it is back", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(1_000);
    pbx.unregister(sipUsername(anna, 1));
    pbx.remoteHangup(legOf(anna));
    await clock.advance(1_000);
    expect(pbx.hearsMusic(id)).toBe(true);
    expect(house.state(anna)).toBe("talking");
    pbx.register(sipUsername(anna, 1));
    await clock.advance(5_500);
    expect(pbx.hearsMusic(id)).toBe(false);
    const bridge = (await pbx.snapshot()).bridges.find(({ channelIds }) => channelIds.includes(id));
    expect(bridge?.channelIds).toHaveLength(2);
    expect(house.records.attempt(id).notes.map(({ type }) => type)).toEqual(["agent_lost", "agent_back"]);
  });

  test("lost for good: the call ends as ours after twenty seconds, the session after three minutes", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(1_000);
    pbx.unregister(sipUsername(anna, 1));
    pbx.remoteHangup(legOf(anna));
    await clock.advance(20_500);
    expect(house.records.attempt(id)).toMatchObject({ outcome: "answered", endedBy: "system" });
    expect(house.state(anna)).toBe("wrapup");
    await clock.advance(180_000);
    expect(house.records.session(anna)).toMatchObject({ duty: { state: "off", offReason: "leg_lost" } });
    expect(pbx.accounts.size).toBe(0);
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });
});

test("an agent whose attachment was lost is taken in", async () => {
  const id = house.newId();
  house.records.openSession(id, ANNA, clock.now());
  await clock.advance(15_000);
  pbx.register(sipUsername(id, 1));
  await clock.advance(1_000);
  expect(house.state(id)).toBe("ready");
  expect(judge(house.records, pbx.placed)).toEqual([]);
});

describe("controls", () => {
  test("hold takes the customer to music and back, and counts", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(1_000);
    expect(await house.command({ type: "call.hold", ...ask(anna, id), on: true })).toEqual({ ok: true });
    expect(pbx.hearsMusic(id)).toBe(true);
    await clock.advance(4_000);
    await house.command({ type: "call.hold", ...ask(anna, id), on: false });
    expect(pbx.hearsMusic(id)).toBe(false);
    await house.command({ type: "call.hangup", ...ask(anna, id) });
    await clock.advance(100);
    expect(house.records.attempt(id).holdMs).toBe(4_000);
  });

  test("mute silences the agent, and only for this call", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(1_000);
    const leg = house.floor.agents.get(anna)?.legId ?? "";
    await house.command({ type: "call.mute", ...ask(anna, id), on: true });
    expect(pbx.isMuted(leg, "in")).toBe(true);
    pbx.remoteHangup(id);
    await clock.advance(100);
    expect(pbx.isMuted(leg, "in")).toBe(false);
  });

  test("a pause asked for while talking comes after the disposition", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(TALKS, [ANNA]);
    await clock.advance(1_000);
    await house.command({ type: "duty.pause", tenantId: TENANT, dutySessionId: anna, reason: "meal" });
    expect(house.state(anna)).toBe("talking");
    await clock.advance(5_000);
    expect(house.state(anna)).toBe("wrapup");
    await house.dispose(id);
    expect(house.state(anna)).toBe("paused");
    expect(judge(house.records, pbx.placed)).toEqual([]);
  });

  test("a disposition whose message was lost is found", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(TALKS, [ANNA]);
    await clock.advance(5_000);
    house.records.attempt(id).disposed = true;
    await clock.advance(4_000);
    expect(house.state(anna)).toBe("ready");
  });

  test("somebody else's call is not theirs to end", async () => {
    const anna = await house.agent(ANNA);
    const bo = await house.agent(BO);
    const id = house.order(WAITS, [ANNA]);
    await clock.advance(1_000);
    expect(await house.command({ type: "call.hangup", ...ask(bo, id) })).toMatchObject({
      ok: false,
      code: "CALL_ENDED",
    });
    expect(house.state(anna)).toBe("talking");
  });
});

describe("an owner that dies at any moment", () => {
  const moments = Array.from({ length: 44 }, (_, i) => i * 100);
  test.each(moments)("%i ms after the orders: nothing rings twice, everything ends once", async (moment) => {
    const [anna] = [await house.agent(ANNA), await house.agent(BO)];
    const ids = [TALKS, TALKS, TALKS, IS_BUSY, SILENT].map((phone) => house.order(phone, [ANNA, BO]));
    await clock.advance(moment);
    house.kill();
    await clock.advance(1_500);
    await house.own();
    for (const id of ids) house.deliver(id, clock.now());
    await clock.advance(30_000);
    for (const id of ids) if (house.records.attempt(id).joinedAt) await house.dispose(id);
    await settle();
    expect(judge(house.records, pbx.placed)).toEqual([]);
    expect(ids.map((id) => house.records.attempt(id).state)).toEqual(ids.map(() => "ended"));
    expect(house.state(anna)).toBe("ready");
    expect((await pbx.snapshot()).channels).toHaveLength(2);
  });

  const steps = Array.from({ length: 60 }, (_, i) => i + 1);
  test.each(steps)("after %i readings and writes, before it hears of the last one", async (step) => {
    const anna = await house.agent(ANNA);
    let left = step;
    house.records.onDone = () => {
      left -= 1;
      if (left === 0) house.kill();
    };
    const ids = [TALKS, WAITS, IS_BUSY].map((phone) => house.order(phone, [ANNA]));
    await clock.advance(4_500);
    if (left > 0) house.kill();
    house.records.onDone = () => {};
    await clock.advance(1_500);
    await house.own();
    // Orders are handed out again, late: what was never claimed goes back.
    for (const id of ids) house.deliver(id, new Date(clock.now().getTime() - 6_000));
    await clock.advance(30_000);
    for (const id of ids) {
      const attempt = house.records.attempt(id);
      const ask = { tenantId: TENANT, dutySessionId: attempt.dutySessionId ?? "", callId: id };
      if (attempt.joinedAt && !attempt.endedAt) await house.command({ type: "call.hangup", ...ask });
      await clock.advance(100);
      if (attempt.joinedAt) await house.dispose(id);
    }
    await settle();
    expect(judge(house.records, pbx.placed)).toEqual([]);
    expect(ids.map((id) => house.records.attempt(id).state)).not.toContain("dialing");
    expect(house.state(anna)).toBe("ready");
    expect((await pbx.snapshot()).channels).toHaveLength(1);
  });
});

test("the judge sees what it is there for", async () => {
  const anna = await house.agent(ANNA);
  const id = house.order(TALKS, [ANNA]);
  await clock.advance(1_000);
  expect(judge(house.records, [...pbx.placed, id])).toEqual([`${id} rang 2 times`, `${id} has no end`]);
  await settle();
  expect(judge(house.records, pbx.placed)).toEqual([]);
  house.records.attempt(id).outcome = "no_answer";
  const [first] = house.records.session(anna).intervals;
  if (first?.endedAt) first.endedAt = new Date(first.endedAt.getTime() + 1);
  expect(judge(house.records, pbx.placed)).toHaveLength(2);
});
