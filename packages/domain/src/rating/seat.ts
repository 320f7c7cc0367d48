import { currencyExponent } from "../currency.ts";
import { daysInMonth, eachDay, type LocalDate, type LocalMonth, monthOf, periodHas } from "../days.ts";
import { formatRate, MICROS_PER_UNIT, microsToMinor, roundHalfAwayFromZero } from "../money.ts";
import { monthOfFact, stepOfMonth } from "./meter.ts";
import { chargedInMonth } from "./month-floor.ts";
import type { SeatParams } from "./price-type.ts";
import { keyOf, partsText, type SeatsOfDay } from "./seat-line.ts";
import { seatsByVolume } from "./seat-volume.ts";
import { spread, stepAt, type TierScale, tierScale } from "./tiers.ts";
import type { DraftCharge, PriceComponent, Pricer, PricerInput, UsageFact } from "./types.ts";
import { daysCovered } from "./usage.ts";

/** The seat-days of one line. */
interface SeatDays {
  readonly key: string;
  readonly month: LocalMonth;
  readonly late: boolean;
  /** Which tier. */
  readonly step: number;
  readonly days: LocalDate[];
  leased: bigint;
  minimum: bigint;
  used: boolean;
}

/**
 * G9: on each calendar day the seats leased, or the minimum when fewer; summed to seat-days; a month's charge is
 * seat-days ÷ days of the month × the monthly rate. One charge per calendar month, one more for late seat-days.
 * Tiers go by the seats of a day: graduated with a line per tier, by volume with one line that shows each rate.
 *
 * A late seat-day falls on a day that was charged before, minimum included: only what it adds to that day is charged.
 */
export const priceSeat: Pricer<SeatParams> = (component, input) => {
  const { params } = component;
  const scale = tierScale(params.monthlyRate, params.tiers, params.tierMode);
  const days = new Map<LocalDate, SeatsOfDay>();
  const earlier = new Map<LocalDate, bigint>();
  for (const fact of input.charged) {
    if (fact.kind === "seat_day") earlier.set(fact.localDate, (earlier.get(fact.localDate) ?? 0n) + fact.quantity);
  }
  const dayOf = (date: LocalDate): SeatsOfDay => {
    let day = days.get(date);
    if (day === undefined) {
      const late = date < input.period.from;
      day = { date, late, before: late ? (earlier.get(date) ?? 0n) : 0n, leased: 0n, chargedBefore: 0n, charged: 0n };
      days.set(date, day);
    }
    return day;
  };
  return {
    take(fact: UsageFact) {
      if (fact.kind !== "seat_day") return null;
      const day = dayOf(fact.localDate);
      const step = scale.mode === "volume" ? 0 : stepAt(scale, day.before + day.leased + 1n);
      day.leased += fact.quantity;
      return keyOf(component.id, monthOfFact(fact.localDate), step, day.late);
    },
    finish() {
      if (input.inForce !== null) for (const date of eachDay(input.inForce.from, input.inForce.to)) dayOf(date);
      const min = BigInt(params.minSeats);
      const inOrder = [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
      for (const day of inOrder) {
        const floor = input.versionForce !== null && periodHas(input.versionForce, day.date) ? min : 0n;
        day.chargedBefore = day.late ? largest(day.before, floor) : 0n;
        day.charged = largest(day.before + day.leased, floor);
      }
      if (scale.mode === "volume" && scale.steps.length > 1) return seatsByVolume(component, input, scale, inOrder);
      return graduated(component, input, scale, inOrder);
    },
  };
};

function graduated(
  component: PriceComponent<SeatParams>,
  input: PricerInput,
  scale: TierScale,
  days: readonly SeatsOfDay[],
): DraftCharge[] {
  const lines = new Map<string, SeatDays>();
  for (const day of days) {
    const month = monthOf(day.date);
    const [was, now] = [spread(scale, day.chargedBefore), spread(scale, day.charged)];
    const [wasLeased, isLeased] = [spread(scale, day.before), spread(scale, day.before + day.leased)];
    for (let step = 0; step < scale.steps.length; step++) {
      const total = (now[step] ?? 0n) - (was[step] ?? 0n);
      const leased = (isLeased[step] ?? 0n) - (wasLeased[step] ?? 0n);
      if (step > 0 && total === 0n && leased === 0n) continue;
      const key = keyOf(component.id, month, step, day.late);
      const line = lines.get(key) ?? {
        key,
        month,
        late: day.late,
        step,
        days: [],
        leased: 0n,
        minimum: 0n,
        used: false,
      };
      lines.set(key, line);
      line.leased += leased;
      line.minimum += total - leased;
      line.days.push(day.date);
      line.used ||= leased > 0n;
    }
  }
  // Without tiers the month counts as a whole; a tier's seat-days of earlier bills are not known apart.
  const starts = new Map<LocalMonth, bigint>();
  const charges = [...lines.values()]
    .sort((a, b) =>
      a.late !== b.late ? (a.late ? -1 : 1) : a.month < b.month ? -1 : a.month > b.month ? 1 : a.step - b.step,
    )
    .filter((line) => line.leased + line.minimum !== 0n || line.used)
    .map((line) => {
      const plain = scale.steps.length === 1;
      const start = plain
        ? (starts.get(line.month) ?? chargedInMonth(input.before, line.month, ["usage"]).metered)
        : 0n;
      starts.set(line.month, start + line.leased + line.minimum);
      return { late: line.late, charge: seatCharge(component, input, scale, line, start) };
    });
  return [...charges.filter((one) => !one.late), ...charges.filter((one) => one.late)].map((one) => one.charge);
}

function seatCharge(
  component: PriceComponent<SeatParams>,
  input: PricerInput,
  scale: TierScale,
  line: SeatDays,
  start: bigint,
): DraftCharge {
  const { currency } = input;
  const seatDays = line.leased + line.minimum;
  const denominator = BigInt(daysInMonth(line.month));
  const { rate, from } = scale.steps[line.step] ?? { rate: 0n, from: 1n };
  const rateText = formatRate(rate, currencyExponent(currency));
  const covered = daysCovered(line.days);
  const parts = partsText(line);
  const step = stepOfMonth(
    start,
    seatDays,
    currency,
    (days) => microsToMinor(days * rate, currency, denominator),
    (days) => `${days} seat-days ÷ ${denominator} days × ${rateText}`,
  );
  return {
    key: line.key,
    kind: "usage",
    componentId: component.id,
    contractVersionId: input.contractVersionId,
    month: line.month,
    description: {
      key: messageKey(line),
      values: {
        month: line.month,
        seatDays: Number(seatDays),
        leasedSeatDays: Number(line.leased),
        minimumSeatDays: Number(line.minimum),
        minSeats: component.params.minSeats,
        daysInMonth: Number(denominator),
        monthlyRate: rateText,
        currency,
        ...(line.step > 0 ? { fromSeat: Number(from) } : {}),
      },
    },
    quantityMicros: roundHalfAwayFromZero(seatDays * MICROS_PER_UNIT, denominator),
    unit: "seat_month",
    unitPriceMicros: rate,
    amountMinor: step.amountMinor,
    metered: seatDays,
    arithmetic: `${parts}${step.plain || parts === "" ? "" : `${seatDays} seat-days; `}${step.arithmetic}`,
    periodFrom: covered.from,
    periodTo: covered.to,
  };
}

function messageKey(line: SeatDays): string {
  if (line.step > 0) return line.late ? "charge.seat.tier.late" : "charge.seat.tier";
  if (line.late) return "charge.seat.late";
  return line.minimum > 0n ? "charge.seat.minimum" : "charge.seat";
}

function largest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
