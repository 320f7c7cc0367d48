import { currencyExponent } from "../currency.ts";
import { daysInMonth } from "../days.ts";
import { formatRate, MICROS_PER_UNIT, microsToMinor, parseRate, roundHalfAwayFromZero } from "../money.ts";
import { Counter } from "./counted.ts";
import { stepOfMonth } from "./meter.ts";
import type { NumberParams } from "./price-type.ts";
import type { DraftCharge, Pricer } from "./types.ts";

/**
 * Telephone numbers by the month, prorated by day: number-days ÷ days of the month × the monthly rate. One line per
 * calendar month, one more for days reported late.
 */
export const priceNumber: Pricer<NumberParams> = (component, input) => {
  const counter = new Counter(component.id, input);
  const { currency } = input;
  return {
    take: (fact) => (fact.kind === "number_day" ? counter.take(fact) : null),
    finish: () =>
      counter.lines().map((line): DraftCharge => {
        const rate = parseRate(component.params.monthlyRate);
        const rateText = formatRate(rate, currencyExponent(currency));
        const denominator = BigInt(daysInMonth(line.month));
        const step = stepOfMonth(
          line.start,
          line.count,
          currency,
          (days) => microsToMinor(days * rate, currency, denominator),
          (days) => `${days} number-days ÷ ${denominator} days × ${rateText}`,
        );
        return {
          key: line.key,
          kind: "usage",
          componentId: component.id,
          contractVersionId: input.contractVersionId,
          month: line.month,
          description: {
            key: line.late ? "charge.number.late" : "charge.number",
            values: {
              month: line.month,
              numberDays: Number(line.count),
              daysInMonth: Number(denominator),
              monthlyRate: rateText,
              currency,
            },
          },
          quantityMicros: roundHalfAwayFromZero(line.count * MICROS_PER_UNIT, denominator),
          unit: "number_month",
          unitPriceMicros: rate,
          amountMinor: step.amountMinor,
          metered: line.count,
          arithmetic: step.arithmetic,
          periodFrom: line.from,
          periodTo: line.to,
        };
      }),
  };
};
