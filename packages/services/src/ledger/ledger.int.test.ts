import { newId } from "@callbay/db/ids";
import { createTestDatabase, type TestDatabase, withClient } from "@callbay/testing/database";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillingWorld, OPERATOR, openBillingWorld } from "../billing/billing-world.ts";
import { ledgerCheck } from "./check.ts";
import { journalCsv } from "./export.ts";
import { type LedgerWorld, openLedgerWorld } from "./ledger-world.test-support.ts";
import { post } from "./post.ts";
import { postFinalised } from "./post-invoice.ts";
import { ledgerBalances, ledgerEntries, ledgerTrial } from "./read.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 4 });
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const NOW = "2026-04-02T03:00:00Z";
const operator = () => world.as(OPERATOR, NOW);

async function balancesOf(ledger: LedgerWorld, more: { invoiceId?: string; asOf?: string } = {}) {
  const { items } = await ledgerBalances(operator(), { tenantId: ledger.client.tenantId, ...more });
  return Object.fromEntries(items.map(({ account, balanceMinor }) => [account, balanceMinor]));
}

describe("an invoice in the ledger", () => {
  it("posts what is owed, earned by campaign and taxed, once", async () => {
    const ledger = await openLedgerWorld(world);
    const { tenantId } = ledger.client;
    const invoiceId = await ledger.invoice(
      [
        { amountMinor: 1_000n, calls: [2, 1] },
        { amountMinor: 600n, component: "seat", kind: "base" },
        { amountMinor: -100n, component: null, kind: "credit" },
      ],
      NOW,
    );
    await world.db.withTenant(tenantId, (tx) => postFinalised(tx, { tenantId, invoiceId, now: new Date(NOW) }));
    const { items } = await ledgerEntries(operator(), { tenantId, invoiceId });
    const [first, second] = ledger.campaigns;
    expect(items.map(({ account, amountMinor, campaignId }) => [account, amountMinor, campaignId]).reverse()).toEqual([
      ["receivable", 1_590n, null],
      ["revenue:per_call", -667n, first],
      ["revenue:per_call", -333n, second],
      ["revenue:seat", -600n, null],
      ["credit", 100n, null],
      ["tax", -90n, null],
    ]);
    expect(items[0]).toMatchObject({ kind: "invoice_finalised", bookedOn: "2026-04-02", contractReference: "C-1" });
  });

  it("a credit note takes back from the campaigns that earned, a void all that is left", async () => {
    const ledger = await openLedgerWorld(world);
    const { tenantId } = ledger.client;
    const invoiceId = await ledger.invoice([{ amountMinor: 3_000n, calls: [2, 1] }], NOW);
    await ledger.credit(invoiceId, [{ amountMinor: 300n }], NOW);
    const { items } = await ledgerEntries(operator(), { tenantId, invoiceId, account: "revenue:per_call", limit: 2 });
    expect(items.map(({ amountMinor }) => amountMinor).reverse()).toEqual([200n, 100n]);
    expect(await balancesOf(ledger, { invoiceId })).toMatchObject({ receivable: 2_862n });
    await ledger.voided(invoiceId, NOW);
    expect(Object.values(await balancesOf(ledger)).every((balance) => balance === 0n)).toBe(true);
    expect(await ledgerCheck(operator(), { tenantId })).toEqual({ checked: 1, differences: [] });
  });

  it("pages by day without a gap, and knows balances as of a day", async () => {
    const ledger = await openLedgerWorld(world);
    const { tenantId } = ledger.client;
    const invoiceId = await ledger.invoice([{ amountMinor: 1_000n, calls: [1, 1] }], "2026-04-02T03:00:00Z");
    await ledger.paid(invoiceId, 500n, "2026-04-05T03:00:00Z");
    await ledger.paid(invoiceId, 560n, "2026-04-09T03:00:00Z");
    expect(await balancesOf(ledger, { asOf: "2026-04-04" })).toMatchObject({ receivable: 1_060n });
    expect(await balancesOf(ledger, { asOf: "2026-04-05" })).toMatchObject({ receivable: 560n, cash: 500n });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof ledgerEntries>> = await ledgerEntries(operator(), {
        tenantId,
        limit: 3,
        cursor,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    const all = await ledgerEntries(operator(), { tenantId });
    expect(seen).toEqual(all.items.map(({ id }) => id));
    expect(seen).toHaveLength(8);
    const days = await ledgerEntries(operator(), { tenantId, from: "2026-04-05", through: "2026-04-05" });
    expect(days.items).toHaveLength(2);
  });
});

describe("what Postgres refuses", () => {
  const entry = { account: "cash", currency: "CNY", amountMinor: 1n };

  it("changes of what is posted", async () => {
    const ledger = await openLedgerWorld(world);
    await ledger.invoice([{ amountMinor: 100n }], NOW);
    const { tenantId } = ledger.client;
    for (const table of ["ledger_transaction", "ledger_entry"])
      for (const sql of [`UPDATE ${table} SET tenant_id = tenant_id`, `DELETE FROM ${table}`]) {
        await expect(world.db.withTenant(tenantId, (tx) => tx.$executeRawUnsafe(sql))).rejects.toThrow(/denied/);
        // Not even the owner of the tables.
        await withClient(database.ownerUrl, async (client) => {
          await client.query("SELECT set_config('app.scope', 'operator', false)");
          await expect(client.query(sql)).rejects.toThrow(/IMMUTABLE/);
        });
      }
  });

  it("a transaction that does not balance, at the commit", async () => {
    const ledger = await openLedgerWorld(world);
    const { tenantId } = ledger.client;
    const head = (id: string) => ({
      tenantId,
      id,
      kind: "payment_received",
      sourceKey: id,
      occurredAt: new Date(NOW),
      bookedOn: new Date("2026-04-02"),
      memo: "",
    });
    const write = (rows: readonly (readonly [transaction: number, amountMinor: bigint, currency?: string])[]) =>
      world.db.withTenant(tenantId, async (tx) => {
        const ids = [newId(), newId()];
        await tx.ledgerTransaction.createMany({ data: ids.map(head) });
        for (const [index, amountMinor, currency = "CNY"] of rows) {
          const transactionId = ids[index] ?? "";
          await tx.ledgerEntry.createMany({
            data: { ...entry, tenantId, id: newId(), transactionId, amountMinor, currency },
          });
        }
        return ids[0] ?? "";
      });
    await expect(write([[0, 5n]])).rejects.toThrow(/UNBALANCED/);
    await expect(write([[0, 5n], [0, -5n, "EUR"]])).rejects.toThrow(/UNBALANCED/); // biome-ignore format: one case a line
    await expect(write([[0, 5n], [1, -5n]])).rejects.toThrow(/UNBALANCED/); // biome-ignore format: one case a line
    await expect(write([[0, 5n], [1, -5n], [0, -5n]])).rejects.toThrow(/UNBALANCED/); // biome-ignore format: one case a line
    await expect(write([[0, 5n], [1, -5n], [0, -5n], [1, 5n]])).resolves.toBeDefined(); // biome-ignore format: one case a line
    const id = await write([[0, 5n], [0, -5n]]); // biome-ignore format: one case a line
    const later = (amounts: readonly bigint[]) =>
      world.db.withTenant(tenantId, async (tx) => {
        await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`;
        for (const amountMinor of amounts)
          await tx.ledgerEntry.createMany({
            data: { ...entry, tenantId, id: newId(), transactionId: id, amountMinor },
          });
      });
    await expect(later([7n])).rejects.toThrow(/UNBALANCED/);
    await expect(
      world.db.withTenant(tenantId, async (tx) => {
        const data = [7n, -7n].map((amountMinor) => ({
          ...entry,
          tenantId,
          id: newId(),
          transactionId: id,
          amountMinor,
        }));
        await tx.ledgerEntry.createMany({ data });
        await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`;
        await tx.$executeRaw`SET CONSTRAINTS ALL DEFERRED`;
        await tx.ledgerEntry.createMany({ data: { ...entry, tenantId, id: newId(), transactionId: id } });
      }),
    ).rejects.toThrow(/UNBALANCED/);
    await expect(
      world.db.withTenant(tenantId, (tx) =>
        post(tx, {
          tenantId,
          kind: "payment_received",
          sourceKey: "x",
          occurredAt: new Date(NOW),
          bookedOn: "2026-04-02",
          memo: "",
          entries: [{ account: "cash", currency: "CNY", amountMinor: 1n }],
        }),
      ),
    ).rejects.toThrow(/does not sum to zero/);
  });
});

const amount = fc.bigInt({ min: 1n, max: 100_000n });
const step = fc.oneof(
  fc.record({ what: fc.constant("invoice" as const), amount, calls: fc.array(fc.nat(3), { maxLength: 2 }) }),
  fc.record({ what: fc.constant("pay" as const), amount, which: fc.nat() }),
  fc.record({ what: fc.constant("credit" as const), amount, which: fc.nat() }),
  fc.record({ what: fc.constant("refund" as const), amount, which: fc.nat() }),
  fc.record({ what: fc.constantFrom("dispute" as const, "void" as const), which: fc.nat() }),
);

it("balances whatever happens, and each invoice's receivable is what its settlement leaves open", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const ledger = await openLedgerWorld(world);
      const { tenantId } = ledger.client;
      const invoices: string[] = [];
      const payments: { id: string; left: bigint; disputed: "not" | "lost" | "won" }[] = [];
      const pick = <T>(from: readonly T[], which: number): T | undefined => from[which % Math.max(1, from.length)];
      for (const one of steps) {
        if (one.what === "invoice") {
          invoices.push(await ledger.invoice([{ amountMinor: one.amount, calls: one.calls }], NOW));
          continue;
        }
        const invoiceId = pick(invoices, one.which);
        const payment = pick(payments, one.which);
        if (one.what === "pay" && invoiceId)
          payments.push({ id: await ledger.paid(invoiceId, one.amount, NOW), left: one.amount, disputed: "not" });
        else if (one.what === "credit" && invoiceId) await ledger.credit(invoiceId, [{ amountMinor: one.amount }], NOW);
        else if (one.what === "void" && invoiceId) await ledger.voided(invoiceId, NOW);
        else if (one.what === "refund" && payment && payment.disputed !== "lost" && payment.left >= one.amount) {
          await ledger.refunded(payment.id, one.amount, NOW);
          payment.left -= one.amount;
        } else if (one.what === "dispute" && payment && payment.disputed !== "won") {
          // A provider's dispute is opened once and won once.
          await ledger.disputed(payment.id, NOW, payment.disputed === "lost");
          payment.disputed = payment.disputed === "not" ? "lost" : "won";
        }
      }
      const trial = await ledgerTrial(operator(), { tenantId });
      expect(trial).toMatchObject({ balanced: true, unbalanced: [] });
      const check = await ledgerCheck(operator(), { tenantId });
      expect(check).toEqual({ checked: invoices.length, differences: [] });
    }),
    { numRuns: 12, seed: 20260401 },
  );
}, 120_000);

it("ledger.check names a settlement that is not what its documents say", async () => {
  const ledger = await openLedgerWorld(world);
  const { tenantId } = ledger.client;
  const invoiceId = await ledger.invoice([{ amountMinor: 1_000n }], NOW);
  await world.db.withTenant(tenantId, (tx) =>
    tx.invoiceSettlement.updateMany({ where: { id: invoiceId }, data: { paidMinor: 60n, state: "partly_paid" } }),
  );
  const { differences } = await ledgerCheck(operator(), { tenantId });
  expect(differences.map(({ field, kept, recomputed }) => [field, kept, recomputed])).toEqual([
    ["paid", "60", "0"],
    ["state", "partly_paid", "open"],
  ]);
});

it("the journal opens with balances, runs them, and ends with a control total; it is audited", async () => {
  const ledger = await openLedgerWorld(world);
  const { tenantId } = ledger.client;
  const invoiceId = await ledger.invoice([{ amountMinor: 1_000n, calls: [1] }], "2026-04-02T03:00:00Z");
  await ledger.paid(invoiceId, 500n, "2026-04-05T03:00:00Z");
  await ledger.paid(invoiceId, 60n, "2026-04-06T03:00:00Z");
  let text = "";
  for await (const part of journalCsv(operator(), { tenantId, from: "2026-04-05", through: "2026-04-06" }))
    text += part;
  const rows = text
    .slice(1)
    .split("\r\n")
    .map((line) => line.replaceAll(/"[^"]*"/g, "quoted").split(","));
  const at = (name: string) => rows[0]?.indexOf(name) ?? -1;
  const shown = (name: string) => rows.slice(1, -1).map((row) => row[at(name)]);
  expect(shown("line")).toEqual(["opening", "opening", "opening", "entry", "entry", "entry", "entry", "total"]);
  expect(shown("account")).toEqual([
    "receivable",
    "revenue:per_call",
    "tax",
    "cash",
    "receivable",
    "cash",
    "receivable",
    "",
  ]);
  expect(shown("balance")).toEqual(["10.60", "-10.00", "-0.60", "5.00", "5.60", "5.60", "5.00", "0.00"]);
  expect(rows.at(-2)?.slice(at("debit"), at("debit") + 2)).toEqual(["5.60", "5.60"]);
  const audited = await world.db.asOperator((tx) =>
    tx.auditLog.findMany({ where: { tenantId, action: "ledger.export" } }),
  );
  expect(audited.map(({ after }) => after)).toEqual([{ from: "2026-04-05", through: "2026-04-06" }]);
});

it("checks ten thousand entries of a transaction by reading each a few times at most", async () => {
  const ledger = await openLedgerWorld(world);
  const { tenantId } = ledger.client;
  const count = 10_000;
  const read = await world.db.withTenant(
    tenantId,
    async (tx) => {
      await post(tx, {
        tenantId,
        kind: "costs_accrued",
        sourceKey: "many",
        occurredAt: new Date(NOW),
        bookedOn: "2026-04-02",
        memo: "",
        entries: Array.from({ length: count }, (_, index) => ({
          account: "accrued",
          currency: "CNY",
          amountMinor: index % 2 === 0 ? 1n : -1n,
        })),
      });
      // What the commit would check.
      await tx.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`;
      const [row] = await tx.$queryRaw<{ rows: number }[]>`
        SELECT (seq_tup_read + COALESCE(idx_tup_fetch, 0))::int AS rows
        FROM pg_stat_xact_user_tables WHERE relname = 'ledger_entry'`;
      return row?.rows ?? 0;
    },
    { timeoutMs: 60_000 },
  );
  // Were each entry to sum its whole transaction, a hundred million rows would be read.
  expect(read).toBeGreaterThanOrEqual(count);
  expect(read).toBeLessThan(10 * count);
});
