import { DateTime, IANAZone } from "luxon";
import { startOfLocalDay } from "./day-start.ts";
import type { LocalDate, Period } from "./days.ts";
import { CallbayError } from "./errors.ts";

// Days without a zone, and where one begins, are modules of their own, which need no library: screens that ask for no
// more take them alone.
export {
  addDays,
  daysBetween,
  daysInMonth,
  eachDay,
  earlierDay,
  fromDbDate,
  intersectPeriods,
  isLocalDate,
  type LocalDate,
  type LocalMonth,
  monthOf,
  monthPeriod,
  monthsOf,
  type Period,
  periodHas,
  toDbDate,
} from "./days.ts";
export { startOfLocalDay };

/** Zones that were found good: asking the runtime builds a formatter, which the gate cannot afford for each contact. */
const KNOWN_ZONES = new Set<string>();

/** Is this an IANA time zone that the process knows? */
export function isTimeZone(zone: string): boolean {
  if (KNOWN_ZONES.has(zone)) return true;
  const valid = IANAZone.isValidZone(zone);
  if (valid) KNOWN_ZONES.add(zone);
  return valid;
}

/**
 * An instant as wall clock of a time zone.
 *
 * @throws CallbayError TIME_ZONE_UNKNOWN, so that no decision is ever taken in a wrong zone silently.
 */
export function inZone(at: Date, zone: string): DateTime {
  const local = DateTime.fromMillis(at.getTime(), { zone });
  if (!local.isValid) {
    throw new CallbayError("invalid", "TIME_ZONE_UNKNOWN", `"${zone}" is not an IANA time zone.`, { zone });
  }
  return local;
}

/** The calendar day of an instant in a time zone. @throws CallbayError TIME_ZONE_UNKNOWN. */
export function localDate(at: Date, zone: string): LocalDate {
  return dateOf(inZone(at, zone));
}

/** The calendar day of a wall clock. */
export function dateOf(local: DateTime): LocalDate {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(local.year).padStart(4, "0")}-${two(local.month)}-${two(local.day)}`;
}

/**
 * The instant at which the clocks of a zone show this, "2026-03-11T15:05"; null for what no clock shows. Of a time that
 * comes twice the first; a time that the clocks skip is as much later.
 *
 * @throws CallbayError TIME_ZONE_UNKNOWN.
 */
export function atWallClock(text: string, zone: string): Date | null {
  inZone(new Date(0), zone);
  const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? DateTime.fromISO(text, { zone }) : null;
  return local?.isValid ? (local.getPossibleOffsets()[0] ?? local).toJSDate() : null;
}

/** The instants [from, to) of a period of calendar days in a time zone. */
export function periodInstants(period: Period, zone: string): { from: Date; to: Date } {
  return { from: startOfLocalDay(period.from, zone), to: startOfLocalDay(period.to, zone) };
}
