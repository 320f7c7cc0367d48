"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel, useTextOf } from "~/i18n/enum-label.ts";
import { useWord } from "~/workspace/words.ts";
import type { CallView } from "./call-detail.tsx";

type Event = CallView["events"][number];

function field(data: Event["data"], name: string): string | null {
  if (typeof data !== "object" || data === null || Array.isArray(data)) return null;
  const value = data[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

/** What happened, in order, each with the time since the call began. */
export function Timeline({ call }: { call: CallView }) {
  const t = useTranslations("workspace.calls");
  const word = useWord();
  const label = useEnumLabel();
  const textOf = useTextOf();
  const detail = (event: Event): string => {
    const digits = field(event.data, "digits") ?? field(event.data, "digit");
    const outcome = field(event.data, "outcome");
    const failure = field(event.data, "failure");
    if (event.type === "disposed") return call.disposition?.label ?? field(event.data, "code") ?? "";
    const to = field(event.data, "result") ?? field(event.data, "state");
    if (event.type === "transfer") return to ? (textOf(`workspace.calls.transferState.${to}`) ?? to) : "";
    if (event.type === "joined") return call.agent?.name ?? "";
    return digits ?? (outcome ? label("outcome", outcome) : (failure ?? ""));
  };
  if (call.events.length === 0) return <p className="text-sm text-muted">{t("noEvents")}</p>;
  return (
    <ol className="relative ml-1.5 border-l">
      {call.events.map((event) => {
        const after = (event.at.getTime() - call.startedAt.getTime()) / 1000;
        return (
          <li
            key={event.id}
            className="relative flex min-h-8 items-baseline gap-3 pb-2 pl-4 text-sm last:min-h-0 last:pb-0"
          >
            <span
              aria-hidden
              className="absolute top-1.5 -left-[4.5px] size-2 rounded-full border-2 border-surface bg-neutral-solid outline-1 outline-line-strong"
            />
            <span className="min-w-0 flex-1">
              {word("callEvent", event.type)}
              <span className="text-xs text-muted"> {detail(event)}</span>
            </span>
            <span className="text-xs text-faint">
              <ClockTime at={event.at} />
            </span>
            <span className="tabular w-14 text-right text-xs text-muted">
              {after < 0 ? "" : "+"}
              {after.toFixed(1)} s
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** The time of day to the second; the day is the call's. */
export function ClockTime({ at }: { at: Date }) {
  const format = useFormatter();
  return (
    <time dateTime={at.toISOString()} className="tabular whitespace-nowrap">
      {format.dateTime(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })}
    </time>
  );
}
