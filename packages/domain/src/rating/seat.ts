import { daysInMonth, eachDay, type LocalDate, type LocalMonth, monthOf, periodHas } from "../calendar.ts";
import { currencyExponent } from "../currency.ts";
import { amountText, formatRate, MICROS_PER_UNIT, microsToMinor, parseRate, roundHalfAwayFromZero } from "../money.ts";
import type { SeatParams } from "./price-component.ts";
import type { DraftCharge, PriceComponent, Pricer, PricerInput } from "./types.ts";
import { daysCovered, usageByDay } from "./usage.ts";

/** The seat-days of one charge. */
interface SeatDays {
  readonly month: LocalMonth;
  readonly late: boolean;
  readonly days: LocalDate[];
  readonly usageIds: string[];
  leased: bigint;
  minimum: bigint;
}

/**
 * G9: on each calendar day the seats leased, or the minimum when fewer; summed to seat-days; a month's charge is
 * seat-days ÷ days of the month × the monthly rate. One charge per calendar month, one more for late seat-days.
 *
 * A late seat-day falls on a day that was charged before, minimum included: only what it adds to that day is charged.
 */
export const priceSeat: Pricer<SeatParams> = (component, input) => {
  const groups = new Map<string, SeatDays>();
  const usage = usageByDay(input.usage.filter((fact) => fact.kind === "seat_day"));
  const charged = usageByDay(input.charged.filter((fact) => fact.kind === "seat_day"));
  const inForceDays = input.inForce === null ? [] : eachDay(input.inForce.from, input.inForce.to);
  const min = BigInt(component.params.minSeats);

  for (const date of [...new Set([...usage.keys(), ...inForceDays])].sort()) {
    const late = date < input.period.from;
    const month = monthOf(date);
    const key = `${late ? 1 : 0} ${month}`;
    const group = groups.get(key) ?? { month, late, days: [], usageIds: [], leased: 0n, minimum: 0n };
    groups.set(key, group);

    const floor = input.versionForce !== null && periodHas(input.versionForce, date) ? min : 0n;
    const before = late ? (charged.get(date)?.quantity ?? 0n) : 0n;
    const leased = usage.get(date)?.quantity ?? 0n;
    const chargedBefore = late ? largest(before, floor) : 0n;
    group.leased += leased;
    group.minimum += largest(before + leased, floor) - chargedBefore - leased;
    group.days.push(date);
    group.usageIds.push(...(usage.get(date)?.ids ?? []));
  }

  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group)
    .filter((group) => group.leased + group.minimum !== 0n || group.usageIds.length > 0)
    .map((group) => seatCharge(component, input, group));
};

function seatCharge(component: PriceComponent<SeatParams>, input: PricerInput, group: SeatDays): DraftCharge {
  const { currency } = input;
  const seatDays = group.leased + group.minimum;
  const denominator = BigInt(daysInMonth(group.month));
  const rate = parseRate(component.params.monthlyRate);
  const amountMinor = microsToMinor(seatDays * rate, currency, denominator);
  const rateText = formatRate(rate, currencyExponent(currency));
  const covered = daysCovered(group.days);
  return {
    componentId: component.id,
    contractVersionId: input.contractVersionId,
    description: {
      key: group.late ? "charge.seat.late" : group.minimum > 0n ? "charge.seat.minimum" : "charge.seat",
      values: {
        month: group.month,
        seatDays: Number(seatDays),
        leasedSeatDays: Number(group.leased),
        minimumSeatDays: Number(group.minimum),
        minSeats: component.params.minSeats,
        daysInMonth: Number(denominator),
        monthlyRate: rateText,
        currency,
      },
    },
    quantityMicros: roundHalfAwayFromZero(seatDays * MICROS_PER_UNIT, denominator),
    unit: "seat_month",
    unitPriceMicros: rate,
    amountMinor,
    arithmetic: `${partsText(group)}${seatDays} seat-days ÷ ${denominator} days × ${rateText} = ${amountText(amountMinor, currency)}`,
    periodFrom: covered.from,
    periodTo: covered.to,
    usageIds: group.usageIds.sort(),
  };
}

/** "300 leased + 10 to the minimum = ", or for late seat-days within a minimum already charged "2 late − 2 … = ". */
function partsText(group: SeatDays): string {
  const word = group.late ? "late" : "leased";
  if (group.minimum > 0n) return `${group.leased} ${word} + ${group.minimum} to the minimum = `;
  if (group.minimum < 0n) return `${group.leased} ${word} − ${-group.minimum} within the minimum already charged = `;
  return "";
}

function largest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
