import { CallbayError } from "./errors.ts";

/** A day of a calendar, "YYYY-MM-DD", without a time zone of its own. Such texts compare as days do. */
export type LocalDate = string;

/** A month of a calendar, "YYYY-MM". */
export type LocalMonth = string;

/** Days from `from` to the day before `to`: [from, to). */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const DAY_MS = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Is this a real day written "YYYY-MM-DD"? */
export function isLocalDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const at = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return at.toISOString().startsWith(text);
}

/** The day `count` days later (earlier when negative). @throws CallbayError DATE_INVALID. */
export function addDays(date: LocalDate, count: number): LocalDate {
  return fromDbDate(new Date(utcMs(date) + count * DAY_MS));
}

/** Days from `from` to `to`; negative when `to` is earlier. @throws CallbayError DATE_INVALID. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((utcMs(to) - utcMs(from)) / DAY_MS);
}

/** Every day from `from` to the day before `toExclusive`, in order; none when the period is empty. */
export function eachDay(from: LocalDate, toExclusive: LocalDate): LocalDate[] {
  return Array.from({ length: Math.max(0, daysBetween(from, toExclusive)) }, (_, i) => addDays(from, i));
}

/** The month of a day: "2026-03-09" → "2026-03". @throws CallbayError DATE_INVALID. */
export function monthOf(date: LocalDate): LocalMonth {
  utcMs(date);
  return date.slice(0, 7);
}

/** The number of days of a month, or of the month that a day is in. @throws CallbayError DATE_INVALID. */
export function daysInMonth(monthOrDate: LocalMonth | LocalDate): number {
  const { from, to } = monthPeriod(monthOrDate.slice(0, 7));
  return daysBetween(from, to);
}

/** A whole month as a period. @throws CallbayError DATE_INVALID. */
export function monthPeriod(month: LocalMonth): Period {
  const from = `${month}-01`;
  const { year, month: number } = datePartsOf(from);
  return { from, to: fromDbDate(new Date(Date.UTC(year, number, 1))) };
}

/** Is the day within [from, to)? */
export function periodHas(period: Period, date: LocalDate): boolean {
  return date >= period.from && date < period.to;
}

/** The days in both periods, or null when there are none. */
export function intersectPeriods(a: Period, b: Period): Period | null {
  const to = earlierDay(a.to, b.to);
  const from = earlierDay(a.from, b.from) === a.from ? b.from : a.from;
  return from < to ? { from, to } : null;
}

/** A period cut at the ends of months: each month that it touches, with the days of it. */
export function monthsOf(period: Period): { month: LocalMonth; period: Period }[] {
  const result: { month: LocalMonth; period: Period }[] = [];
  for (let from = period.from; from < period.to; ) {
    const to = earlierDay(monthPeriod(monthOf(from)).to, period.to);
    result.push({ month: monthOf(from), period: { from, to } });
    from = to;
  }
  return result;
}

/** A day as Postgres' `date` travels in Prisma: midnight UTC. @throws CallbayError DATE_INVALID. */
export function toDbDate(date: LocalDate): Date {
  return new Date(utcMs(date));
}

/** A `date` column's value as a day. */
export function fromDbDate(date: Date): LocalDate {
  return date.toISOString().slice(0, 10);
}

/** The earlier of two days. */
export function earlierDay(a: LocalDate, b: LocalDate): LocalDate {
  if (a < b) return a;
  return b;
}

/** @throws CallbayError DATE_INVALID. */
export function datePartsOf(date: LocalDate): { year: number; month: number; day: number } {
  if (!isLocalDate(date)) {
    throw new CallbayError("invalid", "DATE_INVALID", `"${date}" is not a day such as 2026-03-09.`, { date });
  }
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

function utcMs(date: LocalDate): number {
  const { year, month, day } = datePartsOf(date);
  return Date.UTC(year, month - 1, day);
}
