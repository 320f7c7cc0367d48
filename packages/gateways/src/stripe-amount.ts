import { currencyExponent } from "@callbay/domain/currency";
import { CallbayError } from "@callbay/domain/errors";

/**
 * Stripe counts most currencies as ISO 4217 does. Where it does not: how many of Stripe's units one of our minor units
 * is, as [numerator, denominator]. Source: Stripe's page on currencies, "special cases".
 */
const RATIO: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  // No decimals by ISO, two by Stripe.
  ["ISK", [100n, 1n]],
  ["UGX", [100n, 1n]],
  // Two decimals by ISO, none by Stripe.
  ["MGA", [1n, 100n]],
]);

/** Stripe takes at most twelve digits, whatever the currency. */
const MOST = 999_999_999_999n;

/**
 * Minor units as Stripe counts them.
 *
 * @throws CallbayError AMOUNT_NOT_CHARGEABLE: not positive, too large, or a part that Stripe cannot express (the last
 * digit of a currency with three decimals must be 0).
 */
export function toStripeAmount(amountMinor: bigint, currency: string): number {
  const [times, by] = RATIO.get(currency) ?? [1n, 1n];
  const step = currencyExponent(currency) === 3 ? 10n : by;
  const amount = (amountMinor * times) / by;
  if (amountMinor <= 0n || amountMinor % step !== 0n || amount > MOST) {
    throw new CallbayError(
      "precondition",
      "AMOUNT_NOT_CHARGEABLE",
      "This amount cannot be charged to a card in this currency. Nothing was charged; pay by bank transfer.",
      { amountMinor: amountMinor.toString(), currency, step: step.toString() },
    );
  }
  return Number(amount);
}

/** Stripe's units as our minor units; its currencies are written in lower case. */
export function fromStripeAmount(amount: number, stripeCurrency: string): { amountMinor: bigint; currency: string } {
  const currency = stripeCurrency.toUpperCase();
  const [times, by] = RATIO.get(currency) ?? [1n, 1n];
  return { amountMinor: (BigInt(amount) * by) / times, currency };
}
