"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Count } from "~/ui/format.tsx";
import { Card, Stat, StatRow } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, toneOf } from "~/ui/status.tsx";
import { StackedBar } from "~/workspace/stacked-bar.tsx";
import { useWord } from "~/workspace/words.ts";
import { CONTACT_TONES, contactTone, NextAt } from "./contact-state.tsx";
import { Counts } from "./counts.tsx";
import { Decision } from "./decision.tsx";

export type Progress = RouterOutputs["campaigns"]["progress"];

/** Decisions come without an event of their own; while it runs they are asked for this often. */
const DECISION_MS = 3_000;
const STATES = ["done", "reserved", "ready", "blocked"] as const;

export function CampaignProgress({ campaignId, running }: { campaignId: string; running: boolean }) {
  const trpc = useTRPC();
  const progress = useQuery(
    trpc.campaigns.progress.queryOptions({ campaignId }, { refetchInterval: running ? DECISION_MS : false }),
  );
  return <Query of={progress}>{(data) => <Figures progress={data} running={running} />}</Query>;
}

function Figures({ progress, running }: { progress: Progress | undefined; running: boolean }) {
  const t = useTranslations("workspace.progress");
  const format = useFormatter();
  const label = useEnumLabel();
  const loading = progress === undefined;
  const number = (value: number): string => format.number(value);
  const percent = (share: number, digits = 0): string =>
    format.number(share, { style: "percent", maximumFractionDigits: digits });
  const total = progress?.total ?? 0;
  const finished = progress ? progress.byState.done + progress.byState.blocked : 0;
  const successes = progress?.byDisposition.filter((one) => one.success).reduce((sum, one) => sum + one.count, 0) ?? 0;
  const { abandoned } = progress ?? {};
  const over = abandoned ? abandoned.ratePpm > abandoned.maxPpm : false;
  return (
    <>
      <StatRow columns={5}>
        <Stat label={t("contacts")} loading={loading} value={number(total)} />
        <Stat
          label={t("finished")}
          loading={loading}
          value={total === 0 ? "—" : percent(finished / total, 1)}
          hint={t("finishedHint", { finished: number(finished) })}
        />
        <Stat label={t("successes")} loading={loading} value={number(successes)} tone="ok" />
        <Stat
          label={t("answered")}
          loading={loading}
          value={number(progress?.byOutcome.answered ?? 0)}
          hint={t("talkingNow", { count: progress?.live.talking ?? 0 })}
        />
        <Stat
          label={t("abandoned")}
          loading={loading}
          value={abandoned ? percent(abandoned.ratePpm / 1e6, 2) : "—"}
          hint={abandoned ? t("limit", { limit: percent(abandoned.maxPpm / 1e6, 2) }) : ""}
          {...(over ? { tone: "danger" as const } : {})}
        />
      </StatRow>
      <div className="grid grid-cols-[minmax(0,1fr)_22rem] items-start gap-4">
        <div className="flex min-w-0 flex-col gap-4">
          <Card title={t("byState")}>
            <StackedBar
              tall
              label={t("byState")}
              format={number}
              parts={STATES.map((state) => ({
                key: state,
                label: label("campaignContactState", state),
                value: progress?.byState[state] ?? 0,
                tone: CONTACT_TONES[state],
              }))}
            />
          </Card>
          <ByReason progress={progress} />
        </div>
        <div className="flex flex-col gap-4">
          <Decision progress={progress} running={running} />
          <Card flush title={t("outcomes")}>
            <Outcomes progress={progress} />
          </Card>
          <Card flush title={t("dispositions")}>
            <Counts
              empty={loading ? "…" : t("noDispositions")}
              total={progress?.byDisposition.reduce((sum, one) => sum + one.count, 0) ?? 0}
              rows={(progress?.byDisposition ?? []).map((one) => ({
                key: one.dispositionId,
                label: one.label,
                value: one.count,
                tone: one.success ? "ok" : "neutral",
              }))}
            />
          </Card>
        </div>
      </div>
    </>
  );
}

function Outcomes({ progress }: { progress: Progress | undefined }) {
  const t = useTranslations("workspace.progress");
  const label = useEnumLabel();
  const rows = Object.entries(progress?.byOutcome ?? {}).sort(([, a], [, b]) => b - a);
  return (
    <Counts
      empty={progress ? t("noOutcomes") : "…"}
      total={rows.reduce((sum, [, count]) => sum + count, 0)}
      rows={rows.map(([outcome, count]) => ({
        key: outcome,
        label: label("outcome", outcome),
        value: count,
        tone: toneOf(outcome),
      }))}
    />
  );
}

/** Every contact under one reason: the counts add up to the states above, and those to all contacts. */
function ByReason({ progress }: { progress: Progress | undefined }) {
  const t = useTranslations("workspace.progress");
  const label = useEnumLabel();
  const word = useWord();
  return (
    <Card title={t("byReason")} description={t("byReasonHint")} flush>
      <table className="w-full text-sm" aria-label={t("byReason")}>
        <thead>
          <tr className="h-8 border-b text-left text-xs text-muted [&_th]:px-4 [&_th]:font-medium">
            <th scope="col">{t("reason")}</th>
            <th scope="col" className="w-28">
              {t("state")}
            </th>
            <th scope="col" className="w-36">
              {t("nextWhen")}
            </th>
            <th scope="col" className="w-24 text-right">
              {t("count")}
            </th>
          </tr>
        </thead>
        <tbody>
          {(progress?.byReason ?? []).map((row) => (
            <tr key={`${row.state} ${row.reason}`} className="h-9 border-b border-line/70 last:border-0 [&_td]:px-4">
              <td>{word("reason", row.reason || (row.state === "ready" ? "new" : "none"))}</td>
              <td>
                <Badge tone={contactTone(row.state)}>{label("campaignContactState", row.state)}</Badge>
              </td>
              <td className="text-muted">
                {row.state === "ready" && row.nextAt ? (
                  <NextAt at={row.nextAt} />
                ) : (
                  <span className="text-faint">—</span>
                )}
              </td>
              <td className="text-right font-medium">
                <Count value={row.count} />
              </td>
            </tr>
          ))}
          {progress?.byReason.length === 0 ? (
            <tr>
              <td colSpan={4} className="px-4 py-6 text-muted">
                {t("noContacts")}
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </Card>
  );
}
