import type { UsageDay } from "@callbay/db/sql/billing-invoice";
import { PAGE } from "./canvas.ts";
import { dateText, INK, type Sheet, SMALL, STRONG, TINY } from "./sheet.ts";

const ROW = 15;
const COLUMNS = { day: 48, calls: 190, talk: 300, seats: 430, width: 117 } as const;

/** The usage that the lines stand on, one row a day; it adds up to their quantities. */
export function writeAnnex(sheet: Sheet, days: readonly UsageDay[]): void {
  if (days.length === 0) return;
  const { canvas, labels, locale, invoice } = sheet;
  canvas.document.addPage();
  let y = canvas.text(labels.annex, PAGE.left, PAGE.top, 400, { size: 14, weight: "bold" }) + 2;
  const seconds = invoice.minTalkMs.map((ms) => `${ms / 1000} ${labels.seconds}`).join(", ");
  y = canvas.text(`${labels.annexNote} ${invoice.parties.timezone}.`, PAGE.left, y, 460, SMALL);
  if (days.some((day) => day.calls)) y = canvas.text(`${labels.minTalk} ${seconds}.`, PAGE.left, y, 460, SMALL);
  y = writeHead(sheet, y + 14);
  days.forEach((day, i) => {
    if (y + ROW > PAGE.bottom) {
      canvas.document.addPage();
      y = writeHead(sheet, PAGE.top);
    }
    if (i % 2 === 1) canvas.fill(PAGE.left, y - 2, PAGE.right - PAGE.left, ROW, INK.panel);
    writeRow(sheet, y, dateText(day.day, locale), day);
    y += ROW;
  });
  if (y + ROW + 8 > PAGE.bottom) {
    canvas.document.addPage();
    y = PAGE.top;
  }
  canvas.rule(PAGE.left, PAGE.right, y + 1, INK.text, 0.8);
  const sum = (of: (day: UsageDay) => number | null): number => days.reduce((total, day) => total + (of(day) ?? 0), 0);
  const total = { calls: sum((d) => d.calls), talkMs: sum((d) => d.talkMs), seatDays: sum((d) => d.seatDays) };
  writeRow(sheet, y + 7, labels.sum, total, true);
}

function writeHead({ canvas, labels }: Sheet, y: number): number {
  const right = { ...TINY, align: "right" } as const;
  canvas.text(labels.day, COLUMNS.day, y, 120, TINY);
  canvas.text(labels.calls, COLUMNS.calls - 30, y, COLUMNS.width, right);
  canvas.text(labels.talk, COLUMNS.talk - 10, y, COLUMNS.width, right);
  canvas.text(labels.seatDays, COLUMNS.seats, y, COLUMNS.width, right);
  canvas.rule(PAGE.left, PAGE.right, y + 14, INK.text, 0.8);
  return y + 20;
}

type Figures = Pick<UsageDay, "calls" | "talkMs" | "seatDays">;

function writeRow({ canvas }: Sheet, y: number, name: string, figures: Figures, strong = false): void {
  const style = strong ? STRONG : { ...SMALL, colour: INK.text };
  const right = { ...style, align: "right" } as const;
  const whole = (count: number | null): string => (count ? new Intl.NumberFormat("en").format(count) : "–");
  canvas.text(name, COLUMNS.day, y, 130, style);
  canvas.text(whole(figures.calls), COLUMNS.calls - 30, y, COLUMNS.width, right);
  canvas.text(figures.calls ? clock(figures.talkMs) : "–", COLUMNS.talk - 10, y, COLUMNS.width, right);
  canvas.text(whole(figures.seatDays), COLUMNS.seats, y, COLUMNS.width, right);
}

/** 3,725,000 ms → "1:02:05"; part seconds are dropped. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (count: number): string => String(count).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
