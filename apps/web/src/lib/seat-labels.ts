/** "B-", 7, 3 → B-07, B-08, B-09: as many digits as the last one needs, two at least. */
export function seatLabels(prefix: string, first: number, count: number): string[] {
  const digits = Math.max(2, String(first + count - 1).length);
  return Array.from({ length: count }, (_, index) => `${prefix}${String(first + index).padStart(digits, "0")}`);
}
