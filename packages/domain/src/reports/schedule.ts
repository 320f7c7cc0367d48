import { DateTime } from "luxon";
import { localDate } from "../calendar.ts";
import { addDays, daysInMonth, type LocalDate } from "../days.ts";

/** How often a report is sent, by the tenant's clock. */
export interface Schedule {
  readonly every: "day" | "week" | "month";
  /** 1 is Monday; of a week. */
  readonly weekday?: number | undefined;
  /** Hour of the day, 0–23. A month's is sent on its first day. */
  readonly hour: number;
}

/**
 * The first instant after `after` at which a schedule is due. An hour that the clocks skip is the next one that there
 * is; one that comes twice is the first.
 */
export function nextDue({ every, weekday = 1, hour }: Schedule, after: Date, zone: string): Date {
  const fits = (day: LocalDate) =>
    every === "day" ||
    (every === "month" ? day.endsWith("-01") : DateTime.fromISO(day, { zone: "utc" }).weekday === weekday);
  const today = localDate(after, zone);
  for (let ahead = 0; ahead <= daysInMonth(today) + 1; ahead += 1) {
    const day = addDays(today, ahead);
    if (!fits(day)) continue;
    const [year, month, date] = day.split("-").map(Number);
    const at = DateTime.fromObject({ year: year ?? 0, month: month ?? 1, day: date ?? 1, hour }, { zone });
    const due = (at.getPossibleOffsets()[0] ?? at).toJSDate();
    if (due > after) return due;
  }
  throw new RangeError("a schedule is due within a month");
}
