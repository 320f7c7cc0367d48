import { type LocalDate, toDbDate } from "@callbay/domain/calendar";
import type { DocumentLocale } from "../line-text.ts";
import type { InvoiceView } from "../load.ts";
import { type Canvas, PAGE, type TextStyle } from "./canvas.ts";
import type { Labels } from "./labels.ts";

/** One document being written. */
export interface Sheet {
  readonly canvas: Canvas;
  readonly labels: Labels;
  readonly locale: DocumentLocale;
  readonly invoice: InvoiceView;
}

export const INK = {
  text: "#111827",
  muted: "#4b5563",
  faint: "#6b7280",
  line: "#e5e7eb",
  panel: "#f3f6f9",
  accent: "#0f766e",
  warning: "#b45309",
} as const;

export const STRONG: TextStyle = { size: 9.5, weight: "bold", colour: INK.text };
export const SMALL: TextStyle = { size: 8.5, colour: INK.muted };
export const TINY: TextStyle = { size: 8, colour: INK.faint };

/** "9 Mar 2026", "2026年3月9日". */
export function dateText(date: LocalDate, locale: DocumentLocale): string {
  const style = locale === "zh-CN" ? ({ dateStyle: "long" } as const) : ({ dateStyle: "medium" } as const);
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { ...style, timeZone: "UTC" }).format(
    toDbDate(date),
  );
}

/** The foot of every page: who, which invoice, which page of how many. */
export function writeFooters({ canvas, labels, locale, invoice }: Sheet): void {
  const { issuer } = invoice.parties;
  const { count } = canvas.document.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    canvas.document.switchToPage(page);
    canvas.rule(PAGE.left, PAGE.right, 800, INK.line);
    const who = issuer.taxNumber ? `${issuer.name} · ${labels.taxNumber} ${issuer.taxNumber}` : issuer.name;
    canvas.text(who, PAGE.left, 807, 250, { ...TINY, size: 7.5 });
    canvas.text(invoice.number ?? labels.draft, 300, 807, 120, { ...TINY, size: 7.5 });
    const pages = locale === "zh-CN" ? `第 ${page + 1} 页，共 ${count} 页` : `Page ${page + 1} of ${count}`;
    canvas.text(pages, 430, 807, PAGE.right - 430, { ...TINY, size: 7.5, align: "right" });
  }
}
