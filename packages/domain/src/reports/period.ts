import { localDate } from "../calendar.ts";
import { addDays, daysBetween, type LocalDate, monthOf, monthPeriod, type Period } from "../days.ts";

/** Periods that are meant relative to today, so that a saved report moves with the calendar. */
export const RELATIVE_PERIODS = [
  "today",
  "yesterday",
  "last7Days",
  "last30Days",
  "thisMonth",
  "lastMonth",
  "last12Months",
] as const;
export type RelativePeriod = (typeof RELATIVE_PERIODS)[number];

/** The days of a relative period in the tenant's zone. @throws CallbayError TIME_ZONE_UNKNOWN. */
export function relativePeriod(kind: RelativePeriod, now: Date, zone: string): Period {
  const today = localDate(now, zone);
  const tomorrow = addDays(today, 1);
  switch (kind) {
    case "today":
      return { from: today, to: tomorrow };
    case "yesterday":
      return { from: addDays(today, -1), to: today };
    case "last7Days":
      return { from: addDays(tomorrow, -7), to: tomorrow };
    case "last30Days":
      return { from: addDays(tomorrow, -30), to: tomorrow };
    case "thisMonth":
      return { from: monthPeriod(monthOf(today)).from, to: tomorrow };
    case "lastMonth":
      return monthPeriod(monthBefore(today));
    case "last12Months":
      return { from: firstOfMonth(monthIndex(today) - 11), to: tomorrow };
  }
}

/**
 * What a period is compared with: as many days just before it, or, for whole months, as many months before it.
 */
export function periodBefore({ from, to }: Period): Period {
  if (from.endsWith("-01") && to.endsWith("-01")) {
    const months = monthIndex(to) - monthIndex(from);
    return { from: firstOfMonth(monthIndex(from) - months), to: from };
  }
  return { from: addDays(from, -daysBetween(from, to)), to: from };
}

/** A period as the coarsest pieces that tile it: whole months, and the days that are left at both ends. */
export function tiles({
  from,
  to,
}: Period): { readonly grain: "day" | "month"; readonly from: LocalDate; readonly to: LocalDate }[] {
  const firstMonth = from.endsWith("-01") ? from : monthPeriod(monthOf(from)).to;
  const lastMonth = `${monthOf(to)}-01`;
  if (firstMonth >= lastMonth) return from < to ? [{ grain: "day", from, to }] : [];
  return [
    { grain: "day" as const, from, to: firstMonth },
    { grain: "month" as const, from: firstMonth, to: lastMonth },
    { grain: "day" as const, from: lastMonth, to },
  ].filter((piece) => piece.from < piece.to);
}

const monthIndex = (date: LocalDate) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
const firstOfMonth = (index: number): LocalDate =>
  `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}-01`;
const monthBefore = (date: LocalDate) => firstOfMonth(monthIndex(date) - 1).slice(0, 7);
