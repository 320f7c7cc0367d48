import { addDays } from "@callbay/domain/calendar";
import { currencyExponent } from "@callbay/domain/currency";
import { formatRate } from "@callbay/domain/money";
import { arithmeticText, lineText, otherLocale, unitText } from "../line-text.ts";
import { PAGE } from "./canvas.ts";
import {
  columnHead,
  dateText,
  grouped,
  grouping,
  INK,
  type InvoiceSheet,
  OTHER,
  type Sheet,
  SMALL,
  STRONG,
  TINY,
} from "./sheet.ts";

const COLUMNS = {
  text: { x: PAGE.left, width: 262 },
  quantity: { x: 314, width: 84 },
  unitPrice: { x: 402, width: 62 },
  amount: { x: 468, width: PAGE.right - 468 },
} as const;

/** The rows under a title run on below the figures, up to the amounts. */
const DETAIL_WIDTH = COLUMNS.amount.x - PAGE.left;

/** Room under the last line of a page for what is carried forward. */
const CARRY = 20;

/** The lines of an invoice, each with its arithmetic; a page that breaks them says what it carries. @returns the y below. */
export function writeLines(sheet: InvoiceSheet, start: number): number {
  const { canvas, labels, invoice } = sheet;
  let y = writeLineHead(sheet, start);
  let sum = 0n;
  if (invoice.charges.length === 0) {
    return canvas.text(labels.noLines, COLUMNS.text.x, y, 400, SMALL) + 8;
  }
  for (const charge of invoice.charges) {
    const line = textsOf(sheet, charge);
    if (y + line.height > PAGE.bottom - CARRY) {
      writeCarried(sheet, "carried", sum, y);
      canvas.document.addPage();
      y = writeCarried(sheet, "brought", sum, writeLineHead(sheet, PAGE.top));
    }
    const right = { ...SMALL, colour: INK.text, align: "right", leading: 1.65 } as const;
    const { quantity, unitPrice, amount, text } = COLUMNS;
    canvas.text(line.quantity, quantity.x, y, quantity.width, right);
    canvas.text(line.unitPrice, unitPrice.x, y, unitPrice.width, right);
    canvas.text(grouped(charge.amountMinor, invoice.currency), amount.x, y, amount.width, {
      ...STRONG,
      align: "right",
    });
    y = canvas.text(line.title, text.x, y, text.width, STRONG);
    if (line.other) y = canvas.text(line.other, text.x, y, DETAIL_WIDTH, OTHER) + 1;
    y = canvas.text(line.arithmetic, text.x, y, DETAIL_WIDTH, SMALL);
    if (line.reason) y = canvas.text(line.reason, text.x, y, DETAIL_WIDTH, SMALL);
    y += 4;
    canvas.rule(PAGE.left, PAGE.right, y, INK.line);
    y += 7;
    sum += charge.amountMinor;
  }
  return y;
}

type Charge = InvoiceSheet["invoice"]["charges"][number];

function textsOf({ canvas, labels, locale, invoice }: InvoiceSheet, charge: Charge) {
  const title = lineText(charge.description, locale);
  const translated = lineText(charge.description, otherLocale(locale));
  const last = addDays(charge.periodTo, -1);
  const from = dateText(charge.periodFrom, locale);
  const span = last <= charge.periodFrom ? from : `${from} – ${dateText(last, locale)}`;
  const whole = charge.periodFrom === invoice.periodFrom && charge.periodTo === invoice.periodTo;
  const other = [...(translated === title ? [] : [translated]), ...(whole ? [] : [span])].join(" · ");
  const arithmetic = arithmeticText(charge.arithmetic, locale);
  const reason = charge.reason ? `${labels.reason}: ${charge.reason}` : "";
  const width = DETAIL_WIDTH;
  const height =
    canvas.lines(title, COLUMNS.text.width, STRONG).length * STRONG.size * 1.45 +
    canvas.lines(other, width, OTHER).length * OTHER.size * 1.45 +
    (canvas.lines(arithmetic, width, SMALL).length + (reason ? canvas.lines(reason, width, SMALL).length : 0)) *
      SMALL.size *
      1.45 +
    12;
  // An amount stands in the last column alone: one piece of itself says nothing.
  const counted = charge.unit !== "amount" || charge.quantityMicros % 1_000_000n !== 0n;
  const unit = unitText(charge.unit, locale, charge.quantityMicros);
  return {
    title,
    other,
    arithmetic,
    reason,
    height,
    quantity: counted ? `${grouping(formatRate(roundedTo4(charge.quantityMicros), 0))} ${unit}`.trim() : "",
    unitPrice: counted ? grouping(formatRate(charge.unitPriceMicros, currencyExponent(invoice.currency))) : "",
  };
}

/** Quantities are shown to four decimals; the arithmetic under them is exact. */
function roundedTo4(micros: bigint): bigint {
  const half = micros < 0n ? -50n : 50n;
  return ((micros + half) / 100n) * 100n;
}

function writeLineHead(sheet: Sheet, y: number): number {
  columnHead(sheet, "description", COLUMNS.text, y, "left");
  columnHead(sheet, "quantity", COLUMNS.quantity, y);
  columnHead(sheet, "unitPrice", COLUMNS.unitPrice, y);
  columnHead(sheet, "amount", COLUMNS.amount, y);
  sheet.canvas.rule(PAGE.left, PAGE.right, y + 23, INK.text, 0.8);
  return y + 30;
}

function writeCarried(sheet: InvoiceSheet, key: "carried" | "brought", sum: bigint, y: number): number {
  const { canvas, labels, other, invoice } = sheet;
  const words = `${labels[key]} ${other[key]}`;
  canvas.text(words, 250, y, 210, { ...TINY, align: "right" });
  const { x, width } = COLUMNS.amount;
  canvas.text(grouped(sum, invoice.currency), x, y, width, { ...SMALL, colour: INK.text, align: "right" });
  return y + CARRY;
}
