import { addDays, intersectPeriods, type LocalDate, type LocalMonth, monthOf, monthPeriod } from "../calendar.ts";
import { currencyExponent } from "../currency.ts";
import { CallbayError } from "../errors.ts";
import { amountText, formatRate, MICROS_PER_UNIT, microsToMinor, parseRate, roundHalfAwayFromZero } from "../money.ts";
import { baseFees, minimumCharges } from "./month-floor.ts";
import { lookupPrefix, type PrefixIndex, prefixIndex } from "./prefix-index.ts";
import type { Increments, PerMinuteParams } from "./price-component.ts";
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

interface Tally<T> {
  calls: T;
  /** Billed seconds of calls that cost their time. */
  seconds: T;
  /** Calls at the minimum per call, and their billed seconds. */
  minimumCalls: T;
  minimumSeconds: T;
}

/** The calls of one line: one destination at one rate in one month, late or not. */
interface Line {
  readonly key: string;
  readonly month: LocalMonth;
  readonly late: boolean;
  /** Index of the rate group; -1 for destinations outside the table. */
  readonly group: number;
  readonly rateMicros: bigint;
  /** Calls shorter than this cost the minimum per call. */
  readonly minimumBelow: number;
  readonly now: Tally<number>;
  readonly carried: Tally<bigint>;
  from: LocalDate;
  through: LocalDate;
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
  const cells = index?.cells ?? null;
  const groups = index?.groups ?? [];
  const defaultRate = parseRate(params.rate);
  const minimum = parseRate(params.minimumPerCall ?? "0");
  const periodFrom = input.period.from;
  const first = increments.first;

  const lines: Line[] = [];
  /** The lines of each month by group + 1, so that a call finds its own without a hash. */
  const shelves = new Map<string, (Line | undefined)[]>();
  let day: LocalDate = "";
  let shelf: (Line | undefined)[] = [];

  const open = (group: number): Line => {
    const rateMicros = groups[group]?.rateMicros ?? defaultRate;
    const late = day < periodFrom;
    const line: Line = {
      key: `${component.id} ${late ? "late" : "usage"} ${monthOf(day)} ${group}`,
      month: monthOf(day),
      late,
      group,
      rateMicros,
      minimumBelow: minimumBelow(rateMicros, minimum),
      now: { calls: 0, seconds: 0, minimumCalls: 0, minimumSeconds: 0 },
      carried: { calls: 0n, seconds: 0n, minimumCalls: 0n, minimumSeconds: 0n },
      from: day,
      through: day,
    };
    shelf[group + 1] = line;
    lines.push(line);
    return line;
  };

  return {
    take(fact) {
      if (fact.kind !== "call" || fact.direction !== direction) return null;
      const { talkMs, phone } = fact;
      if (talkMs === undefined) return null;
      if (fact.localDate !== day) {
        day = fact.localDate;
        shelf = shelfOf(shelves, day, periodFrom);
      }
      const group = cells === null || phone === undefined ? -1 : lookupPrefix(cells, phone);
      const line = shelf[group + 1] ?? open(group);
      line.through = day;
      const seconds = talkMs > 0 && talkMs <= first * 1000 ? first : billedSeconds(talkMs, increments);
      const atMinimum = seconds > 0 && seconds < line.minimumBelow;
      if (fact.quantity === 1n) {
        const now = line.now;
        now.calls += 1;
        if (atMinimum) {
          now.minimumCalls += 1;
          now.minimumSeconds += seconds;
        } else now.seconds += seconds;
        if (now.seconds >= CARRY_AT || now.minimumSeconds >= CARRY_AT) carry(line);
      } else addMany(line.carried, fact.quantity, BigInt(seconds), atMinimum);
      return line.key;
    },
    finish() {
      const usage = lines
        .sort((a, b) => compare(a, b, groups))
        .map((line) => lineCharge(component, input, line, groups[line.group]?.destination ?? null));
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

function shelfOf(
  shelves: Map<string, (Line | undefined)[]>,
  day: LocalDate,
  periodFrom: LocalDate,
): (Line | undefined)[] {
  const name = `${day < periodFrom ? "late" : "usage"} ${monthOf(day)}`;
  const known = shelves.get(name);
  if (known !== undefined) return known;
  const made: (Line | undefined)[] = [];
  shelves.set(name, made);
  return made;
}

/** Billed seconds from which on the time costs as much as the minimum: rate × s ÷ 60 ≥ minimum. */
function minimumBelow(rateMicros: bigint, minimum: bigint): number {
  if (minimum === 0n) return 0;
  if (rateMicros === 0n) return Number.POSITIVE_INFINITY;
  return Number((60n * minimum + rateMicros - 1n) / rateMicros);
}

/** Moves the Numbers into the exact sums before they could lose a digit. */
function carry({ now, carried }: Line): void {
  for (const name of ["calls", "seconds", "minimumCalls", "minimumSeconds"] as const) {
    carried[name] += BigInt(now[name]);
    now[name] = 0;
  }
}

/** A fact that stands for many equal calls, as a quote assumes them. */
function addMany(to: Tally<bigint>, calls: bigint, seconds: bigint, atMinimum: boolean): void {
  to.calls += calls;
  if (atMinimum) {
    to.minimumCalls += calls;
    to.minimumSeconds += seconds * calls;
  } else to.seconds += seconds * calls;
}

/** By month, late ones after the others of their month, then by destination; what is outside the table comes last. */
function compare(a: Line, b: Line, groups: PrefixIndex["groups"]): number {
  if (a.month !== b.month) return a.month < b.month ? -1 : 1;
  if (a.late !== b.late) return a.late ? 1 : -1;
  const [x, y] = [groups[a.group], groups[b.group]];
  if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
  if (x.destination !== y.destination) return x.destination < y.destination ? -1 : 1;
  return x.rateMicros < y.rateMicros ? -1 : 1;
}

function lineCharge(
  component: PriceComponent<PerMinuteParams>,
  input: PricerInput,
  line: Line,
  destination: string | null,
): DraftCharge {
  const { currency } = input;
  const { increments, minimumPerCall = "0" } = component.params;
  const decimals = currencyExponent(currency);
  const minimum = parseRate(minimumPerCall);
  carry(line);
  const { calls, seconds, minimumCalls, minimumSeconds } = line.carried;
  const amountMinor = microsToMinor(seconds * line.rateMicros + 60n * minimum * minimumCalls, currency, 60n);
  const rateText = formatRate(line.rateMicros, decimals);
  const timed = `${seconds} s ÷ 60 s × ${rateText}`;
  const least = `${minimumCalls} calls × ${formatRate(minimum, decimals)} at least`;
  const parts = minimumCalls === 0n ? timed : seconds === 0n ? least : `${timed} + ${least}`;
  const table = component.params.rateTableId !== undefined;
  const name = !table ? "charge.perMinute" : destination === null ? "charge.perMinute.other" : "charge.perMinute.to";
  const own = { from: line.from, to: addDays(line.through, 1) };
  const inForce = line.late || input.inForce === null ? null : intersectPeriods(input.inForce, monthPeriod(line.month));
  const covered = inForce ?? own;
  return {
    key: line.key,
    kind: "usage",
    componentId: component.id,
    contractVersionId: input.contractVersionId,
    month: line.month,
    description: {
      key: line.late ? `${name}.late` : name,
      values: {
        month: line.month,
        calls: Number(calls),
        minutes: formatRate(roundHalfAwayFromZero(seconds * MICROS_PER_UNIT, 60n), 0),
        increments: `${increments.first}/${increments.next}`,
        rate: rateText,
        direction: component.params.direction,
        currency,
        ...(destination === null ? {} : { destination }),
      },
    },
    quantityMicros: roundHalfAwayFromZero(seconds * MICROS_PER_UNIT, 60n),
    unit: "minute",
    unitPriceMicros: line.rateMicros,
    amountMinor,
    metered: seconds + minimumSeconds,
    arithmetic: `${parts} = ${amountText(amountMinor, currency)}`,
    periodFrom: covered.from,
    periodTo: covered.to,
  };
}
