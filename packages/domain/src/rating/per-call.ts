import { currencyExponent } from "../currency.ts";
import { addDays, intersectPeriods, type LocalDate, type LocalMonth, monthPeriod, type Period } from "../days.ts";
import { amountText, formatRate, MICROS_PER_UNIT, type Micros, microsToMinor, parseRate } from "../money.ts";
import { monthOfFact, stepOfMonth, usageByMonth } from "./meter.ts";
import { baseFees, chargedInMonth, type MonthlyOwner, minimumCharges } from "./month-floor.ts";
import type { OutcomeRate, PerCallParams } from "./price-type.ts";
import { spread, stepAt, type TierScale, tierScale } from "./tiers.ts";
import type { DraftCharge, PriceComponent, Pricer, PricerInput, UsageFact } from "./types.ts";

/** The calls of one line. */
interface Calls {
  readonly key: string;
  readonly month: LocalMonth;
  readonly late: boolean;
  readonly slot: number;
  /** How many calls of the month were at this rate before these. */
  readonly start: bigint;
  count: bigint;
  first: LocalDate;
  last: LocalDate;
}

interface CallMonth {
  readonly month: LocalMonth;
  /** Calls that earlier invoices charged. */
  readonly before: bigint;
  /** All calls of the month so far; those with a rate of their own are not among them. */
  count: bigint;
  /** Lines by slot, late ones at odd places: tiers first, then rates of certain calls. */
  readonly lines: (Calls | undefined)[];
}

/**
 * G11, G13: each chargeable call of the component's direction at its rate. A base fee for each calendar month is added,
 * prorated by the days of the period on which the terms hold; a minimum is a floor under the calls of a month.
 *
 * Graduated tiers have a line each, filled in the order of the calls. By volume all calls of the month are at the rate
 * of the tier reached, and a line of its own re-prices what was charged at another. Calls of days before the period
 * have lines that say so. A call with a rate of its own neither fills a tier nor takes its rate.
 */
export const pricePerCall: Pricer<PerCallParams> = (component, input) => {
  const { params } = component;
  const scale = tierScale(params.rate, params.tiers, params.tierMode);
  const special = params.rates ?? [];
  const months = new Map<LocalMonth, CallMonth>();
  const lineOf = (at: CallMonth, slot: number, fact: UsageFact): Calls => {
    const late = fact.localDate < input.period.from;
    const place = slot * 2 + (late ? 1 : 0);
    let line = at.lines[place];
    if (line === undefined) {
      const start = slot < scale.steps.length ? startOf(scale, at.count, slot) : 0n;
      const key = `${component.id} ${at.month}${slot === 0 ? "" : ` ${slot}`}${late ? " late" : ""}`;
      line = { key, month: at.month, late, slot, start, count: 0n, first: fact.localDate, last: fact.localDate };
      at.lines[place] = line;
    }
    line.last = fact.localDate;
    return line;
  };

  return {
    take(fact) {
      if (fact.kind !== "call" || fact.direction !== params.direction) return null;
      const month = monthOfFact(fact.localDate);
      let at = months.get(month);
      if (at === undefined) {
        const before = chargedInMonth(input.before, month, ["usage"]).metered;
        at = { month, before, count: before, lines: [] };
        months.set(month, at);
      }
      const own = special.length === 0 ? -1 : special.findIndex((rate) => matches(rate, fact));
      if (own >= 0) {
        const line = lineOf(at, scale.steps.length + own, fact);
        line.count += fact.quantity;
        return line.key;
      }
      return takeIntoTiers(scale, at, fact, lineOf);
    },
    finish() {
      const inOrder = [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
      const lines = inOrder.flatMap((at) => at.lines.filter((line) => line !== undefined));
      const owner: MonthlyOwner = { componentId: component.id, name: "perCall", direction: params.direction };
      const charges = baseFees(owner, input, params.baseFee);
      for (const late of [false, true]) {
        for (const line of lines)
          if (line.late === late) charges.push(callCharge(component, input, scale, months, line));
      }
      for (const at of inOrder) {
        const repriced = repricing(component, input, scale, at);
        if (repriced) charges.push(repriced);
      }
      return [...charges, ...minimumCharges(owner, input, params.minimumCharge, usageByMonth(charges))];
    },
  };
};

/** How many calls a line's rate had before: of its own tier, or by volume of the month. */
function startOf(scale: TierScale, count: bigint, slot: number): bigint {
  return scale.mode === "volume" ? count : (spread(scale, count)[slot] ?? 0n);
}

/** A fact of many calls (a day's sum) may reach over several tiers; it stands behind the line on which it begins. */
function takeIntoTiers(
  scale: TierScale,
  at: CallMonth,
  fact: UsageFact,
  lineOf: (at: CallMonth, slot: number, fact: UsageFact) => Calls,
): string {
  let left = fact.quantity;
  let key: string | null = null;
  for (;;) {
    const slot = scale.mode === "volume" ? 0 : stepAt(scale, at.count + 1n);
    const line = lineOf(at, slot, fact);
    key ??= line.key;
    const end = scale.mode === "volume" ? undefined : scale.steps[slot + 1]?.from;
    const room = end === undefined ? left : end - 1n - at.count;
    const taken = room < left ? room : left;
    line.count += taken;
    at.count += taken;
    left -= taken;
    if (left <= 0n) return key;
  }
}

function matches(rate: OutcomeRate, fact: UsageFact): boolean {
  return (
    (rate.outcome === undefined || rate.outcome === fact.outcome) &&
    (rate.disposition === undefined || rate.disposition === fact.disposition)
  );
}

/** By volume: the rate that all calls of the month have now. Otherwise the rate of the line's own slot. */
function rateOf(params: PerCallParams, scale: TierScale, at: CallMonth | undefined, slot: number): Micros {
  const own = params.rates?.[slot - scale.steps.length];
  if (own) return parseRate(own.rate);
  const step = scale.mode === "volume" ? stepAt(scale, at?.count ?? 0n) : slot;
  return scale.steps[step]?.rate ?? 0n;
}

function callCharge(
  component: PriceComponent<PerCallParams>,
  input: PricerInput,
  scale: TierScale,
  months: ReadonlyMap<LocalMonth, CallMonth>,
  line: Calls,
): DraftCharge {
  const { currency } = input;
  const { params } = component;
  const rate = rateOf(params, scale, months.get(line.month), line.slot);
  const rateText = formatRate(rate, currencyExponent(currency));
  const step = stepOfMonth(
    line.start,
    line.count,
    currency,
    (calls) => microsToMinor(calls * rate, currency),
    (calls) => `${calls} calls × ${rateText}`,
  );
  const special = params.rates?.[line.slot - scale.steps.length];
  const kind = special ? ".outcome" : line.slot > 0 ? ".tier" : "";
  const covered = line.late ? { from: line.first, to: addDays(line.last, 1) } : daysOf(line.month, input);
  return {
    key: line.key,
    kind: "usage",
    componentId: component.id,
    contractVersionId: input.contractVersionId,
    month: line.month,
    description: {
      key: `charge.perCall${kind}${line.late ? ".late" : ""}`,
      values: {
        month: line.month,
        calls: Number(line.count),
        rate: rateText,
        direction: params.direction,
        currency,
        ...(special ? { outcome: special.outcome ?? "", disposition: special.disposition ?? "" } : {}),
        ...(!special && line.slot > 0 ? { fromCall: Number(scale.steps[line.slot]?.from ?? 1n) } : {}),
      },
    },
    quantityMicros: line.count * MICROS_PER_UNIT,
    unit: "call",
    unitPriceMicros: rate,
    amountMinor: step.amountMinor,
    metered: special ? 0n : line.count,
    arithmetic: step.arithmetic,
    periodFrom: covered.from,
    periodTo: covered.to,
  };
}

/** By volume: what was charged before, at the rate that the month has reached since. */
function repricing(
  component: PriceComponent<PerCallParams>,
  input: PricerInput,
  scale: TierScale,
  at: CallMonth,
): DraftCharge | null {
  if (scale.mode !== "volume" || at.before === 0n) return null;
  const { currency } = input;
  const old = scale.steps[stepAt(scale, at.before)]?.rate ?? 0n;
  const rate = scale.steps[stepAt(scale, at.count)]?.rate ?? 0n;
  const amountMinor = microsToMinor(at.before * rate, currency) - microsToMinor(at.before * old, currency);
  if (rate === old) return null;
  const text = (micros: Micros): string => formatRate(micros, currencyExponent(currency));
  return {
    key: `${component.id} ${at.month} repriced`,
    kind: "usage",
    componentId: component.id,
    contractVersionId: input.contractVersionId,
    month: at.month,
    description: {
      key: "charge.perCall.repriced",
      values: {
        month: at.month,
        calls: Number(at.before),
        rate: text(rate),
        before: text(old),
        total: Number(at.count),
        direction: component.params.direction,
        currency,
      },
    },
    quantityMicros: at.before * MICROS_PER_UNIT,
    unit: "call",
    unitPriceMicros: rate - old,
    amountMinor,
    metered: 0n,
    arithmetic: `${at.before} calls × (${text(rate)} − ${text(old)}) = ${amountText(amountMinor, currency)}`,
    ...repricedDays(at.month, input.period),
  };
}

/** The month up to the end of the period. */
function repricedDays(month: LocalMonth, { to }: Period): Pick<DraftCharge, "periodFrom" | "periodTo"> {
  const whole = monthPeriod(month);
  const covered = intersectPeriods(whole, { from: whole.from, to }) ?? whole;
  return { periodFrom: covered.from, periodTo: covered.to };
}

/** The days of a month that a line of this period covers. */
function daysOf(month: LocalMonth, { inForce, period }: PricerInput): Period {
  const whole = intersectPeriods(monthPeriod(month), period) ?? period;
  return (inForce && intersectPeriods(inForce, whole)) ?? whole;
}
