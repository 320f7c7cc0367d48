import { CallbayError } from "@callbay/domain/errors";
import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BillingWorld, OPERATOR, openBillingWorld, type TestClient } from "../billing/billing-world.ts";
import { getRateTable, listRateTables } from "../rate-table/read.ts";
import { uploadRateTable } from "../rate-table/upload.ts";
import { amendContract } from "./amend.ts";
import { createContract } from "./create.ts";
import { loadContract } from "./load.ts";
import { getContract } from "./read.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const operator = () => world.as(OPERATOR, "2026-03-11T01:00:00Z");
const CSV = "prefix,destination,rate\n86,China,0.05\n86138,China mobile,0.08\n852,Hong Kong,0.10\n";

let lists = 0;
async function priceList(currency = "CNY"): Promise<string> {
  const { rateTableId } = await uploadRateTable(operator(), { name: `List ${++lists}`, currency, csv: CSV });
  return rateTableId;
}

interface Wanted {
  readonly components: readonly object[];
  readonly adjustments?: readonly object[];
  readonly [term: string]: unknown;
}

async function contractWith(client: TestClient, terms: Wanted, days: { startsOn?: string; endsOn?: string } = {}) {
  const given = terms.components.map(({ type, ...params }: { type?: string }) => ({ type: type ?? "", params }));
  return createContract(operator(), {
    tenantId: client.tenantId,
    legalEntityId: world.legalEntityId,
    reference: "C-1",
    form: "FULL",
    currency: "CNY",
    startsOn: "2026-03-01",
    ...days,
    terms: { ...terms, components: given } as never,
  });
}

async function refusal(promise: Promise<unknown>): Promise<{ code: string; path: unknown; line?: unknown }> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CallbayError)) return { code: String(error), path: null };
  return { code: error.code, path: error.details.path, ...(error.details.line ? { line: error.details.line } : {}) };
}

/** One of each, as an operator's finance would write them. */
const everyType = (rateTableId: string) => [
  { type: "seat", monthlyRate: "310.00", minSeats: 2, tiers: [{ from: 10, rate: "280" }], tierMode: "volume" },
  {
    type: "package",
    direction: "inbound",
    unit: "call",
    monthlyFee: "900",
    included: 500,
    overageRate: "1.2",
    rollOver: true,
  },
  {
    type: "per_call",
    direction: "outbound",
    rate: "0.85",
    baseFee: "620",
    rates: [{ rate: "2", disposition: "sold" }],
  },
  { type: "per_minute", direction: "outbound", rate: "0.2", increments: { first: 60, next: 6 }, rateTableId },
  { type: "commission", direction: "outbound", basis: "fixed", amount: "30", clawbackDays: 30 },
  { type: "hourly", rate: "88", states: ["ready", "talking", "wrapup"], roles: ["agent"], incrementSeconds: 900 },
  { type: "project", name: "Launch", milestones: [{ key: "done", name: "Done", amount: "5000", dueOn: null }] },
  { type: "setup", name: "Set-up", amount: "1000", dueOn: "2026-03-01" },
  { type: "number", monthlyRate: "12" },
  { type: "message", rate: "0.05" },
];

describe("terms", () => {
  it("hold all ten kinds of price, adjustments, tax, review and payment, and give them back", async () => {
    const client = await world.client();
    const rateTableId = await priceList();
    const adjustments = [
      { type: "discount", name: "First year", percentPpm: 100_000, on: ["seat"] },
      { type: "monthly_minimum", amount: "3000" },
    ];
    const { contractId } = await contractWith(client, {
      components: everyType(rateTableId),
      adjustments,
      taxRatePpm: 60_000,
      taxMode: "inclusive",
      taxCategory: "S",
      taxNote: "Six per cent is contained.",
      reviewDays: 7,
      autoCharge: true,
    });
    const view = await getContract(operator(), { tenantId: client.tenantId, contractId });
    expect(view.versions[0]).toMatchObject({
      taxMode: "inclusive",
      taxCategory: "S",
      taxNote: "Six per cent is contained.",
      reviewDays: 7,
      autoCharge: true,
      adjustments,
    });
    expect(view.versions[0]?.components.map(({ params }) => params)).toEqual(everyType(rateTableId));
    // The client's own transaction sees the price list that its contract names, and no other.
    const other = await priceList();
    const loaded = await world.db.withTenant(client.tenantId, (tx) => loadContract(tx, client.tenantId, contractId));
    expect(loaded.rateTables.get(rateTableId)?.rows).toHaveLength(3);
    const seen = await world.db.withTenant(client.tenantId, (tx) => tx.rateTable.findMany({ select: { id: true } }));
    expect(seen).toEqual([{ id: rateTableId }]);
    expect(other).not.toBe(rateTableId);
  });

  it.each<[string, (table: string) => Wanted, string, string]>([
    [
      "a price list that is not there",
      () => ({ components: everyType("0199aaaa-0000-7000-8000-000000000000") }),
      "RATE_TABLE_UNKNOWN",
      "terms.components.3.params.rateTableId",
    ],
    [
      "a price list by name",
      () => ({ components: everyType("List 1") }),
      "RATE_TABLE_UNKNOWN",
      "terms.components.3.params.rateTableId",
    ],
    [
      "a set-up before the terms",
      () => ({ components: [{ type: "setup", name: "Set-up", amount: "1", dueOn: "2026-02-28" }] }),
      "COMPONENT_DAY_REFUSED",
      "terms.components.0.params.dueOn",
    ],
    [
      "a milestone after the contract's last day",
      () => ({
        components: [
          { type: "project", name: "P", milestones: [{ key: "m", name: "M", amount: "1", dueOn: "2027-01-01" }] },
        ],
      }),
      "COMPONENT_DAY_REFUSED",
      "terms.components.0.params.milestones.0.dueOn",
    ],
    [
      "two prices for the same hours",
      () => ({
        components: [
          { type: "hourly", rate: "88", states: ["talking"], incrementSeconds: 1 },
          { type: "hourly", rate: "99", states: ["talking", "ready"], roles: ["agent"], incrementSeconds: 1 },
        ],
      }),
      "HOURS_OVERLAP",
      "terms.components.1",
    ],
    [
      "two commissions for the same success",
      () => ({
        components: [
          { type: "commission", direction: "outbound", basis: "fixed", amount: "30", clawbackDays: 30 },
          { type: "commission", direction: "outbound", basis: "margin", percentPpm: 10_000, clawbackDays: 30 },
        ],
      }),
      "COMMISSION_OVERLAP",
      "terms.components.1",
    ],
    [
      "a discount that is nothing",
      () => ({
        components: [{ type: "message", rate: "1" }],
        adjustments: [{ type: "discount", name: "X" }],
      }),
      "ADJUSTMENT_INVALID",
      "terms.adjustments.0",
    ],
  ])("are refused with %s, and the place is named", async (_what, terms, code, path) => {
    const client = await world.client();
    const made = contractWith(client, terms(await priceList()), { endsOn: "2026-12-31" });
    expect(await refusal(made)).toEqual({ code, path });
  });

  it("are refused with a price list in another currency", async () => {
    const client = await world.client();
    const made = contractWith(client, { components: everyType(await priceList("EUR")) });
    expect(await refusal(made)).toMatchObject({ code: "RATE_TABLE_CURRENCY" });
  });

  it("that are amended keep their days before those that follow", async () => {
    const client = await world.client();
    const { contractId } = await contractWith(client, { components: [{ type: "message", rate: "1" }] });
    const amend = (effectiveFrom: string, dueOn: string) =>
      amendContract(operator(), {
        tenantId: client.tenantId,
        contractId,
        effectiveFrom,
        terms: { components: [{ type: "setup", params: { name: "S", amount: "1", dueOn } }] },
      });
    await amend("2026-06-01", "2026-06-01");
    expect(await refusal(amend("2026-05-01", "2026-06-01"))).toMatchObject({ code: "COMPONENT_DAY_REFUSED" });
    expect(await amend("2026-05-01", "2026-05-31")).toEqual({ version: 3 });
  });
});

describe("price lists", () => {
  it("name the line that is wrong, and keep nothing of it", async () => {
    const bad = CSV.replace("0.08", "cheap");
    const upload = uploadRateTable(operator(), { name: "Bad", currency: "CNY", csv: bad });
    expect(await refusal(upload)).toMatchObject({ code: "RATE_TABLE_INVALID", line: 3 });
    expect((await listRateTables(operator(), {})).items.map(({ name }) => name)).not.toContain("Bad");
  });

  it("are kept once by the same text, and a name is never given to another", async () => {
    const first = await uploadRateTable(operator(), { name: "Carrier A", currency: "CNY", csv: CSV });
    const again = await uploadRateTable(operator(), { name: "Carrier A", currency: "CNY", csv: CSV });
    expect(again).toEqual({ rateTableId: first.rateTableId, rows: 3, created: false });
    const other = uploadRateTable(operator(), { name: "Carrier A", currency: "CNY", csv: `${CSV}81,Japan,0.2\n` });
    expect(await refusal(other)).toMatchObject({ code: "RATE_TABLE_NAME_TAKEN" });
  });

  it("show their rows and which contracts name them", async () => {
    const client = await world.client({ name: "Comet" });
    const rateTableId = await priceList();
    const { contractId } = await contractWith(client, { components: everyType(rateTableId) });
    const found = await getRateTable(operator(), { rateTableId, find: "mobile" });
    expect(found).toMatchObject({ rowCount: 3, found: 1, rows: [{ prefix: "86138" }] });
    expect(found.contracts).toEqual([{ tenantId: client.tenantId, tenantName: "Comet", contractId, reference: "C-1" }]);
    const listed = (await listRateTables(operator(), {})).items.find(({ id }) => id === rateTableId);
    expect(listed).toMatchObject({ contracts: 1, rowCount: 3 });
  });
});
