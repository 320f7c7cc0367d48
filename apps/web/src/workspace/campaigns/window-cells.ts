import type { LocalSpan } from "@callbay/domain/calling-window/hours";

/** The grid counts in half hours. */
export const CELL_MINUTES = 30;
export const CELLS_PER_DAY = 1440 / CELL_MINUTES;

/** Which half hours of a day are open; one that is open in part counts as open. */
export function cellsOf(spans: readonly LocalSpan[]): boolean[] {
  return Array.from({ length: CELLS_PER_DAY }, (_, cell) =>
    spans.some(([from, to]) => from < (cell + 1) * CELL_MINUTES && to > cell * CELL_MINUTES),
  );
}

/** Open half hours as spans, neighbours joined. */
export function spansOf(cells: readonly boolean[]): LocalSpan[] {
  const spans: [number, number][] = [];
  for (const [cell, open] of cells.entries()) {
    if (!open) continue;
    const last = spans.at(-1);
    const from = cell * CELL_MINUTES;
    if (last && last[1] === from) last[1] = from + CELL_MINUTES;
    else spans.push([from, from + CELL_MINUTES]);
  }
  return spans;
}

/** 09:00–12:00, 14:00–18:00 */
export function spansText(spans: readonly LocalSpan[]): string {
  return spans.map(([from, to]) => `${clockOf(from)}–${clockOf(to)}`).join(", ");
}

export function clockOf(minutes: number): string {
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** Opens or closes the half hours from one to another, both included, whichever comes first. */
export function painted(cells: readonly boolean[], from: number, to: number, open: boolean): boolean[] {
  const [first, last] = from <= to ? [from, to] : [to, from];
  return cells.map((was, cell) => (cell >= first && cell <= last ? open : was));
}
