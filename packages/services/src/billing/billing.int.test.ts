import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { amendContract } from "../contract/amend.ts";
import { releaseSeats } from "../seat/release.ts";
import { recordSeatDays } from "../usage/seat-days.ts";
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
} from "./billing-world.ts";
import { closePeriod } from "./close.ts";
import { currentUsage } from "./current.ts";
import { discardInvoice } from "./discard.ts";
import { finaliseInvoice } from "./finalise.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 12 });
  world = await openBillingWorld(database.db);
});
afterAll(async () => {
  await database?.close();
});

const operator = (now: string) => world.as(OPERATOR, now);

const callRecords = ({ tenantId }: TestClient) =>
  world.db.withTenant(tenantId, (tx) => tx.usageRecord.findMany({ where: { kind: "call" } }));

/** What an invoice says, without the ids that each writing of it gets anew. */
async function contentOf(tenantId: string, invoiceId: string) {
  return world.db.withTenant(tenantId, async (tx) => {
    const invoice = await tx.invoice.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: invoiceId } },
      include: { charges: { orderBy: { position: "asc" }, include: { usages: { orderBy: { usageId: "asc" } } } } },
    });
    return {
      invoice,
      text: JSON.stringify(
        {
          net: invoice.netMinor,
          tax: invoice.taxMinor,
          charges: invoice.charges.map(({ id: _id, invoiceId: _invoice, usages, ...charge }) => ({
            ...charge,
            usages: usages.map(({ usageId, componentId }) => [usageId, componentId]),
          })),
        },
        (_key, value) => (typeof value === "bigint" ? value.toString() : value),
      ),
    };
  });
}

describe("usage of calls", () => {
  it.each<[string, Parameters<TestClient["call"]>[1], number]>([
    ["9,999 ms of talk do not count", { at: "2026-03-05T02:00:00Z", talkMs: 9_999 }, 0],
    ["10,000 ms do", { at: "2026-03-05T02:00:00Z", talkMs: 10_000 }, 1],
    ["an excluded prefix does not", { at: "2026-03-05T02:00:00Z", phone: "+8610086" }, 0],
    ["an internal call does not", { at: "2026-03-05T02:00:00Z", isInternal: true }, 0],
    ["an abandoned call does not", { at: "2026-03-05T02:00:00Z", joined: false }, 0],
    ["no answer does not", { at: "2026-03-05T02:00:00Z", answered: false }, 0],
  ])("%s", async (_what, call, expected) => {
    const client = await world.client();
    const id = await client.call(await client.campaign(await activeContract(world, client)), call);
    const records = await callRecords(client);
    expect(records.map((record) => record.sourceKey)).toEqual(expected ? [`call:${id}`] : []);
    expect(JSON.stringify(records, (_k, v) => (typeof v === "bigint" ? `${v}` : v))).not.toContain("13800138000");
  });

  it("takes the terms of the tenant's day on which the call started", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    await amendContract(operator("2026-03-01T00:00:00Z"), {
      tenantId: client.tenantId,
      contractId,
      effectiveFrom: "2026-03-10",
      terms: { ...TERMS, minTalkMs: 30_000 },
    });
    const campaign = await client.campaign(contractId);
    // 15:59:50 UTC is 23:59:50 in Shanghai on the 9th; it ends on the 10th.
    const before = await client.call(campaign, { at: "2026-03-09T15:59:50Z", talkMs: 20_000 });
    await client.call(campaign, { at: "2026-03-09T16:00:00Z", talkMs: 20_000 });
    const records = await callRecords(client);
    expect(records.map(({ callId, localDate }) => [callId, localDate.toISOString().slice(0, 10)])).toEqual([
      [before, "2026-03-09"],
    ]);
  });
});

describe("closing a period", () => {
  it("prices calls and seat-days, links each charge to its usage, and is the same however often it is done", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const leases = await rentedSeats(world, client, contractId, 3, "2026-03-11T01:00:00Z");
    await releaseSeats(world.as(client.actor(), "2026-03-21T01:00:00Z"), { leaseIds: leases });
    const campaign = await client.campaign(contractId);
    for (let day = 1; day <= 20; day++) {
      await client.call(campaign, { at: `2026-03-${String(day).padStart(2, "0")}T03:00:00Z` });
    }
    const close = () =>
      closePeriod(operator("2026-04-01T01:00:00Z"), { tenantId: client.tenantId, contractId, periodTo: "2026-04-01" });
    const answers = await Promise.all([close(), close(), close()]);
    expect(new Set(answers.map(({ invoiceId }) => invoiceId)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);

    const first = await contentOf(client.tenantId, answers[0].invoiceId);
    // 3 seats on 11 days (the day of release counts) and the minimum of 2 on 20 days: 33 + 40 = 73 seat-days × 10.00.
    expect(first.invoice.charges.map((charge) => [charge.amountMinor, charge.arithmetic])).toEqual([
      [73_000n, "33 leased + 40 to the minimum = 73 seat-days ÷ 31 days × 310.00 = 730.00"],
      [62_000n, "31 days ÷ 31 days × 620.00 = 620.00"],
      [1_700n, "20 calls × 0.85 = 17.00"],
    ]);
    expect(first.invoice.netMinor).toBe(136_700n);
    expect(first.invoice.taxMinor).toBe(8_202n);
    expect(first.invoice.totalMinor).toBe(144_902n);
    expect(first.invoice.charges.map((charge) => charge.usages.length)).toEqual([33, 0, 20]);

    await discardInvoice(operator("2026-04-01T02:00:00Z"), {
      tenantId: client.tenantId,
      invoiceId: answers[0].invoiceId,
    });
    const again = await contentOf(client.tenantId, (await close()).invoiceId);
    expect(again.text).toBe(first.text);
  });

  it("agrees with the cost so far of the moment before", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    await rentedSeats(world, client, contractId, 3, "2026-03-11T01:00:00Z");
    const campaign = await client.campaign(contractId);
    await client.call(campaign, { at: "2026-03-12T03:00:00Z" });
    await client.call(campaign, { at: "2026-03-13T03:00:00Z" });
    const now = "2026-03-20T08:00:00Z";
    const finance = world.as(client.actor("finance"), now);
    const [before] = (await currentUsage(finance, {})).items;
    expect(before).toMatchObject({ periodFrom: "2026-03-01", periodTo: "2026-03-21" });
    expect(before?.counts).toMatchObject({ calls: 2, seatDays: 30 });

    await recordSeatDays(world.as(SYSTEM, now), { tenantId: client.tenantId, through: "2026-03-19" });
    expect((await currentUsage(finance, {})).items[0]).toEqual(before);

    const { invoiceId } = await closePeriod(operator(now), {
      tenantId: client.tenantId,
      contractId,
      periodTo: "2026-03-21",
    });
    const { invoice } = await contentOf(client.tenantId, invoiceId);
    expect([invoice.netMinor, invoice.taxMinor]).toEqual([before?.netMinor, before?.taxMinor]);
    expect((await currentUsage(finance, {})).items[0]).toMatchObject({ netMinor: 0n, periodFrom: "2026-03-21" });
  });

  it("charges late usage in the next period, and the line says so", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    await rentedSeats(world, client, contractId, 3, "2026-03-01T01:00:00Z");
    const campaign = await client.campaign(contractId);
    await client.call(campaign, { at: "2026-03-05T03:00:00Z" });
    const { invoiceId } = await closePeriod(operator("2026-03-10T04:00:00Z"), {
      tenantId: client.tenantId,
      contractId,
      periodTo: "2026-03-11",
    });
    // After the closing, on a day that it covered: a call and one more seat.
    await client.call(campaign, { at: "2026-03-10T06:00:00Z" });
    await rentedSeats(world, client, contractId, 1, "2026-03-10T07:00:00Z");
    await finaliseInvoice(operator("2026-03-12T01:00:00Z"), { tenantId: client.tenantId, invoiceId });
    const next = await closePeriod(operator("2026-04-01T01:00:00Z"), {
      tenantId: client.tenantId,
      contractId,
      periodTo: "2026-04-01",
    });
    const { invoice } = await contentOf(client.tenantId, next.invoiceId);
    const keys = invoice.charges.map((charge) => (charge.description as { key: string }).key);
    expect(keys).toEqual(["charge.seat", "charge.seat.late", "charge.perCall.base", "charge.perCall.late"]);
    expect(invoice.charges[1]).toMatchObject({ amountMinor: 1_000n });
    expect(invoice.charges[3]).toMatchObject({ amountMinor: 85n });
    expect(invoice.charges[3]?.periodFrom.toISOString().slice(0, 10)).toBe("2026-03-10");
  });

  it("refuses what cannot be closed, each for its own reason", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const close = (periodTo: string, now = "2026-03-31T16:00:00Z") =>
      closePeriod(operator(now), { tenantId: client.tenantId, contractId, periodTo });
    expect(await codeOf(close("2026-04-03"))).toBe("PERIOD_NOT_OVER");
    expect(await codeOf(close("2026-03-01"))).toBe("PERIOD_CLOSED");
    const { invoiceId } = await close("2026-04-01");
    expect(await codeOf(close("2026-04-02"))).toBe("DRAFT_EXISTS");
    await finaliseInvoice(operator("2026-04-01T00:00:00Z"), { tenantId: client.tenantId, invoiceId });
    expect(await close("2026-04-01")).toEqual({ invoiceId, created: false });
    expect(await codeOf(close("2026-03-20"))).toBe("PERIOD_CLOSED");
    const other = await world.client();
    expect(
      await codeOf(
        closePeriod(operator("2026-04-01T00:00:00Z"), { tenantId: other.tenantId, contractId, periodTo: "2026-04-01" }),
      ),
    ).toBe("NOT_FOUND");
  });
});

describe("finalising", () => {
  it("gives gapless numbers to parallel finalises of many contracts, and one number to many of one", async () => {
    const before = await nextNumber();
    const drafts = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const client = await world.client();
        const contractId = await activeContract(world, client);
        const { invoiceId } = await closePeriod(operator("2026-04-01T01:00:00Z"), {
          tenantId: client.tenantId,
          contractId,
          periodTo: "2026-04-01",
        });
        return { tenantId: client.tenantId, invoiceId };
      }),
    );
    // Each is finalised twice at once.
    const answers = await Promise.allSettled([
      ...drafts.flatMap((draft) => [0, 1].map(() => finaliseInvoice(operator("2026-04-01T02:00:00Z"), draft))),
    ]);
    const numbers = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.number] : []));
    expect(numbers.sort()).toEqual(
      Array.from({ length: 20 }, (_, i) => `HLS-2026-${String(before + i).padStart(6, "0")}`),
    );
    expect(await nextNumber()).toBe(before + 20);
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason.code] : []));
    expect(new Set(refused)).toEqual(new Set(["INVOICE_FINALISED"]));
  });

  it("loses no number when finalising fails", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const { invoiceId } = await closePeriod(operator("2026-04-01T01:00:00Z"), {
      tenantId: client.tenantId,
      contractId,
      periodTo: "2026-04-01",
    });
    const before = await nextNumber();
    const failing = { ...operator("2026-04-01T02:00:00Z"), requestId: "\u0000" };
    await expect(finaliseInvoice(failing, { tenantId: client.tenantId, invoiceId })).rejects.toThrow();
    expect(await nextNumber()).toBe(before);
  });

  it("freezes parties, sets the day due, moves what is billed, and lets nothing change afterwards", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const { invoiceId } = await closePeriod(operator("2026-04-01T01:00:00Z"), {
      tenantId: client.tenantId,
      contractId,
      periodTo: "2026-04-01",
    });
    const contract = () =>
      world.db.asOperator((tx) =>
        tx.contract.findUniqueOrThrow({ where: { tenantId_id: { tenantId: client.tenantId, id: contractId } } }),
      );
    expect((await contract()).billedThrough).toBeNull();
    await finaliseInvoice(operator("2026-04-02T17:00:00Z"), { tenantId: client.tenantId, invoiceId });
    expect((await contract()).billedThrough?.toISOString()).toBe("2026-04-01T00:00:00.000Z");
    const { invoice } = await contentOf(client.tenantId, invoiceId);
    // 17:00 UTC is the 3rd in Shanghai; 30 days later.
    expect(invoice.dueOn?.toISOString().slice(0, 10)).toBe("2026-05-03");

    const scope = <T>(fn: Parameters<typeof world.db.asOperator<T>>[0]) => world.db.asOperator(fn);
    const of = { tenantId: client.tenantId };
    const attempts = [
      () => scope((tx) => tx.invoice.updateMany({ where: { ...of, id: invoiceId }, data: { netMinor: 1n } })),
      () => scope((tx) => tx.invoice.deleteMany({ where: { ...of, id: invoiceId } })),
      () => scope((tx) => tx.charge.updateMany({ where: { ...of, invoiceId }, data: { amountMinor: 1n } })),
      () => scope((tx) => tx.charge.deleteMany({ where: { ...of, invoiceId } })),
    ];
    const before = await contentOf(client.tenantId, invoiceId);
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(/constraint/);
    expect(await contentOf(client.tenantId, invoiceId)).toEqual(before);
    expect(
      await codeOf(discardInvoice(operator("2026-04-03T00:00:00Z"), { tenantId: client.tenantId, invoiceId })),
    ).toBe("INVOICE_FINALISED");
  });
});

async function nextNumber(): Promise<number> {
  const entity = await world.db.asOperator((tx) =>
    tx.legalEntity.findUniqueOrThrow({ where: { id: world.legalEntityId } }),
  );
  return entity.nextInvoiceNumber;
}
