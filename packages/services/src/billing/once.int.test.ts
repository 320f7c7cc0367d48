import { addDays } from "@callbay/domain/calendar";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { activeContract, type BillingWorld, OPERATOR, openBillingWorld, rentedSeats } from "./billing-world.ts";
import { closePeriod } from "./close.ts";
import { discardInvoice } from "./discard.ts";
import { finaliseInvoice } from "./finalise.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const START = "2026-03-01";
const at = (day: number, hour: number) => `${addDays(START, day)}T${String(hour).padStart(2, "0")}:00:00Z`;

/** What happens on a day, in this order: a close of the days before it, or of it too; calls dated days back; a seat. */
const step = fc.record({
  days: fc.integer({ min: 1, max: 9 }),
  closes: fc.constantFrom("no", "before", "through"),
  discardsFirst: fc.boolean(),
  callsDaysBack: fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 4 }),
  rents: fc.boolean(),
});

it("charges each usage record exactly once, whenever periods are closed and however late usage comes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      const client = await world.client({ timezone: "UTC" });
      const contractId = await activeContract(world, client);
      const campaignId = await client.campaign(contractId);
      const { tenantId } = client;
      let today = 0;
      let closed = 0;
      let made = 0;
      const close = async (periodTo: string, discardsFirst: boolean): Promise<void> => {
        const now = world.as(OPERATOR, at(today, 1));
        const { invoiceId } = await closePeriod(now, { tenantId, contractId, periodTo });
        if (discardsFirst) {
          await discardInvoice(now, { tenantId, invoiceId });
          await close(periodTo, false);
        } else {
          await finaliseInvoice(now, { tenantId, invoiceId });
        }
      };
      for (const { days, closes, discardsFirst, callsDaysBack, rents } of steps) {
        today += days;
        const closeTo = today + (closes === "through" ? 1 : 0);
        if (closes !== "no" && closeTo > closed) await close(addDays(START, closeTo), discardsFirst);
        if (closes !== "no") closed = Math.max(closed, closeTo);
        for (const back of callsDaysBack) {
          await client.call(campaignId, { at: at(Math.max(0, today - back), 8) });
          made += 1;
        }
        if (rents) await rentedSeats(world, client, contractId, 1, at(today, 9));
      }
      today += 2;
      await close(addDays(START, today), true);

      const { usage, charges, invoices } = await world.db.withTenant(tenantId, async (tx) => ({
        usage: await tx.usageRecord.findMany({ include: { charges: true } }),
        charges: await tx.charge.findMany(),
        invoices: await tx.invoice.findMany({ orderBy: { periodFrom: "asc" } }),
      }));
      expect(usage.filter((record) => record.kind === "call")).toHaveLength(made);
      // Contacts connected are a denominator: read again each time, and never used up.
      const priced = usage.filter((record) => record.kind !== "connected");
      expect(priced.map((record) => record.charges.length)).toEqual(priced.map(() => 1));
      const calls = charges.filter((charge) => charge.unit === "call");
      expect(calls.reduce((sum, charge) => sum + charge.quantityMicros, 0n)).toBe(BigInt(made) * 1_000_000n);
      // Invoices tile the time from the first day, and each is the sum of its charges.
      expect(invoices.map((invoice) => invoice.periodFrom)).toEqual([
        new Date(START),
        ...invoices.slice(0, -1).map((invoice) => invoice.periodTo),
      ]);
      for (const invoice of invoices) {
        const own = charges.filter((charge) => charge.invoiceId === invoice.id);
        expect(own.reduce((sum, charge) => sum + charge.amountMinor, 0n)).toBe(invoice.netMinor);
        expect(invoice.netMinor + invoice.taxMinor).toBe(invoice.totalMinor);
      }
    }),
    { numRuns: 6, seed: 20260301 },
  );
});
