"use client";
import { WEEKDAYS } from "@callbay/domain/calling-window/hours";
import type { CampaignSchedule } from "@callbay/domain/campaign-schedule/types";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { spansText, useWeekdayName } from "~/ui/calling-window.tsx";

/** A minute of a wall clock as it stands on that clock, wherever the reader is. */
export function useLocalMinute(): (minute: string) => string {
  const format = useFormatter();
  return (minute) =>
    format.dateTime(new Date(`${minute}:00Z`), { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
}

/** A campaign's schedule in words, as client and operator read it. */
export function useScheduleFacts(): (
  of: CampaignSchedule | null,
) => { readonly label: ReactNode; readonly value: ReactNode }[] {
  const t = useTranslations("compliance.schedule");
  const nameOf = useWeekdayName();
  const minute = useLocalMinute();
  return (schedule) => {
    if (schedule === null) return [{ label: t("starts"), value: t("byHand") }];
    const { zone, from, until, hours } = schedule;
    return [
      { label: t("starts"), value: from ? minute(from) : t("byHand") },
      { label: t("stops"), value: until ? minute(until) : t("nobodyLeft") },
      { label: t("zone"), value: zone.replaceAll("_", " ") },
      {
        label: t("hours"),
        value: hours ? (
          <span className="flex flex-col">
            {WEEKDAYS.filter((one) => hours[one].length > 0).map((one) => (
              <span key={one}>
                {nameOf(one)} {spansText(hours[one])}
              </span>
            ))}
          </span>
        ) : (
          t("anyHour")
        ),
      },
    ];
  };
}
