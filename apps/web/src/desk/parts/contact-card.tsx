"use client";
import { Clock3, History, Mic } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { DateTime, Duration, PhoneNumber } from "~/ui/format.tsx";
import { Badge, Skeleton } from "~/ui/status.tsx";
import type { DeskCall } from "../hooks/use-duty.ts";
import { attributeRows } from "../model/draft.ts";
import { Scroll } from "./scroll.tsx";
import { LocalClock } from "./timer.tsx";

/** Who is on the line: name, number, the time of day there, what the list says, and what was before. */
export function ContactCard({ call }: { call: DeskCall | null }) {
  const t = useTranslations("desk.contact");
  const locale = useLocale();
  return (
    <section aria-label={t("label")} data-testid="contact-card" className="border-b bg-surface px-6 pt-4 pb-4">
      <div className="flex h-14 items-start justify-between gap-4">
        <div className="min-w-0">
          {call ? (
            <h2 className="truncate text-xl font-semibold tracking-tight" data-testid="contact-name">
              {call.contact?.displayName || t("unnamed")}
            </h2>
          ) : (
            <h2>
              <span className="sr-only">{t("coming")}</span>
              <Skeleton className="my-1 h-5 w-48" />
            </h2>
          )}
          <div className="flex h-6 items-center gap-3 text-base text-muted">
            {call ? <PhoneNumber phone={call.phone} /> : <Skeleton className="w-32" />}
            {call?.timezone ? (
              <span className="inline-flex items-center gap-1.5">
                <Clock3 aria-hidden className="size-3.5" />
                <LocalClock zone={call.timezone} locale={locale} label={t("timeThere")} />
                <span className="text-sm">{placeOf(call.timezone)}</span>
              </span>
            ) : null}
          </div>
        </div>
        <div className="flex shrink-0 flex-col items-end gap-1.5">
          <span className="flex gap-1.5">
            {call?.contact?.vip ? <Badge tone="warn">VIP</Badge> : null}
            {call?.campaign ? <Badge tone="accent">{call.campaign.name}</Badge> : null}
          </span>
          {call && call.state === "talking" ? (
            <span className="inline-flex items-center gap-1.5 text-xs text-muted">
              <Mic aria-hidden className="size-3.5" />
              {call.recording ? t("recording") : t("notRecording")}
            </span>
          ) : null}
        </div>
      </div>
      <div className="mt-3 grid h-28 grid-cols-2 gap-6">
        <Attributes call={call} />
        <Earlier call={call} />
      </div>
    </section>
  );
}

/** "Asia/Kuala_Lumpur" → "Kuala Lumpur". */
function placeOf(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

function Attributes({ call }: { call: DeskCall | null }) {
  const t = useTranslations("desk.contact");
  if (!call) return <Skeleton className="h-4 w-3/4" />;
  const rows = attributeRows(call.contact?.attributes ?? {});
  if (rows.length === 0) return <p className="text-sm text-muted">{t("noAttributes")}</p>;
  return (
    <Scroll label={t("attributes")}>
      <dl className="grid auto-rows-min grid-cols-[minmax(5rem,max-content)_1fr] gap-x-4 gap-y-1 text-sm">
        {rows.map(({ key, label, value }) => (
          <div key={key} className="contents">
            <dt className="truncate text-muted">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </Scroll>
  );
}

function Earlier({ call }: { call: DeskCall | null }) {
  const t = useTranslations("desk.contact");
  const label = useEnumLabel();
  const format = useFormatter();
  if (!call?.history) return <Skeleton className="h-4 w-1/2" />;
  return (
    <div className="flex min-h-0 flex-col">
      <h3 className="flex items-center gap-1.5 text-xs font-medium text-muted">
        <History aria-hidden className="size-3.5" />
        {t("history")}
        {call.history.length > 0 ? <span className="tabular">· {format.number(call.history.length)}</span> : null}
      </h3>
      {call.history.length === 0 ? (
        <p className="mt-1 text-sm text-muted">{t("noHistory")}</p>
      ) : (
        <Scroll label={t("history")} className="mt-1 flex-1">
          <ol className="text-xs">
            {call.history.map((earlier) => (
              <li key={earlier.callId} className="border-t py-1 first:border-t-0">
                <div className="flex items-baseline gap-2">
                  <span className="text-muted">
                    <DateTime at={earlier.startedAt} />
                  </span>
                  <span className="min-w-0 flex-1 truncate font-medium">
                    {earlier.disposition ?? (earlier.outcome ? label("outcome", earlier.outcome) : "")}
                  </span>
                  {earlier.talkMs > 0 ? <Duration ms={earlier.talkMs} /> : null}
                </div>
                {earlier.note || earlier.agentName || earlier.values.length > 0 ? (
                  <p className="truncate text-muted" title={told(earlier).join("\n")}>
                    {[...told(earlier), earlier.agentName ? t("by", { name: earlier.agentName }) : ""]
                      .filter(Boolean)
                      .join(" · ")}
                  </p>
                ) : null}
              </li>
            ))}
          </ol>
        </Scroll>
      )}
    </div>
  );
}

/** What was filled in and noted then. */
function told({ values, note }: NonNullable<DeskCall["history"]>[number]): string[] {
  return [...values.map(({ label, value }) => `${label}: ${value}`), note].filter(Boolean);
}
