import { newId } from "@callbay/db/ids";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { activeContract, type BillingWorld, codeOf, OPERATOR, openBillingWorld } from "../billing/billing-world.ts";
import { closePeriod } from "../billing/close.ts";
import { finaliseInvoice } from "../billing/finalise.ts";
import { listAllInvoices, listInvoices } from "../invoice/read.ts";
import { post } from "../ledger/post.ts";
import { settleInvoice } from "../ledger/settle.ts";
import { acceptInvoice } from "./accept.ts";
import { ageing } from "./ageing.ts";
import { closingBoard } from "./board.ts";
import { creditNote } from "./credit-note.ts";
import { disputeLine } from "./dispute.ts";
import { closedMonth, type MonthCase, REVIEWED } from "./month.test-support.ts";
import { openReview } from "./open-review.ts";
import { clientStatement, ownStatement, ownStatementFile } from "./statement.ts";
import { voidInvoice } from "./void.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const NOW = "2026-04-01T02:00:00Z";
const TERMS = { ...REVIEWED, reviewDays: 0 };

const finalise = async (month: MonthCase, now = NOW) =>
  finaliseInvoice(month.operator(now), { tenantId: month.tenantId, invoiceId: month.invoiceId });

async function boardOf(month: { tenantId: string }, now: string) {
  const { items } = await closingBoard(world.as(OPERATOR, now), { tenantId: month.tenantId });
  return items;
}

/** Money of a client's invoice, as the bank's statement brings it. */
async function pay({ tenantId, invoiceId }: MonthCase, amountMinor: bigint, on: string): Promise<void> {
  const now = new Date(`${on}T03:00:00Z`);
  await world.db.withTenant(tenantId, async (tx) => {
    const id = newId();
    await tx.payment.createMany({
      data: {
        tenantId,
        id,
        invoiceId,
        provider: "bank",
        providerRef: id,
        state: "succeeded",
        amountMinor,
        currency: "CNY",
        createdAt: now,
        settledAt: now,
        updatedAt: now,
      },
    });
    await settleInvoice(tx, { tenantId, invoiceId, now });
    await post(tx, {
      tenantId,
      kind: "payment_received",
      sourceKey: id,
      invoiceId,
      occurredAt: now,
      bookedOn: on,
      memo: "Bank transfer",
      entries: [
        { account: "cash", currency: "CNY", amountMinor },
        { account: "receivable", currency: "CNY", amountMinor: -amountMinor },
      ],
    });
  });
}

describe("the closing board", () => {
  it("says of each contract where its month stands", async () => {
    const client = await world.client();
    await activeContract(world, client, { terms: REVIEWED });
    const step = async (of: { tenantId: string }, now: string) => (await boardOf(of, now)).map((one) => one.step);
    expect(await step(client, "2026-03-31T15:59:00Z")).toEqual(["up_to_date"]);
    expect(await step(client, "2026-03-31T16:00:00Z")).toEqual(["due"]);
    expect((await boardOf(client, NOW))[0]).toMatchObject({ periodFrom: "2026-03-01", periodTo: "2026-04-01" });

    const month = await closedMonth(world);
    const of = { tenantId: month.tenantId, invoiceId: month.invoiceId };
    expect(await step(month, NOW)).toEqual(["draft"]);
    expect((await boardOf(month, "2026-04-04T02:00:00Z"))[0]).toMatchObject({ waitingDays: 3, totalMinor: 11_236n });
    await openReview(month.operator(NOW), of);
    expect(await step(month, NOW)).toEqual(["in_review"]);
    expect(await step(month, "2026-04-06T16:00:00Z")).toEqual(["review_over"]);
    const accepted = await closedMonth(world);
    await openReview(accepted.operator(NOW), { tenantId: accepted.tenantId, invoiceId: accepted.invoiceId });
    await acceptInvoice(accepted.finance(NOW), { invoiceId: accepted.invoiceId });
    expect(await step(accepted, NOW)).toEqual(["accepted"]);
    await finalise(accepted);
    expect(await step(accepted, NOW)).toEqual(["up_to_date"]);
    const [line] = await month.lines();
    await disputeLine(month.finance(NOW), { invoiceId: month.invoiceId, chargeId: line?.id ?? "", comment: "No." });
    expect((await boardOf(month, NOW))[0]).toMatchObject({ step: "disputed", openDisputes: 1 });
  });

  it("counts what is missing in the period, and nothing of other days", async () => {
    const client = await world.client();
    const { tenantId } = client;
    const contractId = await activeContract(world, client, { terms: { ...TERMS, recordingRequired: true } });
    const campaign = await client.campaign(contractId);
    const [first = ""] = [
      await client.call(campaign, { at: "2026-03-02T03:00:00Z" }),
      await client.call(campaign, { at: "2026-03-03T03:00:00Z" }),
      await client.call(campaign, { at: "2026-04-01T03:00:00Z" }),
    ];
    await world.db.withTenant(tenantId, async (tx) => {
      await tx.recording.createMany({
        data: { tenantId, id: newId(), callId: first, state: "stored", startedAt: new Date(NOW) },
      });
      const disposition = { tenantId, id: newId(), campaignId: campaign, position: 1, code: "sold", label: "Sold" };
      await tx.campaignDisposition.createMany({ data: disposition });
      await tx.call.updateMany({ where: { tenantId, id: first }, data: { dispositionId: disposition.id } });
      const usage = await tx.usageRecord.findFirstOrThrow({ where: { tenantId } });
      await tx.usageRecord.createMany({
        data: {
          ...usage,
          id: newId(),
          kind: "message",
          sourceKey: "message:1",
          callId: null,
          direction: null,
          data: {},
        },
      });
    });
    expect((await boardOf(client, NOW))[0]?.missing).toEqual({
      unpricedUsage: 1,
      callsWithoutDisposition: 1,
      recordingsMissing: 1,
      importsRunning: 0,
      withoutTerms: false,
    });
  });

  it("says what is unusual against the invoice before", async () => {
    const month = await closedMonth(world, TERMS);
    await finalise(month);
    for (let day = 1; day <= 9; day++) await month.client.call(month.campaignId, { at: `2026-04-0${day}T03:00:00Z` });
    const { tenantId, contractId } = month;
    await closePeriod(month.operator("2026-05-01T02:00:00Z"), { tenantId, contractId, periodTo: "2026-05-01" });
    const [item] = await boardOf(month, "2026-05-01T02:00:00Z");
    expect(item?.unusual).toEqual([
      { what: "quantity", componentType: "per_call", direction: "outbound", changePpm: 2_100_000 },
    ]);
  });
});

describe("receivables", () => {
  it("are aged by the client's own calendar, less what was paid and given back", async () => {
    const month = await closedMonth(world, { ...TERMS, paymentTermDays: 30 });
    await finalise(month);
    await pay(month, 1_236n, "2026-04-05");
    const [, calls] = await month.lines();
    await creditNote(month.operator(NOW), {
      tenantId: month.tenantId,
      invoiceId: month.invoiceId,
      lines: [{ chargeId: calls?.id ?? "", amount: "5.00" }],
      reason: "x",
    });
    // Due on 1 May; 11,236 − 1,236 paid − 530 given back.
    const bucket = async (now: string) => {
      const row = (await ageing(world.as(OPERATOR, now), {})).items.find((one) => one.tenantId === month.tenantId);
      const { notDueMinor, days30Minor, days60Minor, days90Minor, olderMinor } = row ?? {};
      return [notDueMinor, days30Minor, days60Minor, days90Minor, olderMinor].map(Number);
    };
    const open = 9_470;
    expect(await bucket("2026-05-01T15:59:00Z")).toEqual([open, 0, 0, 0, 0]);
    expect(await bucket("2026-05-01T16:00:00Z")).toEqual([0, open, 0, 0, 0]);
    expect(await bucket("2026-05-31T15:00:00Z")).toEqual([0, open, 0, 0, 0]);
    expect(await bucket("2026-05-31T16:00:00Z")).toEqual([0, 0, open, 0, 0]);
    expect(await bucket("2026-07-30T02:00:00Z")).toEqual([0, 0, 0, open, 0]);
    expect(await bucket("2026-07-31T02:00:00Z")).toEqual([0, 0, 0, 0, open]);
    const { totals } = await ageing(world.as(OPERATOR, NOW), {});
    const { items } = await ageing(world.as(OPERATOR, NOW), {});
    expect(totals.find((one) => one.currency === "CNY")?.totalMinor).toBe(
      items.filter((one) => one.currency === "CNY").reduce((sum, one) => sum + one.totalMinor, 0n),
    );

    const list = async (now: string, filter: object) =>
      (await listAllInvoices(world.as(OPERATOR, now), { tenantId: month.tenantId, ...filter })).items.map(
        (one) => one.kind,
      );
    expect(await list("2026-05-01T15:59:00Z", { overdue: true })).toEqual([]);
    expect(await list("2026-05-01T16:00:00Z", { overdue: true })).toEqual(["invoice"]);
    expect(await list(NOW, { settlement: "partly_paid" })).toEqual(["invoice"]);
    expect(await list(NOW, { settlement: "paid" })).toEqual([]);
    expect(await list(NOW, { kind: "credit_note" })).toEqual(["credit_note"]);
    const own = await listInvoices(month.finance(NOW), {});
    expect(own.items.find((one) => one.kind === "invoice")?.settlement).toMatchObject({
      state: "partly_paid",
      openMinor: 9_470n,
    });
  });
});

describe("the statement of account", () => {
  it("goes from what was owed to what is owed, movement by movement, as the ledger has them", async () => {
    const month = await closedMonth(world, TERMS);
    const { tenantId, contractId, operator, finance } = month;
    const { number } = await finalise(month);
    await pay(month, 11_236n, "2026-04-20");
    const april = await closePeriod(operator("2026-05-01T02:00:00Z"), { tenantId, contractId, periodTo: "2026-05-01" });
    const second = await finaliseInvoice(operator("2026-05-02T02:00:00Z"), { tenantId, invoiceId: april.invoiceId });
    const note = await voidInvoice(operator("2026-05-03T02:00:00Z"), {
      tenantId,
      invoiceId: april.invoiceId,
      reason: "x",
    });

    const all = await ownStatement(finance(NOW), { from: "2026-04-01", through: "2026-05-31" });
    expect(all.currencies).toHaveLength(1);
    expect(all.currencies[0]).toMatchObject({ currency: "CNY", openingMinor: 0n, closingMinor: 0n });
    expect(
      all.currencies[0]?.items.map((row) => [
        row.bookedOn,
        row.kind,
        row.documentNumber,
        row.amountMinor,
        row.balanceMinor,
      ]),
    ).toEqual([
      ["2026-04-01", "invoice_finalised", number, 11_236n, 11_236n],
      ["2026-04-20", "payment_received", number, -11_236n, 0n],
      ["2026-05-02", "invoice_finalised", second.number, 10_600n, 10_600n],
      ["2026-05-03", "invoice_voided", note.number, -10_600n, 0n],
    ]);
    const part = await clientStatement(operator(NOW), { tenantId, from: "2026-04-20", through: "2026-05-02" });
    expect(part.currencies[0]).toMatchObject({ openingMinor: 11_236n, closingMinor: 10_600n });
    expect(part.currencies[0]?.items).toHaveLength(2);
    expect(await codeOf(ownStatement(finance(NOW), { from: "2026-05-02", through: "2026-05-01" }))).toBe(
      "PERIOD_EMPTY",
    );

    const { bytes, fileName } = await ownStatementFile(finance(NOW), { from: "2026-04-20", through: "2026-05-02" });
    expect(fileName).toBe("statement-2026-04-20-2026-05-02.csv");
    expect(new TextDecoder().decode(bytes).trim().split("\r\n")).toEqual([
      "currency,booked_on,event,document,invoice,memo,amount,balance",
      "CNY,2026-04-20,opening_balance,,,,,112.36",
      `CNY,2026-04-20,payment_received,${number},${number},Bank transfer,-112.36,0.00`,
      `CNY,2026-05-02,invoice_finalised,${second.number},${second.number},Invoice ${second.number},106.00,106.00`,
      "CNY,2026-05-02,closing_balance,,,,,106.00",
    ]);
    expect(
      await codeOf(
        ownStatementFile(world.as(month.client.actor("manager"), NOW), { from: "2026-04-20", through: "2026-05-02" }),
      ),
    ).toBe("FORBIDDEN");
  });
});
