import { newId } from "@callbay/db/ids";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import {
  activeContract,
  type BillingWorld,
  codeOf,
  OPERATOR,
  openBillingWorld,
  rentedSeats,
  type TestClient,
} from "../billing/billing-world.ts";
import { closePeriod } from "../billing/close.ts";
import { finaliseInvoice } from "../billing/finalise.ts";
import { ledgerTrial } from "../ledger/read.ts";
import { accrueCosts } from "./accrue.ts";
import { addCostSheet } from "./add.ts";
import { campaignMargin } from "./margin.ts";
import { explainCosts, listCostSheets } from "./read.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 4 });
  world = await openBillingWorld(database.db);
  await addCostSheet(world.as(OPERATOR, "2026-01-02T00:00:00Z"), {
    currency: "CNY",
    effectiveFrom: "2026-01-01",
    components: SHEET,
  });
});
afterAll(() => database?.close());

const SHEET: z.input<typeof addCostSheet.input>["components"] = [
  { type: "per_minute", direction: "outbound", rate: "0.06", increments: { first: 60, next: 60 } },
  { type: "seat", monthlyRate: "93.00", minSeats: 0 },
  {
    type: "hourly",
    rate: "36.00",
    states: ["ready", "talking", "wrapup", "paused"],
    incrementSeconds: 1,
  },
];

const operator = (now: string) => world.as(OPERATOR, now);

/** Two campaigns with calls on the 5th: 61 s and 3 s connected beside 40 s of talk; three seats from the 11th. */
async function worked() {
  const client = await world.client();
  const contractId = await activeContract(world, client);
  const campaigns = [await client.campaign(contractId), await client.campaign(contractId)].sort();
  const [a = "", b = ""] = campaigns;
  await client.call(a, { at: "2026-03-05T02:00:00Z", talkMs: 60_000 });
  await client.call(a, { at: "2026-03-05T02:10:00Z", talkMs: 60_000 });
  await client.call(b, { at: "2026-03-05T02:00:00Z", talkMs: 40_000 });
  // Too short to be charged, and one that nobody joined: the carrier counts both. No answer costs nothing.
  await client.call(b, { at: "2026-03-05T02:00:00Z", talkMs: 2_000 });
  await client.call(b, { at: "2026-03-05T02:00:00Z", joined: false, talkMs: 2_000 });
  await client.call(b, { at: "2026-03-05T02:00:00Z", answered: false });
  const leases = await rentedSeats(world, client, contractId, 3, "2026-03-11T01:00:00Z");
  return { client, contractId, a, b, leases };
}

/** An agent of the operator who is on duty from 23:00 to 01:00 of the client's clock. */
async function onDuty({ tenantId, person }: TestClient, seatLeaseId: string): Promise<void> {
  const membershipId = await person("agent");
  const sessionId = newId();
  const startedAt = new Date("2026-03-11T15:00:00Z");
  const endedAt = new Date("2026-03-11T17:00:00Z");
  await world.db.withTenant(tenantId, async (tx) => {
    await tx.membership.updateMany({ where: { id: membershipId }, data: { employer: "operator" } });
    await tx.dutySession.createMany({
      data: {
        tenantId,
        id: sessionId,
        membershipId,
        seatLeaseId,
        nodeId: newId(),
        state: "off",
        stateSince: endedAt,
        startedAt,
        endedAt,
      },
    });
    const states = ["connecting", "ready", "talking"] as const;
    await tx.dutyInterval.createMany({
      data: states.map((state, seq) => ({
        tenantId,
        id: newId(),
        dutySessionId: sessionId,
        seq,
        state,
        startedAt: new Date(startedAt.getTime() + (seq === 0 ? 0 : seq === 1 ? 600_000 : 3_600_000)),
        endedAt: new Date(startedAt.getTime() + (seq === 0 ? 600_000 : seq === 1 ? 3_600_000 : 7_200_000)),
      })),
    });
  });
}

describe("cost sheets", () => {
  it.each<[string, unknown, string]>([
    ["two for one day", { currency: "CNY", effectiveFrom: "2026-01-01", components: SHEET }, "COST_SHEET_EXISTS"],
    ["what is paid whatever the work", withComponent({ baseFee: "1" }), "COST_SHEET_INVALID"],
    ["a price that is no cost", withComponent({ type: "message", rate: "1" }, true), "COST_SHEET_INVALID"],
    ["an unknown field", withComponent({ rates: "1" }), "PRICE_COMPONENT_INVALID"],
    [
      "the same work twice",
      { currency: "CNY", effectiveFrom: "2026-02-01", components: [...SHEET, SHEET[0]] },
      "COST_SHEET_INVALID",
    ],
    ["a price list that is not there", withComponent({ rateTableId: "none" }), "RATE_TABLE_UNKNOWN"],
    ["an unknown currency", { currency: "XXY", effectiveFrom: "2026-02-01", components: SHEET }, "CURRENCY_UNKNOWN"],
  ])("refuses %s", async (_what, input, code) => {
    const asked = addCostSheet(operator("2026-03-01T00:00:00Z"), input as Parameters<typeof addCostSheet>[1]);
    expect(await codeOf(asked)).toBe(code);
  });

  it("are listed and explained", async () => {
    const { items } = await listCostSheets(operator("2026-03-01T00:00:00Z"), { currency: "CNY" });
    expect(items.map(({ effectiveFrom, newest, components }) => [effectiveFrom, newest, components.length])).toEqual([
      ["2026-01-01", true, 3],
    ]);
    const explained = await explainCosts(operator("2026-03-01T00:00:00Z"), { currency: "CNY", components: SHEET });
    expect(explained.items[0]?.explanation.sentence.key).toMatch(/^pricing\./);
  });
});

function withComponent(fields: Record<string, unknown>, alone = false) {
  const components = [alone ? fields : { ...SHEET[0], ...fields }];
  return { currency: "CNY", effectiveFrom: "2026-02-01", components };
}

describe("margin", () => {
  it("is live, by campaign: every connected minute, seats and agents shared by talk", async () => {
    const { client, contractId, a, b, leases } = await worked();
    await onDuty(client, leases[0] ?? "");
    const { tenantId } = client;
    const now = "2026-03-12T01:00:00Z";
    const { items } = await campaignMargin(operator(now), { tenantId, contractId });
    const [margin] = items;
    expect(margin).toMatchObject({
      source: "live",
      periodFrom: "2026-03-01",
      periodTo: "2026-03-13",
      costsKnown: true,
    });
    const rows = margin?.campaigns ?? [];
    expect(rows.map(({ campaignId, calls, answered }) => [campaignId, calls, answered])).toEqual([
      [a, 2, 2],
      [b, 4, 3],
    ]);
    // a: 61 s and 61 s are 2 minutes each; b: 41 s, 3 s and 3 s are 1 minute each, at 0.06.
    expect(rows.map(({ carrierMinor }) => carrierMinor)).toEqual([24n, 18n]);
    // 6 seat-days ÷ 31 × 93.00 = 18.00; 1 h 50 min × 36.00 = 66.00: shared by 120 s and 42 s of talk.
    expect(margin?.total).toMatchObject({ carrierMinor: 42n, seatMinor: 1_800n, agentMinor: 6_600n });
    expect(rows[0]?.seatMinor).toBe(1_333n);
    expect(rows[0]?.agentMinor).toBe(4_889n);
    // Own revenue: 2 and 1 chargeable calls at 0.85.
    expect(rows.map(({ ownRevenueMinor }) => ownRevenueMinor)).toEqual([170n, 85n]);
    expect(margin?.total.marginMinor).toBe((margin?.total.revenueMinor ?? 0n) - 8_442n);
    expect(margin?.sharedCosts.map(({ what, amountMinor }) => [what, amountMinor])).toEqual([
      ["seat", 1_800n],
      ["agent", 6_600n],
    ]);
  });

  it("after the close comes from the ledger and says the same; late ends of calls follow", async () => {
    const { client, contractId, a } = await worked();
    const { tenantId } = client;
    const close = async (periodTo: string, now: string) => {
      const { invoiceId } = await closePeriod(operator(now), { tenantId, contractId, periodTo });
      const draft = await campaignMargin(operator(now), { tenantId, invoiceId });
      await finaliseInvoice(operator(now), { tenantId, invoiceId, withoutAcceptance: "test" });
      // Finalising has done it; again changes nothing.
      await world.db.asOperator((tx) => accrueCosts(tx, { tenantId, invoiceId, now: new Date(now) }));
      return { invoiceId, draft };
    };
    const { invoiceId, draft } = await close("2026-04-01", "2026-04-01T01:00:00Z");
    const posted = await campaignMargin(operator("2026-04-01T01:00:00Z"), { tenantId, invoiceId });
    expect(draft.items[0]?.source).toBe("draft");
    expect(posted.items[0]?.source).toBe("ledger");
    expect(posted.items[0]?.campaigns).toEqual(draft.items[0]?.campaigns);
    expect(posted.items[0]?.total).toEqual(draft.items[0]?.total);
    expect(posted.items[0]?.total).toMatchObject({ carrierMinor: 42n, seatMinor: 3n * 21n * 300n });

    await client.call(a, { at: "2026-03-31T15:30:00Z", talkMs: 60_000 });
    await close("2026-05-01", "2026-05-01T01:00:00Z");
    const later = await campaignMargin(operator("2026-05-01T01:00:00Z"), { tenantId, invoiceId });
    expect(later.items[0]?.total).toMatchObject({ carrierMinor: 54n, seatMinor: 3n * 21n * 300n });
    expect(await ledgerTrial(operator("2026-05-01T01:00:00Z"), { tenantId })).toMatchObject({ balanced: true });
  });

  it("goes by the carrier's price list, longest prefix first, and by the sheet of the day", async () => {
    const rateTableId = newId();
    await world.db.asOperator((tx) =>
      tx.rateTable.createMany({
        data: {
          id: rateTableId,
          name: `carrier ${rateTableId}`,
          currency: "HKD",
          rowCount: 2,
          sha256: rateTableId,
          csv: "prefix,destination,rate\n86,China,0.10\n86138,China mobile,0.30\n",
        },
      }),
    );
    const sheet = (effectiveFrom: string, rate: string) =>
      addCostSheet(operator("2026-01-01T00:00:00Z"), {
        currency: "HKD",
        effectiveFrom,
        components: [
          { type: "per_minute", direction: "outbound", rate, increments: { first: 1, next: 1 }, rateTableId },
        ],
      });
    await sheet("2026-01-01", "1.00");
    await sheet("2026-03-10", "2.00");
    const client = await world.client();
    const { contractId, campaignId } = await inHongKongDollars(client);
    const phones = ["+8613800138000", "+8613700138000", "+4930123456"];
    for (const at of ["2026-03-09T02:00:00Z", "2026-03-10T02:00:00Z"])
      for (const phone of phones) await client.call(campaignId, { at, phone, talkMs: 59_000 });
    const { items } = await campaignMargin(operator("2026-03-20T00:00:00Z"), {
      tenantId: client.tenantId,
      contractId,
    });
    // A minute each: 0.30 + 0.10 + 1.00 on the 9th, 0.30 + 0.10 + 2.00 on the 10th.
    expect(items[0]?.campaigns[0]?.carrierMinor).toBe(380n);
    expect(items[0]?.campaigns[0]?.carrierLines).toHaveLength(6);
  });
});

async function inHongKongDollars(client: TestClient) {
  const contractId = await activeContract(world, client, { reference: "C-HK" });
  await world.db.asOperator((tx) => tx.contract.updateMany({ where: { id: contractId }, data: { currency: "HKD" } }));
  return { contractId, campaignId: await client.campaign(contractId) };
}
