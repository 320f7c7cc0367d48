"use client";
import type { DutyState } from "@callbay/domain/values";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { useLiveState } from "~/trpc/live.tsx";
import { cx } from "~/ui/cx.ts";
import { clock, useNow } from "~/ui/format.tsx";
import { StatusDot, toneOf } from "~/ui/status.tsx";
import { type ShownAlert, useFloorPulse } from "../floor/use-floor-alerts.ts";
import { boardOf, roomOf } from "./board.ts";

const STATES = ["ready", "talking", "wrapup", "paused"] as const satisfies readonly DutyState[];
const COLOUR = { ready: "text-ok", talking: "text-busy", wrapup: "text-warn", paused: "text-muted" } as const;
/** A screen that nobody reloads: what an event did not tell is found so. */
const SAFETY_MS = 15_000;
/** What fits below the figures on a wall of 16:9. */
const AGENTS = 24;
const ALERTS = 4;

interface WallboardProps {
  readonly team: string | null;
  readonly campaign: string | null;
  readonly theme: "dark" | "light";
}

/** The floor on a wall, to be read from five metres: figures in vw, so that any screen is filled; nothing to click. */
export function Wallboard({ team, campaign, theme }: WallboardProps) {
  const t = useTranslations("supervision.wallboard");
  const rules = useTranslations("supervision.alerts");
  const label = useEnumLabel();
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  const trpc = useTRPC();
  const connection = useLiveState();
  const live = useQuery(trpc.floor.live.queryOptions({}, { refetchInterval: SAFETY_MS }));
  const { pulse, alerts } = useFloorPulse(live.data);
  const tick = useNow(1_000);
  const now = new Date(tick ?? 0);
  const board = live.data && tick !== null ? boardOf(live.data, pulse.data, { team, campaign }, now) : null;
  const share = (value: number | null | undefined) =>
    value == null ? "—" : format.number(value, { style: "percent", maximumFractionDigits: 1 });
  const isShown = ({ subject }: ShownAlert): boolean =>
    subject.kind === "agent"
      ? (board?.agents.some(({ membershipId }) => membershipId === subject.id) ?? false)
      : subject.kind === "floor" || campaign === null || subject.name.toLowerCase() === campaign.toLowerCase();
  const shown = alerts.filter(isShown);
  const since = (at: Date): string => clock(Math.max(0, now.getTime() - at.getTime()));
  const agents = (board?.agents ?? []).slice(0, AGENTS);
  const room = roomOf(agents.length);
  const count = (value: number | undefined) => (value === undefined ? "–" : format.number(value));
  return (
    <main
      data-testid="wallboard"
      data-theme={theme}
      className="fixed inset-0 flex flex-col gap-[1.6vw] overflow-hidden bg-canvas p-[2vw] text-ink"
    >
      <title>{`${t("title")} · Callbay`}</title>
      <header className="flex items-baseline justify-between">
        <h1 className="text-[2.4vw] leading-none font-semibold">{team ?? campaign ?? t("allTeams")}</h1>
        <p className="tabular text-[2.4vw] leading-none text-muted">
          {connection === "lost" ? (
            <span aria-hidden className="mr-[1vw] text-warn">
              ●
            </span>
          ) : null}
          {tick === null
            ? ""
            : format.dateTime(now, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone })}
        </p>
      </header>
      <dl
        style={{ fontSize: `${room.figure}vw` }}
        className={cx("grid grid-cols-5 gap-[1.2vw]", room.tiles && "flex-1 auto-rows-fr")}
      >
        <Figure name={t("onDuty")} value={count(board?.agents.length)} />
        {STATES.map((state) => (
          <Figure
            key={state}
            name={label("dutyState", state)}
            value={count(board?.counts[state])}
            className={COLOUR[state]}
          />
        ))}
        <Figure
          name={t("waiting")}
          value={count(board?.waiting)}
          hint={board && board.waiting > 0 ? clock(board.longestWaitMs) : ""}
          className={board && board.waiting > 0 ? "text-danger" : ""}
        />
        <Figure name={t("calls")} value={count(board?.calls)} />
        <Figure name={t("successes")} value={count(board?.successes)} className="text-ok" />
        <Figure name={t("occupancy")} value={share(board?.occupancy)} />
        <Figure
          name={t("abandoned")}
          value={share(board?.abandonedRate)}
          className={shown.some(({ rule }) => rule === "abandonedRate") ? "text-danger" : ""}
        />
      </dl>
      <section aria-label={t("alerts")} className="min-h-[3.4vw]">
        {shown.length === 0 ? (
          <p className="text-[1.7vw] text-muted">{board ? t("quiet") : ""}</p>
        ) : (
          <ul className="flex flex-wrap gap-x-[2.4vw] gap-y-[0.6vw]">
            {shown.slice(0, ALERTS).map((alert) => (
              <li
                key={alert.key}
                className={cx("text-[1.7vw] font-medium", alert.tone === "danger" ? "text-danger" : "text-warn")}
              >
                <span aria-hidden>▲ </span>
                {alert.subject.name ? `${alert.subject.name}: ` : ""}
                {rules(`rule.${alert.rule}`)}
              </li>
            ))}
            {shown.length > ALERTS ? <li className="text-[1.7vw] text-muted">+{shown.length - ALERTS}</li> : null}
          </ul>
        )}
      </section>
      {agents.length === 0 ? null : room.tiles ? (
        <ul className={cx("grid gap-[1.2vw]", room.columns === 4 ? "grid-cols-4" : "grid-cols-3")}>
          {agents.map((agent) => (
            <li
              key={agent.dutySessionId}
              className={cx(
                "rounded-[0.6vw] border bg-surface px-[1.4vw]",
                room.columns === 4 ? "py-[0.7vw] text-[1.7vw]" : "py-[1vw] text-[2.2vw]",
              )}
            >
              <p className="truncate leading-snug font-medium">{agent.name}</p>
              <p className="flex items-baseline justify-between gap-[1vw] text-[0.76em]">
                <StatusDot tone={toneOf(agent.state)}>
                  <span>{label("dutyState", agent.state)}</span>
                </StatusDot>
                <span className="tabular text-muted">{since(agent.since)}</span>
              </p>
            </li>
          ))}
        </ul>
      ) : (
        <ul className="grid min-h-0 flex-1 auto-rows-min grid-cols-3 gap-x-[2.4vw] gap-y-[0.9vw] overflow-hidden">
          {agents.map((agent) => (
            <li key={agent.dutySessionId} className="flex items-baseline gap-[0.8vw] border-t pt-[0.6vw] text-[1.6vw]">
              <span className="min-w-0 flex-1 truncate font-medium">{agent.name}</span>
              <StatusDot tone={toneOf(agent.state)}>
                <span className="text-[1.3vw]">{label("dutyState", agent.state)}</span>
              </StatusDot>
              <span className="tabular w-[5vw] text-right text-[1.4vw] text-muted">{since(agent.since)}</span>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}

function Figure({
  name,
  value,
  hint,
  className,
}: {
  readonly name: string;
  readonly value: string;
  readonly hint?: string;
  readonly className?: string;
}) {
  return (
    <div className="flex flex-col justify-center rounded-[0.6vw] border bg-surface px-[1.4vw] py-[1vw]">
      <dt className="truncate text-[clamp(1.4vw,0.3em,1.7vw)] leading-normal text-muted">{name}</dt>
      <dd
        // A share of five signs would be wider than its tile in the size of a count.
        style={{ fontSize: `min(1em, ${26 / Math.max(1, value.length)}vw)` }}
        className={cx("tabular flex items-baseline gap-[0.8vw] leading-tight font-semibold", className)}
      >
        {value}
        {hint ? <span className="text-[0.4em]">{hint}</span> : null}
      </dd>
    </div>
  );
}
