import { wallClockAt } from "@callbay/domain/wall-clock";

/** An instant for a field of day and time, on the clock of a zone; `instantOfWallClock` of the domain reads it back. */
export function fieldTime(at: Date, zone: string): string {
  return wallClockAt(at, zone);
}
