import { ECHO_MS } from "@callbay/domain/duty/echo";
import { TALKER } from "@callbay/pbx/emulator/callee";
import { PbxEmulator } from "@callbay/pbx/emulator/emulator";
import { ManualClock } from "@callbay/pbx/emulator/manual-clock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Harness, TENANT } from "./support/harness.ts";
import { judge } from "./support/judge.ts";

const ANNA = "00000000-0000-7000-8000-0000000000a1";
const OTHER_TENANT = "00000000-0000-7000-8000-0000000000ff";

let clock: ManualClock;
let pbx: PbxEmulator;
let house: Harness;
let anna: string;

const command = (type: "duty.ready" | "duty.pause") =>
  house.command({
    tenantId: TENANT,
    dutySessionId: anna,
    ...(type === "duty.pause" ? { type, reason: "break" } : { type }),
  });
const echo = (on: boolean, tenantId = TENANT) =>
  house.command({ type: "duty.echo", tenantId, dutySessionId: anna, on });
const agent = () => house.floor.agents.get(anna);
const inBridge = () => pbx.inBridge(agent()?.bridgeId ?? "");
const settle = async <T>(asked: Promise<T>): Promise<T> => {
  await clock.advance(100);
  return asked;
};

beforeEach(async () => {
  clock = new ManualClock();
  pbx = new PbxEmulator(clock);
  pbx.script("+8600000001", TALKER);
  house = new Harness(clock, pbx);
  await house.own();
  anna = await house.agent(ANNA);
});
afterEach(() => house.kill());

test("an agent on a pause hears themselves until they have heard enough; nobody else and no line is touched", async () => {
  await settle(command("duty.pause"));
  expect(await settle(echo(true))).toEqual({ ok: true });
  expect(pbx.snoopsOf(agent()?.legId ?? "")).toMatchObject([{ spy: "in", whisper: "none" }]);
  expect(inBridge()).toHaveLength(2);
  // Asked again it is one, and another company asks for nothing here.
  expect(await settle(echo(true))).toEqual({ ok: true });
  expect(await settle(echo(false, OTHER_TENANT))).toMatchObject({ ok: false, code: "NOT_ON_DUTY" });
  expect(inBridge()).toHaveLength(2);
  expect(pbx.placed).toEqual([agent()?.legId]);
  await clock.advance(ECHO_MS);
  expect(inBridge()).toEqual([agent()?.legId]);
  await settle(echo(true));
  await settle(echo(false));
  expect(inBridge()).toEqual([agent()?.legId]);
  expect(house.state(anna)).toBe("paused");
});

test("it is over before a customer could hear it, and refused while one could come", async () => {
  expect(await settle(echo(true))).toMatchObject({ ok: false, code: "ECHO_NOT_NOW" });
  await settle(command("duty.pause"));
  await settle(echo(true));
  await settle(command("duty.ready"));
  expect(inBridge()).toEqual([agent()?.legId]);
  const call = house.order("+8600000001", [ANNA], { needsDisposition: false });
  await clock.advance(1_000);
  expect(inBridge().sort()).toEqual([agent()?.legId, call].sort());
  expect(await settle(echo(true))).toMatchObject({ ok: false, code: "ECHO_NOT_NOW" });
  await clock.advance(60_000);
  expect(judge(house.records, pbx.placed)).toEqual([]);
});

test("what is left of it after a restart of the owner is swept away", async () => {
  await settle(command("duty.pause"));
  await settle(echo(true));
  house.kill();
  await clock.advance(1_000);
  await house.own();
  await clock.advance(5_000);
  expect(house.state(anna)).toBe("paused");
  expect(inBridge()).toEqual([agent()?.legId]);
});
