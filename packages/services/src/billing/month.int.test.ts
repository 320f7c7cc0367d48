import { newId } from "@callbay/db/ids";
import { addDays } from "@callbay/domain/calendar";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { amendContract } from "../contract/amend.ts";
import { dispose } from "../duty/dispose.ts";
import { uploadRateTable } from "../rate-table/upload.ts";
import { rejectSuccess } from "../success/reject.ts";
import { addUsage } from "../usage/add.ts";
import {
  activeContract,
  type BillingWorld,
  codeOf,
  OPERATOR,
  openBillingWorld,
  rentedSeats,
  TERMS,
  type TestClient,
} from "./billing-world.ts";
import { closePeriod } from "./close.ts";
import { billingContracts, currentUsage } from "./current.ts";
import { discardInvoice } from "./discard.ts";
import { finaliseInvoice } from "./finalise.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 8 });
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const operator = (now: string) => world.as(OPERATOR, now);

interface Scene {
  readonly client: TestClient;
  readonly contractId: string;
  readonly campaignId: string;
  close(periodTo: string, now: string): Promise<string>;
  finalise(invoiceId: string, now: string): Promise<void>;
  lines(invoiceId: string): Promise<[string, bigint, string][]>;
  sell(at: string): Promise<string>;
}

async function scene(terms: object): Promise<Scene> {
  const client = await world.client();
  const { tenantId } = client;
  const contractId = await activeContract(world, client, {
    form: "FULL",
    terms: { ...TERMS, taxRatePpm: 0, ...terms },
  });
  const campaignId = await client.campaign(contractId);
  const { sold } = await client.dispositions(campaignId);
  const membershipId = await client.person("agent");
  return {
    client,
    contractId,
    campaignId,
    close: async (periodTo, now) => (await closePeriod(operator(now), { tenantId, contractId, periodTo })).invoiceId,
    finalise: async (invoiceId, now) => void (await finaliseInvoice(operator(now), { tenantId, invoiceId })),
    lines: async (invoiceId) => {
      const charges = await world.db.withTenant(tenantId, (tx) =>
        tx.charge.findMany({ where: { invoiceId }, orderBy: { position: "asc" } }),
      );
      return charges.map((charge) => [charge.kind, charge.amountMinor, charge.arithmetic]);
    },
    sell: async (at) => {
      const callId = await client.call(campaignId, { at, membershipId, contactId: newId() });
      const agent = world.as(client.actor("agent", membershipId), at);
      await dispose(agent, { callId, dispositionId: sold, order: { value: "1000", cost: "600" } });
      return callId;
    },
  };
}

const COMMISSION = {
  type: "commission",
  direction: "outbound",
  params: {
    basis: "fixed",
    amount: "30",
    tiers: [{ fromSuccessRatePpm: 500_000, amount: "40" }],
    clawbackDays: 40,
  },
};

describe("a contract of all kinds of price", () => {
  it("costs so far what its invoice then says, line by line, and by campaign", async () => {
    const { rateTableId } = await uploadRateTable(operator("2026-02-01T00:00:00Z"), {
      name: "Carrier",
      currency: "CNY",
      csv: "prefix,destination,rate\n86,China,0.05\n86139,China mobile,0.08\n",
    });
    const { client, contractId, campaignId, close, sell, lines } = await scene({
      taxRatePpm: 60_000,
      components: [
        { type: "seat", params: { monthlyRate: "310.00", minSeats: 2 } },
        {
          type: "package",
          direction: "outbound",
          params: { unit: "minute", monthlyFee: "31", included: 3, overageRate: "0.5", rollOver: false },
        },
        {
          type: "per_call",
          direction: "outbound",
          params: { rate: "1", baseFee: "0", rates: [{ rate: "7", disposition: "sold" }] },
        },
        {
          type: "per_minute",
          direction: "outbound",
          params: { rate: "9", increments: { first: 60, next: 6 }, rateTableId },
        },
        COMMISSION,
        {
          type: "project",
          params: { name: "Launch", milestones: [{ key: "live", name: "Live", amount: "500", dueOn: null }] },
        },
        { type: "setup", params: { name: "Set-up", amount: "99", dueOn: "2026-03-02" } },
        { type: "number", params: { monthlyRate: "31" } },
        { type: "message", params: { rate: "0.05" } },
      ],
      adjustments: [
        { type: "discount", name: "Friends", percentPpm: 100_000, on: ["message"] },
        { type: "monthly_minimum", amount: "5000" },
      ],
    });
    const { tenantId } = client;
    const other = await client.campaign(contractId);
    for (let at = 1; at <= 6; at++) {
      const time = `2026-03-0${at}T03:00:00Z`;
      await client.call(at % 2 ? campaignId : other, { at: time, phone: `+86139${at}0001111`, talkMs: 20_000 * at });
    }
    await sell("2026-03-05T02:00:00Z");
    await rentedSeats(world, client, contractId, 3, "2026-03-03T01:00:00Z");
    const createdAt = new Date("2026-03-04T01:00:00Z");
    await world.db.withTenant(tenantId, (tx) =>
      tx.phoneNumber.createMany({ data: { tenantId, id: newId(), e164: "+861000001", createdAt } }),
    );
    const now = "2026-03-10T04:00:00Z";
    const add = { tenantId, contractId, day: "2026-03-06" };
    await addUsage(operator(now), { ...add, kind: "milestone", key: "live" });
    await addUsage(operator(now), { ...add, kind: "message", quantity: 300, key: "March" });

    const [before] = (await currentUsage(world.as(client.actor("finance"), now), {})).items;
    const [board] = (await billingContracts(operator(now), { tenantId })).items;
    expect(board).toMatchObject({ netMinor: before?.netMinor, draftInvoiceId: null, tenantName: "Galaxy" });
    const invoiceId = await close("2026-03-11", now);
    const invoiced = await lines(invoiceId);
    expect(before?.charges.map((charge) => [charge.kind, charge.amountMinor, charge.arithmetic])).toEqual(invoiced);
    expect(invoiced.map(([kind]) => kind)).toEqual(
      expect.arrayContaining(["usage", "base", "discount", "monthly_minimum"]),
    );
    expect(before?.unpriced).toBe(0);
    const invoice = await world.db.withTenant(tenantId, (tx) =>
      tx.invoice.findFirstOrThrow({ where: { id: invoiceId } }),
    );
    expect([invoice.netMinor, invoice.taxMinor]).toEqual([before?.netMinor, before?.taxMinor]);

    const campaigns = before?.campaigns ?? [];
    expect(campaigns.map((one) => one.campaignId).sort()).toEqual([campaignId, other, null].sort());
    expect(campaigns.reduce((sum, one) => sum + one.amountMinor, 0n)).toBe(before?.netMinor);
    expect(before?.forecast?.soFarMinor).toBe(before?.netMinor);
    expect((before?.forecast?.expectedMinor ?? 0n) > (before?.netMinor ?? 0n)).toBe(true);
    // Everything stands on its usage, and nothing that is not connected is left.
    const loose = await world.db.withTenant(tenantId, (tx) =>
      tx.usageRecord.findMany({ where: { charges: { none: {} }, kind: { not: "connected" } } }),
    );
    expect(loose).toEqual([]);
  });
});

describe("commission", () => {
  it("is earned at the month's success rate, over both bills of the month, and taken back in the open period", async () => {
    const { client, campaignId, close, finalise, lines, sell } = await scene({ components: [COMMISSION] });
    const sold = await sell("2026-03-03T02:00:00Z");
    for (let at = 1; at <= 3; at++)
      await client.call(campaignId, { at: `2026-03-04T0${at}:00:00Z`, contactId: newId() });
    const first = await close("2026-03-11", "2026-03-11T04:00:00Z");
    expect((await lines(first)).map(([kind, amount]) => [kind, amount])).toEqual([["usage", 3_000n]]);
    await finalise(first, "2026-03-11T05:00:00Z");

    // Five more of five: 6 of 9 connected is over a half, and the first success is re-priced.
    for (let at = 1; at <= 5; at++) await sell(`2026-03-1${at + 1}T02:00:00Z`);
    const second = await close("2026-04-01", "2026-04-01T04:00:00Z");
    expect((await lines(second)).map(([kind, amount]) => [kind, amount])).toEqual([
      ["usage", 20_000n],
      ["usage", 1_000n],
    ]);
    await finalise(second, "2026-04-01T05:00:00Z");

    const manager = world.as(client.actor("manager"), "2026-04-05T02:00:00Z");
    await rejectSuccess(manager, { callId: sold, reason: "Cancelled within the week" });
    // A success that is rejected before it is charged cancels with its reversal.
    const fresh = await sell("2026-04-04T02:00:00Z");
    await rejectSuccess(manager, { callId: fresh, reason: "A test order" });
    await sell("2026-04-06T02:00:00Z");
    const third = await close("2026-05-01", "2026-05-01T04:00:00Z");
    const charges = await lines(third);
    expect(charges.map(([kind, amount]) => [kind, amount])).toEqual(
      expect.arrayContaining([
        ["clawback", -4_000n],
        ["usage", 4_000n],
      ]),
    );
    expect(charges.reduce((sum, [, amount]) => sum + amount, 0n)).toBe(0n);
  });
});

describe("a month of calls", () => {
  it("billed in parts, with calls that come late, costs what it costs billed at once", async () => {
    const terms = {
      components: [
        {
          type: "per_call",
          direction: "outbound",
          params: {
            rate: "0.333",
            baseFee: "10",
            minimumCharge: "4",
            tiers: [{ from: 8, rate: "0.111" }],
            tierMode: "volume",
          },
        },
      ],
      adjustments: [{ type: "monthly_minimum", amount: "15" }],
    };
    const [parts, whole] = [await scene(terms), await scene(terms)];
    let total = 0n;
    for (let month = 0; month < 30; month += 10) {
      for (const { client, campaignId } of [parts, whole]) {
        for (let at = 0; at < 4; at++)
          await client.call(campaignId, { at: `${addDays("2026-03-01", month + at)}T05:00:00Z` });
      }
      const invoiceId = await parts.close(
        addDays("2026-03-01", month + 10),
        `${addDays("2026-03-01", month + 10)}T04:00:00Z`,
      );
      await parts.finalise(invoiceId, `${addDays("2026-03-01", month + 10)}T04:30:00Z`);
      total += (await parts.lines(invoiceId)).reduce((sum, [, amount]) => sum + amount, 0n);
      // On a day that is billed already.
      for (const { client, campaignId } of [parts, whole]) {
        await client.call(campaignId, { at: `${addDays("2026-03-01", month + 8)}T06:00:00Z` });
      }
    }
    const last = await parts.close("2026-04-01", "2026-04-01T04:00:00Z");
    total += (await parts.lines(last)).reduce((sum, [, amount]) => sum + amount, 0n);
    const once = await whole.lines(await whole.close("2026-04-01", "2026-04-01T04:00:00Z"));
    expect(total).toBe(once.reduce((sum, [, amount]) => sum + amount, 0n));
  });
});

describe("credits of a contract", () => {
  it("are used up oldest first, never below zero, and given back with a draft that is thrown away", async () => {
    const { client, contractId, close, finalise, lines } = await scene({
      components: [{ type: "per_call", direction: "outbound", params: { rate: "1", baseFee: "310" } }],
    });
    const { tenantId } = client;
    const ids = [newId(), newId()];
    const credit = (id: string | undefined, amountMinor: bigint, createdAt: string) => ({
      tenantId,
      id: id ?? "",
      contractId,
      amountMinor,
      reason: "Three calls were wrong numbers",
      createdAt: new Date(createdAt),
      createdBy: "Ma Operator",
    });
    await world.db.asOperator((tx) =>
      tx.contractCredit.createMany({
        data: [credit(ids[0], 2_000n, "2026-03-02T00:00:00Z"), credit(ids[1], 20_000n, "2026-03-03T00:00:00Z")],
      }),
    );
    const applied = async () => {
      const rows = await world.db.asOperator((tx) =>
        tx.contractCredit.findMany({ where: { contractId }, orderBy: { id: "asc" } }),
      );
      return rows.map((row) => row.appliedMinor);
    };
    const invoiceId = await close("2026-03-11", "2026-03-11T04:00:00Z");
    expect((await lines(invoiceId)).map(([kind, amount]) => [kind, amount])).toEqual([
      ["base", 10_000n],
      ["credit", -2_000n],
      ["credit", -8_000n],
    ]);
    expect(await applied()).toEqual([2_000n, 8_000n]);
    await discardInvoice(operator("2026-03-11T05:00:00Z"), { tenantId, invoiceId });
    expect(await applied()).toEqual([0n, 0n]);
    const again = await close("2026-03-11", "2026-03-11T06:00:00Z");
    expect(await applied()).toEqual([2_000n, 8_000n]);
    await finalise(again, "2026-03-11T07:00:00Z");
    const rest = await close("2026-04-01", "2026-04-01T04:00:00Z");
    expect((await lines(rest)).map(([kind, amount]) => [kind, amount])).toEqual([
      ["base", 21_000n],
      ["credit", -12_000n],
    ]);
  });
});

describe("tax", () => {
  it("that changes its mode within a period is billed up to that day first, and the refusal says so", async () => {
    const { client, contractId, close, finalise } = await scene({ taxRatePpm: 60_000 });
    const { tenantId } = client;
    await amendContract(operator("2026-03-02T00:00:00Z"), {
      tenantId,
      contractId,
      effectiveFrom: "2026-03-16",
      terms: { ...TERMS, taxMode: "inclusive", autoCharge: true },
    });
    const whole = closePeriod(operator("2026-04-01T04:00:00Z"), { tenantId, contractId, periodTo: "2026-04-01" });
    await expect(whole).rejects.toMatchObject({ code: "TAX_MODE_CHANGES", details: { periodTo: "2026-03-16" } });
    const first = await close("2026-03-16", "2026-04-01T04:00:00Z");
    await finalise(first, "2026-04-01T04:10:00Z");
    const second = await close("2026-04-01", "2026-04-01T04:20:00Z");
    const invoices = await world.db.withTenant(tenantId, (tx) =>
      tx.invoice.findMany({ orderBy: { periodFrom: "asc" } }),
    );
    expect(invoices.map(({ id, taxInclusive, autoCharge }) => [id, taxInclusive, autoCharge])).toEqual([
      [first, false, false],
      [second, true, true],
    ]);
    const [exclusive, inclusive] = invoices;
    expect(exclusive?.totalMinor).toBe((exclusive?.netMinor ?? 0n) + (exclusive?.taxMinor ?? 0n));
    // Gross 16 days: 2 seats × 310 ÷ 31 and the base fee of 620.
    expect(inclusive?.totalMinor).toBe(64_000n);
    expect(inclusive?.taxMinor).toBe(3_623n);
  });
});

describe("what a finalised invoice stands on", () => {
  it("is not unlinked, not added to and not moved, by anybody", async () => {
    const { client, campaignId, close, finalise } = await scene({});
    const { tenantId } = client;
    await client.call(campaignId, { at: "2026-03-02T05:00:00Z" });
    const invoiceId = await close("2026-03-11", "2026-03-11T04:00:00Z");
    await client.call(campaignId, { at: "2026-03-03T05:00:00Z" });
    await finalise(invoiceId, "2026-03-11T05:00:00Z");
    const link = await world.db.asOperator((tx) => tx.chargeUsage.findFirstOrThrow({ where: { tenantId } }));
    const loose = await world.db.asOperator((tx) =>
      tx.usageRecord.findFirstOrThrow({ where: { tenantId, kind: "call", charges: { none: {} } } }),
    );
    const attempts = [
      () => world.db.asOperator((tx) => tx.chargeUsage.deleteMany({ where: { tenantId } })),
      () => world.db.asOperator((tx) => tx.chargeUsage.createMany({ data: { ...link, usageId: loose.id } })),
      () =>
        world.db.asOperator((tx) => tx.chargeUsage.updateMany({ where: { tenantId }, data: { usageId: loose.id } })),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(/IMMUTABLE|denied|constraint/);
    expect(await codeOf(discardInvoice(operator("2026-03-12T00:00:00Z"), { tenantId, invoiceId }))).toBe(
      "INVOICE_FINALISED",
    );
  });
});
