import { inZone, type LocalDate, startOfLocalDay } from "@callbay/domain/calendar";

/** The instant at which a wall clock of the zone shows this full hour of a day, whatever the clocks did that night. */
export function localTime(date: LocalDate, hour: number, zone: string): Date {
  const wall = inZone(startOfLocalDay(date, zone), zone).set({ hour, minute: 0, second: 0, millisecond: 0 });
  return wall.toJSDate();
}

/** The hour of the day that a wall clock of the zone shows. */
export function hourOf(at: Date, zone: string): number {
  return inZone(at, zone).hour;
}
