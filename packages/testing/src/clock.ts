/** When nothing else is said it is Wednesday, 11 March 2026, 10:00 in London and 18:00 in Hong Kong. */
export const FIXED_NOW = new Date("2026-03-11T10:00:00.000Z");

/** A clock that moves only when told to. */
export interface FixedClock {
  now(): Date;
  advance(ms: number): Date;
}

export function fixedClock(start: Date = FIXED_NOW): FixedClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
      return new Date(at);
    },
  };
}
