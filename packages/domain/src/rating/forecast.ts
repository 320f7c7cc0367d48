import { addDays, daysBetween, eachDay, intersectPeriods, type LocalDate, monthOf, monthPeriod } from "../days.ts";
import { CallbayError } from "../errors.ts";
import type { Message } from "../message.ts";
import { amountText, type MinorUnits, roundHalfAwayFromZero } from "../money.ts";
import type { ChargeKind, ChargeUnit } from "./types.ts";

/** A charge of the month so far: of invoices and of the period that still runs. */
export interface ChargeSoFar {
  readonly kind: ChargeKind;
  readonly unit: ChargeUnit;
  readonly amountMinor: MinorUnits;
}

export interface ForecastInput {
  readonly currency: string;
  /** The charges that count for the month, up to and with `today`. */
  readonly charges: readonly ChargeSoFar[];
  readonly today: LocalDate;
  /** The first day of the contract. */
  readonly startsOn: LocalDate;
  /** The last day of the contract, itself included; null while it has no end. */
  readonly endsOn: LocalDate | null;
  /** Days of the week on which work is done, 1 Monday … 7 Sunday; Monday to Friday when left out. */
  readonly workingDays?: readonly number[];
}

export interface Forecast {
  readonly soFarMinor: MinorUnits;
  /** What the month is expected to cost, without tax that is not in the prices. */
  readonly expectedMinor: MinorUnits;
  /** How that came about, a line per kind of price. */
  readonly parts: readonly ForecastPart[];
}

export interface ForecastPart {
  readonly sentence: Message;
  readonly soFarMinor: MinorUnits;
  readonly expectedMinor: MinorUnits;
  readonly arithmetic: string;
}

/** Priced by the calendar day: tomorrow costs what today does. */
const BY_DAY: readonly ChargeUnit[] = ["seat_day", "seat_month", "number_month", "month"];
const WEEKDAYS = [1, 2, 3, 4, 5];

/**
 * What a month will probably cost, from what it has cost so far. What is priced by the calendar day goes on for the days
 * left; what comes once, is taken back or follows the prices stays as it is; the rest goes on at the rate of the working
 * days so far (of all days, while there has been no working day). Minimums stay: use that grows fills them first, so a
 * forecast with a minimum is an upper bound. A forecast binds nobody, so its one rounding is per part.
 *
 * @throws CallbayError DATE_INVALID, CURRENCY_UNKNOWN, FORECAST_OUTSIDE (today is not a day of the contract).
 */
export function forecastMonth(input: ForecastInput): Forecast {
  const { today, startsOn, endsOn, currency, workingDays = WEEKDAYS } = input;
  if (today < startsOn || (endsOn !== null && today > endsOn)) {
    throw new CallbayError("invalid", "FORECAST_OUTSIDE", "A forecast is made on a day of the contract.", { today });
  }
  const month = monthPeriod(monthOf(today));
  const to = endsOn !== null && endsOn < addDays(month.to, -1) ? addDays(endsOn, 1) : month.to;
  const tomorrow = addDays(today, 1);
  const works = (date: LocalDate): boolean => workingDays.includes(weekday(date));
  const gone = intersectPeriods(month, { from: startsOn, to: tomorrow });
  const past = gone === null ? [] : eachDay(gone.from, gone.to);
  const left = eachDay(tomorrow, to);
  const worked = past.filter(works).length;

  const groups = { days: 0n, usage: 0n, fixed: 0n };
  for (const charge of input.charges) groups[groupOf(charge)] += charge.amountMinor;
  const parts = [
    part("pricing.forecast.days", groups.days, past.length, left.length, currency),
    worked > 0
      ? part("pricing.forecast.usage", groups.usage, worked, left.filter(works).length, currency)
      : part("pricing.forecast.usageAllDays", groups.usage, past.length, left.length, currency),
    part("pricing.forecast.fixed", groups.fixed, 1, 0, currency),
  ].filter(({ soFarMinor }) => soFarMinor !== 0n);
  return {
    soFarMinor: groups.days + groups.usage + groups.fixed,
    expectedMinor: parts.reduce((sum, one) => sum + one.expectedMinor, 0n),
    parts,
  };
}

function groupOf({ kind, unit }: ChargeSoFar): "days" | "usage" | "fixed" {
  if (BY_DAY.includes(unit) && (kind === "usage" || kind === "base" || kind === "minimum")) return "days";
  return kind === "usage" && unit !== "item" ? "usage" : "fixed";
}

function part(key: string, soFarMinor: MinorUnits, days: number, left: number, currency: string): ForecastPart {
  const expectedMinor = roundHalfAwayFromZero(soFarMinor * BigInt(days + left), BigInt(days));
  const money = (minor: MinorUnits): string => amountText(minor, currency);
  return {
    sentence: { key, values: { days, left, amount: money(soFarMinor), expected: money(expectedMinor), currency } },
    soFarMinor,
    expectedMinor,
    arithmetic:
      left === 0
        ? `${money(soFarMinor)} = ${money(expectedMinor)}`
        : `${money(soFarMinor)} ÷ ${days} days × ${days + left} days = ${money(expectedMinor)}`,
  };
}

/** 1 Monday … 7 Sunday. 1970-01-05 was a Monday. */
function weekday(date: LocalDate): number {
  return (((daysBetween("1970-01-05", date) % 7) + 7) % 7) + 1;
}
