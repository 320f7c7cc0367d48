import { currencyExponent } from "../currency.ts";
import { CallbayError } from "../errors.ts";
import {
  amountText,
  formatRate,
  type Micros,
  type MinorUnits,
  microsToMinor,
  parseRate,
  roundHalfAwayFromZero,
} from "../money.ts";
import type { CommissionParams } from "./price-type.ts";
import type { UsageFact } from "./types.ts";

/** Successes, and what commission is a percentage of: their order value or margin in minor units (0 with basis fixed). */
export interface Successes {
  readonly count: bigint;
  readonly value: bigint;
}

/** What a success earns at a tier. */
export interface Earning {
  /** Millionths: of the currency per success, or of the order's value. */
  readonly price: Micros;
  /** "12.00" or "5 %". */
  readonly text: string;
}

export const NO_SUCCESSES: Successes = { count: 0n, value: 0n };

/** A meter of percentages holds the value and, in its last seven digits, the count: sums of meters stay both sums. */
const COUNT_LIMIT = 10_000_000n;
const METER_LIMIT = 2n ** 63n;

export function plus(a: Successes, b: Successes, times = 1n): Successes {
  return { count: a.count + times * b.count, value: a.value + times * b.value };
}

/** Parts per million as a reader knows them: 50000 → "5 %". */
export function percentText(ppm: bigint): string {
  return `${formatRate(ppm * 100n, 0)} %`;
}

/** The rules of one commission in one currency, without state. @throws CallbayError RATE_INVALID, CURRENCY_UNKNOWN. */
export function commissionTerms(params: CommissionParams, currency: string) {
  const fixed = params.basis === "fixed";
  const decimals = currencyExponent(currency);
  const earning = (of: { readonly amount?: string | undefined; readonly percentPpm?: number | undefined }): Earning => {
    const price = fixed ? parseRate(of.amount ?? "0") : BigInt(of.percentPpm ?? 0);
    return { price, text: priceText(price) };
  };
  const priceText = (price: Micros): string => (fixed ? formatRate(price, decimals) : percentText(price));
  const base = earning(params);
  const tiers = (params.tiers ?? []).map((tier) => ({ fromPpm: BigInt(tier.fromSuccessRatePpm), ...earning(tier) }));
  const pieces = ({ count, value }: Successes): bigint => (fixed ? count : value);

  return {
    fixed,
    priceText,
    /** Every price that a success may have had. */
    prices: [base.price, ...tiers.map(({ price }) => price)],

    /**
     * The price of a month's successes: of the highest tier that accepted ÷ connected reaches, compared as a fraction.
     * Nobody connected reaches no tier. `reason` prints numerator and denominator; "" where there are no tiers.
     */
    at(accepted: bigint, connected: bigint): Earning & { readonly reason: string } {
      if (tiers.length === 0) return { ...base, reason: "" };
      const tier = tiers.findLast(({ fromPpm }) => connected > 0n && accepted * 1_000_000n >= fromPpm * connected);
      const ratio = connected > 0n ? ` = ${percentText(roundHalfAwayFromZero(accepted * 1_000_000n, connected))}` : "";
      const reached = tier ? `tier from ${percentText(tier.fromPpm)}` : "below the first tier";
      const { price, text } = tier ?? base;
      return { price, text, reason: `${accepted} accepted ÷ ${connected} connected${ratio}, ${reached}: ` };
    },

    /** The successes that a fact stands for; null when it lacks the order that the basis needs. */
    of(fact: UsageFact): Successes | null {
      const count = fact.quantity;
      if (fixed) return { count, value: 0n };
      if (fact.orderValueMinor === undefined) return null;
      if (params.basis === "order_value") return { count, value: fact.orderValueMinor * count };
      if (fact.orderCostMinor === undefined) return null;
      // An order sold at a loss earns nothing; it takes nothing from the others either.
      const margin = fact.orderValueMinor - fact.orderCostMinor;
      return { count, value: margin > 0n ? margin * count : 0n };
    },

    pieces,
    /** What so many pieces (successes, or minor units of value) come to, rounded once. */
    cost: (many: bigint, price: Micros): MinorUnits =>
      fixed ? microsToMinor(many * price, currency) : roundHalfAwayFromZero(many * price, 1_000_000n),
    /** "49 successes × 12.00" or "1200.00 of value × 5 %". */
    text(many: bigint, price: Micros): string {
      const what = fixed
        ? `${many} successes`
        : `${amountText(many, currency)} of ${params.basis === "margin" ? "margin" : "value"}`;
      return `${what} × ${priceText(price)}`;
    },
    /** As quantity × unit price: successes, or the value in the currency's major unit. */
    quantityMicros: (many: Successes): Micros =>
      fixed ? many.count * 1_000_000n : (many.value * 1_000_000n) / 10n ** BigInt(decimals),

    /** @throws CallbayError COMMISSION_TOO_LARGE when the month outgrows the meter. */
    meter({ count, value }: Successes): bigint {
      const metered = fixed ? count : value * COUNT_LIMIT + count;
      const size = metered < 0n ? -metered : metered;
      if (size < METER_LIMIT && (fixed || (count < COUNT_LIMIT && count > -COUNT_LIMIT))) return metered;
      throw new CallbayError("invalid", "COMMISSION_TOO_LARGE", "A month's commission is larger than can be counted.", {
        count: String(count),
        value: String(value),
      });
    },
    read(metered: bigint): Successes {
      if (fixed) return { count: metered, value: 0n };
      const count = ((metered % COUNT_LIMIT) + COUNT_LIMIT) % COUNT_LIMIT;
      return { count, value: (metered - count) / COUNT_LIMIT };
    },
  };
}

export type CommissionTerms = ReturnType<typeof commissionTerms>;
