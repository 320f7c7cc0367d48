import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activeContract,
  type BillingWorld,
  codeOf,
  OPERATOR,
  openBillingWorld,
  SYSTEM,
  TERMS,
  type TestClient,
} from "../billing/billing-world.ts";
import { closePeriod } from "../billing/close.ts";
import { finaliseInvoice } from "../billing/finalise.ts";
import { recordSeatDays } from "../usage/seat-days.ts";
import { activateContract } from "./activate.ts";
import { amendContract } from "./amend.ts";
import { createContract } from "./create.ts";
import { endContract } from "./end.ts";
import { getContract, listContracts, myContracts } from "./read.ts";

let database: TestDatabase;
let world: BillingWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db);
});
afterAll(() => database?.close());

const operator = (now = "2026-03-11T01:00:00Z") => world.as(OPERATOR, now);
const draftOf = (client: TestClient, changes: object = {}) =>
  createContract(operator(), {
    tenantId: client.tenantId,
    legalEntityId: world.legalEntityId,
    reference: "C-1",
    form: "SEAT",
    currency: "CNY",
    startsOn: "2026-03-01",
    terms: TERMS,
    ...changes,
  });

describe("a draft", () => {
  const component = (change: object) => ({ terms: { ...TERMS, components: [change] } });
  it.each<[string, object, string, string]>([
    [
      "a float for a rate",
      component({ type: "seat", params: { monthlyRate: 310, minSeats: 2 } }),
      "PRICE_COMPONENT_INVALID",
      "terms.components.0.params.monthlyRate",
    ],
    [
      "an unknown field",
      component({ type: "seat", params: { monthlyRate: "310", minSeats: 2, discount: "1" } }),
      "PRICE_COMPONENT_INVALID",
      "terms.components.0.params.discount",
    ],
    [
      "a price per call without a direction",
      component({ type: "per_call", params: { rate: "1", baseFee: "0" } }),
      "PRICE_COMPONENT_INVALID",
      "terms.components.0.direction",
    ],
    [
      "an unknown type",
      component({ type: "barter", params: {} }),
      "PRICE_COMPONENT_INVALID",
      "terms.components.0.type",
    ],
    ["an unknown currency", { currency: "XXQ" }, "CURRENCY_UNKNOWN", ""],
    ["a last day before the first", { endsOn: "2026-02-28" }, "CONTRACT_DAYS_INVALID", ""],
    ["no price at all", { terms: { ...TERMS, components: [] } }, "INVALID_INPUT", ""],
  ])("is refused with %s, and the place is named", async (_what, changes, code, path) => {
    const client = await world.client();
    const refusal = await draftOf(client, changes).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code, ...(path ? { details: { path } } : {}) });
    expect((await listContracts(operator(), { tenantId: client.tenantId })).items).toEqual([]);
  });

  it("has a reference of its own within its client", async () => {
    const client = await world.client();
    await draftOf(client);
    expect(await codeOf(draftOf(client))).toBe("CONTRACT_REFERENCE_TAKEN");
    expect(await codeOf(draftOf(await world.client()))).toBe("done");
  });

  it("charges and shows nothing to the client until it is activated, once", async () => {
    const client = await world.client();
    const { contractId } = await draftOf(client);
    const of = { tenantId: client.tenantId, contractId };
    const mine = () => myContracts(world.as(client.actor("finance"), "2026-03-11T01:00:00Z"), {});
    expect((await mine()).items).toEqual([]);
    expect(await codeOf(closePeriod(operator(), { ...of, periodTo: "2026-03-10" }))).toBe("CONTRACT_NOT_ACTIVE");
    await amendContract(operator(), { ...of, effectiveFrom: "2026-03-01", terms: { ...TERMS, taxRatePpm: 0 } });
    const answers = await Promise.all([1, 2].map(() => codeOf(activateContract(operator(), of))));
    expect(answers.sort()).toEqual(["CONTRACT_NOT_DRAFT", "done"]);
    const [contract] = (await mine()).items;
    expect(contract?.versions.map(({ version, taxRatePpm, inForce }) => [version, taxRatePpm, inForce])).toEqual([
      [2, 0, true],
    ]);
    expect(contract?.legalEntity.name).toBe("Harbour Light Services Ltd");
    expect(contract?.versions[0]?.components[0]?.explanation.sentence.key).toBe("pricing.seat.minimum");
  });
});

describe("an amendment", () => {
  it.each<[string, string, string]>([
    ["a day that has passed", "2026-03-05", "VERSION_DAY_REFUSED"],
    ["today, on which calls were made already", "2026-03-11", "VERSION_DAY_REFUSED"],
    ["tomorrow", "2026-03-12", "done"],
  ])("takes effect from %s: %s → %s", async (_what, effectiveFrom, expected) => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const amended = amendContract(operator(), { tenantId: client.tenantId, contractId, effectiveFrom, terms: TERMS });
    expect(await codeOf(amended)).toBe(expected);
  });

  it("never overlaps another, nor what is invoiced", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const of = { tenantId: client.tenantId, contractId };
    const amend = (effectiveFrom: string) => codeOf(amendContract(operator(), { ...of, effectiveFrom, terms: TERMS }));
    expect(await Promise.all([amend("2026-04-01"), amend("2026-04-01")]).then((both) => both.sort())).toEqual([
      "VERSION_DAY_TAKEN",
      "done",
    ]);
    const { invoiceId } = await closePeriod(operator("2026-04-10T01:00:00Z"), { ...of, periodTo: "2026-04-11" });
    await finaliseInvoice(operator("2026-04-10T02:00:00Z"), { tenantId: client.tenantId, invoiceId });
    expect(await amend("2026-04-10")).toBe("VERSION_DAY_REFUSED");
    expect(await amend("2026-04-11")).toBe("done");
    const view = await getContract(operator("2026-04-05T00:00:00Z"), of);
    expect(view.versions.map((version) => [version.effectiveFrom, version.inForce])).toEqual([
      ["2026-03-01", false],
      ["2026-04-01", true],
      ["2026-04-11", false],
    ]);
  });

  it("prices each day of a period by the terms in force on it", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const of = { tenantId: client.tenantId, contractId };
    const dearer = { ...TERMS, components: [{ type: "seat", params: { monthlyRate: "620.00", minSeats: 1 } }] };
    await amendContract(operator(), { ...of, effectiveFrom: "2026-03-21", terms: dearer });
    const { invoiceId } = await closePeriod(operator("2026-04-01T01:00:00Z"), { ...of, periodTo: "2026-04-01" });
    const charges = await world.db.withTenant(client.tenantId, (tx) =>
      tx.charge.findMany({ where: { invoiceId }, orderBy: { position: "asc" } }),
    );
    expect(charges.map((charge) => charge.arithmetic)).toEqual([
      "0 leased + 40 to the minimum = 40 seat-days ÷ 31 days × 310.00 = 400.00",
      "20 days ÷ 31 days × 620.00 = 400.00",
      "0 leased + 11 to the minimum = 11 seat-days ÷ 31 days × 620.00 = 220.00",
    ]);
  });
});

describe("ending", () => {
  it("lasts to the end of its last day, and the nightly job then ends it", async () => {
    const client = await world.client();
    const contractId = await activeContract(world, client);
    const of = { tenantId: client.tenantId, contractId };
    expect(await endContract(operator(), { ...of, endsOn: "2026-03-15" })).toEqual({ state: "active" });
    const night = (at: string, through: string) =>
      recordSeatDays(world.as(SYSTEM, at), { tenantId: client.tenantId, through });
    expect((await night("2026-03-15T15:59:59Z", "2026-03-14")).ended).toEqual([]);
    expect((await night("2026-03-15T16:00:01Z", "2026-03-15")).ended).toEqual([contractId]);
    expect((await night("2026-03-16T16:00:01Z", "2026-03-16")).ended).toEqual([]);
    expect(await codeOf(endContract(operator(), { ...of, endsOn: "2026-03-20" }))).toBe("CONTRACT_NOT_ACTIVE");
    // Nothing is charged after the last day.
    const { invoiceId } = await closePeriod(operator("2026-04-01T01:00:00Z"), { ...of, periodTo: "2026-04-01" });
    const invoice = await world.db.withTenant(client.tenantId, (tx) =>
      tx.invoice.findFirstOrThrow({ where: { id: invoiceId } }),
    );
    expect(invoice.netMinor).toBe(30_000n + 30_000n);
  });
});
