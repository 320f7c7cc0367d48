import { describe, expect, it } from "vitest";
import type { InvoiceView } from "../load.ts";
import { SAMPLE_DAYS, sampleCharge, sampleInvoice, samplePng } from "../sample.test-support.ts";
import { renderInvoice } from "./render.ts";

/** Pages that a PDF of ours has: page objects are written plain. */
const pages = (pdf: Buffer): number => pdf.toString("latin1").match(/\/Type \/Page\n/g)?.length ?? 0;

describe("an invoice as PDF", { timeout: 60_000 }, () => {
  it("is the same document each time, with a page for the annex", async () => {
    const invoice = sampleInvoice(3);
    const first = await renderInvoice(invoice, SAMPLE_DAYS, { logo: null });
    const again = await renderInvoice(invoice, SAMPLE_DAYS, { logo: null });
    expect(first.equals(again)).toBe(true);
    expect(pages(first)).toBe(2);
    expect(pages(await renderInvoice(invoice, [], { logo: null }))).toBe(1);
  });

  it("runs over as many pages as 300 lines need", async () => {
    const pdf = await renderInvoice(sampleInvoice(300), [], { logo: samplePng(300, 80) });
    expect(pages(pdf)).toBeGreaterThan(15);
    expect(pages(pdf)).toBeLessThan(30);
  });

  it.each<[string, Partial<InvoiceView>]>([
    ["a draft", { state: "draft", number: null, issuedAt: null, dueOn: null }],
    ["one in review", { state: "in_review", number: null, issuedAt: null, dueOn: null }],
    ["one with tax in its prices", { taxInclusive: true }],
    ["one without a line", { charges: [] }],
    [
      "a credit note",
      {
        kind: "credit_note",
        corrects: { number: "HLD-2026-000041", issuedAt: new Date("2026-03-01T09:00:00Z") },
        charges: [{ ...sampleCharge(2), amountMinor: -1_094_205n, reason: "=Billed twice" }],
      },
    ],
  ])("is written of %s", async (_name, head) => {
    expect(pages(await renderInvoice(sampleInvoice(2, head), [], { logo: null }))).toBe(1);
  });
});
