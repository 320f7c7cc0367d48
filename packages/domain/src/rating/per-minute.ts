import { currencyExponent } from "../currency.ts";
import { addDays, intersectPeriods, type LocalDate, type LocalMonth, monthPeriod, type Period } from "../days.ts";
import { CallbayError } from "../errors.ts";
import { amountText, formatRate, MICROS_PER_UNIT, microsToMinor, parseRate, roundHalfAwayFromZero } from "../money.ts";
import { monthOfFact } from "./meter.ts";
import { baseFees, minimumCharges } from "./month-floor.ts";
import { lookupPrefix, type PrefixIndex, prefixIndex, type RateGroup } from "./prefix-index.ts";
import type { Increments, PerMinuteParams } from "./price-type.ts";
import type { DraftCharge, PriceComponent, Pricer, PricerInput } from "./types.ts";

/** Sums stay Numbers up to here: one more call of the longest kind keeps them exact. */
const CARRY_AT = 2 ** 52;

/**
 * The seconds that a call is charged for: its talk rounded up to whole seconds, then the first increment and as many
 * of the next as it takes. No talk is nothing: 61 s at 60/6 are 66, at 60/60 they are 120, at 1/1 they are 61.
 *
 * @param talkMs milliseconds, a whole number.
 */
export function billedSeconds(talkMs: number, { first, next }: Increments): number {
  if (talkMs <= 0) return 0;
  const seconds = Math.ceil(talkMs / 1000);
  return seconds <= first ? first : first + Math.ceil((seconds - first) / next) * next;
}

/** A line's running sums lie together: calls that cost their time, their billed seconds, … */
const TIMED = 0;
/** … calls at the minimum per call, and their billed seconds. */
const AT_MINIMUM = 2;
const SUMS = 4;

/**
 * The lines of one month, late or not, side by side in flat arrays: a call finds the place of its destination without
 * a hash and adds to it without an object. Place 0 is what the table does not hold, place n + 1 the table's group n.
 */
interface Shelf {
  readonly month: LocalMonth;
  readonly late: boolean;
  /** The key of each line; a line without one has had no call. */
  readonly keys: string[];
  readonly sums: Float64Array;
  /** What the sums were before they could lose a digit. */
  readonly carried: Map<number, bigint[]>;
  readonly days: { from: LocalDate; through: LocalDate }[];
}

/**
 * Talk by the minute: each call of the direction at the rate of its destination, in increments, and not less than the
 * minimum per call. One line per destination and rate; destinations that the table does not hold are one line at the
 * component's own rate. Seconds are summed exactly and the line is rounded once.
 *
 * `metered` counts billed seconds. The month's base fee and minimum are those of month-floor.ts.
 *
 * @throws CallbayError RATE_TABLE_UNKNOWN, RATE_INVALID, PREFIX_INVALID, PREFIX_DUPLICATE, CURRENCY_UNKNOWN.
 */
export const pricePerMinute: Pricer<PerMinuteParams> = (component, input) => {
  const { params } = component;
  const { direction, increments } = params;
  const index = indexOf(params, input);
  const groups = index?.groups ?? [];
  const defaultRate = parseRate(params.rate);
  const minimum = parseRate(params.minimumPerCall ?? "0");
  const periodFrom = input.period.from;

  const minimumBelow = new Float64Array(groups.length + 1);
  const shelves: Shelf[] = [];
  let day: LocalDate = "";
  let shelf = emptyShelf("", false, 0);
  let { keys, sums } = shelf;

  const turnTo = (date: LocalDate): void => {
    day = date;
    const month = monthOfFact(date);
    const late = date < periodFrom;
    if (shelf.month === month && shelf.late === late) return;
    shelf =
      shelves.find((one) => one.month === month && one.late === late) ?? emptyShelf(month, late, groups.length + 1);
    if (!shelves.includes(shelf)) shelves.push(shelf);
    ({ keys, sums } = shelf);
  };
  const open = (place: number): string => {
    minimumBelow[place] = secondsWorth(minimum, groups[place - 1]?.rateMicros ?? defaultRate);
    keys[place] = `${component.id} ${shelf.late ? "late" : "usage"} ${shelf.month} ${place - 1}`;
    shelf.days[place] = { from: day, through: day };
    return keys[place];
  };

  return {
    take(fact) {
      if (fact.kind !== "call" || fact.direction !== direction) return null;
      const { talkMs, phone } = fact;
      if (talkMs === undefined) return null;
      if (fact.localDate !== day) turnTo(fact.localDate);
      const place = index === null || phone === undefined ? 0 : lookupPrefix(index, phone) + 1;
      const key = keys[place] ?? open(place);
      if (shelf.late) (shelf.days[place] as { through: LocalDate }).through = day;
      const seconds = billedSeconds(talkMs, increments);
      const least = seconds > 0 && seconds < (minimumBelow[place] as number) ? AT_MINIMUM : TIMED;
      if (fact.quantity !== 1n) {
        addMany(shelf, place, least, fact.quantity, BigInt(seconds));
        return key;
      }
      const at = place * SUMS + least;
      (sums[at] as number) += 1;
      (sums[at + 1] as number) += seconds;
      if ((sums[at + 1] as number) >= CARRY_AT) carry(shelf, place);
      return key;
    },
    finish() {
      const usage = shelves
        .sort((a, b) => (a.month === b.month ? Number(a.late) - Number(b.late) : a.month < b.month ? -1 : 1))
        .flatMap((one) => {
          const covered = daysOf(one.month, input);
          return Object.keys(one.keys)
            .map(Number)
            .sort((a, b) => comparePlaces(a, b, groups))
            .map((place) => lineCharge(component, input, one, place, groups[place - 1], covered));
        });
      const byMonth = new Map<LocalMonth, bigint>();
      for (const one of usage) byMonth.set(one.month, (byMonth.get(one.month) ?? 0n) + one.amountMinor);
      const owner = { componentId: component.id, name: "perMinute", direction } as const;
      return [
        ...baseFees(owner, input, params.baseFee),
        ...usage,
        ...minimumCharges(owner, input, params.minimumCharge, byMonth),
      ];
    },
  };
};

function indexOf(params: PerMinuteParams, input: PricerInput): PrefixIndex | null {
  if (params.rateTableId === undefined) return null;
  const table = input.rateTables.get(params.rateTableId);
  if (table === undefined) {
    throw new CallbayError(
      "invalid",
      "RATE_TABLE_UNKNOWN",
      "A per-minute price names a rate table that is not there.",
      {
        rateTableId: params.rateTableId,
      },
    );
  }
  return prefixIndex(table);
}

function emptyShelf(month: LocalMonth, late: boolean, places: number): Shelf {
  return { month, late, keys: [], sums: new Float64Array(places * SUMS), carried: new Map(), days: [] };
}

/** Billed seconds from which on the time costs as much as the minimum: rate × s ÷ 60 ≥ minimum. */
function secondsWorth(minimum: bigint, rateMicros: bigint): number {
  if (minimum === 0n) return 0;
  if (rateMicros === 0n) return Number.POSITIVE_INFINITY;
  return Number((60n * minimum + rateMicros - 1n) / rateMicros);
}

/** Moves a line's Numbers into its exact sums before they could lose a digit. */
function carry({ sums, carried }: Shelf, place: number): bigint[] {
  const exact = carried.get(place) ?? [0n, 0n, 0n, 0n];
  carried.set(place, exact);
  for (let i = 0; i < SUMS; i++) {
    exact[i] = (exact[i] ?? 0n) + BigInt(sums[place * SUMS + i] ?? 0);
    sums[place * SUMS + i] = 0;
  }
  return exact;
}

/** A fact that stands for many equal calls, as a quote assumes them. */
function addMany(shelf: Shelf, place: number, at: number, calls: bigint, seconds: bigint): void {
  const exact = carry(shelf, place);
  exact[at] = (exact[at] ?? 0n) + calls;
  exact[at + 1] = (exact[at + 1] ?? 0n) + calls * seconds;
}

/** By destination and rate; what is outside the table comes last. */
function comparePlaces(a: number, b: number, groups: readonly RateGroup[]): number {
  const [x, y] = [groups[a - 1], groups[b - 1]];
  if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
  if (x.destination !== y.destination) return x.destination < y.destination ? -1 : 1;
  return x.rateMicros < y.rateMicros ? -1 : 1;
}

function lineCharge(
  component: PriceComponent<PerMinuteParams>,
  input: PricerInput,
  shelf: Shelf,
  place: number,
  group: RateGroup | undefined,
  current: Period,
): DraftCharge {
  const { currency } = input;
  const { increments, minimumPerCall = "0" } = component.params;
  const decimals = currencyExponent(currency);
  const minimum = parseRate(minimumPerCall);
  const { month, late } = shelf;
  const rate = group?.rateMicros ?? parseRate(component.params.rate);
  const [calls = 0n, seconds = 0n, minimumCalls = 0n, minimumSeconds = 0n] = carry(shelf, place);
  const amountMinor = microsToMinor(seconds * rate + 60n * minimum * minimumCalls, currency, 60n);
  const rateText = formatRate(rate, decimals);
  const timed = `${seconds} s ÷ 60 s × ${rateText}`;
  const least = `${minimumCalls} calls × ${formatRate(minimum, decimals)} at least`;
  const parts = minimumCalls === 0n ? timed : seconds === 0n ? least : `${timed} + ${least}`;
  const table = component.params.rateTableId !== undefined;
  const name = !table ? "charge.perMinute" : group === undefined ? "charge.perMinute.other" : "charge.perMinute.to";
  const own = shelf.days[place];
  const covered = late && own ? { from: own.from, to: addDays(own.through, 1) } : current;
  return {
    key: shelf.keys[place] ?? "",
    kind: "usage",
    componentId: component.id,
    contractVersionId: input.contractVersionId,
    month,
    description: {
      key: late ? `${name}.late` : name,
      values: {
        month,
        calls: Number(calls + minimumCalls),
        minutes: formatRate(roundHalfAwayFromZero(seconds * MICROS_PER_UNIT, 60n), 0),
        increments: `${increments.first}/${increments.next}`,
        rate: rateText,
        direction: component.params.direction,
        currency,
        ...(group === undefined ? {} : { destination: group.destination }),
      },
    },
    quantityMicros: roundHalfAwayFromZero(seconds * MICROS_PER_UNIT, 60n),
    unit: "minute",
    unitPriceMicros: rate,
    amountMinor,
    metered: seconds + minimumSeconds,
    arithmetic: `${parts} = ${amountText(amountMinor, currency)}`,
    periodFrom: covered.from,
    periodTo: covered.to,
  };
}

/** The days of a month that a line of this period covers. */
function daysOf(month: LocalMonth, { inForce, period }: PricerInput): Period {
  const whole = intersectPeriods(monthPeriod(month), period) ?? period;
  return (inForce && intersectPeriods(inForce, whole)) ?? whole;
}
