import { type LocalDate, toDbDate } from "@callbay/domain/calendar";
import { amountText } from "@callbay/domain/money";
import type { DocumentLocale } from "../line-text.ts";
import type { InvoiceView } from "../load.ts";
import { type Canvas, PAGE, type TextStyle } from "./canvas.ts";
import type { Labels } from "./labels.ts";

/** One document being written, in its reader's language and, smaller, in the other. */
export interface Sheet {
  readonly canvas: Canvas;
  readonly labels: Labels;
  readonly other: Labels;
  readonly locale: DocumentLocale;
}

/** An invoice being written. */
export interface InvoiceSheet extends Sheet {
  readonly invoice: InvoiceView;
}

export const INK = {
  text: "#111827",
  muted: "#4b5563",
  faint: "#6b7280",
  other: "#8b93a1",
  line: "#e5e7eb",
  panel: "#f3f6f9",
  accent: "#0f766e",
  warning: "#b45309",
} as const;

export const STRONG: TextStyle = { size: 9.5, weight: "bold", colour: INK.text };
export const SMALL: TextStyle = { size: 8.5, colour: INK.muted };
export const TINY: TextStyle = { size: 8, colour: INK.faint };
/** The other language. */
export const OTHER: TextStyle = { size: 6.8, colour: INK.other };

/** "9 Mar 2026", "2026年3月9日". */
export function dateText(date: LocalDate, locale: DocumentLocale): string {
  const style = locale === "zh-CN" ? ({ dateStyle: "long" } as const) : ({ dateStyle: "medium" } as const);
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { ...style, timeZone: "UTC" }).format(
    toDbDate(date),
  );
}

/** 1234567n CNY → "12,345.67": the currency stands at the head and at the total. */
export function grouped(minor: bigint, currency: string): string {
  return grouping(amountText(minor, currency));
}

/** "1234567.5" → "1,234,567.5". */
export function grouping(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? text : `${text}.${fraction}`;
}

/** A label with the other language after it, on one line. @returns the y below. */
export function label(sheet: Sheet, key: keyof Labels, x: number, y: number, width: number): number {
  const { canvas, labels, other } = sheet;
  const below = canvas.text(labels[key], x, y, width, TINY);
  const left = x + canvas.width(labels[key], TINY) + 5;
  if (labels[key] !== other[key] && left + canvas.width(other[key], OTHER) <= x + width) {
    canvas.text(other[key], left, y + 1.2, width, OTHER);
  }
  return below;
}

/** The head of a column: its word, and under it the other language's. */
export function columnHead(
  { canvas, labels, other }: Sheet,
  key: keyof Labels,
  { x, width }: { readonly x: number; readonly width: number },
  y: number,
  align: "left" | "right" = "right",
): void {
  canvas.text(labels[key], x, y, width, { ...TINY, align });
  canvas.text(other[key], x, y + 10.5, width, { ...OTHER, align });
}

/** The foot of every page: who, which document, which page of how many. */
export function writeFooters(sheet: Sheet, who: string, which: string): void {
  const { canvas, locale } = sheet;
  const { count } = canvas.document.bufferedPageRange();
  const style = { ...TINY, size: 7.5 };
  for (let page = 0; page < count; page++) {
    canvas.document.switchToPage(page);
    canvas.rule(PAGE.left, PAGE.right, 800, INK.line);
    const [name = ""] = canvas.lines(who, 236, style);
    canvas.text(name, PAGE.left, 807, 250, style);
    canvas.text(which, 300, 807, 140, style);
    const english = `Page ${page + 1} of ${count}`;
    const chinese = `第 ${page + 1} 页，共 ${count} 页`;
    const [own, other] = locale === "zh-CN" ? [chinese, english] : [english, chinese];
    canvas.text(own, 430, 807, PAGE.right - 430, { ...style, align: "right" });
    canvas.text(other, 430, 818, PAGE.right - 430, { ...OTHER, align: "right" });
  }
}
