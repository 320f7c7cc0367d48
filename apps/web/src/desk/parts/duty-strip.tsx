"use client";
import type { RouterOutputs } from "@callbay/api/router";
import type { PauseReason } from "@callbay/domain/duty-machine";
import type { DutyState } from "@callbay/domain/values";
import { LogOut, Play, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { Button } from "~/ui/button.tsx";
import { cx } from "~/ui/cx.ts";
import { Count, Duration } from "~/ui/format.tsx";
import { type Tone, toneOf } from "~/ui/status.tsx";
import { type Alert, pauseReasonOf } from "../model/stage.ts";
import { Key } from "./key.tsx";
import { PauseMenu } from "./pause-menu.tsx";
import { Timer } from "./timer.tsx";

const GROUND: Record<Tone, string> = {
  neutral: "bg-neutral-soft text-muted",
  accent: "bg-accent-soft text-accent",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
  busy: "bg-busy-soft text-busy",
};

interface DutyStripProps {
  readonly state: DutyState;
  readonly since: Date | null;
  readonly pauseReason: string | null;
  readonly next: "paused" | "off" | null;
  readonly seat: string | null;
  readonly isBusy: boolean;
  readonly canStart: boolean;
  readonly alert: Alert | null;
  readonly lossPercent: () => number;
  readonly today: RouterOutputs["duty"]["today"] | undefined;
  readonly pauseOpen: boolean;
  readonly onPauseOpen: (open: boolean) => void;
  readonly onStart: () => void;
  readonly onReady: () => void;
  readonly onPause: (reason: PauseReason) => void;
  readonly onOff: () => void;
  readonly onUnblockAudio: () => void;
}

/** The state of the agent, big, and what they can make of it; warnings take the place of the seat's line. */
export function DutyStrip(props: DutyStripProps) {
  const { state, next, alert } = props;
  const t = useTranslations("desk");
  const label = useEnumLabel();
  const reason = pauseReasonOf(props.pauseReason);
  const reasonText = reason ? t(`pauseReason.${reason}`) : "";
  const stateText =
    state === "paused" && reasonText ? `${label("dutyState", state)} · ${reasonText}` : label("dutyState", state);
  const seat = props.seat ? t("strip.seat", { seat: props.seat }) : t("strip.noSeat");
  const isOff = state === "off";
  const isBusy = state === "talking" || state === "wrapup";
  const readyIs = isBusy ? (next ? "takeBack" : null) : state === "paused" ? "ready" : null;
  useEffect(() => {
    document.title = `${stateText} · Callbay`;
  }, [stateText]);
  return (
    <section
      aria-label={t("strip.label")}
      className="grid grid-cols-[256px_minmax(0,1fr)_316px] items-center border-b bg-surface"
    >
      <div
        data-testid="duty-state"
        data-state={state}
        className={cx("flex h-16 items-center justify-between gap-3 px-4 transition-colors", GROUND[toneOf(state)])}
      >
        <div className="min-w-0">
          <p className="truncate text-xl leading-6 font-semibold tracking-tight" title={stateText}>
            {stateText}
          </p>
          <p className="truncate text-xs">{next ? t(`strip.then.${next}`, { reason: reasonText }) : seat}</p>
        </div>
        <Timer
          since={isOff ? null : props.since}
          label={t("strip.inState")}
          className="tabular text-xl font-semibold"
        />
      </div>
      <div className="flex min-w-0 items-center gap-2 px-4">
        {isOff ? (
          <Button
            tone="primary"
            className="min-w-36"
            icon={<Play aria-hidden />}
            busy={props.isBusy}
            disabled={!props.canStart}
            onClick={props.onStart}
          >
            {t("strip.goOn")} <Key onTone>D</Key>
          </Button>
        ) : (
          <Button
            tone={readyIs === "ready" ? "primary" : "secondary"}
            className="min-w-36"
            icon={<Play aria-hidden />}
            disabled={!readyIs || props.isBusy}
            onClick={props.onReady}
          >
            {readyIs === "takeBack" ? t("strip.takeBack") : t("strip.ready")} <Key onTone={readyIs === "ready"}>R</Key>
          </Button>
        )}
        <PauseMenu open={props.pauseOpen} onOpenChange={props.onPauseOpen} disabled={isOff} onPause={props.onPause} />
        <Button icon={<LogOut aria-hidden />} disabled={isOff || next === "off"} onClick={props.onOff}>
          {t("strip.off")} <Key>⇧O</Key>
        </Button>
        <AlertLine alert={alert} lossPercent={props.lossPercent} onUnblock={props.onUnblockAudio} />
      </div>
      <dl aria-label={t("strip.today")} className="grid h-16 grid-cols-3 items-center border-l px-2 text-center">
        <Figure label={t("strip.calls")}>{props.today ? <Count value={props.today.calls} /> : "–"}</Figure>
        <Figure label={t("strip.successes")}>{props.today ? <Count value={props.today.successes} /> : "–"}</Figure>
        <Figure label={t("strip.talk")}>{props.today ? <Duration ms={props.today.talkMs} /> : "–"}</Figure>
      </dl>
    </section>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="tabular text-lg font-semibold">{children}</dd>
    </div>
  );
}

interface AlertLineProps {
  readonly alert: Alert | null;
  readonly lossPercent: () => number;
  readonly onUnblock: () => void;
}

const GRAVE: readonly Alert[] = ["microphoneLost", "audioBlocked", "audioBroken", "silent", "muted"];

/** One trouble at a time, at a place that is always there. */
function AlertLine({ alert, lossPercent, onUnblock }: AlertLineProps) {
  const t = useTranslations("desk.alert");
  return (
    <div
      role="status"
      aria-live="assertive"
      data-testid="desk-alert"
      data-alert={alert ?? ""}
      className="min-w-0 flex-1"
    >
      {alert ? (
        <div
          className={cx(
            "ml-1 flex items-center gap-2 rounded-md px-2.5 py-1 text-xs leading-4",
            GRAVE.includes(alert) ? "bg-danger-soft text-danger" : "bg-warn-soft text-warn",
          )}
        >
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          <span className="line-clamp-2 min-w-0 flex-1">
            {alert === "poor" ? t("poor", { loss: lossPercent() }) : t(alert)}
          </span>
          {alert === "audioBlocked" ? (
            <Button size="sm" onClick={onUnblock}>
              {t("audioUnblock")}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
