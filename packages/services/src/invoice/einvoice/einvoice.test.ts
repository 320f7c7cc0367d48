import { inflateSync } from "node:zlib";
import { parseAmount } from "@callbay/domain/money";
import { brokenRules } from "@callbay/testing/en16931/check";
import { FormatFactoryService } from "@e-invoice-eu/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderInvoice } from "../pdf/render.ts";
import { sampleInvoice } from "../sample.test-support.ts";
import { anyInvoice, chargeOf, invoiceOf, PARTIES } from "./arbitrary.test-support.ts";
import { type BilledInvoice, eInvoiceOf } from "./document.ts";
import { writeFacturX, writeUbl } from "./generate.ts";
import { ratedInvoice } from "./rated.test-support.ts";

const ubl = (invoice: BilledInvoice): Promise<string> => writeUbl(eInvoiceOf(invoice));
const SILENT = { log: () => {}, warn: () => {}, error: () => {} };
/** The same by the library's writer alone, without its schema, which takes longer than all the rest. */
const unchecked = async (invoice: BilledInvoice): Promise<string> => {
  const format = new FormatFactoryService().createFormatService("UBL", SILENT);
  const document = eInvoiceOf(invoice);
  format.fillInvoiceDefaults(document);
  return String(await format.generate(document, { format: "UBL", lang: "en" }));
};
const texts = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<cbc:${name}(?: [^>]*)?>([^<]*)<`, "g"))].map(([, text = ""]) => text);
const first = (xml: string, name: string): string => texts(xml, name)[0] ?? "";
const refusal = (expected: string) => expect.objectContaining({ code: expected });

/** Sound by every rule, and the same money as the printed invoice. */
async function isSound(invoice: BilledInvoice): Promise<void> {
  const xml = await unchecked(invoice);
  expect(brokenRules(xml)).toEqual([]);
  const sign = invoice.kind === "credit_note" ? -1n : 1n;
  const amount = (name: string): bigint => sign * parseAmount(first(xml, name), invoice.currency);
  expect(amount("PayableAmount")).toBe(invoice.totalMinor);
  expect(amount("TaxExclusiveAmount")).toBe(invoice.netMinor);
  expect(amount("TaxAmount")).toBe(invoice.taxMinor);
}

// The library compiles its schema for each document, which takes its time on a busy machine.
describe("UBL", { timeout: 60_000 }, () => {
  it("keeps the rules of EN 16931 whatever an invoice or credit note holds", async () => {
    await fc.assert(fc.asyncProperty(anyInvoice, isSound), { numRuns: 120 });
  });

  it("keeps them for what rating makes of random contracts", async () => {
    await fc.assert(fc.asyncProperty(ratedInvoice, isSound), { numRuns: 80 });
  });

  it("is what the library's own schema takes", async () => {
    const write = async (invoice: BilledInvoice): Promise<void> => {
      expect(await ubl(invoice)).toBe(await unchecked(invoice));
    };
    await fc.assert(fc.asyncProperty(anyInvoice, write), { numRuns: 8 });
  });

  it("has a quantity and a price that give each line's amount", async () => {
    await fc.assert(
      fc.asyncProperty(anyInvoice, async (invoice) => {
        const xml = await unchecked(invoice);
        for (const [line] of xml.matchAll(/<cac:(Invoice|CreditNote)Line>[\s\S]*?<\/cac:\1Line>/g)) {
          const quantity = Number(first(line, "InvoicedQuantity") || first(line, "CreditedQuantity"));
          const price = Number(first(line, "PriceAmount")) / Number(first(line, "BaseQuantity") || "1");
          const net = Number(first(line, "LineExtensionAmount"));
          const unit = invoice.currency === "JPY" ? 1 : 0.01;
          expect(Math.abs(quantity * price - net)).toBeLessThanOrEqual(unit / 2 + Math.abs(net) * 1e-12 + 1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is an invoice of type 380 with period, terms, SEPA and the reference that payments are matched by", async () => {
    const xml = await ubl(invoiceOf([chargeOf({ id: "1" })]));
    expect(first(xml, "InvoiceTypeCode")).toBe("380");
    expect(first(xml, "PaymentMeansCode")).toBe("58");
    expect(first(xml, "PaymentID")).toMatch(/^RF\d\dHLD2026000042$/);
    expect([first(xml, "StartDate"), first(xml, "EndDate"), first(xml, "DueDate")]).toEqual([
      "2026-03-01",
      "2026-03-31",
      "2026-05-01",
    ]);
    expect(xml).toContain('<cbc:InvoicedQuantity unitCode="C62">7</cbc:InvoicedQuantity>');
    expect(xml).toContain("<cbc:Note>7 calls × 0.85 = 5.95</cbc:Note>");
  });

  it("is a credit note of type 381 with positive amounts and the invoice that it corrects", async () => {
    const charge = chargeOf({ id: "1", quantityMicros: -1_000_000n, amountMinor: -595n, unit: "amount" });
    const corrects = { number: "HLD-2026-000041", issuedAt: new Date("2026-03-01T09:00:00Z") };
    const xml = await ubl(invoiceOf([charge], { kind: "credit_note", corrects }));
    expect(xml).toContain("<CreditNote ");
    expect(first(xml, "CreditNoteTypeCode")).toBe("381");
    expect(xml).toMatch(/<cac:InvoiceDocumentReference>\s*<cbc:ID>HLD-2026-000041</);
    expect(first(xml, "PayableAmount")).toBe("7.08");
    expect(brokenRules(xml)).toEqual([]);
  });

  it("takes the tax out of prices that contain it, and the lines still sum to the net", async () => {
    const charges = ["1", "2", "3"].map((id) =>
      chargeOf({ id, quantityMicros: 1_000_000n, unitPriceMicros: 1_000_000n }),
    );
    const xml = await ubl(invoiceOf(charges, { taxInclusive: true }));
    // 3.00 with 19 %: net 2.52, of which each line has 0.84.
    expect(texts(xml, "LineExtensionAmount").sort()).toEqual(["0.84", "0.84", "0.84", "2.52"]);
    expect([first(xml, "TaxAmount"), first(xml, "PayableAmount")]).toEqual(["0.48", "3.00"]);
  });

  it("writes discounts and credits as allowances, and as lines where nothing else is there", async () => {
    const discount = chargeOf({ id: "2", kind: "discount", amountMinor: -100n, unit: "amount" });
    const both = await ubl(invoiceOf([chargeOf({ id: "1" }), discount]));
    expect([first(both, "AllowanceTotalAmount"), first(both, "LineExtensionAmount")]).toEqual(["1.00", "5.95"]);
    const alone = await ubl(invoiceOf([discount]));
    expect(first(alone, "InvoicedQuantity").startsWith("-")).toBe(true);
    expect([brokenRules(both), brokenRules(alone)]).toEqual([[], []]);
  });

  it.each([
    ["0.0035 each is 0.35 for a hundred", 3_500n, "0.35", "100"],
    ["0.85 is itself", 850_000n, "0.85", ""],
  ])("writes prices in two decimals: %s", async (_name, unitPriceMicros, price, base) => {
    const xml = await ubl(invoiceOf([chargeOf({ id: "1", quantityMicros: 1_000_000_000n, unitPriceMicros })]));
    expect([first(xml, "PriceAmount"), first(xml, "BaseQuantity")]).toEqual([price, base]);
  });
});

describe("an e-invoice is refused", () => {
  const charges = [chargeOf({ id: "1" })];
  const party = (change: Partial<BilledInvoice["parties"]["issuer"]>) => ({
    ...PARTIES,
    issuer: { ...PARTIES.issuer, ...change },
  });

  it("with every datum that is missing, and where to fill it in", () => {
    const parties = {
      ...party({ country: "", taxNumber: "", email: null, endpointScheme: null }),
      client: { ...PARTIES.client, country: "Frankreich", email: null, taxNumber: null },
    };
    const exempt = { taxRatePpm: 0, taxCategory: "E" };
    const reversed = { taxRatePpm: 0, taxCategory: "AE" };
    const invoice = invoiceOf([chargeOf({ id: "1", ...exempt }), chargeOf({ id: "2", ...reversed })], { parties });
    expect(() => eInvoiceOf(invoice)).toThrow(
      expect.objectContaining({
        code: "EINVOICE_DATA_MISSING",
        message: expect.stringContaining("issuer: country (ISO 3166, two letters) (in the operator's legal entities)"),
        details: expect.objectContaining({
          missing: [
            { party: "issuer", field: "country", where: "legalEntity" },
            { party: "issuer", field: "endpoint", where: "legalEntity" },
            { party: "client", field: "country", where: "client" },
            { party: "client", field: "endpoint", where: "client" },
            { party: "issuer", field: "taxNumber", where: "legalEntity" },
            { party: "client", field: "taxNumber", where: "client" },
            { party: "contract", field: "taxNote", where: "contract" },
          ],
        }),
      }),
    );
  });

  it.each<[string, () => BilledInvoice, string]>([
    ["while it has no number", () => invoiceOf(charges, { number: null }), "EINVOICE_NOT_FINAL"],
    ["in a currency of three decimals", () => invoiceOf(charges, { currency: "KWD" }), "EINVOICE_CURRENCY"],
    ["without a line", () => invoiceOf([]), "EINVOICE_NO_LINES"],
    [
      "with tax in a category that has none",
      () => invoiceOf([chargeOf({ id: "1", taxCategory: "AE" })]),
      "EINVOICE_TAX_TERMS",
    ],
    [
      "in a category that we do not know",
      () => invoiceOf([chargeOf({ id: "1", taxCategory: "K" })]),
      "EINVOICE_TAX_TERMS",
    ],
    [
      "with what is not subject to VAT beside what is",
      () => invoiceOf([...charges, chargeOf({ id: "2", taxRatePpm: 0, taxCategory: "O" })]),
      "EINVOICE_TAX_TERMS",
    ],
  ])("%s", (_name, invoice, code) => {
    expect(() => eInvoiceOf(invoice())).toThrow(refusal(code));
  });
});

describe("Factur-X", { timeout: 60_000 }, () => {
  it("is the printed invoice with the same invoice as data inside", async () => {
    const invoice = sampleInvoice(3);
    const pdf = await renderInvoice(invoice, [], { logo: null });
    const hybrid = Buffer.from(await writeFacturX(eInvoiceOf(invoice), pdf, "invoice.pdf", "en"));
    expect(hybrid.toString("latin1", 0, 5)).toBe("%PDF-");
    const inside = streamsOf(hybrid).join("\n");
    expect(inside).toContain("CrossIndustryInvoice");
    expect(inside).toContain("<ram:GrandTotalAmount>17585.77</ram:GrandTotalAmount>");
    expect(inside).toContain("factur-x.xml");
  });
});

/** What the packed streams of a PDF hold. */
function streamsOf(pdf: Buffer): string[] {
  const found: string[] = [];
  for (let at = pdf.indexOf("stream"); at >= 0; at = pdf.indexOf("stream", at + 6)) {
    const start = pdf[at + 6] === 13 ? at + 8 : at + 7;
    const end = pdf.indexOf("endstream", start);
    if (end < 0) break;
    try {
      found.push(inflateSync(pdf.subarray(start, end)).toString("utf8"));
    } catch {
      found.push(pdf.toString("utf8", start, end));
    }
    at = end;
  }
  return found;
}
