import { daysBetween, daysInMonth, monthsOf, type Period } from "../calendar.ts";
import { currencyExponent } from "../currency.ts";
import { amountText, formatRate, MICROS_PER_UNIT, microsToMinor, parseRate, roundHalfAwayFromZero } from "../money.ts";
import type { PerCallParams } from "./price-component.ts";
import type { DraftCharge, PriceComponent, Pricer, PricerInput, UsageFact } from "./types.ts";
import { daysCovered } from "./usage.ts";

/**
 * G11: a base fee for each calendar month, prorated by the days of the period on which the terms hold, and each
 * chargeable call of the component's direction at its rate. Calls of days before the period are a charge of their own.
 */
export const pricePerCall: Pricer<PerCallParams> = (component, input) => {
  const calls = input.usage.filter((fact) => fact.kind === "call" && fact.direction === component.params.direction);
  const late = calls.filter((fact) => fact.localDate < input.period.from);
  const current = calls.filter((fact) => fact.localDate >= input.period.from);
  const charges = baseFees(component, input);
  if (current.length > 0) charges.push(callCharge(component, input, current, input.inForce ?? input.period, false));
  if (late.length > 0) {
    charges.push(callCharge(component, input, late, daysCovered(late.map((fact) => fact.localDate)), true));
  }
  return charges;
};

function baseFees(component: PriceComponent<PerCallParams>, input: PricerInput): DraftCharge[] {
  const fee = parseRate(component.params.baseFee);
  if (fee === 0n || input.inForce === null) return [];
  const { currency } = input;
  const feeText = formatRate(fee, currencyExponent(currency));
  return monthsOf(input.inForce).map(({ month, period }) => {
    const days = BigInt(daysBetween(period.from, period.to));
    const denominator = BigInt(daysInMonth(month));
    const amountMinor = microsToMinor(days * fee, currency, denominator);
    return {
      componentId: component.id,
      contractVersionId: input.contractVersionId,
      description: {
        key: "charge.perCall.base",
        values: {
          month,
          days: Number(days),
          daysInMonth: Number(denominator),
          baseFee: feeText,
          direction: component.params.direction,
          currency,
        },
      },
      quantityMicros: roundHalfAwayFromZero(days * MICROS_PER_UNIT, denominator),
      unit: "month",
      unitPriceMicros: fee,
      amountMinor,
      arithmetic: `${days} days ÷ ${denominator} days × ${feeText} = ${amountText(amountMinor, currency)}`,
      periodFrom: period.from,
      periodTo: period.to,
      usageIds: [],
    };
  });
}

function callCharge(
  component: PriceComponent<PerCallParams>,
  input: PricerInput,
  calls: readonly UsageFact[],
  covered: Period,
  late: boolean,
): DraftCharge {
  const { currency } = input;
  const quantity = calls.reduce((sum, fact) => sum + fact.quantity, 0n);
  const rate = parseRate(component.params.rate);
  const amountMinor = microsToMinor(quantity * rate, currency);
  const rateText = formatRate(rate, currencyExponent(currency));
  return {
    componentId: component.id,
    contractVersionId: input.contractVersionId,
    description: {
      key: late ? "charge.perCall.late" : "charge.perCall",
      values: { calls: Number(quantity), rate: rateText, direction: component.params.direction, currency },
    },
    quantityMicros: quantity * MICROS_PER_UNIT,
    unit: "call",
    unitPriceMicros: rate,
    amountMinor,
    arithmetic: `${quantity} calls × ${rateText} = ${amountText(amountMinor, currency)}`,
    periodFrom: covered.from,
    periodTo: covered.to,
    usageIds: calls.map((fact) => fact.id).sort(),
  };
}
