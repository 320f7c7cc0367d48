import { type CallingWindow, type LocalSpan, WEEKDAYS, type Weekday } from "../calling-window/hours.ts";
import type { LocalDate } from "../days.ts";
import type { ComplianceRules, NumberCaps } from "./types.ts";

/**
 * When a number of this country may be called: open in the campaign's window, in the profile's, and in the country's
 * where it has one of its own; closed on a holiday of any of them. One window on one wall clock, so that what is asked
 * of it (isOpen, nextOpening) needs no second thought about time zones.
 *
 * @param country ISO 3166 alpha-2 of the number. Source: the "effective window"; invariant 2.
 */
export function effectiveWindow(campaign: CallingWindow, rules: ComplianceRules, country: string): CallingWindow {
  const own = Object.hasOwn(rules.countries, country) ? country : "";
  const byRules = cachedIn(cache, campaign, () => new WeakMap<ComplianceRules, Map<string, CallingWindow>>());
  const byCountry = cachedIn(byRules, rules, () => new Map<string, CallingWindow>());
  const known = byCountry.get(own);
  if (known) return known;
  const made = makeWindow(campaign, rules, own);
  byCountry.set(own, made);
  return made;
}

/** A reservation asks for the same window hundreds of times: it is made once for each pair of objects. */
const cache = new WeakMap<CallingWindow, WeakMap<ComplianceRules, Map<string, CallingWindow>>>();

function cachedIn<K extends WeakKey, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function makeWindow(campaign: CallingWindow, rules: ComplianceRules, country: string): CallingWindow {
  const extra = rules.countries[country];
  const spansOf = (day: Weekday): readonly LocalSpan[] => {
    const narrowed = intersectSpans(campaign.weekly[day], rules.callingWindow.weekly[day]);
    const own = extra?.weekly?.[day];
    return own ? intersectSpans(narrowed, own) : narrowed;
  };
  const holidays: LocalDate[] = [
    ...new Set([...campaign.holidays, ...rules.callingWindow.holidays, ...(extra?.holidays ?? [])]),
  ].sort();
  const [mon, tue, wed, thu, fri, sat, sun] = [
    spansOf("mon"),
    spansOf("tue"),
    spansOf("wed"),
    spansOf("thu"),
    spansOf("fri"),
    spansOf("sat"),
    spansOf("sun"),
  ];
  return { weekly: { mon, tue, wed, thu, fri, sat, sun }, holidays };
}

/** The minutes that are in both; both sorted and without overlap, and so is the result. */
export function intersectSpans(a: readonly LocalSpan[], b: readonly LocalSpan[]): LocalSpan[] {
  const result: LocalSpan[] = [];
  for (const [fromA, toA] of a) {
    for (const [fromB, toB] of b) {
      const from = Math.max(fromA, fromB);
      const to = Math.min(toA, toB);
      if (from < to) result.push([from, to]);
    }
  }
  return result.sort(([x], [y]) => x - y);
}

/** Is every minute of `inner` also in `outer`? Spans that touch count as one. */
export function spansWithin(inner: readonly LocalSpan[], outer: readonly LocalSpan[]): boolean {
  const minutes = (spans: readonly LocalSpan[]) => spans.reduce((sum, [from, to]) => sum + to - from, 0);
  return minutes(intersectSpans(inner, outer)) === minutes(inner);
}

/** Does the window open at all, holidays aside? */
export function everOpens(window: CallingWindow): boolean {
  return WEEKDAYS.some((day) => window.weekly[day].length > 0);
}

/** The caps on attempts at a number of this country: the lower of the profile's and the country's. */
export function capsFor(rules: ComplianceRules, country: string): NumberCaps {
  const extra = Object.hasOwn(rules.countries, country) ? rules.countries[country]?.attempts : undefined;
  if (!extra) return rules.attempts;
  return {
    perDay: lower(rules.attempts.perDay, extra.perDay),
    perWeek: lower(rules.attempts.perWeek, extra.perWeek),
    perThirtyDays: lower(rules.attempts.perThirtyDays, extra.perThirtyDays),
  };
}

/** The lower of two caps; null and undefined cap nothing. */
export function lower(a: number | null, b: number | null | undefined): number | null {
  if (a === null) return b ?? null;
  return b === null || b === undefined ? a : Math.min(a, b);
}
