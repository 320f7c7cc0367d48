import { currencyExponent } from "../currency.ts";
import { formatRate, MICROS_PER_UNIT, microsToMinor, parseRate } from "../money.ts";
import { Counter } from "./counted.ts";
import { stepOfMonth } from "./meter.ts";
import type { MessageParams } from "./price-type.ts";
import type { DraftCharge, Pricer } from "./types.ts";

/** Messages sent, each at its rate; one line per calendar month, one more for late ones. */
export const priceMessage: Pricer<MessageParams> = (component, input) => {
  const counter = new Counter(component.id, input);
  const { currency } = input;
  return {
    take: (fact) => (fact.kind === "message" ? counter.take(fact) : null),
    finish: () =>
      counter.lines().map((line): DraftCharge => {
        const rate = parseRate(component.params.rate);
        const rateText = formatRate(rate, currencyExponent(currency));
        const step = stepOfMonth(
          line.start,
          line.count,
          currency,
          (messages) => microsToMinor(messages * rate, currency),
          (messages) => `${messages} messages × ${rateText}`,
        );
        return {
          key: line.key,
          kind: "usage",
          componentId: component.id,
          contractVersionId: input.contractVersionId,
          month: line.month,
          description: {
            key: line.late ? "charge.message.late" : "charge.message",
            values: { month: line.month, messages: Number(line.count), rate: rateText, currency },
          },
          quantityMicros: line.count * MICROS_PER_UNIT,
          unit: "message",
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
