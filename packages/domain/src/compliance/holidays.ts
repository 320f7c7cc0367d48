import { addDays, type LocalDate } from "../days.ts";

/** A fixed day of each year ("12-25"), from a year on, or a day counted from Easter Sunday. */
type Holiday = string | { readonly day: string; readonly since: number } | { readonly easter: number };

/** Public holidays of the whole country; those of single regions are the client's to add. */
const HOLIDAYS = {
  /** Code du travail, art. L. 3133-1. */
  FR: [
    "01-01",
    { easter: 1 },
    "05-01",
    "05-08",
    { easter: 39 },
    { easter: 50 },
    "07-14",
    "08-15",
    "11-01",
    "11-11",
    "12-25",
  ],
  /** Real Decreto 2001/1983, art. 45, the days that no region may replace. */
  ES: ["01-01", "01-06", { easter: -2 }, "05-01", "08-15", "10-12", "11-01", "12-06", "12-08", "12-25"],
  /** Legge 260/1949; 4 October by legge 151/2025, from 2026 on. */
  IT: [
    "01-01",
    "01-06",
    { easter: 1 },
    "04-25",
    "05-01",
    "06-02",
    "08-15",
    { day: "10-04", since: 2026 },
    "11-01",
    "12-08",
    "12-25",
    "12-26",
  ],
} as const satisfies Record<string, readonly Holiday[]>;
export type HolidayCountry = keyof typeof HOLIDAYS;

/** The public holidays of a country in the years [from, to], in order. */
export function holidaysOf(country: HolidayCountry, from: number, to: number): LocalDate[] {
  const rules: readonly Holiday[] = HOLIDAYS[country];
  const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  return [...new Set(years.flatMap((year) => rules.flatMap((rule) => dayOf(rule, year))))].sort();
}

function dayOf(rule: Holiday, year: number): LocalDate[] {
  if (typeof rule === "string") return [`${year}-${rule}`];
  if ("easter" in rule) return [addDays(easterSunday(year), rule.easter)];
  return year >= rule.since ? [`${year}-${rule.day}`] : [];
}

/**
 * Easter Sunday of a year in the Gregorian calendar. Source: the "anonymous" algorithm (Nature, 1876), in the form of
 * Meeus, Astronomical Algorithms, chapter 8.
 */
export function easterSunday(year: number): LocalDate {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
