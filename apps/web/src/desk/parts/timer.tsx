"use client";
import { useEffect, useRef } from "react";
import { clock } from "~/ui/format.tsx";

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | null = null;
/** Server's clock minus this machine's, in milliseconds; a desk with a wrong clock still shows right times. */
let offsetMs = 0;

/** Four times a second, so that a second never shows late; the texts change once a second. */
function onTick(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    for (const each of listeners) each();
  }, 250);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || !ticking) return;
    clearInterval(ticking);
    ticking = null;
  };
}

/** Tells what the server's clock says; small differences are the way there and not a wrong clock. */
export function noteServerClock(serverNow: Date): void {
  const difference = serverNow.getTime() - Date.now();
  offsetMs = Math.abs(difference) > 2_000 ? difference : 0;
}

/** Time since an instant, running. It writes its own text: the page around it is not painted again. */
export function Timer({ since, className, label }: { since: Date | null; className?: string; label: string }) {
  const text = useRef<HTMLSpanElement>(null);
  const from = since?.getTime() ?? null;
  useEffect(() => {
    const show = (): void => {
      if (!text.current) return;
      const next = from === null ? "" : clock(Math.max(0, Date.now() + offsetMs - from));
      if (text.current.textContent !== next) text.current.textContent = next;
    };
    show();
    return onTick(show);
  }, [from]);
  return <span ref={text} role="timer" aria-label={label} className={className} suppressHydrationWarning />;
}

/** Time until an instant, running down to nothing. */
export function Countdown({ until, className, label }: { until: Date; className?: string; label: string }) {
  const text = useRef<HTMLSpanElement>(null);
  const end = until.getTime();
  useEffect(() => {
    const show = (): void => {
      if (!text.current) return;
      const next = clock(Math.max(0, end - Date.now() - offsetMs));
      if (text.current.textContent !== next) text.current.textContent = next;
    };
    show();
    return onTick(show);
  }, [end]);
  return <span ref={text} role="timer" aria-label={label} className={className} suppressHydrationWarning />;
}

/** The time of day in a zone, to the minute. */
export function LocalClock({ zone, locale, label }: { zone: string; locale: string; label: string }) {
  const text = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const format = new Intl.DateTimeFormat(locale, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone: zone,
    });
    const show = (): void => {
      const next = format.format(Date.now() + offsetMs);
      if (text.current && text.current.textContent !== next) text.current.textContent = next;
    };
    show();
    return onTick(show);
  }, [zone, locale]);
  return <span ref={text} title={zone} role="timer" aria-label={label} className="tabular" suppressHydrationWarning />;
}
