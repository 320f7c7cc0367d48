"use client";
import { formatAmount } from "@callbay/domain/money";
import { useFormatter, useLocale, useTimeZone, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { cx } from "./cx.ts";

type Instant = Date | string | number;

/** An instant in the workspace's time zone; the zone itself is said on hover. */
export function DateTime({
  at,
  style = "short",
}: {
  at: Instant | null | undefined;
  style?: "short" | "date" | "time" | "seconds";
}) {
  const format = useFormatter();
  const zone = useTimeZone();
  if (at === null || at === undefined) return <span className="text-faint">—</span>;
  const date = new Date(at);
  const options = {
    short: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    date: { year: "numeric", month: "short", day: "numeric" },
    time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    seconds: {
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    },
  } as const;
  const full = format.dateTime(date, { dateStyle: "full", timeStyle: "medium" });
  return (
    <time dateTime={date.toISOString()} title={`${full} · ${zone ?? ""}`} className="tabular whitespace-nowrap">
      {format.dateTime(date, options[style])}
    </time>
  );
}

/** The last day of what ends at an instant: what ends with a midnight ends with the day before it. */
export function LastDay({ at }: { at: Date }) {
  return <DateTime at={new Date(at.getTime() - 1)} style="date" />;
}

/** A calendar day, which has no time zone. */
export function Day({ date }: { date: string | null | undefined }) {
  const format = useFormatter();
  if (!date) return <span className="text-faint">—</span>;
  const at = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  return (
    <time dateTime={date} className="tabular whitespace-nowrap">
      {format.dateTime(at, { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" })}
    </time>
  );
}

/** Two days of a calendar as one span, what both have in common said once: Sep 1 – 30, 2026; 2026年9月1日–9月30日. */
export function useDaySpan(): (first: string, last: string, withYear?: boolean) => string {
  const format = useFormatter();
  const locale = useLocale();
  return (first, last, withYear = true) => {
    const [from, to] = [first, last].map((day) => new Date(`${day.slice(0, 10)}T00:00:00Z`)) as [Date, Date];
    const short = { month: "short", day: "numeric", timeZone: "UTC" } as const;
    const full = withYear ? ({ ...short, year: "numeric" } as const) : short;
    // Chinese has a pattern of its own only with slashes, unlike every other day on our pages.
    if (!locale.startsWith("zh")) return format.dateTimeRange(from, to, full);
    const sameYear = from.getUTCFullYear() === to.getUTCFullYear();
    return `${format.dateTime(from, full)}–${format.dateTime(to, sameYear ? short : full)}`;
  };
}

/** [from, to) as a reader says it: the last day included, one day said once. */
export function Period({ from, to }: { from: string; to: string }) {
  const spanOf = useDaySpan();
  const last = new Date(new Date(`${to.slice(0, 10)}T00:00:00Z`).getTime() - 86_400_000).toISOString().slice(0, 10);
  if (last === from.slice(0, 10)) return <Day date={from} />;
  return <span className="tabular">{spanOf(from, last)}</span>;
}

/** [from, to) in few words: a whole calendar month by its name, else its first and last day. */
export function ShortPeriod({ from, to }: { from: string; to: string }) {
  const format = useFormatter();
  const first = new Date(`${from.slice(0, 10)}T00:00:00Z`);
  const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
  if (from.slice(8, 10) !== "01" || to.slice(0, 10) !== next) return <Period from={from} to={to} />;
  return (
    <time dateTime={from.slice(0, 7)} className="tabular whitespace-nowrap">
      {format.dateTime(first, { year: "numeric", month: "long", timeZone: "UTC" })}
    </time>
  );
}

/** Integer minor units with their currency. */
export function Money({
  minor,
  currency,
  className,
}: {
  minor: bigint | null | undefined;
  currency: string;
  className?: string;
}) {
  const locale = useLocale();
  if (minor === null || minor === undefined) return <span className="text-faint">—</span>;
  return <span className={cx("tabular whitespace-nowrap", className)}>{formatAmount(minor, currency, locale)}</span>;
}

/** A number as the server sent it: masked, unless this person may see it. */
export function PhoneNumber({ phone }: { phone: string | null | undefined }) {
  if (!phone) return <span className="text-faint">—</span>;
  return <span className="tabular whitespace-nowrap">{phone}</span>;
}

/** A count, grouped as the reader's language does. */
export function Count({ value }: { value: number | bigint | null | undefined }) {
  const format = useFormatter();
  if (value === null || value === undefined) return <span className="text-faint">—</span>;
  return <span className="tabular">{format.number(value)}</span>;
}

/** m:ss, or h:mm:ss from an hour on. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

export function Duration({ ms }: { ms: number | null | undefined }) {
  if (ms === null || ms === undefined) return <span className="text-faint">—</span>;
  return <span className="tabular whitespace-nowrap">{clock(ms)}</span>;
}

/** The time now, told again each `everyMs`; null until the page is alive, so that server and browser agree. */
export function useNow(everyMs = 1000): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Today as the workspace's calendar has it, "YYYY-MM-DD". */
export function useToday(): string {
  const timeZone = useTimeZone();
  return new Intl.DateTimeFormat("en-CA", timeZone ? { timeZone } : {}).format(new Date());
}

/** Time since an instant, running. */
export function Elapsed({ since }: { since: Instant }) {
  const now = useNow();
  return (
    <span className="tabular whitespace-nowrap">{now === null ? "" : clock(now - new Date(since).getTime())}</span>
  );
}

/** "3 minutes ago", moving. */
export function Ago({ at }: { at: Instant | null | undefined }) {
  const format = useFormatter();
  const t = useTranslations("common");
  const now = useNow(10_000);
  if (at === null || at === undefined) return <span className="text-faint">{t("never")}</span>;
  const date = new Date(at);
  return (
    <time
      dateTime={date.toISOString()}
      className="whitespace-nowrap"
      title={format.dateTime(date, { dateStyle: "medium", timeStyle: "medium" })}
    >
      {/* Never "in 2 seconds": our clock is told again each ten seconds, and the server's may be ahead. */}
      {now === null ? "" : format.relativeTime(date, Math.max(now, date.getTime()))}
    </time>
  );
}
