import type { UsageDay } from "@callbay/db/sql/billing-invoice";
import { PAGE } from "./canvas.ts";
import type { Labels } from "./labels.ts";
import { columnHead, dateText, INK, type InvoiceSheet, OTHER, SMALL, STRONG } from "./sheet.ts";

const ROW = 15;
const DAY = { x: PAGE.left, width: 100 } as const;

type Figure = Exclude<keyof UsageDay, "day">;
interface Column {
  readonly figure: Figure;
  readonly label: keyof Labels;
  readonly text: (figures: Figures) => string;
}
type Figures = Readonly<Record<Figure, number>>;

const COLUMNS: readonly Column[] = [
  { figure: "calls", label: "calls", text: ({ calls }) => whole(calls) },
  { figure: "talkMs", label: "talk", text: ({ talkMs }) => (talkMs ? clock(talkMs) : "–") },
  { figure: "seatDays", label: "seatDays", text: ({ seatDays }) => whole(seatDays) },
  { figure: "agentMs", label: "hours", text: ({ agentMs }) => (agentMs ? clock(agentMs) : "–") },
  { figure: "successes", label: "successes", text: ({ successes }) => whole(successes) },
  { figure: "messages", label: "messages", text: ({ messages }) => whole(messages) },
  { figure: "numberDays", label: "numberDays", text: ({ numberDays }) => whole(numberDays) },
];

/** The usage that the lines stand on, one row a day; it adds up to their quantities. */
export function writeAnnex(sheet: InvoiceSheet, days: readonly UsageDay[]): void {
  if (days.length === 0) return;
  const { canvas, labels, other, locale, invoice } = sheet;
  const shown = COLUMNS.filter(({ figure }) => days.some((day) => day[figure] !== 0));
  canvas.document.addPage();
  let y = canvas.text(labels.annex, PAGE.left, PAGE.top, 400, { size: 14, weight: "bold" });
  y = canvas.text(other.annex, PAGE.left, y, 400, { ...OTHER, size: 8 }) + 4;
  y = canvas.text(`${labels.annexNote} ${invoice.parties.timezone}.`, PAGE.left, y, 460, SMALL);
  if (days.some((day) => day.calls)) {
    const seconds = invoice.minTalkMs.map((ms) => `${ms / 1000} ${labels.seconds}`).join(", ");
    y = canvas.text(`${labels.minTalk} ${seconds}.`, PAGE.left, y, 460, SMALL);
  }
  y = writeHead(sheet, shown, y + 14);
  days.forEach((day, i) => {
    if (y + ROW > PAGE.bottom) {
      canvas.document.addPage();
      y = writeHead(sheet, shown, PAGE.top);
    }
    if (i % 2 === 1) canvas.fill(PAGE.left, y - 2, PAGE.right - PAGE.left, ROW, INK.panel);
    writeRow(sheet, shown, y, dateText(day.day, locale), day);
    y += ROW;
  });
  if (y + ROW + 8 > PAGE.bottom) {
    canvas.document.addPage();
    y = PAGE.top;
  }
  canvas.rule(PAGE.left, PAGE.right, y + 1, INK.text, 0.8);
  const sums = COLUMNS.map(({ figure }) => [figure, days.reduce((total, day) => total + day[figure], 0)] as const);
  writeRow(sheet, shown, y + 7, labels.sum, Object.fromEntries(sums) as Record<Figure, number>, true);
}

/** Columns of one width, from the right margin. */
function place(index: number, count: number): { readonly x: number; readonly width: number } {
  const width = Math.min(110, (PAGE.right - DAY.x - DAY.width) / Math.max(count, 1));
  return { x: PAGE.right - (count - index) * width, width: width - 4 };
}

function writeHead(sheet: InvoiceSheet, shown: readonly Column[], y: number): number {
  columnHead(sheet, "day", DAY, y, "left");
  shown.forEach(({ label }, i) => {
    columnHead(sheet, label, place(i, shown.length), y);
  });
  sheet.canvas.rule(PAGE.left, PAGE.right, y + 23, INK.text, 0.8);
  return y + 29;
}

function writeRow(
  { canvas }: InvoiceSheet,
  shown: readonly Column[],
  y: number,
  name: string,
  figures: Figures,
  strong = false,
): void {
  const style = strong ? STRONG : { ...SMALL, colour: INK.text };
  canvas.text(name, DAY.x, y, DAY.width, style);
  shown.forEach((column, i) => {
    const { x, width } = place(i, shown.length);
    canvas.text(column.text(figures), x, y, width, { ...style, align: "right" });
  });
}

function whole(count: number): string {
  return count ? new Intl.NumberFormat("en").format(count) : "–";
}

/** 3,725,000 ms → "1:02:05"; part seconds are dropped. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (count: number): string => String(count).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
