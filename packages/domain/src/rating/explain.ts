import { addDays, eachDay } from "../calendar.ts";
import { currencyExponent } from "../currency.ts";
import type { Message } from "../message.ts";
import { amountText, formatRate, parseRate } from "../money.ts";
import { directionOf, type PriceComponentParams } from "./price-component.ts";
import { ratePeriod } from "./rate.ts";
import type { UsageFact } from "./types.ts";

/** Thirty days, so that a whole month's example needs no proration. */
const MONTH = { from: "2026-06-01", to: "2026-07-01" };

export interface ComponentExplanation {
  /** What the component charges for. */
  readonly sentence: Message;
  /** A worked example; its figures come from ratePeriod itself, so that it cannot say anything else. */
  readonly example: Message;
}

/**
 * A price component in words, with a worked example, for the contract's page and the client who signs it.
 *
 * @param currency ISO 4217 of the contract. @throws CallbayError RATE_INVALID, CURRENCY_UNKNOWN.
 */
export function explainComponent(params: PriceComponentParams, currency: string): ComponentExplanation {
  const money = (rate: string) => formatRate(parseRate(rate), currencyExponent(currency));
  switch (params.type) {
    case "seat": {
      const seats = Math.max(1, params.minSeats + (params.minSeats > 0 ? -1 : 5));
      return {
        sentence: {
          key: params.minSeats > 0 ? "pricing.seat.minimum" : "pricing.seat",
          values: { monthlyRate: money(params.monthlyRate), minSeats: params.minSeats, currency },
        },
        example: exampleOf(params, currency, { seats }),
      };
    }
    case "per_call": {
      const withBase = parseRate(params.baseFee) > 0n;
      return {
        sentence: {
          key: withBase ? "pricing.perCall.base" : "pricing.perCall",
          values: {
            rate: money(params.rate),
            baseFee: money(params.baseFee),
            direction: params.direction,
            currency,
          },
        },
        example: exampleOf(params, currency, { calls: 1000 }),
      };
    }
    default:
      return {
        sentence: { key: `pricing.${params.type}`, values: { currency } },
        example: exampleOf(params, currency, {}),
      };
  }
}

function exampleOf(
  params: PriceComponentParams,
  currency: string,
  use: { readonly seats?: number; readonly calls?: number },
): Message {
  const usage: UsageFact[] = [];
  if (use.seats !== undefined) {
    for (const date of eachDay(MONTH.from, MONTH.to)) usage.push(fact("seat_day", date, use.seats, null));
  }
  if (use.calls !== undefined) usage.push(fact("call", MONTH.from, use.calls, directionOf(params)));
  const rated = ratePeriod({
    contract: {
      currency,
      timezone: "UTC",
      startsOn: MONTH.from,
      endsOn: addDays(MONTH.to, -1),
      rateTables: new Map(),
      versions: [
        {
          id: "example",
          version: 1,
          effectiveFrom: MONTH.from,
          minTalkMs: 0,
          taxRatePpm: 0,
          taxMode: "exclusive",
          adjustments: [],
          components: [{ id: "example", position: 0, params, direction: directionOf(params) }],
        },
      ],
    },
    usage,
    period: MONTH,
  });
  return {
    key: `pricing.${params.type === "seat" ? "seat" : "perCall"}.example`,
    values: {
      ...use,
      days: 30,
      arithmetic: rated.charges.map((charge) => charge.arithmetic).join("; "),
      amount: amountText(rated.netMinor, currency),
      currency,
    },
  };
}

function fact(kind: UsageFact["kind"], localDate: string, count: number, direction: UsageFact["direction"]): UsageFact {
  return {
    id: `${kind} ${localDate}`,
    kind,
    localDate,
    contractVersionId: "example",
    direction,
    quantity: BigInt(count),
  };
}
