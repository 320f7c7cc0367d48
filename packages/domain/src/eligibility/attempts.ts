import { localDate, startOfLocalDay } from "../calendar.ts";
import type { NumberCaps } from "../compliance/types.ts";
import { addDays, daysBetween, type LocalDate } from "../days.ts";
import type { Refusal } from "./types.ts";

/** Tries at one number in the days that caps count, on the calendar of the contact's own zone. */
export interface Tried {
  readonly today: number;
  /** Since Monday. */
  readonly week: number;
  /** Today and the 29 days before. */
  readonly thirtyDays: number;
}

export const NEVER_TRIED: Tried = { today: 0, week: 0, thirtyDays: 0 };
const THIRTY = 30;
/** A Monday. */
const MONDAY: LocalDate = "2024-01-01";

/** Counts what was tried. @throws CallbayError TIME_ZONE_UNKNOWN. */
export function countTried(attemptsAt: readonly Date[], zone: string, now: Date): Tried {
  if (attemptsAt.length === 0) return NEVER_TRIED;
  const today = localDate(now, zone);
  const monday = mondayOf(today);
  const first = addDays(today, 1 - THIRTY);
  const days = attemptsAt.map((at) => localDate(at, zone));
  const since = (day: LocalDate) => days.filter((one) => one >= day).length;
  return { today: since(today), week: since(monday), thirtyDays: since(first) };
}

/** The caps that are reached, each with the first instant of the local day that ends it. */
export function capsReached(
  attemptsAt: readonly Date[],
  tried: Tried,
  caps: NumberCaps,
  zone: string,
  now: Date,
): Refusal[] {
  if (attemptsAt.length === 0) return [];
  const today = localDate(now, zone);
  const begin = (day: LocalDate) => startOfLocalDay(day, zone);
  const reached: Refusal[] = [];
  if (caps.perThirtyDays !== null && tried.thirtyDays >= caps.perThirtyDays) {
    const days = attemptsAt
      .map((at) => localDate(at, zone))
      .filter((day) => day >= addDays(today, 1 - THIRTY))
      .sort();
    // So many of the oldest have to fall out of the thirty days before one more may be made.
    const last = days[days.length - caps.perThirtyDays] ?? today;
    reached.push({ reason: "attempts_month", retryAt: begin(addDays(last, THIRTY)) });
  }
  if (caps.perWeek !== null && tried.week >= caps.perWeek)
    reached.push({ reason: "attempts_week", retryAt: begin(addDays(mondayOf(today), 7)) });
  if (caps.perDay !== null && tried.today >= caps.perDay)
    reached.push({ reason: "attempts_today", retryAt: begin(addDays(today, 1)) });
  return reached;
}

function mondayOf(day: LocalDate): LocalDate {
  const since = daysBetween(MONDAY, day) % 7;
  return addDays(day, -(since < 0 ? since + 7 : since));
}
