import { datePartsOf, type LocalDate } from "./days.ts";
import { CallbayError } from "./errors.ts";

const DAY_MS = 86_400_000;
/** Building one takes a thousand times as long as using it. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

/**
 * The first instant of a calendar day: 00:00, or later where the clocks skip midnight, or the first of two midnights
 * where they are set back over it. Asks the runtime alone, so that screens need no library for it.
 *
 * @throws CallbayError TIME_ZONE_UNKNOWN, DATE_INVALID.
 */
export function startOfLocalDay(date: LocalDate, zone: string): Date {
  const { year, month, day } = datePartsOf(date);
  const midnight = Date.UTC(year, month - 1, day);
  // By the clocks of the day before and of the day after: at most one change lies between them.
  const before = midnight - offsetMs(midnight - DAY_MS, zone);
  const after = midnight - offsetMs(midnight + DAY_MS, zone);
  if (before === after) return new Date(before);
  const [first, second] = before < after ? [before, after] : [after, before];
  if (first + offsetMs(first, zone) >= midnight) return new Date(first);
  return new Date(second);
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. @throws CallbayError TIME_ZONE_UNKNOWN. */
function offsetMs(at: number, zone: string): number {
  const [month, day, year, hour, minute, second] = clockOf(zone).format(at).split(/\D+/).map(Number);
  const shown = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return shown - Math.floor(at / 1_000) * 1_000;
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(zone);
  if (known) return known;
  try {
    const two = "2-digit";
    const clock = new Intl.DateTimeFormat("en-US", {
      ...{ timeZone: zone, hourCycle: "h23", calendar: "gregory", numberingSystem: "latn" },
      ...{ year: "numeric", month: two, day: two, hour: two, minute: two, second: two },
    });
    CLOCKS.set(zone, clock);
    return clock;
  } catch {
    throw new CallbayError("invalid", "TIME_ZONE_UNKNOWN", `"${zone}" is not an IANA time zone.`, { zone });
  }
}
