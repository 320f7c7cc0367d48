import { invoiceTotals } from "@callbay/domain/invoice-totals";

/** A line of an invoice with what may still be given back of it. */
export interface CreditableLine {
  readonly chargeId: string;
  readonly taxRatePpm: number;
  /** What credit notes have given back of it (negative or zero). */
  readonly creditedMinor: bigint;
  /** What is left of it; lines that took something off have none. */
  readonly restMinor: bigint;
}

export interface ChosenLine {
  readonly chargeId: string;
  readonly amountMinor: bigint;
}

/**
 * Spreads an amount that includes tax over the lines of an invoice, each by its share of what is left, so that a credit
 * note of them comes to that amount. Where rounding of tax leaves no such amounts, it comes to the next one below.
 *
 * @param creditedTotalMinor what earlier credit notes came to (negative or zero).
 */
export function linesOf(
  lines: readonly CreditableLine[],
  wantedMinor: bigint,
  inclusive: boolean,
  creditedTotalMinor: bigint,
): { readonly lines: readonly ChosenLine[]; readonly totalMinor: bigint } {
  const most = lines.reduce((sum, line) => sum + line.restMinor, 0n);
  const totalOf = (chosen: readonly bigint[]): bigint => {
    const after = lines.map(({ taxRatePpm, creditedMinor }, i) => ({
      taxRatePpm,
      amountMinor: creditedMinor - (chosen[i] ?? 0n),
    }));
    return creditedTotalMinor - invoiceTotals(after, inclusive).totalMinor;
  };
  let [low, high] = [0n, most];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (totalOf(spread(lines, middle, most)) <= wantedMinor) low = middle;
    else high = middle - 1n;
  }
  const chosen = spread(lines, low, most);
  return {
    lines: lines.flatMap(({ chargeId }, i) => (chosen[i] ? [{ chargeId, amountMinor: chosen[i] }] : [])),
    totalMinor: totalOf(chosen),
  };
}

/** Shares that sum to `amount`: each line's part of the running sum, so that none is more than the line has left. */
function spread(lines: readonly CreditableLine[], amount: bigint, most: bigint): bigint[] {
  let seen = 0n;
  let given = 0n;
  return lines.map(({ restMinor }) => {
    seen += restMinor;
    const upTo = most === 0n ? 0n : (amount * seen) / most;
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
