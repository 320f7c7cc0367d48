import type { CallingWindow } from "../calling-window/hours.ts";

/** A minute of a wall clock: "2026-03-02T09:00". */
export type LocalMinute = string;

/**
 * When a campaign dials by itself: from a day on, until a day, at certain hours. It only ever narrows: who may be called
 * is said by the calling window in the contact's own zone, whatever the schedule says.
 */
export interface CampaignSchedule {
  /** IANA time zone on whose clocks all of it is read: the tenant's, or another that the campaign follows. */
  readonly zone: string;
  /** It starts by itself at this minute; null: somebody starts it. */
  readonly from: LocalMinute | null;
  /** It stops by itself at this minute; null: when nobody is left. */
  readonly until: LocalMinute | null;
  /** Outside these hours it rests; null: at any hour. */
  readonly hours: CallingWindow["weekly"] | null;
}

/** Why a schedule lets nobody be dialled now. */
export const SCHEDULE_RESTS = ["not_begun", "resting", "over"] as const;
export type ScheduleRest = (typeof SCHEDULE_RESTS)[number];

export type ScheduleStanding =
  /** `until`: when it rests or stops next; null: not by itself. */
  | { readonly open: true; readonly until: Date | null }
  /** `opensAt`: when it dials next; null: never by itself. */
  | { readonly open: false; readonly why: ScheduleRest; readonly opensAt: Date | null };
