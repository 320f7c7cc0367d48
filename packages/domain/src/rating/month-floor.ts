import { currencyExponent } from "../currency.ts";
import {
  daysBetween,
  daysInMonth,
  intersectPeriods,
  type LocalMonth,
  monthPeriod,
  monthsOf,
  type Period,
} from "../days.ts";
import { amountText, formatRate, MICROS_PER_UNIT, microsToMinor, parseRate, roundHalfAwayFromZero } from "../money.ts";
import type { Direction } from "../values.ts";
import type { ChargedBefore, ChargeKind, DraftCharge, PricerInput } from "./types.ts";

/** Whose base fee or minimum it is, and how its message keys begin: "perCall" makes "charge.perCall.base". */
export interface MonthlyOwner {
  readonly componentId: string;
  readonly name: "perCall" | "perMinute" | "package";
  readonly direction: Direction;
}

/** What a calendar month has been charged already, of these kinds. */
export function chargedInMonth(
  before: readonly ChargedBefore[],
  month: LocalMonth,
  kinds: readonly ChargeKind[],
): { readonly metered: bigint; readonly amountMinor: bigint } {
  let metered = 0n;
  let amountMinor = 0n;
  for (const one of before) {
    if (one.month !== month || !kinds.includes(one.kind)) continue;
    metered += one.metered;
    amountMinor += one.amountMinor;
  }
  return { metered, amountMinor };
}

/**
 * A base fee for each calendar month of the period, prorated by the days on which the terms hold. The month as a whole
 * is rounded once: what its earlier bills came to is taken off. `metered` counts the days.
 *
 * @param baseFee a decimal string; "0" or absent gives no charge. @throws CallbayError RATE_INVALID, CURRENCY_UNKNOWN.
 */
export function baseFees(owner: MonthlyOwner, input: PricerInput, baseFee: string | undefined): DraftCharge[] {
  const fee = parseRate(baseFee ?? "0");
  if (fee === 0n || input.inForce === null) return [];
  const { currency } = input;
  const feeText = formatRate(fee, currencyExponent(currency));
  return monthsOf(input.inForce).map(({ month, period }) => {
    const days = BigInt(daysBetween(period.from, period.to));
    const denominator = BigInt(daysInMonth(month));
    const before = chargedInMonth(input.before, month, ["base"]);
    const plain = microsToMinor(days * fee, currency, denominator);
    const amountMinor = microsToMinor((before.metered + days) * fee, currency, denominator) - before.amountMinor;
    return {
      key: `${owner.componentId} base ${month}`,
      kind: "base",
      componentId: owner.componentId,
      contractVersionId: input.contractVersionId,
      month,
      description: {
        key: `charge.${owner.name}.base`,
        values: {
          month,
          days: Number(days),
          daysInMonth: Number(denominator),
          baseFee: feeText,
          direction: owner.direction,
          currency,
        },
      },
      quantityMicros: roundHalfAwayFromZero(days * MICROS_PER_UNIT, denominator),
      unit: "month",
      unitPriceMicros: fee,
      amountMinor,
      metered: days,
      arithmetic:
        plain === amountMinor
          ? `${days} days ÷ ${denominator} days × ${feeText} = ${amountText(amountMinor, currency)}`
          : `${before.metered + days} days ÷ ${denominator} days × ${feeText} − ${amountText(before.amountMinor, currency)} charged before = ${amountText(amountMinor, currency)}`,
      periodFrom: period.from,
      periodTo: period.to,
    };
  });
}

/**
 * The floor under a component's usage of each calendar month, prorated by the days on which the terms hold: what the
 * usage of the month, as known now and charged before included, falls short of it. Usage that arrives late within a
 * minimum already charged is taken off the minimum again, so such a line may be negative.
 *
 * @param minimum a decimal string; "0" or absent gives no charge.
 * @param usageNow what this rating charges for usage, by calendar month; its months are looked at, late ones too.
 * @throws CallbayError RATE_INVALID, CURRENCY_UNKNOWN.
 */
export function minimumCharges(
  owner: MonthlyOwner,
  input: PricerInput,
  minimum: string | undefined,
  usageNow: ReadonlyMap<LocalMonth, bigint>,
): DraftCharge[] {
  const floor = parseRate(minimum ?? "0");
  if (floor === 0n) return [];
  const { currency } = input;
  const current = new Map(
    (input.inForce === null ? [] : monthsOf(input.inForce)).map((one) => [one.month, one.period]),
  );
  const months = [...new Set([...current.keys(), ...usageNow.keys()])].sort();
  return months.flatMap((month): DraftCharge[] => {
    const days = floorDays(input, month, current.get(month) ?? null);
    if (days === null) return [];
    const count = BigInt(daysBetween(days.from, days.to));
    const denominator = BigInt(daysInMonth(month));
    const usage = chargedInMonth(input.before, month, ["usage"]).amountMinor + (usageNow.get(month) ?? 0n);
    const already = chargedInMonth(input.before, month, ["minimum"]).amountMinor;
    const floorMinor = microsToMinor(count * floor, currency, denominator);
    const shortfall = floorMinor > usage ? floorMinor - usage : 0n;
    const amountMinor = shortfall - already;
    if (amountMinor === 0n) return [];
    const text = (minor: bigint) => amountText(minor, currency);
    const floorText = formatRate(floor, currencyExponent(currency));
    const less = already === 0n ? "" : ` − ${text(already)} charged before as minimum`;
    const covered = current.get(month) ?? days;
    return [
      {
        key: `${owner.componentId} minimum ${month}`,
        kind: "minimum",
        componentId: owner.componentId,
        contractVersionId: input.contractVersionId,
        month,
        description: {
          key: `charge.${owner.name}.minimum`,
          values: {
            month,
            days: Number(count),
            daysInMonth: Number(denominator),
            minimumCharge: floorText,
            usage: text(usage),
            direction: owner.direction,
            currency,
          },
        },
        quantityMicros: roundHalfAwayFromZero(count * MICROS_PER_UNIT, denominator),
        unit: "month",
        unitPriceMicros: floor,
        amountMinor,
        metered: 0n,
        arithmetic: `${count} days ÷ ${denominator} days × ${floorText} = ${text(floorMinor)} minimum; usage ${text(usage)}, short by ${text(shortfall)}${less} = ${text(amountMinor)}`,
        periodFrom: covered.from,
        periodTo: covered.to,
      },
    ];
  });
}

/**
 * The days of a month that the floor counts: those of the period, or, once the month has been billed in part, all days
 * of force up to the end of the period. A month before the period that was never billed has no floor of its own.
 */
function floorDays(input: PricerInput, month: LocalMonth, current: Period | null): Period | null {
  const billed = input.before.some((one) => one.month === month);
  if (!billed || input.versionForce === null) return current;
  const { from, to } = monthPeriod(month);
  const untilNow = intersectPeriods({ from, to }, { from, to: input.period.to });
  const known = untilNow && intersectPeriods(untilNow, input.versionForce);
  return known ?? current;
}
