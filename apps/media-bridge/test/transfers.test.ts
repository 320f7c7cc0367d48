import type { TransferAct } from "@callbay/domain/call-control";
import { BUSY, NO_ANSWER, WAITER } from "@callbay/pbx/emulator/callee";
import { PbxEmulator } from "@callbay/pbx/emulator/emulator";
import { ManualClock } from "@callbay/pbx/emulator/manual-clock";
import { sipUsername } from "@callbay/services/access/derived-secret";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Harness, TENANT } from "./support/harness.ts";
import { judge } from "./support/judge.ts";

const [ANNA, BO, CAI] = [1, 2, 3].map((n) => `00000000-0000-7000-8000-0000000000a${n}`) as [string, string, string];
const [CUSTOMER, EXPERT, IS_BUSY, SILENT] = ["+8600000001", "+8600000002", "+8600000003", "+8600000004"];

let clock: ManualClock;
let pbx: PbxEmulator;
let house: Harness;
let anna: string;
let call: string;

const legOf = (dutySessionId: string) => house.floor.agents.get(dutySessionId)?.legId ?? "";
const consult = (transfer: string) => `consult_${transfer}`;
const settle = () => clock.advance(60_000);
const act = async (what: TransferAct) => {
  const answer = house.command({
    type: "call.transfer_act",
    tenantId: TENANT,
    dutySessionId: anna,
    callId: call,
    act: what,
  });
  await clock.advance(10);
  return answer;
};
const send = async (to: Parameters<Harness["transfer"]>[2], forMs = 700) => {
  const { id, answer } = await house.transfer(anna, call, to);
  await clock.advance(forMs);
  expect(await answer).toEqual({ ok: true });
  return id;
};
/** With whom somebody is in one bridge now; "music" for those who wait with it. */
const withWhom = async (channelId: string): Promise<string[]> => {
  const { bridges } = await pbx.snapshot();
  const found = bridges.find(({ channelIds }) => channelIds.includes(channelId));
  if (found) return found.channelIds.filter((id) => id !== channelId).sort();
  return pbx.hearsMusic(channelId) ? ["music"] : ["silence"];
};
/** Everybody goes home; then the judge. */
const rest = async (): Promise<void> => {
  for (const id of house.records.attempts.keys()) pbx.remoteHangup(id);
  await settle();
  expect(judge(house.records, pbx.placed)).toEqual([]);
};

beforeEach(async () => {
  clock = new ManualClock();
  pbx = new PbxEmulator(clock);
  for (const phone of [CUSTOMER, EXPERT]) pbx.script(phone, WAITER);
  pbx.script(IS_BUSY, BUSY);
  pbx.script(SILENT, NO_ANSWER);
  house = new Harness(clock, pbx);
  await house.own();
  anna = await house.agent(ANNA);
  call = house.order(CUSTOMER, [ANNA]);
  await clock.advance(1_000);
});
afterEach(() => house.kill());

describe("a transfer to an outside number", () => {
  test("attended: music, a word with the expert, then the two are alone and the agent owes the disposition", async () => {
    const id = await send({ kind: "number", phone: EXPERT }, 50);
    expect(await withWhom(call)).toEqual(["music"]);
    await clock.advance(700);
    expect(await withWhom(legOf(anna))).toEqual([consult(id)]);
    expect(await act("complete")).toEqual({ ok: true });
    expect(await withWhom(call)).toEqual([consult(id)]);
    expect(house.state(anna)).toBe("wrapup");
    await house.dispose(call);
    expect(house.state(anna)).toBe("ready");
    await clock.advance(5_000);
    pbx.remoteHangup(call);
    await clock.advance(100);
    const { partedAt, endedAt, endedBy } = house.records.attempt(call);
    expect(endedBy).toBe("customer");
    expect((endedAt?.getTime() ?? 0) - (partedAt?.getTime() ?? 0)).toBeGreaterThanOrEqual(5_000);
    expect(house.records.transfer(id)).toMatchObject({ result: "completed", usages: 1 });
    expect((await pbx.snapshot()).channels).toHaveLength(1);
    expect((await pbx.snapshot()).bridges).toHaveLength(1);
    await rest();
  });

  test("in turn, all three, and back to the customer alone", async () => {
    const id = await send({ kind: "number", phone: EXPERT });
    await act("swap");
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    expect(await withWhom(consult(id))).toEqual(["music"]);
    await act("conference");
    expect(await withWhom(call)).toEqual([legOf(anna), consult(id)].sort());
    await act("swap");
    await act("swap");
    expect(await withWhom(call)).toEqual(["music"]);
    await act("cancel");
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    expect(house.records.transfer(id)).toMatchObject({ result: "cancelled", usages: 1 });
    expect(await act("swap")).toMatchObject({ code: "TRANSFER_OVER" });
    await rest();
  });

  test("blind: the agent is free the moment that somebody answers", async () => {
    const id = await send({ kind: "number", mode: "blind", phone: EXPERT }, 400);
    expect(house.state(anna)).toBe("talking");
    await clock.advance(400);
    expect(house.state(anna)).toBe("wrapup");
    expect(await withWhom(call)).toEqual([consult(id)]);
    pbx.remoteHangup(consult(id));
    await clock.advance(100);
    expect(house.records.attempt(call)).toMatchObject({ state: "ended", outcome: "answered", endedBy: "system" });
    await rest();
  });

  test.each([
    ["is busy", IS_BUSY, 700, "busy"],
    ["does not answer", SILENT, 31_000, "no_answer"],
  ])("that %s: the customer is the agent's again, by itself", async (_, phone, afterMs, reason) => {
    const id = await send({ kind: "number", mode: "blind", phone }, 50);
    await clock.advance(afterMs);
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    expect(house.records.transfer(id)).toMatchObject({ result: "failed", reason, usages: 0 });
    expect(house.state(anna)).toBe("talking");
    await rest();
  });

  test("finds no line free: the customer is back at once", async () => {
    house.trunk.maxChannels = 1;
    const id = await send({ kind: "number", phone: EXPERT }, 50);
    expect(house.records.transfer(id)).toMatchObject({ result: "failed", reason: "no_line" });
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    await rest();
  });

  test("who goes again, in the middle, leaves the customer with the agent", async () => {
    const id = await send({ kind: "number", phone: EXPERT });
    await act("conference");
    pbx.remoteHangup(consult(id));
    await clock.advance(50);
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    expect(house.records.transfer(id)).toMatchObject({ result: "left", usages: 1 });
    await rest();
  });

  test("the customer hangs up while the expert is asked: the expert is let go, one wrap-up", async () => {
    const id = await send({ kind: "number", phone: EXPERT });
    pbx.remoteHangup(call);
    await clock.advance(100);
    expect(house.records.transfer(id)).toMatchObject({ result: "ended", usages: 1 });
    expect(house.state(anna)).toBe("wrapup");
    expect((await pbx.snapshot()).channels).toHaveLength(1);
    await rest();
  });

  test("hold is over when it begins, and cannot begin while it lasts", async () => {
    const hold = (on: boolean) =>
      house.command({ type: "call.hold", tenantId: TENANT, dutySessionId: anna, callId: call, on });
    const held = hold(true);
    await clock.advance(1_000);
    expect(await held).toEqual({ ok: true });
    await send({ kind: "number", phone: EXPERT });
    expect(await hold(true)).toMatchObject({ code: "TRANSFER_UNDER_WAY" });
    await act("cancel");
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    pbx.remoteHangup(call);
    await clock.advance(100);
    expect(house.records.attempt(call).holdMs).toBe(1_000);
    await rest();
  });
});

describe("a transfer to a colleague", () => {
  test("attended: the colleague hears the agent, then has the customer, and the disposition", async () => {
    const bo = await house.agent(BO);
    await send({ kind: "agent", dutySessionId: bo }, 50);
    expect(house.state(bo)).toBe("talking");
    expect(house.events).toContainEqual(
      expect.objectContaining({ type: "call.joined", callId: call, membershipId: BO }),
    );
    expect(await withWhom(legOf(bo))).toEqual([legOf(anna)]);
    // The colleague cannot put the customer away: it is not their call yet.
    const asked = { tenantId: TENANT, dutySessionId: bo, callId: call };
    expect(await house.command({ type: "call.hold", ...asked, on: true })).toMatchObject({ code: "CALL_OF_COLLEAGUE" });
    await act("swap");
    expect(await withWhom(legOf(bo))).toEqual(["music"]);
    await act("complete");
    await clock.advance(10);
    expect(await withWhom(call)).toEqual([legOf(bo)]);
    expect(house.state(anna)).toBe("ready");
    expect(house.records.attempt(call).dutySessionId).toBe(bo);
    await clock.advance(10_000);
    expect(pbx.hearsMusic(legOf(bo))).toBe(false);
    await house.command({ type: "call.hangup", ...asked });
    await clock.advance(100);
    expect(house.state(bo)).toBe("wrapup");
    await house.dispose(call);
    expect(house.state(bo)).toBe("ready");
    expect([...house.records.recordings.values()].map(({ state }) => state)).toEqual(["stored", "stored"]);
    await rest();
  });

  test("who is not free any more: nothing changes for the customer", async () => {
    const bo = await house.agent(BO);
    await house.command({ type: "duty.pause", tenantId: TENANT, dutySessionId: bo, reason: "meal" });
    const id = await send({ kind: "agent", mode: "blind", dutySessionId: bo }, 50);
    expect(house.records.transfer(id)).toMatchObject({ result: "failed", reason: "not_free" });
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    await rest();
  });

  test("whose line is lost, or who puts it down, is out of it and free", async () => {
    const bo = await house.agent(BO);
    await send({ kind: "agent", dutySessionId: bo }, 50);
    await act("conference");
    pbx.remoteHangup(legOf(bo));
    await clock.advance(2_000);
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    expect(house.state(bo)).toBe("ready");
    await send({ kind: "agent", dutySessionId: bo }, 50);
    await house.command({ type: "call.hangup", tenantId: TENANT, dutySessionId: bo, callId: call });
    await clock.advance(50);
    expect(house.state(bo)).toBe("ready");
    expect(await withWhom(legOf(bo))).toEqual([]);
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    await rest();
  });

  test("a queue: the one who is idle for longest, or the next who becomes free; else back to the agent", async () => {
    const bo = await house.agent(BO);
    const cai = await house.agent(CAI);
    await send({ kind: "queue", mode: "blind", membershipIds: [CAI, BO, ANNA] }, 50);
    expect(house.records.attempt(call).dutySessionId).toBe(bo);
    const second = house.order(CUSTOMER, [ANNA]);
    await clock.advance(1_000);
    call = second;
    await house.command({ type: "duty.pause", tenantId: TENANT, dutySessionId: cai, reason: "meal" });
    await send({ kind: "queue", mode: "blind", membershipIds: [CAI] }, 5_000);
    expect(await withWhom(call)).toEqual(["music"]);
    await house.command({ type: "duty.ready", tenantId: TENANT, dutySessionId: cai });
    await clock.advance(50);
    expect(await withWhom(call)).toEqual([legOf(cai)]);
    const third = house.order(CUSTOMER, [ANNA]);
    await clock.advance(1_000);
    call = third;
    const id = await send({ kind: "queue", membershipIds: [CAI] }, 61_000);
    expect(house.records.transfer(id)).toMatchObject({ result: "failed", reason: "nobody_free" });
    expect(await withWhom(call)).toEqual([legOf(anna)]);
    await rest();
  });
});

test("a queue by skill: the best who is free, however short they were idle", async () => {
  const bo = await house.agent(BO);
  const cai = await house.agent(CAI);
  await send({ kind: "queue", mode: "blind", membershipIds: [BO, CAI], levels: [2, 5] }, 50);
  expect(await withWhom(call)).toEqual([legOf(cai)]);
  const second = house.order(CUSTOMER, [ANNA]);
  await clock.advance(1_000);
  call = second;
  await send({ kind: "queue", mode: "blind", membershipIds: [BO, CAI], levels: [2, 5] }, 50);
  expect(await withWhom(call)).toEqual([legOf(bo)]);
  await rest();
});

describe("the agent's line is lost in the middle", () => {
  test("for good: the customer goes to the expert who was asked", async () => {
    const id = await send({ kind: "number", phone: EXPERT });
    pbx.unregister(sipUsername(anna, 1));
    pbx.remoteHangup(legOf(anna));
    await clock.advance(1_000);
    expect([await withWhom(call), await withWhom(consult(id))]).toEqual([["music"], ["music"]]);
    await clock.advance(20_000);
    expect(await withWhom(call)).toEqual([consult(id)]);
    expect(house.state(anna)).toBe("wrapup");
    await rest();
  });

  test("and back: everything is as it was", async () => {
    const id = await send({ kind: "number", phone: EXPERT });
    pbx.remoteHangup(legOf(anna));
    await clock.advance(2_000);
    expect(await withWhom(consult(id))).toEqual([legOf(anna)]);
    expect(await withWhom(call)).toEqual(["music"]);
    await rest();
  });
});

/** Kills the owner after each of its readings and writes, in the middle of all that a transfer can come to. */
describe.each([
  ["number", 24],
  ["agent", 24],
] as const)("an owner that dies, with a transfer to a(n) %s", (kind, steps) => {
  test.each(Array.from({ length: steps }, (_, i) => i + 1))("after %i readings and writes", async (step) => {
    const bo = await house.agent(BO);
    let left = step;
    house.records.onDone = () => {
      left -= 1;
      if (left === 0) house.kill();
    };
    const { id } = await house.transfer(
      anna,
      call,
      kind === "number" ? { kind, phone: EXPERT } : { kind, dutySessionId: bo },
    );
    await clock.advance(700);
    for (const what of ["swap", "conference", "complete"] as const) {
      void house.command({ type: "call.transfer_act", tenantId: TENANT, dutySessionId: anna, callId: call, act: what });
      await clock.advance(50);
    }
    if (left > 0) house.kill();
    house.records.onDone = () => {};
    await clock.advance(500);
    await house.own();
    await clock.advance(10_000);
    // Wherever it stood, the customer is with somebody, or waits with music while the agent asks somebody else.
    const company = await withWhom(call);
    expect(company.length, company.join()).toBeGreaterThan(0);
    if (company[0] === "music") expect(house.records.transfer(id).state).toBe("consulting");
    expect(company).not.toContain("silence");
    pbx.remoteHangup(call);
    await clock.advance(5_000);
    expect(house.records.attempt(call)).toMatchObject({ state: "ended", outcome: "answered", endedBy: "customer" });
    await house.dispose(call);
    await settle();
    expect(judge(house.records, pbx.placed)).toEqual([]);
    expect((await pbx.snapshot()).channels.map(({ id: one }) => one).sort()).toEqual([legOf(anna), legOf(bo)].sort());
    expect([house.state(anna), house.state(bo)]).toEqual(["ready", "ready"]);
  });

  test("while the customer hangs up unheard: the end is found, and the leg's with it", async () => {
    const bo = await house.agent(BO);
    const id = await send(kind === "number" ? { kind, phone: EXPERT } : { kind, dutySessionId: bo });
    await act("complete");
    house.kill();
    pbx.remoteHangup(call);
    await clock.advance(2_000);
    await house.own();
    await clock.advance(5_000);
    expect(house.records.attempt(call)).toMatchObject({ outcome: "answered", closedFrom: "cel" });
    expect(house.records.transfer(id).endedAt).not.toBeNull();
    expect((await pbx.snapshot()).channels).toHaveLength(2);
    await house.dispose(call);
    await rest();
  });
});
