import { currencyExponent } from "../currency.ts";
import { addDays, type LocalDate, monthOf } from "../days.ts";
import type { Message } from "../message.ts";
import { amountText, formatRate, MICROS_PER_UNIT, microsToMinor, parseRate } from "../money.ts";
import type { DraftCharge, PricerInput } from "./types.ts";

/** A line for one thing at its price, charged on a day; `kind` is usage when a fact stands behind it. */
export function oncePriced(
  componentId: string,
  input: PricerInput,
  key: string,
  description: Message,
  price: string,
  date: LocalDate,
  kind: "usage" | "base",
): DraftCharge {
  const { currency } = input;
  const rate = parseRate(price);
  const amountMinor = microsToMinor(rate, currency);
  return {
    key,
    kind,
    componentId,
    contractVersionId: input.contractVersionId,
    month: monthOf(date),
    description,
    quantityMicros: MICROS_PER_UNIT,
    unit: "item",
    unitPriceMicros: rate,
    amountMinor,
    metered: 1n,
    arithmetic: `1 × ${formatRate(rate, currencyExponent(currency))} = ${amountText(amountMinor, currency)}`,
    periodFrom: date,
    periodTo: addDays(date, 1),
  };
}
