import { currencyExponent } from "../currency.ts";
import { addDays, type LocalMonth, monthOf, monthPeriod } from "../days.ts";
import {
  amountText,
  formatRate,
  MICROS_PER_UNIT,
  type MinorUnits,
  microsToMinor,
  parseRate,
  roundHalfAwayFromZero,
} from "../money.ts";
import { type Counted, Counter } from "./counted.ts";
import { daysOfMonth, lessBefore } from "./meter.ts";
import { baseFees, chargedInMonth } from "./month-floor.ts";
import { billedSeconds } from "./per-minute.ts";
import type { PackageParams } from "./price-type.ts";
import type { DraftCharge, PriceComponent, Pricer, PricerInput } from "./types.ts";

/** Whole minutes, unless the contract says otherwise. */
const WHOLE_MINUTES = { first: 60, next: 60 };
const SECONDS_PER_MINUTE = 60n;

/** What a month has free: of its own, and what the month before left unused. In calls or seconds. */
interface Allowance {
  readonly days: bigint;
  readonly of: bigint;
  readonly own: bigint;
  readonly carried: bigint;
}

/**
 * G10: a monthly fee, prorated by the days of the period on which the terms hold; calls or minutes that it includes,
 * prorated by the days of the month on which they hold; and a rate for what goes beyond. `metered` counts calls or
 * billed seconds, included ones too.
 *
 * With roll-over, what a month leaves unused of its own is free in the next, after that month's own, and lost then.
 * A month counts as a whole: usage that is late, or a carry that late usage of the month before has shrunk, is charged
 * at what it adds.
 */
export const pricePackage: Pricer<PackageParams> = (component, input) => {
  const { params } = component;
  const increments = params.increments ?? WHOLE_MINUTES;
  const counter = new Counter(component.id, input);
  return {
    take(fact) {
      if (fact.kind !== "call" || fact.direction !== params.direction) return null;
      if (params.unit === "call") return counter.take(fact);
      return counter.take(fact, fact.quantity * BigInt(billedSeconds(fact.talkMs ?? 0, increments)));
    },
    finish() {
      const owner = { componentId: component.id, name: "package", direction: params.direction } as const;
      const fees = baseFees(owner, input, params.monthlyFee);
      const lines = counter.byMonth();
      const used = new Map<LocalMonth, bigint>();
      for (const line of lines) used.set(line.month, line.start + line.count);
      const usage = monthsToCount(input, lines).flatMap((month) => {
        const allowance = allowanceOf(component, input, month, used);
        return chargesOfMonth(component, input, month, allowance, lines);
      });
      const late = usage.filter((line) => line.late);
      const current = usage.filter((line) => !line.late);
      return [...fees, ...[...current, ...late].map(({ charge }) => charge)];
    },
  };
};

/**
 * The months with usage, the one after late usage (its carry may have shrunk), and the one that the period begins in
 * (its days in force may have changed since it was billed in part).
 */
function monthsToCount({ period, before }: PricerInput, lines: readonly Counted[]): LocalMonth[] {
  const months = new Set(lines.map((line) => line.month));
  for (const { month, late } of lines) if (late) months.add(monthAfter(month));
  months.add(monthOf(period.from));
  return [...months]
    .filter((month) => monthPeriod(month).from < period.to)
    .filter((month) => lines.some((line) => line.month === month) || before.some((one) => one.month === month))
    .sort();
}

function allowanceOf(
  component: PriceComponent<PackageParams>,
  input: PricerInput,
  month: LocalMonth,
  used: ReadonlyMap<LocalMonth, bigint>,
): Allowance {
  const { days, of } = daysOfMonth(month, input.versionForce);
  const own = ownAllowance(component.params, days, of);
  if (!component.params.rollOver) return { days, of, own, carried: 0n };
  const last = monthOf(addDays(monthPeriod(month).from, -1));
  const lastDays = daysOfMonth(last, input.versionForce);
  const lastOwn = ownAllowance(component.params, lastDays.days, lastDays.of);
  const lastUsed = used.get(last) ?? chargedInMonth(input.before, last, ["usage"]).metered;
  return { days, of, own, carried: lastOwn > lastUsed ? lastOwn - lastUsed : 0n };
}

function ownAllowance({ included, unit }: PackageParams, days: bigint, of: bigint): bigint {
  return roundHalfAwayFromZero(BigInt(included) * (unit === "minute" ? SECONDS_PER_MINUTE : 1n) * days, of);
}

interface Line {
  readonly late: boolean;
  readonly charge: DraftCharge;
}

function chargesOfMonth(
  component: PriceComponent<PackageParams>,
  input: PricerInput,
  month: LocalMonth,
  allowance: Allowance,
  lines: readonly Counted[],
): Line[] {
  const { params } = component;
  const free = allowance.own + allowance.carried;
  const perUnit = params.unit === "minute" ? SECONDS_PER_MINUTE : 1n;
  const rate = parseRate(params.overageRate);
  const beyond = (used: bigint): bigint => (used > free ? used - free : 0n);
  const cost = (used: bigint): MinorUnits => microsToMinor(beyond(used) * rate, input.currency, perUnit);

  const before = chargedInMonth(input.before, month, ["usage"]);
  const own = lines.filter((line) => line.month === month);
  // Without new usage the allowance may still have changed since the month was billed.
  const recounted = own.length === 0;
  const { from, to } = monthPeriod(month);
  const nothing = { key: `${component.id} ${month} recount`, late: false, start: before.metered, count: 0n, from, to };
  let chargedMinor = before.amountMinor;
  const result: Line[] = [];
  for (const line of recounted ? [nothing] : own) {
    const used = line.start + line.count;
    const amountMinor = cost(used) - chargedMinor;
    if (recounted && amountMinor === 0n) continue;
    result.push({
      late: line.late,
      charge: {
        key: line.key,
        kind: "usage",
        componentId: component.id,
        contractVersionId: input.contractVersionId,
        month,
        description: {
          key: `charge.package${recounted ? ".recount" : line.late ? ".late" : ""}`,
          values: {
            month,
            used: Number(line.count),
            beyond: Number(beyond(used)),
            unit: params.unit,
            direction: params.direction,
            currency: input.currency,
          },
        },
        quantityMicros: roundHalfAwayFromZero((beyond(used) - beyond(line.start)) * MICROS_PER_UNIT, perUnit),
        unit: params.unit,
        unitPriceMicros: rate,
        amountMinor,
        metered: line.count,
        arithmetic: arithmeticOf(component, input, allowance, used, chargedMinor, amountMinor),
        periodFrom: line.from,
        periodTo: line.to,
      },
    });
    chargedMinor += amountMinor;
  }
  return result;
}

/** "15 days ÷ 30 days × 1000 = 500 calls included; 620 calls − 500 included − 20 rolled over = 100 calls × 0.50 = 50.00". */
function arithmeticOf(
  component: PriceComponent<PackageParams>,
  input: PricerInput,
  { days, of, own, carried }: Allowance,
  used: bigint,
  before: MinorUnits,
  amountMinor: MinorUnits,
): string {
  const { unit, overageRate, included } = component.params;
  const minutes = unit === "minute";
  const word = minutes ? "seconds" : "calls";
  const free = own + carried;
  const rateText = formatRate(parseRate(overageRate), currencyExponent(input.currency));
  const prorated =
    days === of ? "" : `${days} days ÷ ${of} days × ${included}${minutes ? " × 60" : ""} = ${own} ${word} included; `;
  const carry = carried === 0n ? "" : ` − ${carried} rolled over`;
  const money = (minor: MinorUnits): string => amountText(minor, input.currency);
  if (used <= free) {
    const within = `${prorated}${used} ${word}, none beyond ${own} included${carried === 0n ? "" : ` + ${carried} rolled over`} = ${money(0n)}`;
    return `${within}${lessBefore(before, amountMinor, input.currency)}`;
  }
  const cost = money(amountMinor + before);
  const beyond = `${used} ${word} − ${own} included${carry} = ${used - free} ${word}`;
  return `${prorated}${beyond}${minutes ? " ÷ 60" : ""} × ${rateText} = ${cost}${lessBefore(before, amountMinor, input.currency)}`;
}

function monthAfter(month: LocalMonth): LocalMonth {
  return monthOf(monthPeriod(month).to);
}
