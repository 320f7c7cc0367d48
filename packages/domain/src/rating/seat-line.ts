import type { LocalDate, LocalMonth } from "../days.ts";

/** The seats of one day: charged by earlier periods, and new. */
export interface SeatsOfDay {
  readonly date: LocalDate;
  readonly late: boolean;
  readonly before: bigint;
  leased: bigint;
  /** Seats charged for the day before and after, the minimum included. */
  chargedBefore: bigint;
  charged: bigint;
}

/** The key of a line of seats. */
export function keyOf(componentId: string, month: LocalMonth, step: number, late: boolean): string {
  return `${componentId} ${month}${step === 0 ? "" : ` ${step}`}${late ? " late" : ""}`;
}

/** "300 leased + 10 to the minimum = ", or for late seat-days within a minimum already charged "2 late − 2 … = ". */
export function partsText(line: { readonly late: boolean; readonly leased: bigint; readonly minimum: bigint }): string {
  const word = line.late ? "late" : "leased";
  if (line.minimum > 0n) return `${line.leased} ${word} + ${line.minimum} to the minimum = `;
  if (line.minimum < 0n) return `${line.leased} ${word} − ${-line.minimum} within the minimum already charged = `;
  return "";
}
