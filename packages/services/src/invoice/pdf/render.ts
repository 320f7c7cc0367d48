import type { UsageDay } from "@callbay/db/sql/billing-invoice";
import { addDays, localDate } from "@callbay/domain/calendar";
import { currencyExponent } from "@callbay/domain/currency";
import { amountText, formatAmount, formatRate } from "@callbay/domain/money";
import { arithmeticText, documentLocale, lineText } from "../line-text.ts";
import type { InvoiceView } from "../load.ts";
import { writeAnnex } from "./annex.ts";
import { Canvas, PAGE } from "./canvas.ts";
import { type Labels, labelsOf } from "./labels.ts";
import { dateText, INK, type Sheet, SMALL, STRONG, TINY, writeFooters } from "./sheet.ts";

const COLUMNS = {
  text: { x: PAGE.left, width: 254 },
  quantity: { x: 306, width: 90 },
  unitPrice: { x: 402, width: 62 },
  amount: { x: 470, width: PAGE.right - 470 },
} as const;

/**
 * An invoice as PDF, in the client's language: the same invoice gives the same document. Its last pages are the usage
 * of each day that it charges.
 */
export async function renderInvoice(invoice: InvoiceView, days: readonly UsageDay[]): Promise<Buffer> {
  const locale = documentLocale(invoice.parties.locale);
  const labels = labelsOf(locale);
  const canvas = new Canvas({
    title: `${labels.invoice} ${invoice.number ?? ""}`.trim(),
    author: invoice.parties.issuer.name,
    at: invoice.issuedAt ?? invoice.createdAt,
    language: locale,
  });
  const sheet: Sheet = { canvas, labels, locale, invoice };
  let y = writeHead(sheet);
  y = writeLines(sheet, y);
  y = writeTotals(sheet, y);
  writePayment(sheet, y);
  writeAnnex(sheet, days);
  writeFooters(sheet);
  return canvas.bytes();
}

function writeHead({ canvas, labels, locale, invoice }: Sheet): number {
  const { issuer, client, contract, timezone } = invoice.parties;
  canvas.fill(PAGE.left, PAGE.top, 28, 4, INK.accent);
  canvas.text(issuer.name, PAGE.left, PAGE.top + 14, 300, { size: 13, weight: "bold", leading: 1.3 });
  canvas.text(labels.invoice, 347, PAGE.top + 4, PAGE.right - 347, { size: 24, weight: "bold", align: "right" });
  const number = invoice.number ?? labels.draft;
  const style = { size: 10.5, colour: invoice.number ? INK.muted : INK.warning, align: "right" } as const;
  canvas.text(number, 347, PAGE.top + 38, PAGE.right - 347, style);

  const top = PAGE.top + 84;
  const party = (title: string, x: number, lines: readonly string[]): number => {
    let y = canvas.text(title, x, top, 150, TINY);
    lines.forEach((line, i) => {
      y = canvas.text(
        line,
        x,
        y + (i === 0 ? 3 : 0),
        150,
        i === 0 ? { ...SMALL, weight: "bold", colour: INK.text } : SMALL,
      );
    });
    return y;
  };
  const taxLine = (number: string | null): string[] => (number ? [`${labels.taxNumber} ${number}`] : []);
  const left = party(labels.to, PAGE.left, [client.name, ...client.addressLines, ...taxLine(client.taxNumber)]);
  const middle = party(labels.from, 212, [issuer.name, ...issuer.addressLines, ...taxLine(issuer.taxNumber)]);

  const facts: [string, string][] = [
    [labels.issued, invoice.issuedAt ? dateText(localDate(invoice.issuedAt, timezone), locale) : "–"],
    [labels.due, invoice.dueOn ? dateText(invoice.dueOn, locale) : "–"],
    [labels.period, `${dateText(invoice.periodFrom, locale)} – ${dateText(addDays(invoice.periodTo, -1), locale)}`],
    [labels.contract, contract.reference],
    [labels.currency, invoice.currency],
  ];
  let y = top;
  for (const [label, value] of facts) {
    canvas.text(label, 372, y, 62, { ...TINY, leading: 1.9 });
    y = Math.max(
      y + 14.5,
      canvas.text(value, 416, y - 1, PAGE.right - 416, { ...SMALL, colour: INK.text, align: "right" }),
    );
  }
  return Math.max(left, middle, y) + 26;
}

function writeLineHead({ canvas, labels }: Sheet, y: number): number {
  const right = { ...TINY, align: "right" } as const;
  canvas.text(labels.description, COLUMNS.text.x, y, COLUMNS.text.width, TINY);
  canvas.text(labels.quantity, COLUMNS.quantity.x, y, COLUMNS.quantity.width, right);
  canvas.text(labels.unitPrice, COLUMNS.unitPrice.x, y, COLUMNS.unitPrice.width, right);
  canvas.text(labels.amount, COLUMNS.amount.x, y, COLUMNS.amount.width, right);
  canvas.rule(PAGE.left, PAGE.right, y + 14, INK.text, 0.8);
  return y + 22;
}

function writeLines(sheet: Sheet, start: number): number {
  const { canvas, labels, locale, invoice } = sheet;
  let y = writeLineHead(sheet, start);
  const right = { ...STRONG, align: "right" } as const;
  for (const charge of invoice.charges) {
    const title = lineText(charge.description, locale);
    const detail = arithmeticText(charge.arithmetic, locale);
    const span = `${dateText(charge.periodFrom, locale)} – ${dateText(addDays(charge.periodTo, -1), locale)}`;
    const height =
      canvas.lines(title, COLUMNS.text.width, STRONG).length * 14 +
      canvas.lines(`${detail}`, COLUMNS.text.width, SMALL).length * 12.5 +
      26;
    if (y + height > PAGE.bottom) {
      canvas.document.addPage();
      y = writeLineHead(sheet, PAGE.top);
    }
    canvas.text(
      quantityText(charge.quantityMicros, charge.unit, labels),
      COLUMNS.quantity.x,
      y,
      COLUMNS.quantity.width,
      { ...SMALL, colour: INK.text, align: "right", leading: 1.65 },
    );
    canvas.text(
      formatRate(charge.unitPriceMicros, currencyExponent(invoice.currency)),
      COLUMNS.unitPrice.x,
      y,
      COLUMNS.unitPrice.width,
      { ...SMALL, colour: INK.text, align: "right", leading: 1.65 },
    );
    canvas.text(grouped(charge.amountMinor, invoice.currency), COLUMNS.amount.x, y, COLUMNS.amount.width, right);
    y = canvas.text(title, COLUMNS.text.x, y, COLUMNS.text.width, STRONG);
    y = canvas.text(detail, COLUMNS.text.x, y, COLUMNS.text.width, SMALL);
    y = canvas.text(span, COLUMNS.text.x, y, COLUMNS.text.width, { ...TINY, size: 7.5 }) + 5;
    canvas.rule(PAGE.left, PAGE.right, y, INK.line);
    y += 8;
  }
  return y;
}

function writeTotals(sheet: Sheet, start: number): number {
  const { canvas, labels, locale, invoice } = sheet;
  let y = start + 6;
  if (y + 40 + invoice.taxes.length * 16 > PAGE.bottom - 90) {
    canvas.document.addPage();
    y = PAGE.top;
  }
  const x = 318;
  const width = PAGE.right - x;
  const row = (label: string, value: string): void => {
    canvas.text(label, x, y, width, { ...SMALL, size: 9 });
    canvas.text(value, x, y, width, { ...SMALL, size: 9, colour: INK.text, align: "right" });
    y += 16;
  };
  row(labels.net, grouped(invoice.netMinor, invoice.currency));
  for (const { ratePpm, netMinor, taxMinor } of invoice.taxes) {
    const rate = `${formatRate(BigInt(ratePpm) * 100n, 0)} %`;
    row(
      `${labels.tax} ${rate} ${labels.onNet} ${grouped(netMinor, invoice.currency)}`,
      grouped(taxMinor, invoice.currency),
    );
  }
  canvas.rule(x, PAGE.right, y, INK.text, 0.8);
  y += 8;
  canvas.text(labels.total, x, y + 1, width, { size: 11, weight: "bold" });
  const total = formatAmount(invoice.totalMinor, invoice.currency, locale);
  return canvas.text(total, x, y - 1, width, { size: 14, weight: "bold", align: "right" }) + 24;
}

function writePayment({ canvas, labels, locale, invoice }: Sheet, start: number): void {
  const { bankDetails } = invoice.parties.issuer;
  if (!invoice.number || !invoice.dueOn) return;
  let y = start;
  if (y + 76 > PAGE.bottom) {
    canvas.document.addPage();
    y = PAGE.top;
  }
  canvas.fill(PAGE.left, y, PAGE.right - PAGE.left, 62, INK.panel);
  const column = (title: string, value: string, x: number, width: number): void => {
    const below = canvas.text(title, x, y + 12, width, TINY);
    canvas.text(value, x, below + 2, width, { ...SMALL, colour: INK.text });
  };
  column(labels.payment, bankDetails ?? "–", PAGE.left + 14, 236);
  column(labels.reference, invoice.number, 312, 110);
  column(labels.payBy, dateText(invoice.dueOn, locale), 432, PAGE.right - 432 - 12);
}

function quantityText(micros: bigint, unit: string, labels: Labels): string {
  const name = Object.entries(labels.units).find(([key]) => key === unit)?.[1] ?? unit;
  return `${grouping(formatRate(roundedTo4(micros), 0))} ${micros === 1_000_000n ? name.replace(/s$/, "") : name}`;
}

/** Quantities are shown to four decimals; the arithmetic under them is exact. */
function roundedTo4(micros: bigint): bigint {
  return ((micros + 50n) / 100n) * 100n;
}

/** 1234567n CNY → "12,345.67": the currency stands at the head and at the total. */
function grouped(minor: bigint, currency: string): string {
  return grouping(amountText(minor, currency));
}

function grouping(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? text : `${text}.${fraction}`;
}
