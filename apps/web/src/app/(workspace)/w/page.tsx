"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay, useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { clock, Money, useNow } from "~/ui/format.tsx";
import { Card, PageHeader, Stat, StatRow } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { ProgressBar, Skeleton, toneOf } from "~/ui/status.tsx";
import { AttentionList } from "~/workspace/overview/attention-list.tsx";
import { FirstSteps } from "~/workspace/overview/first-steps.tsx";
import { LatestCalls } from "~/workspace/overview/latest-calls.tsx";
import { RunningCampaigns } from "~/workspace/overview/running.tsx";
import { StackedBar } from "~/workspace/stacked-bar.tsx";

const STATES = ["ready", "talking", "wrapup", "paused", "connecting"] as const;

export default function Page() {
  const t = useTranslations("workspace.overview");
  const format = useFormatter();
  const label = useEnumLabel();
  const { workspace } = useMe();
  const may = useMay();
  const now = useNow(60_000);
  const trpc = useTRPC();
  const overview = useQuery(trpc.overview.get.queryOptions({}));
  const cost = useQuery(trpc.usage.current.queryOptions({}, { enabled: may("usage.read") }));
  const number = (value: number | undefined): string => format.number(value ?? 0);
  const share = (part: number, of: number): string =>
    of === 0 ? "" : format.number(part / of, { style: "percent", maximumFractionDigits: 1 });
  const zone = workspace.kind === "tenant" ? workspace.timezone.replaceAll("_", " ") : "";
  const day = now === null ? "" : format.dateTime(now, { weekday: "long", month: "long", day: "numeric" });
  return (
    <>
      <PageHeader title={t("title")} description={`${day} · ${zone}`} />
      {may("person.invite") ? <FirstSteps /> : null}
      <Query of={overview}>
        {(data) => {
          const today = data?.today;
          const loading = data === undefined;
          return (
            <>
              <StatRow columns={6}>
                <Stat label={t("attempts")} loading={loading} value={number(today?.attempts)} hint="" />
                <Stat
                  label={t("answered")}
                  loading={loading}
                  value={number(today?.answered)}
                  hint={share(today?.answered ?? 0, today?.attempts ?? 0)}
                />
                <Stat
                  label={t("joined")}
                  loading={loading}
                  value={number(today?.joined)}
                  hint={share(today?.joined ?? 0, today?.attempts ?? 0)}
                />
                <Stat
                  label={t("abandoned")}
                  loading={loading}
                  value={number(today?.abandoned)}
                  hint={share(today?.abandoned ?? 0, today?.answered ?? 0)}
                />
                <Stat
                  label={t("successes")}
                  loading={loading}
                  value={number(today?.successes)}
                  hint={share(today?.successes ?? 0, today?.joined ?? 0)}
                />
                <Stat
                  label={t("talk")}
                  loading={loading}
                  value={clock(today?.talkMs ?? 0)}
                  hint={today && today.joined > 0 ? t("average", { time: clock(today.talkMs / today.joined) }) : ""}
                />
              </StatRow>
              <div className="grid grid-cols-[minmax(0,1fr)_21rem] items-start gap-4">
                <div className="flex min-w-0 flex-col gap-4">
                  <RunningCampaigns campaigns={data?.campaigns} />
                  <Card
                    title={t("agents")}
                    actions={
                      may("floor.read") ? (
                        <Link href="/w/floor" className="rounded-sm text-xs text-muted hover:text-ink hover:underline">
                          {t("toFloor")}
                        </Link>
                      ) : null
                    }
                  >
                    <StackedBar
                      tall
                      label={t("agents")}
                      format={loading ? () => "–" : number}
                      parts={STATES.map((state) => ({
                        key: state,
                        label: label("dutyState", state),
                        value: data?.agents[state] ?? 0,
                        tone: toneOf(state),
                      }))}
                    />
                  </Card>
                  <LatestCalls />
                </div>
                <div className="flex flex-col gap-4">
                  <AttentionList />
                  <Card title={t("seats")}>
                    <p className="mb-2 text-sm">
                      {data ? t("seatsInUse", data.seats) : <Skeleton className="h-5 w-24" />}
                    </p>
                    <ProgressBar
                      value={data?.seats.inUse ?? 0}
                      max={Math.max(1, data?.seats.leased ?? 0)}
                      label={t("seats")}
                      tone="busy"
                    />
                  </Card>
                  {may("usage.read") ? (
                    <Card title={t("cost")}>
                      {cost.isLoading ? <Skeleton className="h-7" /> : null}
                      {cost.data?.items.length === 0 ? <p className="text-sm text-muted">{t("noCost")}</p> : null}
                      {(cost.data?.items ?? []).map((one) => (
                        <Link
                          key={one.contractId}
                          href="/w/invoices"
                          className="flex items-baseline justify-between gap-4 rounded-sm hover:underline"
                        >
                          <span className="text-xs text-muted">{one.reference}</span>
                          <Money minor={one.netMinor} currency={one.currency} className="text-xl font-semibold" />
                        </Link>
                      ))}
                    </Card>
                  ) : null}
                </div>
              </div>
            </>
          );
        }}
      </Query>
    </>
  );
}
