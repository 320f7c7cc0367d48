"use client";
import { useFormatter } from "next-intl";

/** An instant on the clock of where somebody lives, with the zone's name on hover. */
export function LocalTime({ at, zone }: { at: Date; zone: string | null }) {
  const format = useFormatter();
  if (zone === null) return <span className="text-faint">—</span>;
  const options = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone } as const;
  return (
    <time dateTime={at.toISOString()} title={zone.replaceAll("_", " ")} className="tabular text-muted">
      {format.dateTime(at, options)}
    </time>
  );
}
