import { localDate, startOfLocalDay } from "@callbay/domain/calendar";

/** When a consent of a day is taken to be given: the day's beginning where the workspace is, and never later than now. */
export function consentOf(day: string, zone: string): Date {
  const start = startOfLocalDay(day, zone);
  return localDate(new Date(), zone) === day ? new Date(Math.min(Date.now(), start.getTime())) : start;
}
