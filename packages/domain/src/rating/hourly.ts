import { currencyExponent } from "../currency.ts";
import { addDays, intersectPeriods, type LocalDate, type LocalMonth, monthOf, monthPeriod } from "../days.ts";
import { formatRate, MICROS_PER_UNIT, microsToMinor, parseRate, roundHalfAwayFromZero } from "../money.ts";
import { stepOfMonth } from "./meter.ts";
import { chargedInMonth } from "./month-floor.ts";
import type { HourlyParams } from "./price-type.ts";
import type { DraftCharge, PriceComponent, Pricer, PricerInput, UsageFact } from "./types.ts";

const SECONDS_PER_HOUR = 3600n;

/** The hours of one line: one calendar month, late or not. */
interface Hours {
  readonly key: string;
  readonly month: LocalMonth;
  readonly late: boolean;
  /** Billed seconds: of each person and day, rounded up to whole increments. */
  seconds: bigint;
  /** Milliseconds as they were worked. */
  workedMs: bigint;
  /** Of late time: what of its days had been charged already. */
  earlierMs: bigint;
  personDays: number;
  from: LocalDate;
  through: LocalDate;
}

/**
 * Agents by the hour: the time of a person on a day, summed over the component's states and roles, rounded up to whole
 * increments; a month's hours × the rate, rounded once over all bills of the month.
 *
 * Late time falls on a day that may have been charged: only what it adds to that day's increments is charged. That a
 * person who serves several clients is on one clock is seen to where the facts are written (hourly-clock.ts).
 *
 * `metered` counts billed seconds. @throws CallbayError RATE_INVALID, CURRENCY_UNKNOWN.
 */
export const priceHourly: Pricer<HourlyParams> = (component, input) => {
  const { params } = component;
  const priced = (fact: UsageFact): boolean =>
    fact.kind === "agent_time" &&
    fact.personId !== undefined &&
    fact.dutyState !== undefined &&
    params.states.includes(fact.dutyState) &&
    (params.roles === undefined || (fact.role !== undefined && params.roles.includes(fact.role)));

  const charged = new Map<string, bigint>();
  for (const fact of input.charged) {
    if (!priced(fact)) continue;
    const key = `${fact.localDate} ${fact.personId}`;
    charged.set(key, (charged.get(key) ?? 0n) + fact.quantity);
  }

  const hours = new Map<string, Hours>();
  /** Facts come by day: only one day's people are held at a time. */
  let day: LocalDate = "";
  let people = new Map<string, bigint>();
  let current: Hours | null = null;

  const closeDay = (): void => {
    if (current === null) return;
    for (const [person, ms] of people) {
      const before = charged.get(`${day} ${person}`) ?? 0n;
      current.seconds +=
        incremented(before + ms, params.incrementSeconds) - incremented(before, params.incrementSeconds);
      current.workedMs += ms;
      current.earlierMs += before;
      current.personDays += 1;
    }
    people = new Map();
  };

  return {
    take(fact) {
      if (!priced(fact)) return null;
      if (fact.localDate !== day || current === null) {
        closeDay();
        day = fact.localDate;
        current = hoursOf(hours, component.id, day, day < input.period.from);
      }
      const person = fact.personId ?? "";
      people.set(person, (people.get(person) ?? 0n) + fact.quantity);
      return current.key;
    },
    finish() {
      closeDay();
      const before = new Map<LocalMonth, bigint>();
      return [...hours.values()]
        .sort((a, b) => (a.month === b.month ? Number(b.late) - Number(a.late) : a.month < b.month ? -1 : 1))
        .map((one) => {
          const seconds = before.get(one.month) ?? chargedInMonth(input.before, one.month, ["usage"]).metered;
          before.set(one.month, seconds + one.seconds);
          return hourCharge(component, input, one, seconds);
        });
    },
  };
};

/** Milliseconds as whole increments, in seconds: 1 ms of a quarter of an hour is the quarter. */
function incremented(ms: bigint, incrementSeconds: number): bigint {
  const step = BigInt(incrementSeconds);
  const stepMs = step * 1000n;
  return ((ms + stepMs - 1n) / stepMs) * step;
}

function hoursOf(all: Map<string, Hours>, componentId: string, day: LocalDate, late: boolean): Hours {
  const month = monthOf(day);
  const key = `${componentId} ${late ? "late" : "usage"} ${month}`;
  let hours = all.get(key);
  if (hours === undefined) {
    const nothing = { seconds: 0n, workedMs: 0n, earlierMs: 0n, personDays: 0 };
    hours = { key, month, late, ...nothing, from: day, through: day };
    all.set(key, hours);
  }
  hours.through = day;
  return hours;
}

function hourCharge(
  component: PriceComponent<HourlyParams>,
  input: PricerInput,
  hours: Hours,
  before: bigint,
): DraftCharge {
  const { currency } = input;
  const { params } = component;
  const rate = parseRate(params.rate);
  const rateText = formatRate(rate, currencyExponent(currency));
  const step = stepOfMonth(
    before,
    hours.seconds,
    currency,
    (seconds) => microsToMinor(seconds * rate, currency, SECONDS_PER_HOUR),
    (seconds) => `${seconds} s ÷ 3600 s × ${rateText}`,
  );
  const inForce =
    hours.late || input.inForce === null ? null : intersectPeriods(input.inForce, monthPeriod(hours.month));
  const covered = inForce ?? { from: hours.from, to: addDays(hours.through, 1) };
  return {
    key: hours.key,
    kind: "usage",
    componentId: component.id,
    contractVersionId: input.contractVersionId,
    month: hours.month,
    description: {
      key: hours.late ? "charge.hourly.late" : "charge.hourly",
      values: {
        month: hours.month,
        hours: formatRate(roundHalfAwayFromZero(hours.seconds * MICROS_PER_UNIT, SECONDS_PER_HOUR), 0),
        personDays: hours.personDays,
        states: params.states.join(", "),
        roles: params.roles?.join(", ") ?? "",
        incrementSeconds: params.incrementSeconds,
        rate: rateText,
        currency,
      },
    },
    quantityMicros: roundHalfAwayFromZero(hours.seconds * MICROS_PER_UNIT, SECONDS_PER_HOUR),
    unit: "hour",
    unitPriceMicros: rate,
    amountMinor: step.amountMinor,
    metered: hours.seconds,
    arithmetic: `${workText(hours, params.incrementSeconds)}${step.arithmetic}`,
    periodFrom: covered.from,
    periodTo: covered.to,
  };
}

/** "86520.5 s worked on 12 person-days in steps of 900 s = ", and what late time finds charged already. */
function workText({ workedMs, earlierMs, personDays, late, seconds }: Hours, step: number): string {
  const worked = formatRate(workedMs * 1000n, 0);
  if (late && earlierMs > 0n) {
    const earlier = formatRate(earlierMs * 1000n, 0);
    return `${worked} s late on ${personDays} person-days that had ${earlier} s, in steps of ${step} s = ${seconds} s more; `;
  }
  return `${worked} s on ${personDays} person-days in steps of ${step} s = ${seconds} s; `;
}
