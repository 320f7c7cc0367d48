"use client";
import { MONITOR_MODES, type MonitorMode } from "@callbay/domain/monitor";
import { Ear, MessageCircle, PhoneOff, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Key } from "~/desk/parts/key.tsx";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Elapsed } from "~/ui/format.tsx";
import { StatusDot } from "~/ui/status.tsx";
import type { MonitorOfPage } from "./use-monitor.ts";

const ICON = { listen: Ear, whisper: MessageCircle, join: Users } as const;
const KEY: Readonly<Record<string, MonitorMode>> = { Digit1: "listen", Digit2: "whisper", Digit3: "join" };
const LEAVE = "Digit0";

/** At the foot of the window while somebody is listened to: whom, how, and what to do, each by one key. */
export function MonitorBar({ monitor }: { monitor: MonitorOfPage }) {
  const t = useTranslations("supervision.monitor");
  const { current, isLive, liveAt, announced } = monitor;
  const latest = useRef(monitor);
  latest.current = monitor;
  const isOpen = current !== null;
  useEffect(() => {
    if (!isOpen) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      const { activeElement } = document;
      if (activeElement?.matches("input, textarea, select, [role=dialog], [role=dialog] *")) return;
      const mode = KEY[event.code];
      if (!mode && event.code !== LEAVE) return;
      event.preventDefault();
      if (mode) void latest.current.setMode(mode);
      else latest.current.stop();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [isOpen]);
  if (!current) return null;
  const told = announced === null ? "" : t(announced ? "isAnnounced" : "isSilent");
  const hint = current.mode === "listen" ? told : t(`${current.mode}Hint`, { name: current.name });
  return (
    <section
      aria-label={t("label")}
      data-testid="monitor-bar"
      data-mode={current.mode}
      data-live={isLive}
      className="sticky -bottom-7 z-10 -mx-2 mt-auto -mb-7 flex h-14 shrink-0 items-center gap-4 rounded-lg border bg-raised px-4 shadow-pop"
    >
      <div className="flex min-w-0 flex-1 items-center gap-3">
        <StatusDot tone={isLive ? "busy" : "neutral"} pulse={isLive}>
          <span className="font-medium">{t(isLive ? current.mode : "connecting", { name: current.name })}</span>
        </StatusDot>
        <span className="tabular w-14 text-sm text-muted">{isLive && liveAt ? <Elapsed since={liveAt} /> : null}</span>
        {current.refusal ? (
          <span role="alert" className="min-w-0 text-xs text-danger">
            <span className="line-clamp-2">
              {current.refusal.message} <span className="text-2xs text-muted">{current.refusal.code}</span>
            </span>
          </span>
        ) : (
          <span className="line-clamp-2 text-xs text-muted">{hint}</span>
        )}
      </div>
      <fieldset className="flex items-center gap-1">
        <legend className="sr-only">{t("modes")}</legend>
        {MONITOR_MODES.map((mode, index) => {
          const Icon = ICON[mode];
          const isOn = current.mode === mode;
          const isWanted = current.wanted === mode;
          return (
            <Button
              key={mode}
              aria-pressed={isOn}
              aria-busy={isWanted || undefined}
              className={cx(
                isOn && "border-accent bg-accent-soft text-accent",
                isWanted && "border-dashed border-accent",
              )}
              icon={<Icon aria-hidden />}
              onClick={() => void monitor.setMode(mode)}
            >
              {t(`mode.${mode}`)} <Key>{index + 1}</Key>
            </Button>
          );
        })}
      </fieldset>
      <Button icon={<PhoneOff aria-hidden />} onClick={monitor.stop}>
        {t("leave")} <Key>0</Key>
      </Button>
    </section>
  );
}
