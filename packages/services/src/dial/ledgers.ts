import type { PacingEvent } from "@callbay/domain/pacing";

/** Answered by a person, and how many of those were abandoned. */
export interface Ledger {
  readonly answered: number;
  readonly abandoned: number;
}

/** The three ledgers of a campaign, side by side. */
export interface ThreeLedgers {
  /** The window of the compliance profile. */
  readonly window: Ledger;
  /** The last 24 hours. */
  readonly day: Ledger;
  /** Since midnight in the tenant's zone. */
  readonly today: Ledger;
}

export interface Ledgers extends ThreeLedgers {
  readonly windowDays: number;
  readonly todayEndsAt: Date;
}

export type LedgerName = "window" | "day" | "today";
const NAMES: readonly LedgerName[] = ["today", "day", "window"];

/** Abandoned calls that a ledger still allows; less than none when it is overdrawn. */
export function allowanceOf({ answered, abandoned }: Ledger, maxRate: number): number {
  return answered * maxRate - abandoned;
}

/**
 * The ledger that binds: the one that allows the fewest abandoned calls from here. A campaign within its limit over
 * thirty days still has none to give away on a bad morning.
 */
export function bindingLedger(ledgers: ThreeLedgers, maxRate: number): LedgerName {
  return NAMES.reduce((tightest, name) =>
    allowanceOf(ledgers[name], maxRate) < allowanceOf(ledgers[tightest], maxRate) ? name : tightest,
  );
}

/** The ledgers with what happened since they were read. */
export function addEvents(ledgers: Ledgers, events: readonly PacingEvent[]): Ledgers {
  const answered = events.filter((event) => event.type === "answered").length;
  const abandoned = events.filter((event) => event.type === "abandoned").length;
  if (answered === 0 && abandoned === 0) return ledgers;
  const grown = (ledger: Ledger): Ledger => ({
    answered: ledger.answered + answered,
    abandoned: ledger.abandoned + abandoned,
  });
  return { ...ledgers, window: grown(ledgers.window), day: grown(ledgers.day), today: grown(ledgers.today) };
}
