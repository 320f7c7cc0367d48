import { currencyExponent } from "../currency.ts";
import { addDays, intersectPeriods, type LocalDate, type LocalMonth, monthPeriod, type Period } from "../days.ts";
import {
  amountText,
  formatRate,
  MICROS_PER_UNIT,
  type Micros,
  type MinorUnits,
  microsToMinor,
  parseRate,
} from "../money.ts";
import { type CommissionTerms, NO_SUCCESSES, plus, type Successes } from "./commission-terms.ts";
import { lessBefore } from "./meter.ts";
import { chargedInMonth } from "./month-floor.ts";
import type { CommissionParams } from "./price-type.ts";
import type { ChargeKind, DraftCharge, PriceComponent, PricerInput } from "./types.ts";

/** The facts of one line. */
export interface Group {
  readonly key: string;
  successes: Successes;
  first: LocalDate;
  last: LocalDate;
}

interface LineParts {
  readonly key: string;
  readonly kind: ChargeKind;
  readonly message: string;
  readonly successes: Successes;
  readonly metered: bigint;
  readonly price: Micros;
  readonly amountMinor: MinorUnits;
  readonly arithmetic: string;
  readonly covered: Period;
}
export type LineMaker = (parts: LineParts) => DraftCharge;

export function lineMaker(
  component: PriceComponent<CommissionParams>,
  { currency, contractVersionId }: PricerInput,
  terms: CommissionTerms,
  month: LocalMonth,
): LineMaker {
  return (parts) => ({
    key: parts.key,
    kind: parts.kind,
    componentId: component.id,
    contractVersionId,
    month,
    description: {
      key: parts.message,
      values: {
        month,
        successes: Number(parts.successes.count),
        rate: terms.priceText(parts.price),
        basis: component.params.basis,
        direction: component.params.direction ?? "",
        currency,
      },
    },
    quantityMicros: terms.quantityMicros(parts.successes),
    unit: terms.fixed ? "success" : "amount",
    unitPriceMicros: parts.price,
    amountMinor: parts.amountMinor,
    metered: parts.metered,
    arithmetic: parts.arithmetic,
    periodFrom: parts.covered.from,
    periodTo: parts.covered.to,
  });
}

export function clawbackLine(
  input: PricerInput,
  terms: CommissionTerms,
  line: LineMaker,
  back: Group,
  price: Micros,
): DraftCharge {
  const successes = plus(NO_SUCCESSES, back.successes, -1n);
  const amountMinor = terms.cost(terms.pieces(successes), price);
  return line({
    key: back.key,
    kind: "clawback",
    message: "charge.commission.clawback",
    successes,
    metered: terms.meter(successes),
    price,
    amountMinor,
    arithmetic: `${terms.text(terms.pieces(successes), price)} = ${amountText(amountMinor, input.currency)}`,
    covered: { from: back.first, to: addDays(back.last, 1) },
  });
}

/** The month's bonus, or its return when claw-backs left too few successes. */
export function bonusLine(
  { id, params }: PriceComponent<CommissionParams>,
  input: PricerInput,
  line: LineMaker,
  month: LocalMonth,
  accepted: bigint,
): DraftCharge[] {
  if (params.bonus === undefined) return [];
  const { currency } = input;
  const { fromSuccesses, amount } = params.bonus;
  const rate = parseRate(amount);
  const before = chargedInMonth(input.before, month, ["bonus"]).amountMinor;
  const reached = accepted >= BigInt(fromSuccesses);
  const due = reached ? microsToMinor(rate, currency) : 0n;
  if (due === before) return [];
  const rateText = formatRate(rate, currencyExponent(currency));
  const comparison = `${accepted} successes ${reached ? "≥" : "<"} ${fromSuccesses}: ${reached ? rateText : amountText(0n, currency)}`;
  return [
    {
      ...line({
        key: `${id} ${month} bonus`,
        kind: "bonus",
        message: reached ? "charge.commission.bonus" : "charge.commission.bonusWithdrawn",
        successes: { count: accepted, value: 0n },
        metered: 0n,
        price: rate,
        amountMinor: due - before,
        arithmetic: `${comparison}${lessBefore(before, due - before, currency)}`,
        covered: daysOf(month, input) ?? monthPeriod(month),
      }),
      quantityMicros: due > before ? MICROS_PER_UNIT : -MICROS_PER_UNIT,
      unit: "month",
    },
  ];
}

/** The days of the month within the period on which the terms hold. */
export function daysOf(month: LocalMonth, { inForce, period }: PricerInput): Period | null {
  return intersectPeriods(inForce ?? period, monthPeriod(month));
}
