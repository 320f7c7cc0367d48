import type { AgentlessScript, AnsweringMachine } from "@callbay/domain/agentless";
import { isSampled } from "@callbay/domain/machine-detection";
import { BUSY, MACHINE, NO_ANSWER, TALKER, WAITER } from "@callbay/pbx/emulator/callee";
import { PbxEmulator } from "@callbay/pbx/emulator/emulator";
import { ManualClock } from "@callbay/pbx/emulator/manual-clock";
import { sipUsername } from "@callbay/services/access/derived-secret";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Harness, TENANT } from "./support/harness.ts";
import { judge } from "./support/judge.ts";

const ANNA = "00000000-0000-7000-8000-0000000000a1";
const BO = "00000000-0000-7000-8000-0000000000a2";
const [TALKS, WAITS, IS_BUSY, SILENT, RECORDS, MUMBLES] = [1, 2, 3, 4, 5, 6].map((n) => `+860000000${n}`) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const SURVEY: AgentlessScript = {
  media: "sound:survey",
  repeat: 1,
  waitMs: 4_000,
  keys: {
    "1": { do: "answer", disposition: "yes", media: "sound:thanks" },
    "9": { do: "do_not_call" },
    "0": { do: "agent" },
  },
};
const HANG_UP: AnsweringMachine = { detect: true, action: "hangup", unsure: "human" };
const LEAVE_MESSAGE: AnsweringMachine = { detect: true, action: "message", media: "sound:later", unsure: "human" };

let clock: ManualClock;
let pbx: PbxEmulator;
let house: Harness;

const attempt = (id: string) => house.records.attempt(id);
const told = (id: string) => attempt(id).notes.map(({ type }) => type);
const heardBy = (id: string) => pbx.played.filter(({ channelId }) => channelId === id).map(({ media }) => media);
const unbroken = () => expect(judge(house.records, pbx.placed)).toEqual([]);
const ask = (dutySessionId: string) => ({ tenantId: TENANT, dutySessionId });
const legOf = (dutySessionId: string) => house.floor.agents.get(dutySessionId)?.legId ?? "";
const settle = () => clock.advance(60_000);

beforeEach(async () => {
  clock = new ManualClock();
  pbx = new PbxEmulator(clock);
  pbx.script(TALKS, TALKER);
  pbx.script(WAITS, WAITER);
  pbx.script(IS_BUSY, BUSY);
  pbx.script(SILENT, NO_ANSWER);
  pbx.script(RECORDS, MACHINE);
  pbx.script(MUMBLES, { ...WAITER, sounds: "unsure" });
  house = new Harness(clock, pbx);
  await house.own();
});
afterEach(() => house.kill());

describe("a call without an agent", () => {
  test("plays its notice and ends, by the system, as answered", async () => {
    const id = house.order(WAITS, [], { script: { ...SURVEY, keys: {}, waitMs: 0 } });
    await clock.advance(600 + 2_100);
    expect(attempt(id)).toMatchObject({ outcome: "answered", endedBy: "system", joinedAt: null });
    expect(told(id)).toEqual(["script_started", "script_completed"]);
    unbroken();
  });

  test("takes an answer while it speaks, thanks for it, and ends", async () => {
    const id = house.order(WAITS, [], { script: SURVEY });
    await clock.advance(1_000);
    pbx.pressKey(id, "5");
    pbx.pressKey(id, "1");
    pbx.pressKey(id, "9");
    await clock.advance(2_500);
    expect(heardBy(id)).toEqual(["sound:survey", "sound:thanks"]);
    expect(attempt(id).notes.filter(({ type }) => type === "script_choice")).toEqual([
      expect.objectContaining({ data: { key: "1", do: "answer" } }),
    ]);
    expect(attempt(id)).toMatchObject({ outcome: "answered", state: "ended" });
    unbroken();
  });

  test("ends by itself when nobody presses a key", async () => {
    const id = house.order(WAITS, [], { script: SURVEY });
    await clock.advance(600 + 2_000 + 4_000 + 100);
    expect(attempt(id)).toMatchObject({ outcome: "answered", endedBy: "system" });
    unbroken();
  });

  test("hands over to a ready agent who is asked for", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(WAITS, [ANNA], { script: SURVEY });
    await clock.advance(1_000);
    expect(house.state(anna)).toBe("ready");
    pbx.pressKey(id, "0");
    await clock.advance(100);
    expect(house.state(anna)).toBe("talking");
    expect(pbx.hearsMusic(id)).toBe(false);
    await house.command({ type: "call.hangup", ...ask(anna), callId: id });
    await clock.advance(100);
    unbroken();
  });

  test("lets who asked for an agent wait with music, and for no longer than twenty seconds", async () => {
    const [first, second] = [
      house.order(WAITS, [ANNA], { script: SURVEY }),
      house.order(WAITS, [ANNA], { script: SURVEY }),
    ];
    await clock.advance(1_000);
    pbx.pressKey(first, "0");
    await clock.advance(500);
    pbx.pressKey(second, "0");
    await clock.advance(100);
    expect(pbx.hearsMusic(first)).toBe(true);
    const anna = await house.agent(ANNA);
    expect(house.state(anna)).toBe("talking");
    expect(attempt(first).dutySessionId).toBe(anna);
    expect(pbx.hearsMusic(first)).toBe(false);
    await clock.advance(23_000);
    expect(attempt(second)).toMatchObject({ outcome: "abandoned" });
    expect(heardBy(second)).toEqual(["sound:survey", "sound:vm-goodbye"]);
    await house.command({ type: "call.hangup", ...ask(anna), callId: first });
    await clock.advance(100);
    unbroken();
  });

  test("that is hung up on in the middle was answered, and not completed", async () => {
    const id = house.order(WAITS, [], { script: SURVEY });
    await clock.advance(1_000);
    pbx.remoteHangup(id);
    await clock.advance(100);
    expect(attempt(id)).toMatchObject({ outcome: "answered", endedBy: "customer" });
    expect(told(id)).toEqual(["script_started"]);
    unbroken();
  });

  test("whose message cannot be played has left a person in silence: abandoned", async () => {
    pbx.refuseNext("play");
    const id = house.order(WAITS, [], { script: SURVEY });
    await clock.advance(3_000);
    expect(heardBy(id)).toEqual(["sound:vm-goodbye"]);
    expect(attempt(id).outcome).toBe("abandoned");
    unbroken();
  });

  const moments = Array.from({ length: 24 }, (_, i) => i * 150);
  test.each(moments)("goes on under another owner, who came %i ms after the order", async (moment) => {
    const ids = [house.order(WAITS, [], { script: SURVEY }), house.order(WAITS, [], { script: SURVEY })] as const;
    const press = clock.after(1_500, () => pbx.pressKey(ids[0], "9"));
    await clock.advance(moment);
    house.kill();
    await clock.advance(300);
    await house.own();
    for (const id of ids) house.deliver(id);
    await settle();
    press();
    unbroken();
    expect(ids.map((id) => attempt(id).state)).toEqual(["ended", "ended"]);
    expect(attempt(ids[0]).notes.filter(({ type }) => type === "script_choice").length).toBeLessThanOrEqual(1);
    expect((await pbx.snapshot()).channels).toEqual([]);
  });
});

describe("a campaign that listens for machines", () => {
  test("joins a person, whose deadline counts from the end of the greeting", async () => {
    const id = house.order(WAITS, [ANNA], { machine: HANG_UP });
    await clock.advance(600 + 1_500);
    expect(attempt(id).detection).toMatchObject({ verdict: "human", act: "join", ms: 1_500 });
    await clock.advance(1_100);
    expect(told(id)).toEqual([]);
    await clock.advance(200);
    expect(told(id)).toEqual(["abandoned_message"]);
    const anna = await house.agent(ANNA);
    const next = house.order(WAITS, [ANNA], { machine: HANG_UP });
    await clock.advance(700);
    expect(house.state(anna)).toBe("ready");
    await clock.advance(1_500);
    expect(attempt(next).dutySessionId).toBe(anna);
    await house.command({ type: "call.hangup", ...ask(anna), callId: next });
    await settle();
    unbroken();
  });

  test("hangs up on a machine and keeps its agent", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(RECORDS, [ANNA], { machine: HANG_UP });
    await clock.advance(3_000);
    expect(attempt(id)).toMatchObject({ outcome: "machine", endedBy: "system", joinedAt: null });
    expect(house.state(anna)).toBe("ready");
    unbroken();
  });

  test("leaves its message after the beep, where that is allowed", async () => {
    const [may, mayNot] = [true, false].map((mayDrop) =>
      house.order(RECORDS, [], { machine: LEAVE_MESSAGE, mayDrop }),
    ) as [string, string];
    await clock.advance(600 + 6_000 + 1_900);
    expect(heardBy(may)).toEqual([]);
    await clock.advance(200);
    expect(heardBy(may)).toEqual(["sound:later"]);
    await clock.advance(2_100);
    expect(attempt(may)).toMatchObject({ outcome: "machine", endedBy: "system" });
    expect(told(may)).toEqual(["machine_message"]);
    expect(attempt(mayNot)).toMatchObject({ outcome: "machine", detection: { act: "hangup" } });
    expect(heardBy(mayNot)).toEqual([]);
    unbroken();
  });

  test.each<[string, AnsweringMachine, string]>([
    ["counts as a person", HANG_UP, "talking"],
    ["counts as a machine where the client wants that", { ...HANG_UP, unsure: "machine" }, "ready"],
  ])("who is not sure %s", async (_, machine, state) => {
    const anna = await house.agent(ANNA);
    house.order(MUMBLES, [ANNA], { machine });
    await clock.advance(600 + 5_000 + 100);
    expect(house.state(anna)).toBe(state);
  });

  test("hands a sample of machines to an agent all the same", async () => {
    const anna = await house.agent(ANNA);
    const id = house.order(RECORDS, [ANNA], { machine: HANG_UP }, isSampled);
    await clock.advance(3_000);
    expect(attempt(id).detection).toMatchObject({ verdict: "machine", sampled: true, act: "join" });
    expect(house.state(anna)).toBe("talking");
  });

  test.each(["detected", "answered"] as const)("%s is lost: whoever is there is joined", async (lost) => {
    const anna = await house.agent(ANNA);
    pbx.dropNext(lost);
    const id = house.order(WAITS, [ANNA], { machine: HANG_UP });
    await clock.advance(15_000);
    expect(attempt(id).dutySessionId).toBe(anna);
    await house.command({ type: "call.hangup", ...ask(anna), callId: id });
    await clock.advance(100);
    unbroken();
  });

  test("a node that refuses to listen keeps nobody waiting", async () => {
    const anna = await house.agent(ANNA);
    pbx.refuseNext("detectMachine");
    house.order(WAITS, [ANNA], { machine: HANG_UP });
    await clock.advance(700);
    expect(house.state(anna)).toBe("talking");
  });

  const moments = Array.from({ length: 20 }, (_, i) => i * 200);
  test.each(moments)("an owner that dies %i ms after the orders leaves no call without its end", async (moment) => {
    const anna = await house.agent(ANNA);
    const order = { machine: LEAVE_MESSAGE, mayDrop: true };
    const ids = [WAITS, RECORDS, MUMBLES].map((phone) => house.order(phone, [ANNA], order));
    await clock.advance(moment);
    house.kill();
    await clock.advance(700);
    await house.own();
    for (const id of ids) house.deliver(id);
    await clock.advance(20_000);
    for (const id of ids) {
      const { joinedAt, endedAt } = attempt(id);
      if (joinedAt && !endedAt) await house.command({ type: "call.hangup", ...ask(anna), callId: id });
      await clock.advance(100);
      if (joinedAt) await house.dispose(id);
    }
    await settle();
    unbroken();
    expect(ids.map((id) => attempt(id).state)).toEqual(ids.map(() => "ended"));
    expect((await pbx.snapshot()).channels).toHaveLength(1);
  });
});

describe("a call for one agent alone", () => {
  test("joins exactly that agent, though another is idle for longer", async () => {
    const bo = await house.agent(BO);
    const anna = await house.agent(ANNA);
    await house.preview(anna);
    expect(house.state(anna)).toBe("previewing");
    await clock.advance(10_000);
    const id = await house.dial(anna, TALKS, { membershipIds: [ANNA, BO] });
    await clock.advance(700);
    expect([house.state(anna), house.state(bo)]).toEqual(["talking", "ready"]);
    await clock.advance(4_000);
    expect(house.state(anna)).toBe("wrapup");
    await house.dispose(id);
    expect(house.state(anna)).toBe("ready");
    unbroken();
  });

  test("is no longer theirs when nobody answers: ready again", async () => {
    const anna = await house.agent(ANNA);
    for (const phone of [IS_BUSY, SILENT]) {
      await house.preview(anna);
      await house.dial(anna, phone);
      await clock.advance(11_000);
      expect(house.state(anna)).toBe("ready");
    }
    unbroken();
  });

  test("keeps everybody else's calls away from who waits for it", async () => {
    const anna = await house.agent(ANNA);
    await house.preview(anna);
    const other = house.order(WAITS, [ANNA]);
    await clock.advance(700);
    expect(attempt(other).joinedAt).toBeNull();
    const own = await house.dial(anna, SILENT);
    await clock.advance(700);
    expect(attempt(other).joinedAt).toBeNull();
    await settle();
    expect([attempt(other).outcome, attempt(own).outcome]).toEqual(["abandoned", "no_answer"]);
    unbroken();
  });

  test("can be called off by its agent while it rings", async () => {
    const anna = await house.agent(ANNA);
    const id = await house.dial(anna, SILENT);
    await clock.advance(500);
    expect(await house.command({ type: "call.hangup", ...ask(anna), callId: id })).toEqual({ ok: true });
    await clock.advance(10);
    expect(attempt(id)).toMatchObject({ outcome: "no_answer", endedBy: "agent" });
    expect(house.state(anna)).toBe("ready");
    unbroken();
  });

  test("waits within its deadline for a softphone that comes back", async () => {
    const anna = await house.agent(ANNA);
    const id = await house.dial(anna, WAITS);
    await clock.advance(300);
    pbx.remoteHangup(legOf(anna));
    await clock.advance(500);
    expect(house.state(anna)).toBe("previewing");
    expect(attempt(id).answeredAt).not.toBeNull();
    await clock.advance(500);
    expect(house.state(anna)).toBe("talking");
    await house.command({ type: "call.hangup", ...ask(anna), callId: id });
    await clock.advance(100);
    unbroken();
  });

  test("is not rung when its agent has gone, and ends when its agent goes while it rings", async () => {
    const anna = await house.agent(ANNA);
    const early = house.reserve(WAITS, [], { reservedFor: anna });
    house.deliver(early);
    await clock.advance(10);
    expect(attempt(early)).toMatchObject({ state: "released", releasedReason: "agent_gone" });
    const id = await house.dial(anna, SILENT);
    await clock.advance(500);
    await house.command({ type: "duty.end", ...ask(anna), reason: "seat_ended" });
    await clock.advance(100);
    expect(attempt(id)).toMatchObject({ outcome: "no_answer", endedBy: "system" });
    unbroken();
  });

  test("a pause asked for meanwhile comes when it is over", async () => {
    const anna = await house.agent(ANNA);
    await house.dial(anna, SILENT);
    await clock.advance(500);
    await house.command({ type: "duty.pause", ...ask(anna), reason: "meal" });
    expect(house.state(anna)).toBe("previewing");
    await clock.advance(11_000);
    expect(house.state(anna)).toBe("paused");
    unbroken();
  });

  test("an order that somebody else gave back sets its agent free", async () => {
    const anna = await house.agent(ANNA);
    const id = house.reserve(WAITS, [], { reservedFor: anna });
    await house.command({ type: "duty.dial", ...ask(anna), callId: id });
    await clock.advance(4_000);
    expect(house.state(anna)).toBe("previewing");
    await house.floor.parts.records.releaseAttempt(TENANT, id, "order_late");
    await clock.advance(4_000);
    expect(house.state(anna)).toBe("ready");
    unbroken();
  });
});

describe("a contact that is looked at", () => {
  test("goes back when it is looked at for too long, and who does not look is paused", async () => {
    const anna = await house.agent(ANNA);
    await house.preview(anna, 10_000);
    await clock.advance(9_000);
    expect(house.state(anna)).toBe("previewing");
    await clock.advance(5_000);
    expect(house.state(anna)).toBe("paused");
    expect(house.records.offers.size).toBe(0);
    unbroken();
  });

  test("goes back with a pause, a skip, and an agent who goes", async () => {
    const anna = await house.agent(ANNA);
    await house.preview(anna);
    await house.command({ type: "duty.preview_end", ...ask(anna) });
    expect([house.state(anna), house.records.offers.size]).toEqual(["ready", 0]);
    await house.preview(anna);
    await house.command({ type: "duty.pause", ...ask(anna), reason: "meal" });
    expect([house.state(anna), house.records.offers.size]).toEqual(["paused", 0]);
    await house.command({ type: "duty.ready", ...ask(anna) });
    await house.preview(anna);
    await house.command({ type: "duty.end", ...ask(anna), reason: "agent" });
    expect([house.state(anna), house.records.offers.size]).toEqual(["off", 0]);
    unbroken();
  });

  test("and taken away unheard: the agent is ready again", async () => {
    const anna = await house.agent(ANNA);
    await house.preview(anna);
    house.records.offers.delete(anna);
    await clock.advance(4_000);
    expect(house.state(anna)).toBe("ready");
  });

  test("is nobody's while the agent talks", async () => {
    const anna = await house.agent(ANNA);
    house.order(WAITS, [ANNA]);
    await clock.advance(700);
    expect(await house.preview(anna)).toMatchObject({ ok: false, code: "DUTY_NOT_READY" });
  });

  const moments = Array.from({ length: 24 }, (_, i) => i * 150);
  test.each(moments)(
    "an owner that dies %i ms after it is dialled: one ring, one end, an agent at work",
    async (moment) => {
      const anna = await house.agent(ANNA);
      const bo = await house.agent(BO);
      await house.preview(anna);
      await house.preview(bo);
      const id = await house.dial(anna, TALKS);
      await clock.advance(moment);
      house.kill();
      await clock.advance(700);
      await house.own();
      house.deliver(id, new Date(clock.now().getTime() - 2_000));
      await clock.advance(30_000);
      if (attempt(id).joinedAt) await house.dispose(id);
      await settle();
      pbx.register(sipUsername(bo, 1));
      unbroken();
      expect(["ended", "released"]).toContain(attempt(id).state);
      expect(house.state(anna)).toBe("ready");
      expect(["paused", "previewing"]).toContain(house.state(bo));
      expect((await pbx.snapshot()).channels).toHaveLength(2);
    },
  );
});
