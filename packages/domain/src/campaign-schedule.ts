import { atWallClock } from "./calendar.ts";
import { nextClosing, nextOpening } from "./calling-window.ts";
import type { CampaignSchedule, ScheduleStanding } from "./campaign-schedule/types.ts";

export type { CampaignSchedule, LocalMinute, ScheduleRest, ScheduleStanding } from "./campaign-schedule/types.ts";
export { SCHEDULE_RESTS } from "./campaign-schedule/types.ts";

/**
 * May a campaign dial now by its schedule, until when, and otherwise why not and when again? Without a schedule always.
 *
 * Hours are judged by the wall clock of the schedule's zone: one that the clocks repeat counts twice, one that they skip
 * never comes. A beginning or an end that comes twice is the first; one that is skipped is as much later.
 *
 * @throws CallbayError TIME_ZONE_UNKNOWN. Source: the campaign manager's journey; invariant 2 stays with the gate.
 */
export function scheduleStanding(schedule: CampaignSchedule | null, now: Date): ScheduleStanding {
  if (schedule === null) return { open: true, until: null };
  const { zone, hours } = schedule;
  const { from, until } = boundsOf(schedule);
  if (until !== null && now >= until) return { open: false, why: "over", opensAt: null };
  const window = hours && { weekly: hours, holidays: [] };
  const opensFrom = (at: Date): Date | null => {
    const opening = window ? nextOpening(window, at, zone) : at;
    return opening !== null && (until === null || opening < until) ? opening : null;
  };
  if (from !== null && now < from) return { open: false, why: "not_begun", opensAt: opensFrom(from) };
  const opensAt = opensFrom(now);
  if (opensAt === null || opensAt > now) return { open: false, why: "resting", opensAt };
  const closing = window ? nextClosing(window, now, zone) : null;
  return { open: true, until: closing !== null && (until === null || closing < until) ? closing : until };
}

/** Has the instant come at which an approved campaign starts by itself, and not the one at which it stops? */
export function startsBySchedule(schedule: CampaignSchedule | null, now: Date): boolean {
  if (schedule === null) return false;
  const { from, until } = boundsOf(schedule);
  return from !== null && now >= from && (until === null || now < until);
}

/** Is the end of the schedule behind us? What is over is neither submitted nor started nor resumed. */
export function isScheduleOver(schedule: CampaignSchedule | null, now: Date): boolean {
  const until = schedule && boundsOf(schedule).until;
  return until !== null && now >= until;
}

function boundsOf({ zone, from, until }: CampaignSchedule): { from: Date | null; until: Date | null } {
  return {
    from: from === null ? null : atWallClock(from, zone),
    until: until === null ? null : atWallClock(until, zone),
  };
}
