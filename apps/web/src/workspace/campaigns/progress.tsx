"use client";
import type { RouterOutputs } from "@callbay/api/router";
import type { DialMode } from "@callbay/domain/values";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Card, Stat, StatRow } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { ProgressBar, toneOf } from "~/ui/status.tsx";
import { StackedBar } from "~/workspace/stacked-bar.tsx";
import { CONTACT_TONES } from "./contact-state.tsx";
import { Counts } from "./counts.tsx";
import { Decision } from "./decision.tsx";
import { CampaignReasons } from "./reasons.tsx";

export type Progress = RouterOutputs["campaigns"]["progress"];

/** Decisions come without an event of their own; while it runs they are asked for this often. */
const DECISION_MS = 3_000;
const STATES = ["done", "reserved", "ready", "blocked"] as const;

interface ProgressProps {
  readonly campaignId: string;
  readonly dialMode: DialMode;
  readonly running: boolean;
  /** What else there is to say of it, below the reasons. */
  readonly children?: ReactNode;
}

export function CampaignProgress({ campaignId, running, ...rest }: ProgressProps) {
  const trpc = useTRPC();
  const progress = useQuery(
    trpc.campaigns.progress.queryOptions({ campaignId }, { refetchInterval: running ? DECISION_MS : false }),
  );
  return (
    <Query of={progress}>
      {(data) => <Figures campaignId={campaignId} progress={data} running={running} {...rest} />}
    </Query>
  );
}

function Figures({
  campaignId,
  dialMode,
  progress,
  running,
  children,
}: ProgressProps & { readonly progress: Progress | undefined }) {
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
      {progress?.taking ? <Taking {...progress.taking} /> : null}
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
          <CampaignReasons campaignId={campaignId} running={running} />
          <div className="grid grid-cols-2 items-start gap-4">
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
          {children}
        </div>
        <Decision progress={progress} agentless={dialMode === "agentless"} running={running} />
      </div>
    </>
  );
}

/** Its lists are being taken over, while it dials what it has. */
function Taking({ looked, of }: { looked: number; of: number }) {
  const t = useTranslations("workspace.progress");
  const format = useFormatter();
  return (
    <div className="mb-4 flex items-center gap-4 text-sm" role="status" data-testid="taking">
      <span className="shrink-0">{t("taking", { looked: format.number(looked), of: format.number(of) })}</span>
      <div className="min-w-0 flex-1">
        <ProgressBar value={looked} max={of} label={t("takingLabel")} />
      </div>
    </div>
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
