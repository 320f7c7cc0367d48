import { formatAmount, formatRate } from "@callbay/domain/money";
import { PAGE } from "./canvas.ts";
import type { Labels } from "./labels.ts";
import { grouped, INK, type InvoiceSheet, OTHER, SMALL } from "./sheet.ts";

const X = 306;
const WIDTH = PAGE.right - X;
const ROW = 16;

/** Net, tax per rate and total; where prices contain the tax, the total with what of it is tax. @returns the y below. */
export function writeTotals(sheet: InvoiceSheet, start: number): number {
  const { canvas, labels, other, locale, invoice } = sheet;
  const { currency, taxInclusive, taxes } = invoice;
  const notes = notesOf(sheet);
  let y = start + 6;
  if (y + 60 + taxes.length * ROW + notes.length * 12 > PAGE.bottom - 84) {
    canvas.document.addPage();
    y = PAGE.top;
  }
  const top = y;
  const row = (key: keyof Labels, detail: string, value: string): void => {
    const text = `${labels[key]}${detail}`;
    const style = { ...SMALL, size: 9 };
    canvas.text(text, X, y, WIDTH, style);
    const left = X + canvas.width(text, style) + 6;
    if (left + canvas.width(other[key], OTHER) < PAGE.right - canvas.width(value, style) - 6) {
      canvas.text(other[key], left, y + 2, WIDTH, OTHER);
    }
    canvas.text(value, X, y, WIDTH, { ...style, colour: INK.text, align: "right" });
    y += ROW;
  };
  const taxRows = (key: "tax" | "taxContained"): void => {
    for (const { ratePpm, netMinor, taxMinor } of taxes) {
      const rate = `${formatRate(BigInt(ratePpm) * 100n, 0)} %`;
      row(key, ` ${rate} ${labels.onNet} ${grouped(netMinor, currency)}`, grouped(taxMinor, currency));
    }
  };
  if (!taxInclusive) {
    row("net", "", grouped(invoice.netMinor, currency));
    taxRows("tax");
  }
  canvas.rule(X, PAGE.right, y, INK.text, 0.8);
  y += 8;
  const total = formatAmount(invoice.totalMinor, currency, locale);
  const key = invoice.kind === "credit_note" ? "totalCredited" : "total";
  canvas.text(labels[key], X, y + 1, WIDTH, { size: 11, weight: "bold" });
  canvas.text(other[key], X, y + 16, WIDTH, OTHER);
  y = canvas.text(total, X, y - 1, WIDTH, { size: 14, weight: "bold", align: "right" }) + 8;
  if (taxInclusive) {
    row("net", "", grouped(invoice.netMinor, currency));
    taxRows("taxContained");
  }
  // What is to be said of the tax stands in the free room to the left.
  let left = top;
  for (const note of notes) left = canvas.text(note, PAGE.left, left, X - PAGE.left - 24, SMALL) + 3;
  return Math.max(y, left) + 16;
}

/** Why no tax is charged, or that prices contain it: as the contract says it, else as its category asks. */
function notesOf({ labels, other, invoice }: InvoiceSheet): string[] {
  const notes = new Set<string>();
  const both = (key: keyof Labels): string => `${labels[key]} ${other[key]}`;
  if (invoice.taxInclusive) notes.add(both("inclusive"));
  for (const { taxNote, taxCategory } of invoice.charges) {
    if (taxNote) notes.add(taxNote);
    else if (taxCategory === "AE") notes.add(both("reverseCharge"));
    else if (taxCategory === "O") notes.add(both("notTaxed"));
  }
  return [...notes];
}
