import { currencyExponent } from "../currency.ts";
import type { Message } from "../message.ts";
import { amountText, formatRate, parseRate } from "../money.ts";
import type { Adjustment } from "./adjustment.ts";
import { assumptionFor } from "./explain-example.ts";
import { sentenceOf } from "./explain-sentence.ts";
import { directionOf, PRICE_COMPONENT_TYPES, type PriceComponentParams } from "./price-type.ts";
import { type AssumedUsage, quote } from "./quote.ts";
import type { RateTable } from "./rate-table.ts";
import type { RatedPeriod } from "./types.ts";

/** The example's month has thirty days, so that it needs no proration. */
const DAYS = 30;

export interface ComponentExplanation {
  /** What the component charges for. */
  readonly sentence: Message;
  /** A worked example; its figures come from the engine itself, so that it cannot say anything else. */
  readonly example: Message;
}

/**
 * A price component in words, with a worked example, for the contract's page and the client who signs it.
 *
 * @param currency ISO 4217 of the contract. @param tables the rate tables known here; without the one that a component
 * names, its example takes the rate of other destinations.
 * @throws CallbayError RATE_INVALID, CURRENCY_UNKNOWN.
 */
export function explainComponent(
  params: PriceComponentParams,
  currency: string,
  tables: ReadonlyMap<string, RateTable> = new Map(),
): ComponentExplanation {
  const assumption = assumptionFor(params, tables);
  const rated = rateExample(assumption.params, [], currency, assumption.usage, tables);
  return {
    sentence: sentenceOf(params, currency, tables),
    example: {
      key: assumption.messageKey,
      values: { ...assumption.shown, days: DAYS, arithmetic: arithmeticOf(rated), ...sumOf(rated, currency) },
    },
  };
}

/**
 * A discount or monthly minimum in words, with a worked example.
 *
 * @throws CallbayError RATE_INVALID, CURRENCY_UNKNOWN.
 */
export function explainAdjustment(adjustment: Adjustment, currency: string): ComponentExplanation {
  const exponent = currencyExponent(currency);
  const money = (rate: string): string => formatRate(parseRate(rate), exponent);
  // A seat at a round price to take something off, or at half the minimum.
  const monthlyRate = adjustment.type === "discount" ? "1000" : formatRate(parseRate(adjustment.amount) / 2n, exponent);
  const seat: PriceComponentParams = { type: "seat", monthlyRate, minSeats: 1 };
  const shown = adjustment.type === "discount" ? { ...adjustment, on: undefined } : adjustment;
  const rated = rateExample(seat, [shown], currency, { seats: 1 }, new Map());
  const followed = rated.charges.filter((charge) => charge.componentId === null);
  return {
    sentence:
      adjustment.type === "monthly_minimum"
        ? { key: "pricing.monthlyMinimum", values: { amount: money(adjustment.amount), currency } }
        : {
            key: adjustment.on === undefined ? "pricing.discount" : "pricing.discount.on",
            values: {
              name: adjustment.name,
              kind: adjustment.percentPpm === undefined ? "amount" : "percent",
              percent: formatRate(BigInt(adjustment.percentPpm ?? 0) * 100n, 0),
              amount: money(adjustment.amount ?? "0"),
              currency,
              ...Object.fromEntries(
                PRICE_COMPONENT_TYPES.map((type) => [type, adjustment.on?.includes(type) ? "yes" : "no"]),
              ),
            },
          },
    example: {
      key: "pricing.example",
      values: {
        days: DAYS,
        arithmetic: followed.map((charge) => charge.arithmetic).join("; "),
        ...sumOf(rated, currency),
      },
    },
  };
}

function rateExample(
  params: PriceComponentParams,
  adjustments: readonly Adjustment[],
  currency: string,
  usage: AssumedUsage,
  rateTables: ReadonlyMap<string, RateTable>,
): RatedPeriod {
  const { monthly, once } = quote(
    {
      currency,
      timezone: "UTC",
      rateTables,
      versions: [
        {
          id: "example",
          version: 1,
          effectiveFrom: "2026-01-01",
          minTalkMs: 0,
          taxRatePpm: 0,
          taxMode: "exclusive",
          adjustments,
          components: [{ id: "example", position: 0, params, direction: directionOf(params) }],
        },
      ],
    },
    usage,
  );
  return monthly.charges.length > 0 ? monthly : once;
}

function arithmeticOf(rated: RatedPeriod): string {
  return rated.charges.map((charge) => charge.arithmetic).join("; ");
}

function sumOf(rated: RatedPeriod, currency: string): { amount: string; currency: string } {
  return { amount: amountText(rated.netMinor, currency), currency };
}
