import { currencyExponent } from "../currency.ts";
import { amountText, formatRate, type MinorUnits, microsToMinor, parseRate } from "../money.ts";
import { lessBefore } from "./meter.ts";

export interface Floor {
  /** Of the days so far, rounded once. */
  readonly floorMinor: MinorUnits;
  /** What is still charged, or given back when usage has filled what the floor charged earlier. */
  readonly amountMinor: MinorUnits;
  readonly arithmetic: string;
}

/**
 * A floor under what a calendar month costs, prorated by the days in force up to the end of the period.
 *
 * @param chargedMinor what the floor is under: all that the month has been charged, now and before.
 * @param before what the floor itself has been charged before.
 */
export function floorOfMonth(
  minimum: string,
  currency: string,
  { days, of }: { readonly days: bigint; readonly of: bigint },
  chargedMinor: MinorUnits,
  before: MinorUnits,
): Floor {
  const rate = parseRate(minimum);
  const floorMinor = microsToMinor(days * rate, currency, of);
  const due = floorMinor > chargedMinor ? floorMinor - chargedMinor : 0n;
  const amountMinor = due - before;
  const money = (minor: MinorUnits): string => amountText(minor, currency);
  const floorText = `${days} days ÷ ${of} days × ${formatRate(rate, currencyExponent(currency))} = ${money(floorMinor)} minimum`;
  const short = `charges ${money(chargedMinor)}, short by ${money(due)}`;
  return { floorMinor, amountMinor, arithmetic: `${floorText}; ${short}${lessBefore(before, amountMinor, currency)}` };
}
