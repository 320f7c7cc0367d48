"use client";
import type { CallingWindow, LocalSpan, Weekday } from "@callbay/domain/calling-window/hours";
import { useFormatter } from "next-intl";

const WEEK: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** A Monday, to ask the reader's language for the names of the days. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MINUTES = 1440;

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** "09:00–12:00, 14:00–18:00", or a dash for a closed day. */
export function spansText(spans: readonly LocalSpan[]): string {
  return spans.map(([from, to]) => `${clockOf(from)}–${clockOf(to)}`).join(", ") || "—";
}

/** The short name of a weekday in the reader's language. */
export function useWeekdayName(): (day: Weekday) => string {
  const format = useFormatter();
  return (day) =>
    format.dateTime(new Date(MONDAY + WEEK.indexOf(day) * 86_400_000), { weekday: "short", timeZone: "UTC" });
}

/** When a campaign may ring, a bar for each weekday and its hours in words. */
export function CallingWindowView({
  window: { weekly, holidays },
}: {
  window: Pick<CallingWindow, "weekly" | "holidays">;
}) {
  const nameOf = useWeekdayName();
  return (
    <div className="flex flex-col gap-1">
      {WEEK.map((day) => (
        <div key={day} className="grid grid-cols-[3rem_minmax(0,1fr)_9rem] items-center gap-3 text-xs">
          <span className="text-muted">{nameOf(day)}</span>
          <span aria-hidden className="relative h-2 overflow-hidden rounded-full bg-neutral-soft">
            {weekly[day].map(([from, to]) => (
              <span
                key={from}
                className="absolute inset-y-0 bg-accent"
                style={{ left: `${(from / DAY_MINUTES) * 100}%`, width: `${((to - from) / DAY_MINUTES) * 100}%` }}
              />
            ))}
          </span>
          <span className="tabular text-right">{spansText(weekly[day])}</span>
        </div>
      ))}
      {holidays.length > 0 ? <p className="mt-1 text-xs text-muted">{holidays.join(", ")}</p> : null}
    </div>
  );
}
