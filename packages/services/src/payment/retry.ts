const DAY_MS = 86_400_000;

/** Days from a refusal to the next try; after the last the client is asked to pay by another way. */
const WAITS_IN_DAYS = [1, 3, 7] as const;

/** When a refused card is tried again. @param attempts refusals so far, this one included. @returns null: never. */
export function nextChargeAfter(attempts: number, now: Date): Date | null {
  const days = WAITS_IN_DAYS[attempts - 1];
  return days === undefined ? null : new Date(now.getTime() + days * DAY_MS);
}
