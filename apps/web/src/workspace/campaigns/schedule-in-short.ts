"use client";
import { type CallingWindow, WEEKDAYS } from "@callbay/domain/calling-window/hours";
import type { CampaignSchedule } from "@callbay/domain/campaign-schedule/types";
import { useFormatter, useTranslations } from "next-intl";
import { spansText, useWeekdayName } from "~/ui/calling-window.tsx";
import { useDaySpan } from "~/ui/format.tsx";

interface Scheduled {
  readonly schedule: CampaignSchedule | null;
}

/** The hours of a week in few words: "Mon–Fri 09:00–18:00", else how many days have some; null without any. */
export function useWeekInShort(): (weekly: CallingWindow["weekly"]) => string | null {
  const t = useTranslations("workspace.campaigns.schedule");
  const nameOf = useWeekdayName();
  return (weekly) => {
    const open = WEEKDAYS.filter((one) => weekly[one].length > 0);
    const [first] = open;
    const last = open.at(-1);
    if (!first || !last) return null;
    const spans = spansText(weekly[first]);
    const alike = open.every((one) => spansText(weekly[one]) === spans);
    const inARow = WEEKDAYS.indexOf(last) - WEEKDAYS.indexOf(first) + 1 === open.length;
    if (!alike || !inARow) return t("daysAWeek", { count: open.length });
    const days = first === last ? nameOf(first) : t("dayToDay", { first: nameOf(first), last: nameOf(last) });
    return `${days} ${spans}`;
  };
}

/** A schedule in a cell: its days, else its hours, else that somebody starts it; and all of it, for who rests on the cell. */
export function useScheduleInShort(): {
  readonly whenOf: (of: Scheduled) => string;
  readonly hoursOf: (schedule: CampaignSchedule | null) => string | undefined;
} {
  const t = useTranslations("workspace.campaigns.schedule");
  const format = useFormatter();
  const weekOf = useWeekInShort();
  const spanOf = useDaySpan();
  const at = (minute: string): Date => new Date(`${minute}:00Z`);
  const day = (minute: string): string =>
    format.dateTime(at(minute), { month: "short", day: "numeric", timeZone: "UTC" });
  const minute = (one: string): string =>
    format.dateTime(at(one), { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  const hours = (schedule: CampaignSchedule): string | null => schedule.hours && weekOf(schedule.hours);
  return {
    whenOf: ({ schedule }) => {
      if (schedule === null) return t("byHand");
      const { from, until } = schedule;
      if (from && until) return spanOf(from, until, false);
      if (from) return t("fromDay", { day: day(from) });
      if (until) return t("untilDay", { day: day(until) });
      return hours(schedule) ?? t("byHand");
    },
    hoursOf: (schedule) => {
      if (schedule === null) return undefined;
      const { from, until, zone } = schedule;
      const bounds = [from && t("fromDay", { day: minute(from) }), until && t("untilDay", { day: minute(until) })];
      return [...bounds, hours(schedule), zone.replaceAll("_", " ")].filter(Boolean).join(" · ");
    },
  };
}
