import { addDays, type LocalDate, type LocalMonth } from "../days.ts";
import { monthOfFact } from "./meter.ts";
import { chargedInMonth } from "./month-floor.ts";
import type { PricerInput, UsageFact } from "./types.ts";

/** The pieces of one line of a price that only counts: late ones apart from those of the period, by month. */
export interface Counted {
  readonly key: string;
  readonly month: LocalMonth;
  readonly late: boolean;
  /** How many of the month were there before these. */
  readonly start: bigint;
  count: bigint;
  readonly from: LocalDate;
  /** Exclusive. */
  to: LocalDate;
}

/** Counts facts into lines; late facts come first, so that each line knows what came before it. */
export class Counter {
  readonly #lines = new Map<string, Counted>();

  constructor(
    private readonly componentId: string,
    private readonly input: PricerInput,
  ) {}

  /** @returns the key of the line. @param pieces what the fact counts for. */
  take(fact: UsageFact, pieces = fact.quantity): string {
    const month = monthOfFact(fact.localDate);
    const late = fact.localDate < this.input.period.from;
    const key = `${this.componentId} ${month}${late ? " late" : ""}`;
    let line = this.#lines.get(key);
    if (line === undefined) {
      const before = chargedInMonth(this.input.before, month, ["usage"]).metered;
      const start = before + (late ? 0n : (this.#lines.get(`${key} late`)?.count ?? 0n));
      line = { key, month, late, start, count: 0n, from: fact.localDate, to: fact.localDate };
      this.#lines.set(key, line);
    }
    line.count += pieces;
    if (line.to <= fact.localDate) line.to = addDays(fact.localDate, 1);
    return key;
  }

  /** In the order in which they are charged within a month: late ones first. */
  byMonth(): Counted[] {
    return [...this.#lines.values()].sort((a, b) =>
      a.month === b.month ? (a.late ? -1 : 1) : a.month < b.month ? -1 : 1,
    );
  }

  /** As an invoice shows them: by month, late ones at the end. */
  lines(): Counted[] {
    return [...this.#lines.values()].sort((a, b) =>
      a.late === b.late ? (a.month < b.month ? -1 : 1) : a.late ? 1 : -1,
    );
  }
}
