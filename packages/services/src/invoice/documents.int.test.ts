import { createTestDatabase, type TestDatabase } from "@callbay/testing/database";
import { brokenRules } from "@callbay/testing/en16931/check";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  activeContract,
  type BillingWorld,
  codeOf,
  OPERATOR,
  openBillingWorld,
  rentedSeats,
  TERMS,
  type TestClient,
} from "../billing/billing-world.ts";
import { closePeriod } from "../billing/close.ts";
import { finaliseInvoice } from "../billing/finalise.ts";
import { setLegalEntityLogo } from "../legal-entity/set-logo.ts";
import { updateLegalEntity } from "../legal-entity/update.ts";
import { creditNote } from "../month/credit-note.ts";
import { updateBillingDetails, updateOwnBillingDetails } from "../tenant/update-billing-details.ts";
import { exportInvoice, invoiceAttachment } from "./export.ts";
import { loadInvoice } from "./load.ts";
import { samplePng } from "./sample.test-support.ts";
import { loadUsageHead, type UsageCursor, usageRows } from "./usage-rows.ts";
import { invoiceWorkbook } from "./xlsx/workbook.ts";

const NOW = "2026-04-01T02:00:00Z";
let database: TestDatabase;
let world: BillingWorld;
let client: TestClient;
let invoiceId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await openBillingWorld(database.db);
  client = await world.client({ name: "广州银河" });

  const contractId = await activeContract(world, client, { terms: { ...TERMS, reviewDays: 0 } });
  await rentedSeats(world, client, contractId, 3, "2026-03-30T01:00:00Z");
  const campaignId = await client.campaign(contractId);
  for (let i = 0; i < 9; i++) await client.call(campaignId, { at: `2026-03-1${i}T03:00:00Z`, talkMs: 30_000 + i });
  const of = { tenantId: client.tenantId, contractId };
  ({ invoiceId } = await closePeriod(operator(), { ...of, periodTo: "2026-04-01" }));
  await finaliseInvoice(operator(), { tenantId: client.tenantId, invoiceId });
});
afterAll(() => database?.close());

const operator = () => world.as(OPERATOR, NOW);
const finance = () => world.as(client.actor("finance"), NOW);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");
const ubl = async (id = invoiceId): Promise<string> =>
  text((await exportInvoice(finance(), { invoiceId: id, kind: "ubl" })).bytes);

describe("an e-invoice", () => {
  it("is refused with what is missing, and made once that is filled in, by both sides", async () => {
    const refused = exportInvoice(finance(), { invoiceId, kind: "ubl" });
    await expect(refused).rejects.toMatchObject({
      code: "EINVOICE_DATA_MISSING",
      details: { missing: expect.arrayContaining([{ party: "issuer", field: "country", where: "legalEntity" }]) },
    });
    const { legalEntityId } = world;
    await updateLegalEntity(operator(), { legalEntityId, country: "HK", email: "billing@harbour.example" });
    await updateOwnBillingDetails(finance(), { billingEmail: "pay@galaxy.example", city: "Guangzhou" });
    const xml = await ubl();
    expect(brokenRules(xml)).toEqual([]);
    expect(xml).toContain("<cbc:IdentificationCode>HK</cbc:IdentificationCode>");
    expect(xml).toContain('<cbc:EndpointID schemeID="EM">pay@galaxy.example</cbc:EndpointID>');
    const hybrid = await exportInvoice(finance(), { invoiceId, kind: "facturx" });
    expect(hybrid.fileName).toMatch(/^HLS-2026-\d{6}-facturx\.pdf$/);
    expect(text(hybrid.bytes.subarray(0, 5))).toBe("%PDF-");
  });

  it("of a credit note names the invoice that it corrects", async () => {
    const issued = await creditNote(operator(), { tenantId: client.tenantId, invoiceId, reason: "Test line" });
    const xml = await ubl(issued.creditNoteId);
    expect(brokenRules(xml)).toEqual([]);
    const { number } = await world.db.withTenant(client.tenantId, (tx) =>
      loadInvoice(tx, client.tenantId, invoiceId, "all"),
    );
    expect(xml).toContain(`<cbc:ID>${number}</cbc:ID>`);
    expect(xml).toContain("<cbc:CreditNoteTypeCode>381<");
  });
});

describe("documents", () => {
  it("are drawn with the logo of their issuer", async () => {
    const plain = await exportInvoice(finance(), { invoiceId });
    const png = samplePng(120, 40).toString("base64");
    expect(await codeOf(setLegalEntityLogo(operator(), { legalEntityId: world.legalEntityId, png: "AAAA" }))).toBe(
      "LOGO_NOT_PNG",
    );
    await setLegalEntityLogo(operator(), { legalEntityId: world.legalEntityId, png });
    const drawn = await exportInvoice(finance(), { invoiceId });
    expect(Buffer.from(drawn.bytes).includes("/Subtype /Image")).toBe(true);
    expect(Buffer.from(plain.bytes).includes("/Subtype /Image")).toBe(false);
    const mailed = await world.db.withTenant(client.tenantId, (tx) =>
      invoiceAttachment(tx, { tenantId: client.tenantId, invoiceId }),
    );
    expect(Buffer.from(mailed.bytes).equals(Buffer.from(drawn.bytes))).toBe(true);
  });

  it("hold the usage behind the lines, or say why not", async () => {
    const read = async (most?: number): Promise<ExcelJS.Worksheet> => {
      const bytes = await world.db.withTenant(client.tenantId, async (tx) =>
        invoiceWorkbook(tx, await loadInvoice(tx, client.tenantId, invoiceId, "all"), most),
      );
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
      expect(workbook.worksheets.map(({ name }) => name)).toEqual(["Invoice", "Lines", "Usage"]);
      const usage = workbook.getWorksheet("Usage");
      if (!usage) throw new Error("No usage");
      return usage;
    };
    expect((await read()).rowCount).toBe(1 + 6 + 9);
    const short = await read(5);
    expect(short.rowCount).toBe(2);
    expect(short.getCell("A2").value).toMatch(/^USAGE_TOO_LONG: 15 usage records .* CSV/);
  });

  it("page through usage without losing or repeating a record, wherever a page ends", async () => {
    const ids = await world.db.withTenant(client.tenantId, async (tx) => {
      const head = await loadUsageHead(tx, { tenantId: client.tenantId, invoiceId }, "shared");
      const seen: string[][] = [];
      for (const limit of [1, 4, 6, 100]) {
        const found: string[] = [];
        for (let cursor: UsageCursor | null = null, more = true; more; more = cursor !== null) {
          const page: Awaited<ReturnType<typeof usageRows>> = await usageRows(tx, head, cursor, limit);
          found.push(...page.rows.map(({ record }) => record.id));
          cursor = page.next;
        }
        seen.push(found);
      }
      return seen;
    });
    expect(new Set(ids[0]).size).toBe(15);
    for (const found of ids) expect(found).toEqual(ids[0]);
  });
});

describe("billing details", () => {
  it("are a client's own to change, but not its name, country or state", async () => {
    await updateOwnBillingDetails(finance(), { addressLines: ["2 Tianhe Road"], postalCode: "510620" });
    const row = await world.db.withTenant(client.tenantId, (tx) =>
      tx.tenant.findUniqueOrThrow({ where: { id: client.tenantId } }),
    );
    expect(row).toMatchObject({ addressLines: ["2 Tianhe Road"], postalCode: "510620", city: "Guangzhou" });
    expect(await codeOf(updateOwnBillingDetails(world.as(client.actor("manager"), NOW), { city: "X" }))).toBe(
      "FORBIDDEN",
    );
    const rename = world.db.withTenant(client.tenantId, (tx) =>
      tx.tenant.updateMany({ where: { id: client.tenantId }, data: { legalName: "Other Ltd" } }),
    );
    await expect(rename).rejects.toThrow();
    const other = await world.client({ name: "Other" });
    const foreign = await world.db.withTenant(client.tenantId, (tx) =>
      tx.tenant.updateMany({ where: { id: other.tenantId }, data: { city: "Nowhere" } }),
    );
    expect(foreign.count).toBe(0);
    await updateBillingDetails(operator(), {
      tenantId: client.tenantId,
      legalName: "Galaxy (Guangzhou) Ltd",
      country: "HK",
    });
    expect(await codeOf(updateBillingDetails(operator(), { tenantId: client.tenantId, country: "XX" }))).toBe(
      "INVALID_INPUT",
    );
  });

  it("take accounts with right check digits alone", async () => {
    const { legalEntityId } = world;
    const update = (change: object) => codeOf(updateLegalEntity(operator(), { legalEntityId, ...change }));
    expect(await update({ iban: "DE02 1203 0000 0000 2020 52" })).toBe("INVALID_INPUT");
    expect(await update({ iban: "DE02 1203 0000 0000 2020 51", bic: "byladem1001" })).toBe("done");
    const row = await world.db.asOperator((tx) => tx.legalEntity.findUniqueOrThrow({ where: { id: legalEntityId } }));
    expect(row).toMatchObject({ iban: "DE02120300000000202051", bic: "BYLADEM1001" });
  });
});
