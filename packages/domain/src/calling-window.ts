import type { DateTime } from "luxon";
import { dateOf, inZone, isTimeZone, localDate, startOfLocalDay } from "./calendar.ts";
import { type CallingWindow, type LocalSpan, WEEKDAYS } from "./calling-window/hours.ts";
import { addDays, daysBetween, type LocalDate } from "./days.ts";

export {
  type CallingWindow,
  DEFAULT_CALLING_WINDOW,
  type LocalSpan,
  WEEKDAYS,
  type Weekday,
} from "./calling-window/hours.ts";
export { parseCallingWindow } from "./calling-window/parse.ts";

/**
 * May a call be placed at this instant to somebody in this time zone? Judged by the wall clock there, so an hour that
 * the clocks repeat is open twice and one that they skip never is.
 *
 * @throws CallbayError TIME_ZONE_UNKNOWN. Source: invariant 2.
 */
export function isOpen(window: CallingWindow, at: Date, zone: string): boolean {
  const memory = rememberedOf(window, zone);
  const minute = Math.floor(at.getTime() / MINUTE_MS);
  if (memory.minute !== minute) {
    memory.open = opensAt(window, inZone(at, zone));
    memory.minute = minute;
  }
  return memory.open;
}

const MINUTE_MS = 60_000;

/**
 * What was last asked of a window in a zone. A reservation asks the same of hundreds of contacts, and a wall clock is
 * the dearest part of the gate. Exact: windows and the offsets of zones (since 1972) are whole minutes, and while a
 * window is closed its next opening stays the same.
 */
interface Remembered {
  minute: number;
  open: boolean;
  /** Closed from `closedFrom` until `opening`; none when opening is not after it. */
  closedFrom: number;
  opening: number;
}
const remembered = new WeakMap<CallingWindow, Map<string, Remembered>>();

function rememberedOf(window: CallingWindow, zone: string): Remembered {
  let zones = remembered.get(window);
  if (!zones) {
    zones = new Map();
    remembered.set(window, zones);
  }
  let memory = zones.get(zone);
  if (!memory) {
    // Only real zones are kept: what a list's file calls a zone must not fill the memory.
    memory = { minute: Number.NaN, open: false, closedFrom: 0, opening: 0 };
    if (isTimeZone(zone)) zones.set(zone, memory);
  }
  return memory;
}

/** Of these time zones, those in which the window is open now; unknown zones are never open. For queries by zone. */
export function openZones(window: CallingWindow, at: Date, zones: readonly string[]): string[] {
  return zones.filter((zone) => isTimeZone(zone) && isOpen(window, at, zone));
}

/**
 * The earliest instant from `at` on at which the window is open (`at` itself when it is), or null when it never opens.
 *
 * @throws CallbayError TIME_ZONE_UNKNOWN.
 */
export function nextOpening(window: CallingWindow, at: Date, zone: string): Date | null {
  const memory = rememberedOf(window, zone);
  if (memory.closedFrom <= at.getTime() && at.getTime() < memory.opening) return new Date(memory.opening);
  if (isOpen(window, at, zone)) return at;
  const opening = findOpening(window, at, zone);
  if (opening !== null) {
    memory.closedFrom = at.getTime();
    memory.opening = opening.getTime();
  }
  return opening;
}

function findOpening(window: CallingWindow, at: Date, zone: string): Date | null {
  if (WEEKDAYS.every((day) => window.weekly[day].length === 0)) return null;
  const today = localDate(at, zone);
  // A week shows every weekday; each holiday can close one more day, and a clock change may drop a span.
  const horizon = 15 + window.holidays.length * 7;
  for (let i = 0; i <= horizon; i += 1) {
    const opening = firstOpeningOn(window, addDays(today, i), at, zone);
    if (opening !== null) return opening;
  }
  return null;
}

/**
 * The earliest instant after `at` at which an open window is closed, or null when it never closes (or is closed at `at`).
 *
 * @throws CallbayError TIME_ZONE_UNKNOWN.
 */
export function nextClosing(window: CallingWindow, at: Date, zone: string): Date | null {
  if (!isOpen(window, at, zone)) return null;
  const today = localDate(at, zone);
  // A week shows every weekday; what is open through all of it and every holiday never closes.
  const horizon = window.holidays.reduce((days, day) => Math.max(days, daysBetween(today, day) + 1), 8);
  for (let i = 0; i <= horizon; i += 1) {
    const closing = firstClosingOn(window, addDays(today, i), at, zone);
    if (closing !== null) return closing;
  }
  return null;
}

/** As of openings: the ends of a day's spans, the day's own end, and the instant at which its clocks change. */
function firstClosingOn(window: CallingWindow, date: LocalDate, at: Date, zone: string): Date | null {
  const day = inZone(startOfLocalDay(date, zone), zone);
  const end = startOfLocalDay(addDays(date, 1), zone);
  const ends = spansOn(window, day).flatMap(([, to]) => (to === 1440 ? [] : instantsOf(day, to)));
  const candidates = [day.toMillis(), ...ends, ...clockChanges(day, end), end.getTime()]
    .filter((ms) => ms > at.getTime() && !isOpen(window, new Date(ms), zone))
    .sort((a, b) => a - b);
  const first = candidates[0];
  return first === undefined ? null : new Date(first);
}

/** When the clocks of a day show this minute: twice in an hour that repeats. */
function instantsOf(day: DateTime, minute: number): number[] {
  return day
    .set({ hour: Math.floor(minute / 60), minute: minute % 60, second: 0, millisecond: 0 })
    .getPossibleOffsets()
    .map((local) => local.toMillis());
}

function opensAt(window: CallingWindow, local: DateTime): boolean {
  const now = local.hour * 60 + local.minute;
  return spansOn(window, local).some(([from, to]) => now >= from && now < to);
}

function spansOn(window: CallingWindow, local: DateTime): readonly LocalSpan[] {
  if (window.holidays.length > 0 && window.holidays.includes(dateOf(local))) return [];
  const weekday = WEEKDAYS[local.weekday - 1];
  return weekday === undefined ? [] : window.weekly[weekday];
}

/**
 * Openings of a day are the starts of its spans (each of them twice in a repeated hour) and, on a day whose clocks
 * change, the instant of the change itself: it can skip or jump back into the middle of a span.
 */
function firstOpeningOn(window: CallingWindow, date: LocalDate, at: Date, zone: string): Date | null {
  const day = inZone(startOfLocalDay(date, zone), zone);
  const end = startOfLocalDay(addDays(date, 1), zone);
  const starts = spansOn(window, day).flatMap(([from]) => instantsOf(day, from));
  const candidates = [day.toMillis(), ...starts, ...clockChanges(day, end)]
    .filter((ms) => ms >= at.getTime() && ms < end.getTime() && isOpen(window, new Date(ms), zone))
    .sort((a, b) => a - b);
  const first = candidates[0];
  return first === undefined ? null : new Date(first);
}

/** The instant within a day at which its offset from UTC changes; none on most days. */
function clockChanges(day: DateTime, end: Date): number[] {
  const offsetAt = (ms: number) => day.plus(ms - day.toMillis()).offset;
  let before = day.toMillis();
  let after = end.getTime();
  if (offsetAt(before) === offsetAt(after)) return [];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle) === day.offset) before = middle;
    else after = middle;
  }
  return [after];
}
