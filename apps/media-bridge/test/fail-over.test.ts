import { BUSY, CONGESTED, TALKER } from "@callbay/pbx/emulator/callee";
import { PbxEmulator } from "@callbay/pbx/emulator/emulator";
import { ManualClock } from "@callbay/pbx/emulator/manual-clock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Harness } from "./support/harness.ts";
import { judge } from "./support/judge.ts";

const ANNA = "00000000-0000-7000-8000-0000000000a1";
const PHONE = "+8600000001";
const SECOND = { id: "second", endpoint: "carrier-b", priority: 2, maxChannels: 10, callsPerSecond: 10 };
const THIRD = { ...SECOND, id: "third", endpoint: "carrier-c", priority: 3 };

let clock: ManualClock;
let pbx: PbxEmulator;
let house: Harness;

beforeEach(async () => {
  clock = new ManualClock();
  pbx = new PbxEmulator(clock);
  house = new Harness(clock, pbx);
  house.otherTrunks.push({ ...SECOND }, { ...THIRD });
  pbx.script(PHONE, TALKER);
  pbx.script(`${PHONE}@carrier`, CONGESTED);
  await house.own();
});
afterEach(() => {
  house.kill();
});

/** What was written of the attempt's way, and that nothing rang twice. */
const way = (id: string) => {
  expect(judge(house.records, pbx.rang)).toEqual([]);
  const { trunkId, notes, outcome } = house.records.attempt(id);
  return { trunkId, tries: notes.flatMap(({ type }) => (type.startsWith("rerouted") ? [type] : [])), outcome };
};

test("a trunk that is congested: the same attempt goes over the next, and is a call like any other", async () => {
  const anna = await house.agent(ANNA);
  const id = house.order(PHONE, [ANNA]);
  await clock.advance(1_000);
  expect(house.state(anna)).toBe("talking");
  await clock.advance(5_000);
  expect(way(id)).toEqual({ trunkId: "second", tries: ["rerouted 34"], outcome: "answered" });
  expect(pbx.placed.filter((placed) => placed === id)).toHaveLength(2);
  expect(pbx.rang.filter((rang) => rang === id)).toHaveLength(1);
});

test("each trunk is tried once, in the order of the number; then it has failed", async () => {
  pbx.script(`${PHONE}@carrier-b`, CONGESTED);
  pbx.script(`${PHONE}@carrier-c`, CONGESTED);
  const id = house.order(PHONE, [], { trunkIds: ["trunk", "third", "second"] });
  await clock.advance(2_000);
  expect(way(id)).toEqual({ trunkId: "second", tries: ["rerouted 34", "rerouted 34"], outcome: "failed" });
});

test("busy is the number's word, not the way's: nothing is tried again", async () => {
  pbx.script(`${PHONE}@carrier`, BUSY);
  const id = house.order(PHONE, []);
  await clock.advance(2_000);
  expect(way(id)).toEqual({ trunkId: "trunk", tries: [], outcome: "busy" });
});

test("what has rung never rings again, whatever the cause", async () => {
  pbx.script(`${PHONE}@carrier`, { ...CONGESTED, ringAfterMs: 10 });
  const id = house.order(PHONE, []);
  await clock.advance(2_000);
  expect(way(id)).toEqual({ trunkId: "trunk", tries: [], outcome: "failed" });
});

test("nor what could have rung unheard: the event stream was away for a moment", async () => {
  pbx.script(`${PHONE}@carrier`, { ...CONGESTED, ringAfterMs: 10, answerAfterMs: 3_000 });
  const id = house.order(PHONE, []);
  await clock.advance(0);
  pbx.disconnect();
  await clock.advance(100);
  pbx.reconnect();
  await clock.advance(5_000);
  expect(way(id)).toEqual({ trunkId: "trunk", tries: [], outcome: "failed" });
  expect(pbx.rang).toEqual([id]);
});

test("a full trunk is passed over, one that takes no more calls this second too", async () => {
  const [second, third] = house.otherTrunks;
  if (!second || !third) throw new Error("no other trunks");
  house.kill();
  second.maxChannels = 0;
  await house.own();
  expect(await overNext()).toBe("third");
  house.kill();
  third.callsPerSecond = 0;
  await house.own();
  expect(await overNext()).toBe("trunk");
});

async function overNext(): Promise<string> {
  const id = house.order(PHONE, []);
  await clock.advance(6_000);
  return way(id).trunkId;
}

const steps = Array.from({ length: 12 }, (_, i) => i + 1);
test.each(steps)("an owner that dies after %i readings and writes: at most one ring, and an end", async (step) => {
  let left = step;
  house.records.onDone = () => {
    left -= 1;
    if (left === 0) house.kill();
  };
  const id = house.order(PHONE, []);
  await clock.advance(500);
  if (left > 0) house.kill();
  house.records.onDone = () => {};
  await clock.advance(1_500);
  await house.own();
  house.deliver(id, new Date(clock.now().getTime() - 6_000));
  await clock.advance(60_000);
  expect(["ended", "released"]).toContain(house.records.attempt(id).state);
  expect(judge(house.records, pbx.rang)).toEqual([]);
});
