import { addDays, type LocalDate } from "./days.ts";

/** Days before an invoice is due on which its client is reminded, and days after it. */
const BEFORE_DAYS = 3;
const AFTER_DAYS = [1, 8, 15] as const;

/** "before" the day due, or so many days after it. */
export type ReminderStage = "before" | "1" | "8" | "15";

export interface Remindable {
  readonly issuedOn: LocalDate;
  readonly dueOn: LocalDate;
  /** The saved payment method is charged on the day due. */
  readonly autoCharge: boolean;
  /** In the client's calendar. */
  readonly today: LocalDate;
}

/**
 * The reminder that an open invoice calls for today, or null. Only the latest is ever due: after days without a worker
 * a client gets one letter and not three. An invoice that came within those days before it is due, or that will be
 * charged without anybody doing anything, has no reminder before.
 */
export function reminderDue({ issuedOn, dueOn, autoCharge, today }: Remindable): ReminderStage | null {
  const passed = AFTER_DAYS.filter((days) => today >= addDays(dueOn, days)).at(-1);
  if (passed !== undefined) return `${passed}`;
  const from = addDays(dueOn, -BEFORE_DAYS);
  return !autoCharge && issuedOn < from && today >= from && today < dueOn ? "before" : null;
}
