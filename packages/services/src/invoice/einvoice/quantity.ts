import { formatRate, MICROS_PER_UNIT, type Micros, microsToMinor } from "@callbay/domain/money";
import type { NetLine } from "./figures.ts";

/** How a line's net amount comes about in the standard's words: quantity × price ÷ base quantity. */
export interface LineArithmetic {
  /** BT-129: negative for what is taken back, since a price never is (BR-27). */
  readonly quantityMicros: Micros;
  /** BT-146. */
  readonly priceMicros: Micros;
  /** BT-149: pieces that the price is for; null for one. */
  readonly baseMicros: Micros | null;
  readonly unit: string;
}

/**
 * Quantity and price of a line such that they give its net amount. Most lines are quantity × unit price. Where that is
 * not so to the minor unit (a price that contains tax, several roundings, a minimum), the price is the whole amount for
 * the whole quantity; without a quantity it is one piece.
 *
 * @param exponent decimals of the currency.
 */
export function lineArithmetic({ charge, netMinor }: NetLine, currency: string, exponent: number): LineArithmetic {
  const { unitPriceMicros, unit } = charge;
  const amount = netMinor < 0n ? -netMinor : netMinor;
  const sign = netMinor < 0n ? -1n : 1n;
  const quantity = charge.quantityMicros < 0n ? -charge.quantityMicros : charge.quantityMicros;
  const plain =
    unitPriceMicros >= 0n && microsToMinor(quantity * unitPriceMicros, currency, MICROS_PER_UNIT) === amount;
  if (plain && (quantity > 0n || amount === 0n)) {
    return { quantityMicros: sign * quantity, ...inTwoDecimals(unitPriceMicros), unit };
  }
  const priceMicros = amount * 10n ** BigInt(6 - exponent);
  if (quantity === 0n) return { quantityMicros: sign * MICROS_PER_UNIT, priceMicros, baseMicros: null, unit: "item" };
  return { quantityMicros: sign * quantity, priceMicros, baseMicros: quantity, unit };
}

/** A rate of up to six decimals as a price of two, for ten, a hundred … pieces: 0.0035 each is 0.35 for 100. */
function inTwoDecimals(rateMicros: Micros): Pick<LineArithmetic, "priceMicros" | "baseMicros"> {
  let pieces = 1n;
  while ((rateMicros * pieces) % 10_000n !== 0n) pieces *= 10n;
  return { priceMicros: rateMicros * pieces, baseMicros: pieces === 1n ? null : pieces * MICROS_PER_UNIT };
}

/** A decimal as XML writes it, without needless zeros: 1500000n → "1.5". */
export function decimal(micros: Micros): string {
  return formatRate(micros, 0);
}
