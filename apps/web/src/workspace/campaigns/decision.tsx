"use client";
import { useFormatter, useTranslations } from "next-intl";
import { Ago } from "~/ui/format.tsx";
import { Card } from "~/ui/layout.tsx";
import { StatusDot, toneOf } from "~/ui/status.tsx";
import { useWord } from "~/workspace/words.ts";
import { Forecast } from "./forecast.tsx";
import { Ledgers } from "./ledgers.tsx";
import type { Progress } from "./progress.tsx";

const FIGURES = ["ready", "talking", "wrapup", "ringing", "waiting", "linesFree", "wanted"] as const;
const AGENTLESS_FIGURES = ["ringing", "linesFree", "wanted"] as const;
type Figure = (typeof FIGURES)[number];

/** The same figure summed over the nodes that the decision was taken for. */
function sumOf(nodes: readonly { readonly diagnostics: unknown }[], figure: Figure): number {
  return nodes.reduce((sum, { diagnostics }) => {
    if (typeof diagnostics !== "object" || diagnostics === null) return sum;
    const value: unknown = Reflect.get(diagnostics, figure);
    return sum + (typeof value === "number" ? value : 0);
  }, 0);
}

/** Who works on it now, and what the dial loop did last and why, in plain words. */
export function Decision({
  progress,
  agentless,
  running,
}: {
  progress: Progress | undefined;
  /** Who answers hears a message: nobody waits for an agent. */
  agentless: boolean;
  running: boolean;
}) {
  const t = useTranslations("workspace.progress");
  const word = useWord();
  const format = useFormatter();
  const { lastDecision: last, live } = progress ?? {};
  const figures = [
    { key: "ready", value: live?.ready },
    { key: "talking", value: live?.talking },
    { key: "wrapup", value: live?.wrapup },
    { key: "paused", value: live?.paused },
    { key: "ringing", value: live?.ringing },
    { key: "waiting", value: live?.waiting },
  ] as const;
  return (
    <Card title={t("now")}>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm">
        {figures.map(({ key, value }) => (
          <div key={key} className="flex items-center justify-between">
            <dt className="text-muted">
              <StatusDot tone={key === "ringing" || key === "waiting" ? "accent" : toneOf(key)}>
                {t(agentless && key === "waiting" ? "live.listening" : `live.${key}`)}
              </StatusDot>
            </dt>
            <dd className="tabular font-medium">{value ?? "…"}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 min-h-20 border-t pt-3">
        <p className="text-xs font-medium text-muted">{t("lastDecision")}</p>
        {last ? (
          <>
            <p className="mt-1 text-sm">
              {t("decided", { launch: last.reserved, why: word("pacing", last.reason) })}{" "}
              <span className="text-xs text-muted">
                <Ago at={last.at} />
              </span>
            </p>
            <p className="mt-1.5 text-xs leading-5 text-muted">
              {(agentless ? AGENTLESS_FIGURES : FIGURES)
                .map((figure) => `${t(`figure.${figure}`)} ${format.number(sumOf(last.nodes, figure))}`)
                .join(" · ")}
            </p>
            {last.forecast ? <Forecast forecast={last.forecast} /> : null}
          </>
        ) : (
          <p className="mt-1 text-sm text-muted">{t(running ? "noDecision" : "notRunning")}</p>
        )}
      </div>
      {progress ? <Ledgers ledgers={progress.ledgers} maxPpm={progress.abandoned.maxPpm} /> : null}
    </Card>
  );
}
