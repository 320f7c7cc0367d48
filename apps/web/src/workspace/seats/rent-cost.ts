import { daysInMonth, localDate } from "@callbay/domain/calendar";
import { microsToMinor, parseRate } from "@callbay/domain/money";

export interface RentCost {
  /** Seats that are charged from now on: those leased, or the minimum where it is more. */
  readonly chargedBefore: number;
  readonly chargedAfter: number;
  /** Days of this month that are left, today included. */
  readonly days: number;
  readonly daysInMonth: number;
  /** What this month costs more than without these seats. */
  readonly thisMonthMinor: bigint;
  /** What each full month costs more. */
  readonly perMonthMinor: bigint;
  /** All seats in a full month. */
  readonly totalPerMonthMinor: bigint;
}

export interface RentPlan {
  readonly leased: number;
  readonly count: number;
  readonly minSeats: number;
  readonly monthlyRate: string;
  readonly currency: string;
  readonly timezone: string;
}

/** What renting `count` more seats costs, by the rule of the contract: seats of each day, at least the minimum. */
export function rentCost({ leased, count, minSeats, monthlyRate, currency, timezone }: RentPlan, now: Date): RentCost {
  const today = localDate(now, timezone);
  const inMonth = daysInMonth(today);
  const days = inMonth - Number(today.slice(8, 10)) + 1;
  const rate = parseRate(monthlyRate);
  const chargedBefore = Math.max(leased, minSeats);
  const chargedAfter = Math.max(leased + count, minSeats);
  const more = BigInt(chargedAfter - chargedBefore);
  return {
    chargedBefore,
    chargedAfter,
    days,
    daysInMonth: inMonth,
    thisMonthMinor: microsToMinor(more * BigInt(days) * rate, currency, BigInt(inMonth)),
    perMonthMinor: microsToMinor(more * rate, currency),
    totalPerMonthMinor: microsToMinor(BigInt(chargedAfter) * rate, currency),
  };
}
