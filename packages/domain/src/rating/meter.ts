import { daysBetween, daysInMonth, intersectPeriods, type LocalMonth, monthPeriod, type Period } from "../days.ts";
import { amountText, type MinorUnits } from "../money.ts";
import type { DraftCharge } from "./types.ts";

/** The month of a day that is known to be one: a slice, since it is asked for each of millions of facts. */
export function monthOfFact(localDate: string): LocalMonth {
  return localDate.slice(0, 7);
}

/** What the usage lines among these charges come to, by the month that they count for. */
export function usageByMonth(charges: readonly DraftCharge[]): Map<LocalMonth, MinorUnits> {
  const months = new Map<LocalMonth, MinorUnits>();
  for (const { kind, month, amountMinor } of charges) {
    if (kind === "usage") months.set(month, (months.get(month) ?? 0n) + amountMinor);
  }
  return months;
}

/** Days of a month as a fraction: of the days of `force` (those before `to`, when it is given), over the month's days. */
export function daysOfMonth(month: LocalMonth, force: Period | null, to?: string): { days: bigint; of: bigint } {
  const whole = monthPeriod(month);
  const covered = force && intersectPeriods(force, { from: whole.from, to: to && to < whole.to ? to : whole.to });
  return { days: BigInt(covered ? daysBetween(covered.from, covered.to) : 0), of: BigInt(daysInMonth(month)) };
}

export interface Step {
  readonly amountMinor: MinorUnits;
  /** Is it the added pieces at their rate, and nothing else? */
  readonly plain: boolean;
  readonly arithmetic: string;
}

/**
 * What a month costs more with `added` pieces after the first `start` ones. A month that is billed in two parts costs
 * what it costs in one, to the last minor unit; where that is not `added` pieces at their rate, the arithmetic says why.
 *
 * @param cost of so many pieces, rounded once. @param text of so many pieces: "3 calls × 0.125".
 */
export function stepOfMonth(
  start: bigint,
  added: bigint,
  currency: string,
  cost: (pieces: bigint) => MinorUnits,
  text: (pieces: bigint) => string,
): Step {
  const [before, after] = [cost(start), cost(start + added)];
  const amountMinor = after - before;
  const money = (minor: MinorUnits): string => amountText(minor, currency);
  if (amountMinor === cost(added)) {
    return { amountMinor, plain: true, arithmetic: `${text(added)} = ${money(amountMinor)}` };
  }
  const whole = `${text(start + added)} = ${money(after)} for the month`;
  return { amountMinor, plain: false, arithmetic: `${whole}${lessBefore(before, amountMinor, currency)}` };
}

/** " − 0.13 charged before = 0.12"; nothing when nothing was charged before. */
export function lessBefore(before: MinorUnits, left: MinorUnits, currency: string): string {
  if (before === 0n) return "";
  const word = before > 0n ? `− ${amountText(before, currency)} charged` : `+ ${amountText(-before, currency)} given`;
  return ` ${word} before = ${amountText(left, currency)}`;
}
