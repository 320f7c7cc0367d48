import { PassThrough } from "node:stream";
import { currencyExponent } from "@callbay/domain/currency";
import { amountText } from "@callbay/domain/money";
import ExcelJS from "exceljs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyInvoice } from "../einvoice/arbitrary.test-support.ts";
import type { InvoiceView } from "../load.ts";
import { sampleCharge, sampleInvoice } from "../sample.test-support.ts";
import { asText, value } from "./evaluate.test-support.ts";
import { lineAmount, taxAmount } from "./formulas.ts";
import { writeInvoiceSheet } from "./invoice-sheet.ts";
import { writeLinesSheet } from "./lines-sheet.ts";
import { openUsageSheet } from "./usage-sheet.ts";

type Writer = (workbook: ExcelJS.stream.xlsx.WorkbookWriter) => void;

async function workbookOf(write: Writer): Promise<ExcelJS.Workbook> {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const writer = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  write(writer);
  await writer.commit();
  const workbook = new ExcelJS.Workbook();
  const bytes = Buffer.concat(chunks);
  await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
  return workbook;
}

const sheetOf = async (write: Writer): Promise<ExcelJS.Worksheet> => {
  const [sheet] = (await workbookOf(write)).worksheets;
  if (!sheet) throw new Error("No sheet");
  return sheet;
};

/** The row whose first two cells say this. */
function rowSaying(sheet: ExcelJS.Worksheet, text: string): number {
  for (let row = sheet.rowCount; row > 0; row--) if (sheet.getCell(row, 2).value === text) return row;
  throw new Error(`No row says ${text}`);
}

async function recomputed(invoice: InvoiceView): Promise<Record<"net" | "tax" | "total", string>> {
  const sheet = await sheetOf((workbook) => writeInvoiceSheet(workbook, invoice));
  const places = currencyExponent(invoice.currency);
  const at = (row: number): string => asText(value(sheet, `F${row}`), places);
  const chinese = invoice.parties.locale === "zh-CN";
  const net = rowSaying(sheet, chinese ? "不含税金额" : "Net");
  const words = invoice.kind === "credit_note" ? ["贷记总额", "Total of the credit"] : ["应付总额", "Total due"];
  const total = rowSaying(sheet, words[chinese ? 0 : 1] ?? "");
  const taxWord = invoice.taxInclusive ? (chinese ? "其中税额" : "Tax contained") : chinese ? "税额" : "Tax";
  let tax = { n: 0n, d: 1n };
  for (let row = 1; row <= sheet.rowCount; row++) {
    if (sheet.getCell(row, 2).value !== taxWord) continue;
    const one = value(sheet, `F${row}`);
    tax = { n: tax.n * one.d + one.n * tax.d, d: tax.d * one.d };
  }
  return { net: at(net), tax: asText(tax, places), total: at(total) };
}

const figuresOf = ({ netMinor, taxMinor, totalMinor, currency }: InvoiceView) => ({
  net: amountText(netMinor, currency),
  tax: amountText(taxMinor, currency),
  total: amountText(totalMinor, currency),
});

describe("the invoice sheet", () => {
  it("recomputes to our figures, whatever the invoice", async () => {
    const check = async (billed: { readonly charges: readonly unknown[] }): Promise<void> => {
      const charges = billed.charges.map((charge, position) => ({
        ...sampleCharge(0),
        ...(charge as object),
        position,
      }));
      const invoice = sampleInvoice(0, { ...(billed as Partial<InvoiceView>), charges } as Partial<InvoiceView>);
      expect(await recomputed(invoice)).toEqual(figuresOf(invoice));
    };
    await fc.assert(fc.asyncProperty(anyInvoice, check), { numRuns: 40 });
  }, 60_000);

  it.each([
    ["exclusive", false],
    ["inclusive", true],
  ])("shows what it will compute, in the currency's format (%s)", async (_name, taxInclusive) => {
    const invoice = sampleInvoice(6, { taxInclusive, currency: "KWD" });
    const sheet = await sheetOf((workbook) => writeInvoiceSheet(workbook, invoice));
    const total = sheet.getCell(`F${rowSaying(sheet, "Total due")}`);
    expect(total.value).toMatchObject({ formula: expect.any(String), result: Number(invoice.totalMinor) / 1_000 });
    expect(total.numFmt).toBe('#,##0.000 "KWD"');
    const issued = sheet.getCell("C5").value;
    expect(issued).toEqual(new Date("2026-04-01T00:00:00Z"));
    expect(sheet.getCell("C5").numFmt).toBe("yyyy-mm-dd");
  });

  it("has a formula only where quantity times price is the amount, and no half that a spreadsheet might round down", () => {
    const cells = { quantity: "C1", unitPrice: "E1" };
    const line = (quantityMicros: bigint, unitPriceMicros: bigint, amountMinor: bigint) =>
      lineAmount({ quantityMicros, unitPriceMicros, amountMinor }, cells, "EUR");
    expect(line(7_000_000n, 850_000n, 595n)).toEqual({ formula: "ROUND(C1*E1,2)", result: 5.95 });
    expect(line(7_000_000n, 850_000n, 600n)).toBe(6);
    expect(line(1_000_000n, 1_005_000n, 101n)).toBe(1.01);
  });

  it("computes a tax that falls on a half in whole units", () => {
    const tax = { sumMinor: 250n, ratePpm: 50_000, taxMinor: 13n };
    expect(taxAmount(tax, { base: "F9", rate: "G10" }, false, "EUR")).toEqual({
      formula: "ROUND(ROUND(F9*100,0)*50000/1000000,0)/100",
      result: 0.13,
    });
    expect(taxAmount({ ...tax, taxMinor: 12n }, { base: "F9", rate: "G10" }, false, "EUR")).toBe(0.12);
  });
});

describe("texts that came from people", () => {
  it("run no formula in any sheet", async () => {
    const evil = '=HYPERLINK("http://x")';
    const charge = {
      ...sampleCharge(3),
      description: { key: "charge.added", values: { text: evil } },
      reason: "@SUM(A1)",
    };
    const parties = sampleInvoice(1).parties;
    const invoice = sampleInvoice(0, {
      charges: [charge],
      parties: { ...parties, client: { ...parties.client, name: "+cmd|calc" } },
    });
    const workbook = await workbookOf((writer) => {
      writeInvoiceSheet(writer, invoice);
      writeLinesSheet(writer, invoice);
      const usage = openUsageSheet(writer);
      usage.add({
        position: 0,
        record: {
          id: "018f0000-0000-7000-8000-000000000009",
          kind: "call",
          day: "2026-03-01",
          occurredAt: new Date("2026-03-01T10:00:00Z"),
          quantity: 1,
          callId: null,
          talkMs: 30_500,
          maskedPhone: "+49•••••56",
          outcome: "answered",
          campaignName: "-2+3",
          agentName: "=1+1",
          seatLabel: null,
          recordingId: null,
        },
      });
      usage.close();
    });
    const texts: string[] = [];
    workbook.eachSheet((sheet) => {
      sheet.eachRow((row) => {
        row.eachCell((cell) => {
          if (typeof cell.value === "string") texts.push(cell.value);
        });
      });
    });
    expect(texts.filter((text) => /^[=+\-@]/.test(text))).toEqual([]);
    expect(texts).toEqual(expect.arrayContaining([`'${evil}`, "'@SUM(A1)", "'+cmd|calc", "'=1+1", "'-2+3"]));
  });
});
