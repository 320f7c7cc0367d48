import { currencyExponent } from "../currency.ts";
import { daysInMonth, monthOf } from "../days.ts";
import {
  amountText,
  formatRate,
  MICROS_PER_UNIT,
  type Micros,
  microsToMinor,
  roundHalfAwayFromZero,
} from "../money.ts";
import type { SeatParams } from "./price-type.ts";
import { keyOf, partsText, type SeatsOfDay } from "./seat-line.ts";
import { spread, type TierScale } from "./tiers.ts";
import type { DraftCharge, PriceComponent, PricerInput } from "./types.ts";
import { daysCovered } from "./usage.ts";

/**
 * Seats by volume: all seats of a day at the rate of the tier that the day reached. One line per month, one more for
 * late seat-days, with the seat-days at each rate; late ones that reach a tier re-price the seats of their day.
 */
export function seatsByVolume(
  component: PriceComponent<SeatParams>,
  input: PricerInput,
  scale: TierScale,
  days: readonly SeatsOfDay[],
): DraftCharge[] {
  const groups = new Map<string, SeatsOfDay[]>();
  for (const day of days) {
    const key = keyOf(component.id, monthOf(day.date), 0, day.late);
    groups.set(key, [...(groups.get(key) ?? []), day]);
  }
  return [...groups]
    .map(([key, group]) => ({ key, group, late: group[0]?.late ?? false }))
    .sort((a, b) => (a.late !== b.late ? (a.late ? 1 : -1) : a.key < b.key ? -1 : 1))
    .filter(({ group }) => group.some((day) => day.leased > 0n || day.charged !== day.chargedBefore))
    .map(({ key, group, late }) => volumeCharge(component, input, scale, key, group, late));
}

function volumeCharge(
  component: PriceComponent<SeatParams>,
  input: PricerInput,
  scale: TierScale,
  key: string,
  days: readonly SeatsOfDay[],
  late: boolean,
): DraftCharge {
  const { currency } = input;
  const month = monthOf(days[0]?.date ?? input.period.from);
  const denominator = BigInt(daysInMonth(month));
  const byStep = scale.steps.map(() => 0n);
  let leased = 0n;
  for (const day of days) {
    const [was, now] = [spread(scale, day.chargedBefore), spread(scale, day.charged)];
    byStep.forEach((sum, step) => {
      byStep[step] = sum + (now[step] ?? 0n) - (was[step] ?? 0n);
    });
    leased += day.leased;
  }
  const seatDays = byStep.reduce((sum, count) => sum + count, 0n);
  const parts = byStep.flatMap((count, step) => (count === 0n ? [] : [{ count, rate: scale.steps[step]?.rate ?? 0n }]));
  const micros = parts.reduce((sum, { count, rate }) => sum + count * rate, 0n);
  const amountMinor = microsToMinor(micros, currency, denominator);
  const text = (rate: Micros): string => formatRate(rate, currencyExponent(currency));
  const single = parts.length === 1 ? parts[0] : undefined;
  const sum = single
    ? `${single.count} seat-days ÷ ${denominator} days × ${text(single.rate)}`
    : `(${parts.map(({ count, rate }) => `${count} seat-days × ${text(rate)}`).join(" + ")}) ÷ ${denominator} days`;
  const minimum = seatDays - leased;
  const unitPriceMicros = single?.rate ?? (seatDays === 0n ? 0n : roundHalfAwayFromZero(micros, seatDays));
  const covered = daysCovered(days.map((day) => day.date));
  return {
    key,
    kind: "usage",
    componentId: component.id,
    contractVersionId: input.contractVersionId,
    month,
    description: {
      key: late ? "charge.seat.late" : minimum > 0n ? "charge.seat.minimum" : "charge.seat",
      values: {
        month,
        seatDays: Number(seatDays),
        leasedSeatDays: Number(leased),
        minimumSeatDays: Number(minimum),
        minSeats: component.params.minSeats,
        daysInMonth: Number(denominator),
        monthlyRate: text(unitPriceMicros),
        currency,
      },
    },
    quantityMicros: roundHalfAwayFromZero(seatDays * MICROS_PER_UNIT, denominator),
    unit: "seat_month",
    unitPriceMicros,
    amountMinor,
    metered: seatDays,
    arithmetic: `${partsText({ late, leased, minimum })}${sum} = ${amountText(amountMinor, currency)}`,
    periodFrom: covered.from,
    periodTo: covered.to,
  };
}
