import { newId } from "@callbay/db/ids";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activeContract,
  type BillingWorld,
  codeOf,
  OPERATOR,
  openBillingWorld,
  rentedSeats,
  SYSTEM,
  TERMS,
  type TestClient,
} from "../billing/billing-world.ts";
import { dispose } from "../duty/dispose.ts";
import { acceptSuccess } from "../success/accept.ts";
import { getSuccess } from "../success/get.ts";
import { listSuccesses } from "../success/list.ts";
import { rejectAnySuccess, rejectSuccess } from "../success/reject.ts";
import { addUsage } from "./add.ts";
import { recordAgentTime } from "./agent-time.ts";
import { recordCallUsage } from "./record.ts";
import { recordSeatDays } from "./seat-days.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 8 });
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const COMMISSION = {
  type: "commission",
  direction: "outbound" as const,
  params: { basis: "fixed", amount: "30", clawbackDays: 10 },
};
const HOURLY = {
  type: "hourly",
  params: { rate: "60", states: ["talking", "wrapup", "ready"], roles: ["agent"], incrementSeconds: 1 },
};
const withPrices = (...components: (typeof TERMS)["components"]) => ({ terms: { ...TERMS, components } });

const usageOf = ({ tenantId }: TestClient, kind: string) =>
  world.db.withTenant(tenantId, (tx) =>
    tx.usageRecord.findMany({ where: { kind }, orderBy: [{ occurredAt: "asc" }, { sourceKey: "asc" }] }),
  );
const day = (date: Date) => date.toISOString().slice(0, 10);

describe("connected contacts", () => {
  it("count once per campaign, contact and calendar month of the client, chargeable or not", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const [spring, autumn] = [await client.campaign(contractId), await client.campaign(contractId)];
    const contactId = newId();
    // 16:30 UTC on the 31st is April in Shanghai.
    const times = ["2026-03-05T02:00:00Z", "2026-03-20T02:00:00Z", "2026-03-31T16:30:00Z", "2026-04-02T02:00:00Z"];
    for (const at of times) await client.call(spring, { at, contactId, talkMs: 3_000 });
    const inAutumn = await client.call(autumn, { at: "2026-03-05T03:00:00Z", contactId });
    await client.call(spring, { at: "2026-03-06T02:00:00Z", contactId: newId(), joined: false });
    await client.call(spring, { at: "2026-03-06T03:00:00Z", contactId: newId(), isInternal: true });
    const again = { tenantId: client.tenantId, callId: inAutumn, now: new Date("2026-03-06T00:00:00Z") };
    await world.db.withTenant(client.tenantId, (tx) => recordCallUsage(tx, again));
    expect((await usageOf(client, "connected")).map(({ sourceKey, direction }) => [sourceKey, direction])).toEqual([
      [`connected:${spring}:${contactId}:2026-03`, "outbound"],
      [`connected:${autumn}:${contactId}:2026-03`, "outbound"],
      [`connected:${spring}:${contactId}:2026-04`, "outbound"],
    ]);
  });
});

describe("a success", () => {
  async function scene(changes: Parameters<typeof activeContract>[2] = withPrices(COMMISSION)) {
    const client = await world.client();
    const contractId = await activeContract(world, client, changes);
    const campaignId = await client.campaign(contractId);
    const words = await client.dispositions(campaignId);
    const membershipId = await client.person("agent");
    const as = (now: string) => world.as(client.actor("agent", membershipId), now);
    const call = (at: string) => client.call(campaignId, { at, membershipId });
    return { client, contractId, campaignId, words, as, call };
  }

  it("is written with the agent's word, once, dated by its call, with its order in the contract's currency", async () => {
    const { client, campaignId, words, as, call } = await scene();
    const callId = await call("2026-03-09T15:59:50Z");
    const word = { callId, dispositionId: words.sold, order: { value: "1280.50", cost: "900" } };
    await dispose(as("2026-03-10T01:00:00Z"), word);
    await dispose(as("2026-03-10T01:05:00Z"), word);
    await dispose(as("2026-03-10T02:00:00Z"), { callId: await call("2026-03-10T01:30:00Z"), dispositionId: words.no });
    const records = await usageOf(client, "success");
    expect(records.map(({ sourceKey, localDate, callId: of }) => [sourceKey, day(localDate), of])).toEqual([
      [`success:${callId}`, "2026-03-09", callId],
    ]);
    expect(records[0]?.data).toMatchObject({ campaignId, orderValueMinor: "128050", orderCostMinor: "90000" });
    const { items } = await listSuccesses(world.as(client.actor("manager"), "2026-03-11T00:00:00Z"), { campaignId });
    expect(items).toMatchObject([
      {
        callId,
        state: "open",
        maskedPhone: "+86•••••••00",
        currency: "CNY",
        orderValueMinor: 128_050n,
        orderCostMinor: 90_000n,
        disposition: { code: "sold" },
        agent: { name: "Li Wei" },
        recordingId: null,
      },
    ]);
    expect(JSON.stringify(items, (_k, v) => (typeof v === "bigint" ? `${v}` : v))).not.toContain("13800138000");
  });

  it.each<[string, "sold" | "no", object, string]>([
    ["an order without a success", "no", { value: "10" }, "ORDER_WITHOUT_SUCCESS"],
    ["more decimals than the currency has", "sold", { value: "10.005" }, "AMOUNT_INVALID"],
    ["a negative cost", "sold", { value: "10", cost: "-1" }, "ORDER_INVALID"],
  ])("is refused with %s, and the word is not given", async (_what, code, order, expected) => {
    const { client, words, as, call } = await scene();
    const callId = await call("2026-03-09T02:00:00Z");
    const word = { callId, dispositionId: words[code], order: order as { value: string } };
    expect(await codeOf(dispose(as("2026-03-09T03:00:00Z"), word))).toBe(expected);
    expect(await usageOf(client, "success")).toEqual([]);
    expect(await codeOf(dispose(as("2026-03-09T03:00:00Z"), { callId, dispositionId: words.sold }))).toBe("done");
  });

  it("is rejected by the client or by quality review once, within the window, with a reason", async () => {
    const { client, campaignId, words, as, call } = await scene();
    const { tenantId } = client;
    const won = async (at: string) => {
      const callId = await call(at);
      await dispose(as(at), { callId, dispositionId: words.sold, order: { value: "100" } });
      return callId;
    };
    const [first, second, old] = [
      await won("2026-03-09T02:00:00Z"),
      await won("2026-03-09T03:00:00Z"),
      await won("2026-03-05T03:00:00Z"),
    ];
    // The last day of the window is the 19th in Shanghai.
    const manager = world.as(client.actor("manager"), "2026-03-19T15:00:00Z");
    const reason = "The customer asked for nothing";
    expect(await codeOf(rejectSuccess(manager, { callId: first, reason: " " }))).toBe("INVALID_INPUT");
    const both = await Promise.all([
      codeOf(rejectSuccess(manager, { callId: first, reason })),
      codeOf(rejectAnySuccess(world.as(OPERATOR, "2026-03-19T15:00:00Z"), { tenantId, callId: first, reason })),
    ]);
    expect(both.sort()).toEqual(["SUCCESS_REJECTED", "done"]);
    expect(await codeOf(rejectSuccess(manager, { callId: old, reason }))).toBe("CLAWBACK_OVER");
    const late = world.as(client.actor("manager"), "2026-03-19T16:00:00Z");
    expect(await codeOf(rejectSuccess(late, { callId: second, reason }))).toBe("CLAWBACK_OVER");
    const other = await world.client();
    expect(
      await codeOf(rejectSuccess(world.as(other.actor(), "2026-03-10T00:00:00Z"), { callId: second, reason })),
    ).toBe("NOT_FOUND");
    const [success] = (await usageOf(client, "success")).filter((record) => record.callId === first);
    const reversals = await usageOf(client, "reversal");
    expect(reversals).toMatchObject([
      {
        sourceKey: `reversal:${first}`,
        reversesId: success?.id,
        contractVersionId: success?.contractVersionId,
        direction: "outbound",
        data: { orderValueMinor: "10000" },
      },
    ]);
    expect(day(reversals[0]?.localDate ?? new Date(0))).toBe("2026-03-19");
    const list = (state: "open" | "accepted" | "rejected") => listSuccesses(manager, { campaignId, state });
    expect((await list("rejected")).items).toMatchObject([{ callId: first, rejectedReason: reason }]);
    expect((await list("open")).items.map(({ callId }) => callId)).toEqual([second, old]);

    // The client's own word: once, not on what is rejected, and not the last one within the window.
    const effect = async (callId: string) => (await getSuccess(manager, { callId })).effect;
    expect(await effect(second)).toMatchObject({
      pays: true,
      mayReject: true,
      charged: null,
      rejection: "not_charged",
    });
    expect(await effect(old)).toMatchObject({ mayReject: false, rejection: "over" });
    await acceptSuccess(manager, { callId: second });
    expect(await codeOf(acceptSuccess(manager, { callId: second }))).toBe("SUCCESS_ACCEPTED");
    expect(await codeOf(acceptSuccess(manager, { callId: first }))).toBe("SUCCESS_REJECTED");
    expect((await list("accepted")).items.map(({ callId }) => callId)).toEqual([second]);
    expect((await list("open")).items.map(({ callId }) => callId)).toEqual([old]);
    await rejectSuccess(manager, { callId: second, reason });
    expect((await list("rejected")).items.map(({ callId }) => callId)).toEqual([second, first]);
    expect((await getSuccess(manager, { callId: second })).acceptedAt).toBeNull();
  });
});

describe("hours of agents", () => {
  interface Interval {
    readonly state: "connecting" | "ready" | "previewing" | "talking" | "wrapup" | "paused";
    readonly from: string;
    readonly to: string | null;
  }

  /** A person of a client who was on duty, on a seat of the contract. */
  async function onDuty(
    client: TestClient,
    contractId: string,
    {
      accountId,
      role = "agent" as const,
      intervals,
    }: { accountId: string; role?: "agent" | "supervisor"; intervals: Interval[] },
  ): Promise<void> {
    const { tenantId } = client;
    const [seatLeaseId] = await rentedSeats(world, client, contractId, 1, "2026-03-02T00:00:00Z");
    const nodeId = newId();
    await world.db.asOperator(async (tx) => {
      const membershipId = newId();
      await tx.membership.createMany({ data: { tenantId, id: membershipId, accountId, role } });
      await tx.pbxNode.createMany({
        data: { id: nodeId, name: nodeId, ariUrl: "", wsUrl: "", ariUsername: "", ariPasswordEnc: "" },
      });
      const dutySessionId = newId();
      const startedAt = new Date(intervals[0]?.from ?? "");
      const last = intervals.at(-1)?.to;
      await tx.dutySession.createMany({
        data: {
          tenantId,
          id: dutySessionId,
          membershipId,
          seatLeaseId: seatLeaseId ?? "",
          nodeId,
          state: last ? "off" : "ready",
          stateSince: startedAt,
          startedAt,
          endedAt: last ? new Date(last) : null,
        },
      });
      await tx.dutyInterval.createMany({
        data: intervals.map(({ state, from, to }, seq) => ({
          tenantId,
          id: newId(),
          dutySessionId,
          seq,
          state,
          startedAt: new Date(from),
          endedAt: to ? new Date(to) : null,
        })),
      });
    });
  }

  async function account(): Promise<string> {
    const id = newId();
    await world.db.asOperator((tx) => tx.account.createMany({ data: { id, email: `${id}@example.test`, name: "Wu" } }));
    return id;
  }

  const record = (client: TestClient, now = "2026-03-06T00:00:00Z") =>
    recordAgentTime(world.as(SYSTEM, now), { tenantId: client.tenantId, since: "2026-03-04" });
  const billed = async (client: TestClient) =>
    (await usageOf(client, "agent_time")).map(({ localDate, occurredAt, quantity, data }) => [
      day(localDate),
      occurredAt.toISOString().slice(8, 19),
      Number(quantity) / 1000,
      (data as { dutyState: string }).dutyState,
    ]);

  it("are the billed states of billed roles, cut at the client's midnight, written once when an interval is over", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client, { form: "FULL", ...withPrices(HOURLY) });
    const intervals: Interval[] = [
      { state: "connecting", from: "2026-03-05T15:00:00Z", to: "2026-03-05T15:00:10Z" },
      { state: "ready", from: "2026-03-05T15:00:10Z", to: "2026-03-05T15:20:00Z" },
      // Who looks at a contact before it is called is at the client's service.
      { state: "previewing", from: "2026-03-05T15:20:00Z", to: "2026-03-05T15:30:00Z" },
      // Midnight in Shanghai is 16:00 UTC.
      { state: "talking", from: "2026-03-05T15:30:00Z", to: "2026-03-05T16:30:00Z" },
      { state: "paused", from: "2026-03-05T16:30:00Z", to: "2026-03-05T17:00:00Z" },
      { state: "ready", from: "2026-03-05T17:00:00Z", to: null },
    ];
    await onDuty(client, contractId, { accountId: await account(), intervals });
    await onDuty(client, contractId, { accountId: await account(), role: "supervisor", intervals });
    const answers = [await record(client), await record(client)];
    expect(answers).toEqual([{ written: 4 }, { written: 0 }]);
    expect(await billed(client)).toEqual([
      ["2026-03-05", "05T15:00:10", 1_190, "ready"],
      ["2026-03-05", "05T15:20:00", 600, "ready"],
      ["2026-03-05", "05T15:30:00", 1_800, "talking"],
      ["2026-03-06", "05T16:00:00", 1_800, "talking"],
    ]);
  });

  it("of one person are billed to one client at a time, whoever writes first, also at once", async () => {
    const [one, two] = [await world.client(), await world.client()];
    const accountId = await account();
    const first = await activeContract(world, one, { form: "FULL", ...withPrices(HOURLY) });
    const second = await activeContract(world, two, { form: "FULL", ...withPrices(HOURLY) });
    const at = (from: string, to: string): Interval[] => [
      { state: "ready", from: `2026-03-05T${from}Z`, to: `2026-03-05T${to}Z` },
    ];
    await onDuty(one, first, { accountId, intervals: at("09:00:00", "10:00:00") });
    await onDuty(two, second, { accountId, intervals: at("08:30:00", "11:00:00") });
    await Promise.all([record(one), record(two), record(one), record(two)]);
    const all = [...(await billed(one)), ...(await billed(two))];
    expect(all.reduce((sum, [, , seconds]) => sum + Number(seconds), 0)).toBe(2.5 * 3_600);
    const clock = await world.db.asOperator((tx) => tx.agentClock.findMany({ where: { accountId } }));
    expect(clock.reduce((sum, { startsAt, endsAt }) => sum + endsAt.getTime() - startsAt.getTime(), 0)).toBe(9_000_000);
    // The clock refuses what the writer would let through.
    const { tenantId } = two;
    const [taken] = clock;
    const twice = world.db.asOperator((tx) =>
      tx.agentClock.createMany({ data: { ...taken, tenantId, id: newId(), accountId } as never }),
    );
    await expect(twice).rejects.toThrow(/agent_clock_once|exclusion/);
  });

  it("of a client without a price by the hour are on no clock", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const accountId = await account();
    const intervals: Interval[] = [{ state: "ready", from: "2026-03-05T09:00:00Z", to: "2026-03-05T10:00:00Z" }];
    await onDuty(client, contractId, { accountId, intervals });
    expect(await record(client)).toEqual({ written: 0 });
    expect(await world.db.asOperator((tx) => tx.agentClock.count({ where: { accountId } }))).toBe(0);
  });

  it("cannot be put on the clock for another client", async () => {
    const [one, two] = [await world.client(), await world.client()];
    const accountId = await account();
    const foreign = world.db.withTenant(
      one.tenantId,
      (tx) => tx.$queryRaw`SELECT * FROM take_agent_time(${two.tenantId}::uuid, ${accountId}::uuid,
        ${[new Date("2026-03-05")]}::timestamptz[], ${[new Date("2026-03-06")]}::timestamptz[])`,
    );
    await expect(foreign).rejects.toThrow(/clock is written for the tenant/);
  });
});

describe("numbers", () => {
  it("are a number-day for each day from when they were given to when they were released, by one contract", async () => {
    const client = await world.client();
    const { tenantId } = client;
    const NUMBER = { type: "number", params: { monthlyRate: "31" } };
    const contractId = await activeContract(world, client, withPrices(NUMBER));
    await activeContract(world, client, { ...withPrices(NUMBER), reference: "C-2" });
    const number = { tenantId, label: "" };
    await world.db.withTenant(tenantId, (tx) =>
      tx.phoneNumber.createMany({
        data: [
          { ...number, id: newId(), e164: "+861000001", createdAt: new Date("2026-02-01T00:00:00Z") },
          // From the 3rd to the 5th, in Shanghai.
          {
            ...number,
            id: newId(),
            e164: "+861000002",
            createdAt: new Date("2026-03-02T17:00:00Z"),
            releasedAt: new Date("2026-03-05T15:00:00Z"),
          },
        ],
      }),
    );
    const night = (through: string) => recordSeatDays(world.as(SYSTEM, "2026-03-08T17:00:00Z"), { tenantId, through });
    expect(await night("2026-03-04")).toMatchObject({ numberDays: 4 + 2 });
    expect(await night("2026-03-08")).toMatchObject({ numberDays: 4 + 1 });
    expect(await night("2026-03-08")).toMatchObject({ numberDays: 0 });
    const records = await usageOf(client, "number_day");
    expect(new Set(records.map((record) => record.contractId))).toEqual(new Set([contractId]));
  });
});

describe("usage that people add", () => {
  const PROJECT = {
    type: "project",
    params: { name: "Launch", milestones: [{ key: "live", name: "Live", amount: "5000", dueOn: null }] },
  };

  it("is written once per key, audited, for days of the contract up to today", async () => {
    const client = await world.client();
    const { tenantId } = client;
    const contractId = await activeContract(
      world,
      client,
      withPrices(PROJECT, { type: "message", params: { rate: "0.05" } }),
    );
    const operator = world.as(OPERATOR, "2026-03-11T01:00:00Z");
    const add = (input: object) =>
      addUsage(operator, { tenantId, contractId, kind: "milestone", key: "live", day: "2026-03-10", ...input });
    const first = await add({});
    expect(await add({ day: "2026-03-11" })).toEqual({ usageId: first.usageId, created: false });
    expect((await add({ kind: "message", key: "week 10", quantity: 250 })).created).toBe(true);
    expect(await codeOf(add({ key: "dead" }))).toBe("MILESTONE_UNKNOWN");
    expect(await codeOf(add({ day: "2026-03-12" }))).toBe("USAGE_DAY_REFUSED");
    expect(await codeOf(add({ day: "2026-02-28" }))).toBe("USAGE_DAY_REFUSED");
    expect(await codeOf(add({ quantity: 0 }))).toBe("INVALID_INPUT");
    expect((await usageOf(client, "milestone")).map(({ localDate, data }) => [day(localDate), data])).toMatchObject([
      ["2026-03-10", { key: "live" }],
    ]);
    const audits = await world.db.asOperator((tx) =>
      tx.auditLog.findMany({ where: { tenantId, action: "usage.add" } }),
    );
    expect(audits).toHaveLength(3);
  });
});
