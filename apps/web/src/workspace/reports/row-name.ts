"use client";
import { useFormatter, useTranslations } from "next-intl";
import type { Report, ReportRow } from "./value.tsx";

/** What a row of times stands for, as short as the axis of a chart needs it. */
export function useAxisName(report: Pick<Report, "groups" | "zone">): (row: ReportRow) => string {
  const format = useFormatter();
  const name = useRowName(report);
  return (row) => {
    const key = row.keys[0];
    if (!key) return name(row);
    switch (report.groups[0]) {
      case "day":
        return format.dateTime(new Date(key), { timeZone: "UTC", month: "short", day: "numeric" });
      case "month":
        return format.dateTime(new Date(`${key}-01`), { timeZone: "UTC", year: "numeric", month: "short" });
      case "hour":
        return format.dateTime(new Date(key), {
          timeZone: report.zone,
          month: "short",
          day: "numeric",
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
        });
      default:
        return name(row);
    }
  };
}

/** What a row stands for, in words: by its n-th group. */
export function useRowName(
  report: Pick<Report, "groups" | "zone"> | undefined,
): (row: ReportRow, at?: number) => string {
  const format = useFormatter();
  const t = useTranslations("reports");
  return (row, at = 0) => {
    const key = row.keys[at] ?? null;
    const group = report?.groups[at];
    if (key === null) return t("none");
    const utc = { timeZone: "UTC" } as const;
    switch (group) {
      case "day":
        return format.dateTime(new Date(key), {
          ...utc,
          weekday: "short",
          year: "numeric",
          month: "short",
          day: "numeric",
        });
      case "month":
        return format.dateTime(new Date(`${key}-01`), { ...utc, year: "numeric", month: "long" });
      case "hour":
        // With the zone's name: where clocks go back an hour comes twice.
        return format.dateTime(new Date(key), {
          timeZone: report?.zone ?? "UTC",
          month: "short",
          day: "numeric",
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
          timeZoneName: "short",
        });
      case "hourOfDay":
        return `${key}:00`;
      default:
        return row.labels[at] ?? t("none");
    }
  };
}
