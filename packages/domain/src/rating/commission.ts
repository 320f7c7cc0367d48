import { addDays, daysBetween, intersectPeriods, type LocalDate, type LocalMonth, monthPeriod } from "../days.ts";
import { amountText, type Micros, type MinorUnits } from "../money.ts";
import { bonusLine, clawbackLine, daysOf, type Group, lineMaker } from "./commission-lines.ts";
import { type CommissionTerms, commissionTerms, NO_SUCCESSES, plus, type Successes } from "./commission-terms.ts";
import { lessBefore, monthOfFact, stepOfMonth } from "./meter.ts";
import { chargedInMonth } from "./month-floor.ts";
import type { CommissionParams } from "./price-type.ts";
import type { DraftCharge, PriceComponent, Pricer, PricerInput, UsageFact } from "./types.ts";

/** A calendar month of successes, as known now. */
interface SuccessMonth {
  readonly month: LocalMonth;
  connected: bigint;
  /** Successes dated before the period, and within it; those rejected before they were charged are taken off. */
  late: Group | null;
  current: Group | null;
  /** What was charged and is taken back, by the price that it was charged at. */
  readonly clawbacks: Map<Micros, Group>;
}

/**
 * G12, G14: commission per success: a fixed amount, or a percentage of the order's value or margin, at the tier of the
 * calendar month's success rate (accepted ÷ connected), which holds for all successes of the month. What earlier bills
 * of the month charged at another tier is re-priced on a line of its own. The bonus comes once per month.
 *
 * A reversal within the claw-back window takes its success back at the price it was charged at, on a line that names
 * the month; outside of the window it is not priced. A success that was rejected before it was charged cancels with its
 * reversal, whatever the window. A claw-back alone does not re-tier a month before the period; a late success does.
 *
 * A reversal carries its success's contract version, direction, order value and cost. Facts of kind `connected` are
 * never used up: the whole of a month is handed in each time that the month is rated.
 *
 * `metered` counts accepted successes; with percentages it is value in minor units × 10,000,000 + successes.
 *
 * @throws CallbayError RATE_INVALID, CURRENCY_UNKNOWN, COMMISSION_TOO_LARGE.
 */
export const priceCommission: Pricer<CommissionParams> = (component, input) => {
  const { params } = component;
  const terms = commissionTerms(params, input.currency);
  const months = new Map<LocalMonth, SuccessMonth>();
  const monthOf = (date: LocalDate): SuccessMonth => {
    const month = monthOfFact(date);
    let known = months.get(month);
    if (known === undefined) {
      known = { month, connected: 0n, late: null, current: null, clawbacks: new Map() };
      months.set(month, known);
    }
    return known;
  };
  const addSuccess = (date: LocalDate, successes: Successes, times: 1n | -1n): string => {
    const at = monthOf(date);
    const when = date < input.period.from ? "late" : "current";
    at[when] ??= group(`${component.id} ${at.month}${when === "late" ? " late" : ""}`, date);
    return addTo(at[when], date, successes, times);
  };

  return {
    take(fact) {
      if (params.direction !== null && fact.direction !== params.direction) return null;
      if (fact.kind === "connected") {
        monthOf(fact.localDate).connected += fact.quantity;
        return null;
      }
      if (fact.kind !== "success" && fact.kind !== "reversal") return null;
      const successes = terms.of(fact);
      if (successes === null) return null;
      if (fact.kind === "success") return addSuccess(fact.localDate, successes, 1n);
      return takeBack(fact, successes);
    },
    finish() {
      for (const { month } of input.before) {
        if (intersectPeriods(monthPeriod(month), input.period) !== null) monthOf(`${month}-01`);
      }
      return [...months.values()]
        .sort((a, b) => (a.month < b.month ? -1 : 1))
        .flatMap((at) => monthCharges(component, input, terms, at));
    },
  };

  function takeBack(fact: UsageFact, successes: Successes): string | null {
    const { reverses } = fact;
    if (reverses === undefined) return null;
    const price = reverses.unitPriceMicros;
    if (price === null) return addSuccess(reverses.localDate, successes, -1n);
    if (daysBetween(reverses.localDate, fact.localDate) > params.clawbackDays) return null;
    const at = monthOf(reverses.localDate);
    let back = at.clawbacks.get(price);
    if (back === undefined) {
      back = group(`${component.id} ${at.month} clawback ${price}`, fact.localDate);
      at.clawbacks.set(price, back);
    }
    return addTo(back, fact.localDate, successes, 1n);
  }
};

function group(key: string, date: LocalDate): Group {
  return { key, successes: NO_SUCCESSES, first: date, last: date };
}

function addTo(to: Group, date: LocalDate, successes: Successes, times: 1n | -1n): string {
  to.successes = plus(to.successes, successes, times);
  if (date < to.first) to.first = date;
  if (date > to.last) to.last = date;
  return to.key;
}

function monthCharges(
  component: PriceComponent<CommissionParams>,
  input: PricerInput,
  terms: CommissionTerms,
  at: SuccessMonth,
): DraftCharge[] {
  const before = chargedInMonth(input.before, at.month, ["usage", "clawback"]);
  const charged = terms.read(before.metered);
  const line = lineMaker(component, input, terms, at.month);

  const clawbacks = [...at.clawbacks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([price, back]) =>
      clawbackLine(input, terms, line, back, settledPrice(terms, price, charged, before.amountMinor)),
    );
  // A month before the period is settled until a success of it comes late.
  const open = intersectPeriods(monthPeriod(at.month), input.period) !== null;
  if (!open && at.late === null && at.current === null) return clawbacks;

  const taken = [...at.clawbacks.values()].reduce((sum, back) => plus(sum, back.successes), NO_SUCCESSES);
  const takenMinor = clawbacks.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const start = plus(charged, taken, -1n);
  const groups = [at.late, at.current].filter((one) => one !== null);
  const accepted = groups.reduce((sum, one) => plus(sum, one.successes), start);
  const earning = terms.at(accepted.count, at.connected);

  const lines: DraftCharge[] = [];
  let so = terms.pieces(start);
  for (const one of groups) {
    const added = terms.pieces(one.successes);
    const step = stepOfMonth(
      so,
      added,
      input.currency,
      (many) => terms.cost(many, earning.price),
      (many) => terms.text(many, earning.price),
    );
    so += added;
    const late = one === at.late;
    lines.push(
      line({
        key: one.key,
        kind: "usage",
        message: late ? "charge.commission.late" : "charge.commission",
        successes: one.successes,
        metered: terms.meter(one.successes),
        price: earning.price,
        amountMinor: step.amountMinor,
        arithmetic: `${earning.reason}${step.arithmetic}`,
        covered: (late ? null : daysOf(at.month, input)) ?? { from: one.first, to: addDays(one.last, 1) },
      }),
    );
  }

  const chargedMinor = before.amountMinor + takenMinor;
  const due = terms.cost(terms.pieces(start), earning.price);
  if (due !== chargedMinor) {
    lines.push(
      line({
        key: `${component.id} ${at.month} repriced`,
        kind: "usage",
        message: "charge.commission.repriced",
        successes: start,
        metered: 0n,
        price: earning.price,
        amountMinor: due - chargedMinor,
        arithmetic: `${earning.reason}${terms.text(terms.pieces(start), earning.price)} = ${amountText(due, input.currency)}${lessBefore(chargedMinor, due - chargedMinor, input.currency)}`,
        covered: daysOf(at.month, input) ?? monthPeriod(at.month),
      }),
    );
  }
  return [...lines, ...clawbacks, ...bonusLine(component, input, line, at.month, accepted.count)];
}

/**
 * What the successes of a month cost in the end: the tier of its last bill may have re-priced them since the bill that
 * a success first stood on. Where what was charged adds up with one of the component's prices, that is the price.
 */
function settledPrice(terms: CommissionTerms, price: Micros, charged: Successes, chargedMinor: MinorUnits): Micros {
  const fits = (one: Micros): boolean => terms.cost(terms.pieces(charged), one) === chargedMinor;
  if (charged.count === 0n || fits(price)) return price;
  return terms.prices.find(fits) ?? price;
}
