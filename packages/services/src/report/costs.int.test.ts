import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  activeContract,
  type BillingWorld,
  codeOf,
  OPERATOR,
  openBillingWorld,
  rentedSeats,
  TERMS,
} from "../billing/billing-world.ts";
import { closePeriod } from "../billing/close.ts";
import { currentUsage } from "../billing/current.ts";
import { finaliseInvoice } from "../billing/finalise.ts";
import { reportCosts } from "./costs.ts";
import { exportCosts } from "./costs-file.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 8 });
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const NOW = "2026-04-10T04:00:00Z";
const MONTHS = { from: "2026-02", through: "2026-04" };

it("adds what was invoiced to what was used since, month by month, and its file says the same", async () => {
  const client = await world.client();
  const { tenantId } = client;
  const contractId = await activeContract(world, client, { terms: { ...TERMS, taxRatePpm: 0 } });
  await rentedSeats(world, client, contractId, 3, "2026-03-03T01:00:00Z");
  const campaignId = await client.campaign(contractId);
  await client.call(campaignId, { at: "2026-03-05T03:00:00Z" });
  await client.call(campaignId, { at: "2026-04-06T03:00:00Z" });
  const closed = "2026-04-02T04:00:00Z";
  const { invoiceId } = await closePeriod(world.as(OPERATOR, closed), { tenantId, contractId, periodTo: "2026-04-01" });
  // Closed and not final yet: neither used since nor invoiced, and a cost all the same.
  const draft = await world.db.withTenant(tenantId, (tx) => tx.invoice.findFirstOrThrow({ where: { id: invoiceId } }));
  expect(draft.netMinor).toBeGreaterThan(0n);
  const between = await reportCosts(world.as(client.actor("owner"), NOW), MONTHS);
  expect(between.rows.find(({ month }) => month === "2026-03")).toMatchObject({
    ...{ totalMinor: draft.netMinor, openMinor: draft.netMinor, seatDays: 87 },
  });
  await finaliseInvoice(world.as(OPERATOR, closed), { tenantId, invoiceId });

  const owner = world.as(client.actor("owner"), NOW);
  const { rows, whats } = await reportCosts(owner, MONTHS);
  const invoice = await world.db.withTenant(tenantId, (tx) =>
    tx.invoice.findFirstOrThrow({ where: { id: invoiceId } }),
  );
  const [soFar] = (await currentUsage(owner, {})).items;
  const months = rows.map(({ month, totalMinor, openMinor, seatDays }) => ({ month, totalMinor, openMinor, seatDays }));
  const open = soFar?.netMinor ?? 0n;
  expect(open).toBeGreaterThan(0n);
  expect(months).toEqual([
    { month: "2026-04", totalMinor: open, openMinor: open, seatDays: 30 },
    { month: "2026-03", totalMinor: invoice.netMinor, openMinor: 0n, seatDays: 87 },
  ]);
  expect([...whats].sort()).toEqual(["per_call", "seat"]);
  for (const { amounts, totalMinor } of rows)
    expect(Object.values(amounts).reduce((sum, amount) => sum + amount, 0n)).toBe(totalMinor);

  const { bytes } = await exportCosts(owner, { months: MONTHS, format: "csv", locale: "en" });
  const lines = Buffer.from(bytes).toString("utf8").trim().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^Month,Contract,Currency,.*Seats by the month.*Total,Not invoiced yet,Seat-days$/);
  expect(lines[1]).toMatch(/^2026-04,.*,30$/);
});

it("is for those who may read invoices, and answers no more months than it can", async () => {
  const client = await world.client();
  expect(await codeOf(reportCosts(world.as(client.actor("manager"), NOW), MONTHS))).toBe("FORBIDDEN");
  const owner = world.as(client.actor("owner"), NOW);
  expect(await codeOf(reportCosts(owner, { from: "2026-04", through: "2026-03" }))).toBe("INVALID_INPUT");
  expect(await codeOf(reportCosts(owner, { from: "2020-01", through: "2026-03" }))).toBe("INVALID_INPUT");
  expect((await reportCosts(owner, MONTHS)).rows).toEqual([]);
});
