import { WAITER } from "@callbay/pbx/emulator/callee";
import { PbxEmulator } from "@callbay/pbx/emulator/emulator";
import { ManualClock } from "@callbay/pbx/emulator/manual-clock";
import { phonePassword } from "@callbay/services/access/derived-secret";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Harness, TENANT } from "./support/harness.ts";
import { judge } from "./support/judge.ts";

const ANNA = "00000000-0000-7000-8000-0000000000a1";
const NAME = "8123456789";
const phone = (generation: number) => ({ tenantId: TENANT, id: ANNA, username: NAME, generation, registered: false });

let clock: ManualClock;
let pbx: PbxEmulator;
let house: Harness;

beforeEach(async () => {
  clock = new ManualClock();
  pbx = new PbxEmulator(clock);
  pbx.script("+8600000001", WAITER);
  house = new Harness(clock, pbx);
  await house.own();
  house.records.phones = [phone(1)];
  await clock.advance(4_000);
});
afterEach(() => house.kill());

const onDuty = async (): Promise<string> => {
  const id = house.newId();
  house.records.openSession(id, ANNA, clock.now());
  const attached = house.command({ type: "duty.attach", tenantId: TENANT, dutySessionId: id });
  await clock.advance(200);
  await attached;
  return id;
};

test("a telephone has its account without anybody on duty, and whether it is registered is on record", async () => {
  expect(pbx.accounts.get(NAME)).toEqual({
    ...{ username: NAME, kind: "sip" },
    password: phonePassword("k".repeat(32), NAME, 1),
  });
  pbx.register(NAME);
  await clock.advance(10);
  expect(house.records.phones[0]?.registered).toBe(true);
  pbx.unregister(NAME);
  await clock.advance(10);
  expect(house.records.phones[0]?.registered).toBe(false);
});

test("going on duty rings it; it nails the agent up, talks, and is left as it was afterwards", async () => {
  pbx.register(NAME);
  const anna = await onDuty();
  expect(house.state(anna)).toBe("ready");
  const call = house.order("+8600000001", [ANNA], { needsDisposition: false });
  await clock.advance(1_000);
  expect(house.state(anna)).toBe("talking");
  pbx.remoteHangup(call);
  await clock.advance(100);
  await house.command({ type: "duty.end", tenantId: TENANT, dutySessionId: anna, reason: "agent" });
  await clock.advance(100);
  expect(house.state(anna)).toBe("off");
  expect(pbx.accounts.has(NAME)).toBe(true);
  expect((await pbx.snapshot()).channels).toEqual([]);
  expect(judge(house.records, pbx.placed)).toEqual([]);
});

test("new credentials end the old ones, and what was registered with them; revoked, there is no account", async () => {
  pbx.register(NAME);
  await clock.advance(10);
  house.records.phones = [phone(2)];
  await clock.advance(4_000);
  expect(pbx.accounts.get(NAME)?.password).toBe(phonePassword("k".repeat(32), NAME, 2));
  expect(await pbx.isRegistered(NAME)).toBe(false);
  house.records.phones = [];
  await clock.advance(4_000);
  expect(pbx.accounts.has(NAME)).toBe(false);
});

test("a new owner finds the telephones and who is on duty with one", async () => {
  pbx.register(NAME);
  const anna = await onDuty();
  house.kill();
  await clock.advance(1_000);
  await house.own();
  await clock.advance(5_000);
  expect(house.state(anna)).toBe("ready");
  expect((await pbx.snapshot()).channels).toHaveLength(1);
  expect(judge(house.records, pbx.placed)).toEqual([]);
});
