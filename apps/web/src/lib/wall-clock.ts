import { inZone } from "@callbay/domain/calendar";

/** An instant for a field of day and time, on the clock of a zone; `atWallClock` of the domain reads it back. */
export function fieldTime(at: Date, zone: string): string {
  return inZone(at, zone).toFormat("yyyy-MM-dd'T'HH:mm");
}
