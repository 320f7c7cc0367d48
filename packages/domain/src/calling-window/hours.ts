import type { LocalDate } from "../days.ts";

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Local minutes of a day [from, to): [540, 1080] is 09:00 to 18:00; 1440 is the end of the day. */
export type LocalSpan = readonly [from: number, to: number];

/** When a campaign may ring, on the wall clock of the contact's own time zone. */
export interface CallingWindow {
  /** Spans of each weekday, sorted, not overlapping; a weekday without spans is closed. */
  readonly weekly: Readonly<Record<Weekday, readonly LocalSpan[]>>;
  /** Days closed whatever their weekday. */
  readonly holidays: readonly LocalDate[];
}

const OFFICE: LocalSpan = [9 * 60, 18 * 60];

/** Monday to Friday, 09:00 to 18:00. */
export const DEFAULT_CALLING_WINDOW: CallingWindow = {
  weekly: { mon: [OFFICE], tue: [OFFICE], wed: [OFFICE], thu: [OFFICE], fri: [OFFICE], sat: [], sun: [] },
  holidays: [],
};
