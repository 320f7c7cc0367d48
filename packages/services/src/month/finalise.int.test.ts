import type { Tx } from "@callbay/db/client";
import { newId } from "@callbay/db/ids";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillingWorld, codeOf, openBillingWorld } from "../billing/billing-world.ts";
import { closePeriod } from "../billing/close.ts";
import { finaliseInvoice } from "../billing/finalise.ts";
import { amendContract } from "../contract/amend.ts";
import { getInvoice } from "../invoice/read.ts";
import { creditNote, issueCreditNote } from "./credit-note.ts";
import { balanceOf, closedMonth, invoiceOf, type MonthCase, REVIEWED } from "./month.test-support.ts";
import { voidInvoice } from "./void.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 20 });
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const NOW = "2026-04-01T02:00:00Z";
const LATER = "2026-04-10T02:00:00Z";
const TERMS = { ...REVIEWED, reviewDays: 0 };

async function finalised(terms: Parameters<typeof closedMonth>[1] = TERMS) {
  const month = await closedMonth(world, terms);
  const of = { tenantId: month.tenantId, invoiceId: month.invoiceId };
  const { number } = await finaliseInvoice(month.operator(NOW), of);
  return { ...month, of, number };
}

describe("a finalised invoice", () => {
  it("is owed, posted, due, and charged on its day where the terms say so", async () => {
    const { tenantId, invoice } = await finalised({ ...TERMS, autoCharge: true, paymentTermDays: 14 });
    expect(await invoice()).toMatchObject({
      autoCharge: true,
      dueOn: new Date("2026-04-15"),
      // Nine in the morning in Shanghai.
      settlement: { state: "open", nextChargeAt: new Date("2026-04-15T01:00:00Z"), sentAt: null },
    });
    expect(await balanceOf(world, tenantId, "receivable")).toBe(11_236n);
    expect(await balanceOf(world, tenantId, "tax")).toBe(-636n);
    expect(await balanceOf(world, tenantId, "revenue:per_call")).toBe(-10_600n);
  });

  it("locks its period: no line, usage, link or term under it changes, and late usage goes into the next", async () => {
    const { tenantId, contractId, invoiceId, client, campaignId, operator, invoice } = await finalised();
    const before = await invoice();
    const [line] = before.charges;
    const usage = await world.db.withTenant(tenantId, (tx) => tx.usageRecord.findFirstOrThrow());
    const versionId = line?.contractVersionId ?? "";
    const attempts: Record<string, (tx: Tx) => Promise<unknown>> = {
      "a new line": (tx) => tx.charge.createMany({ data: { ...asInput(line), id: newId(), position: 99 } }),
      "a changed line": (tx) => tx.charge.updateMany({ where: { tenantId, invoiceId }, data: { amountMinor: 1n } }),
      "a line less": (tx) => tx.charge.deleteMany({ where: { tenantId, invoiceId } }),
      "a link less": (tx) => tx.chargeUsage.deleteMany({ where: { tenantId } }),
      "other usage": (tx) => tx.$executeRaw`UPDATE usage_record SET quantity = 5 WHERE tenant_id = ${tenantId}::uuid`,
      "usage less": (tx) => tx.$executeRaw`DELETE FROM usage_record WHERE id = ${usage.id}::uuid`,
      "another tax rate": (tx) => tx.contractVersion.updateMany({ where: { tenantId }, data: { taxRatePpm: 0 } }),
      "other prices": (tx) => tx.priceComponent.updateMany({ where: { tenantId }, data: { params: {} } }),
      "a price more": (tx) =>
        tx.priceComponent.createMany({
          data: { tenantId, id: newId(), contractVersionId: versionId, position: 9, type: "message", params: {} },
        }),
      "terms within it": (tx) =>
        tx.contractVersion.createMany({
          data: { tenantId, id: newId(), contractId, version: 2, effectiveFrom: new Date("2026-03-31") },
        }),
      "another total": (tx) => tx.invoice.updateMany({ where: { tenantId }, data: { totalMinor: 1n } }),
      "state draft": (tx) => tx.invoice.updateMany({ where: { tenantId }, data: { state: "draft" } }),
    };
    for (const [what, attempt] of Object.entries(attempts)) {
      await expect(world.db.asOperator(attempt), what).rejects.toThrow(/IMMUTABLE|constraint|permission denied/);
    }
    expect(await invoice()).toEqual(before);
    const terms = { tenantId, contractId, terms: TERMS };
    expect(await codeOf(amendContract(operator(NOW), { ...terms, effectiveFrom: "2026-03-31" }))).toBe(
      "VERSION_DAY_REFUSED",
    );
    expect(await codeOf(amendContract(operator(NOW), { ...terms, effectiveFrom: "2026-04-15" }))).toBe("done");

    await client.call(campaignId, { at: "2026-03-20T03:00:00Z" });
    const next = await closePeriod(operator("2026-05-01T02:00:00Z"), { tenantId, contractId, periodTo: "2026-05-01" });
    expect(next.invoiceId).not.toBe(invoiceId);
    const late = (await invoiceOf(world, tenantId, next.invoiceId)).charges.filter(
      (one) => one.periodFrom < new Date("2026-04-01"),
    );
    expect(late.map((one) => one.amountMinor)).toEqual([200n]);
    expect(await invoice()).toEqual(before);
  });
});

function asInput(line: Awaited<ReturnType<typeof invoiceOf>>["charges"][number] | undefined) {
  if (!line) throw new Error("an invoice without lines");
  return { ...line, description: line.description ?? {} };
}

describe("credit notes", () => {
  const credit = (month: MonthCase, lines?: { chargeId: string; amount: string }[], now = LATER) =>
    creditNote(month.operator(now), {
      tenantId: month.tenantId,
      invoiceId: month.invoiceId,
      reason: "Two calls were ours",
      ...(lines ? { lines } : {}),
    });

  it("give back chosen lines in part, never more than there is, taxed as they were, and settle at the last", async () => {
    const month = await finalised();
    const { tenantId, number, invoice, finance } = month;
    const [base, calls] = await month.lines();
    const line = (amount: string) => [{ chargeId: calls?.id ?? "", amount }];
    expect(await codeOf(credit(month, line("6.01")))).toBe("AMOUNT_OUT_OF_RANGE");
    expect(await codeOf(credit(month, line("0.00")))).toBe("AMOUNT_OUT_OF_RANGE");
    expect(await codeOf(credit(month, [...line("4.00"), ...line("4.00")]))).toBe("AMOUNT_OUT_OF_RANGE");
    expect(await codeOf(credit(month, [{ chargeId: newId(), amount: "1.00" }]))).toBe("NOT_FOUND");
    const first = await credit(month, line("4.00"));
    expect(Number(first.number.slice(-6))).toBe(Number(number.slice(-6)) + 1);
    const note = await invoiceOf(world, tenantId, first.creditNoteId);
    expect(note).toMatchObject({
      kind: "credit_note",
      correctsId: month.invoiceId,
      state: "finalised",
      netMinor: -400n,
      taxMinor: -24n,
      totalMinor: -424n,
      charges: [
        {
          position: calls?.position,
          amountMinor: -400n,
          month: null,
          metered: 0n,
          reason: "Two calls were ours",
          arithmetic: "4.00 of 6.00 given back",
        },
      ],
    });
    expect((await invoice()).settlement).toMatchObject({ state: "partly_paid", creditedMinor: 424n });
    expect(await balanceOf(world, tenantId, "receivable")).toBe(10_812n);
    expect(await codeOf(credit(month, line("2.01")))).toBe("AMOUNT_OUT_OF_RANGE");
    await credit(month, [{ chargeId: base?.id ?? "", amount: "33.33" }]);
    await credit(month);
    expect((await invoice()).settlement).toMatchObject({
      state: "credited",
      creditedMinor: 11_236n,
      nextChargeAt: null,
    });
    for (const account of ["receivable", "tax", "revenue:per_call"]) {
      expect([account, await balanceOf(world, tenantId, account)]).toEqual([account, 0n]);
    }
    expect(await codeOf(credit(month))).toBe("NOTHING_TO_CREDIT");
    const seen = await getInvoice(finance(LATER), { invoiceId: month.invoiceId });
    expect(seen.creditNotes.map((one) => one.totalMinor).reduce((a, b) => a + b, 0n)).toBe(-11_236n);
    const own = await getInvoice(finance(LATER), { invoiceId: first.creditNoteId });
    expect(own).toMatchObject({
      kind: "credit_note",
      corrects: { number },
      taxes: [{ ratePpm: 60_000, netMinor: -400n, taxMinor: -24n }],
    });
    expect(
      await codeOf(creditNote(month.operator(LATER), { tenantId, invoiceId: first.creditNoteId, reason: "x" })),
    ).toBe("NOT_AN_INVOICE");
  });

  it("sum to the invoice to the last cent however it is given back, prices with tax in them or without", async () => {
    for (const taxMode of ["exclusive", "inclusive"] as const) {
      const month = await finalised({ ...TERMS, taxMode, taxRatePpm: 77_777 });
      const [base, calls] = await month.lines();
      for (const amount of ["0.07", "33.33", "0.01"]) await credit(month, [{ chargeId: base?.id ?? "", amount }]);
      await credit(month, [{ chargeId: calls?.id ?? "", amount: "1.99" }]);
      await credit(month);
      expect((await month.invoice()).settlement?.state).toBe("credited");
      expect(await balanceOf(world, month.tenantId, "receivable")).toBe(0n);
      expect(await balanceOf(world, month.tenantId, "tax")).toBe(0n);
    }
  });

  it("are not charged again by the next invoice, and move no period", async () => {
    const month = await finalised();
    await credit(month);
    const next = await closePeriod(month.operator("2026-05-01T02:00:00Z"), {
      tenantId: month.tenantId,
      contractId: month.contractId,
      periodTo: "2026-05-01",
    });
    const invoice = await invoiceOf(world, month.tenantId, next.invoiceId);
    expect(invoice.charges.map((one) => one.amountMinor)).toEqual([10_000n]);
    expect(invoice.periodFrom).toEqual(new Date("2026-04-01"));
  });

  it("given twice at once come to no more than the invoice", async () => {
    const month = await finalised();
    const answers = await Promise.allSettled([credit(month), credit(month), credit(month)]);
    expect(answers.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect((await month.invoice()).settlement).toMatchObject({ creditedMinor: 11_236n, state: "credited" });
  });

  it("are for finalised invoices alone", async () => {
    expect(await codeOf(credit(await closedMonth(world)))).toBe("INVOICE_NOT_FINALISED");
  });
});

describe("a void invoice", () => {
  it("is given back as a whole, and has left nothing in the ledger", async () => {
    const month = await finalised();
    const { tenantId, of, operator } = month;
    const done = await voidInvoice(operator(LATER), { ...of, reason: "Wrong company" });
    expect((await month.invoice()).settlement).toMatchObject({ state: "void", creditedMinor: 11_236n });
    expect(await invoiceOf(world, tenantId, done.creditNoteId)).toMatchObject({ totalMinor: -11_236n });
    const left = await world.db.withTenant(tenantId, (tx) =>
      tx.ledgerEntry.groupBy({ by: ["account", "campaignId"], where: { tenantId }, _sum: { amountMinor: true } }),
    );
    expect(left.filter((one) => one._sum.amountMinor !== 0n)).toEqual([]);
    expect(await codeOf(voidInvoice(operator(LATER), { ...of, reason: "Again" }))).toBe("INVOICE_NOT_OPEN");
    expect(await codeOf(creditNote(operator(LATER), { ...of, reason: "Again" }))).toBe("INVOICE_VOID");
  });

  it("opens the contract credits again that it used", async () => {
    const month = await finalised();
    const { tenantId, contractId, operator } = month;
    const id = newId();
    const applied = () => world.db.asOperator((tx) => tx.contractCredit.findMany({ where: { tenantId } }));
    await world.db.asOperator((tx) =>
      tx.contractCredit.createMany({
        data: { tenantId, id, contractId, amountMinor: 700n, reason: "x", createdAt: new Date(NOW), createdBy: "x" },
      }),
    );
    const of = { tenantId, contractId, periodTo: "2026-05-01" };
    const { invoiceId } = await closePeriod(operator("2026-05-01T02:00:00Z"), of);
    await finaliseInvoice(operator("2026-05-01T02:00:00Z"), { tenantId, invoiceId });
    expect(await applied()).toMatchObject([{ appliedMinor: 700n }]);
    await voidInvoice(operator("2026-05-02T02:00:00Z"), { tenantId, invoiceId, reason: "Wrong company" });
    expect(await applied()).toMatchObject([{ appliedMinor: 0n }]);
  });

  it("is refused once something was given back or paid", async () => {
    const month = await finalised();
    const [, calls] = await month.lines();
    const { tenantId, invoiceId } = month;
    await world.db.asOperator((tx) =>
      issueCreditNote(tx, {
        tenantId,
        invoiceId,
        lines: [{ chargeId: calls?.id ?? "", amountMinor: 1n }],
        reason: "x",
        now: new Date(LATER),
      }),
    );
    expect(await codeOf(voidInvoice(month.operator(LATER), { ...month.of, reason: "x" }))).toBe("INVOICE_NOT_OPEN");
  });
});

describe("numbers", () => {
  it("have no gap over 20 invoices and credit notes of two legal entities finalised at once, some of them failing", async () => {
    const second = newId();
    await world.db.asOperator((tx) =>
      tx.legalEntity.createMany({
        data: { id: second, name: "Harbour Second Ltd", addressLines: [], taxNumber: "HK-2", invoicePrefix: "HL2" },
      }),
    );
    const entities = [world, { ...world, legalEntityId: second }];
    const next = () =>
      world.db.asOperator(async (tx) => {
        const rows = await tx.legalEntity.findMany({ where: { id: { in: entities.map((one) => one.legalEntityId) } } });
        return new Map(rows.map((row) => [row.id, row.nextInvoiceNumber]));
      });
    const drafts: MonthCase[] = [];
    const finals: MonthCase[] = [];
    for (let i = 0; i < 10; i++) {
      const on = entities[i % 2] ?? world;
      drafts.push(await closedMonth(on, TERMS));
      const final = await closedMonth(on, TERMS);
      await finaliseInvoice(final.operator(NOW), { tenantId: final.tenantId, invoiceId: final.invoiceId });
      finals.push(final);
    }
    const before = await next();
    const answers = await Promise.allSettled(
      drafts.flatMap((draft, i) => {
        const final = finals[i] ?? draft;
        const finalise = (ctx = draft.operator(LATER)) =>
          finaliseInvoice(ctx, { tenantId: draft.tenantId, invoiceId: draft.invoiceId });
        const failing = { ...draft.operator(LATER), requestId: "\u0000" };
        return [
          finalise(failing),
          finalise(),
          finalise(),
          creditNote(final.operator(LATER), {
            tenantId: final.tenantId,
            invoiceId: final.invoiceId,
            reason: "All of it",
          }),
        ];
      }),
    );
    const numbers = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value.number] : []));
    expect(numbers).toHaveLength(20);
    const after = await next();
    for (const [prefix, id] of [["HLS", world.legalEntityId] as const, ["HL2", second] as const]) {
      const [from, to] = [before.get(id) ?? 0, after.get(id) ?? 0];
      expect(to - from).toBe(10);
      expect(numbers.filter((one) => one.startsWith(`${prefix}-`)).sort()).toEqual(
        Array.from({ length: 10 }, (_, i) => `${prefix}-2026-${String(from + i).padStart(6, "0")}`),
      );
      const all = await world.db.asOperator((tx) =>
        tx.invoice.findMany({
          where: { legalEntityId: id, state: "finalised" },
          orderBy: { sequence: "asc" },
          select: { sequence: true },
        }),
      );
      expect(all.map((one) => one.sequence)).toEqual(Array.from({ length: to - 1 }, (_, i) => i + 1));
    }
  });
});
