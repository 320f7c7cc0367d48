/**
 * Wall clocks without a library, for pages that ask for one time and nothing more: the same answers as calendar.ts, by
 * the platform's own tables of zones. A zone that is none throws the platform's RangeError.
 */
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/;
const DAY_MS = 86_400_000;
const PARTS = ["year", "month", "day", "hour", "minute"] as const;

/** What the clocks of a zone show at an instant: "2026-03-11T15:05". */
export function wallClockAt(at: Date, zone: string): string {
  const [year, month, day, hour, minute] = partsAt(at, zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/**
 * The instant at which the clocks of a zone show this; null for what no clock shows. Of a time that comes twice the first;
 * a time that the clocks skip is as much later.
 */
export function instantOfWallClock(text: string, zone: string): Date | null {
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0] = (LOCAL.exec(text) ?? []).map(Number);
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const isClock = LOCAL.test(text) && new Date(asUtc).toISOString().startsWith(text.slice(0, 16));
  if (!isClock) return null;
  // The clocks change at most once within a day: before and after are all the offsets that can hold.
  const before = offsetAt(asUtc - DAY_MS, zone);
  const after = offsetAt(asUtc + DAY_MS, zone);
  const instants = [asUtc - before, asUtc - after].sort((a, b) => a - b);
  const shown = instants.find((instant) => instant + offsetAt(instant, zone) === asUtc);
  return new Date(shown ?? asUtc - before);
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const [year, month, day, hour, minute] = partsAt(new Date(instant), zone).map(Number);
  const minutes = Math.floor(instant / 60_000) * 60_000;
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute) - minutes;
}

/** Year, month, day, hour and minute, each with its leading noughts. */
function partsAt(at: Date, zone: string): string[] {
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: zone, hourCycle: "h23" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  });
  const parts = format.formatToParts(at);
  return PARTS.map((type) => parts.find((part) => part.type === type)?.value ?? "");
}
