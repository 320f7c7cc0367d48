"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { HeartPulse } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { cx } from "~/ui/cx.ts";
import { Ago } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton } from "~/ui/status.tsx";

type Health = RouterOutputs["operator"]["platform"]["health"];
type Part = Health["parts"][number];

const REFRESH_MS = 30_000;
const QUARTER_MS = 15 * 60_000;
const QUARTERS = 96;
const TONE = { ok: "ok", degraded: "warn", down: "danger" } as const;
const RANK: Readonly<Record<string, number>> = { ok: 1, degraded: 2, down: 3 };
const COLOUR = ["bg-sunken", "bg-ok-solid", "bg-warn-solid", "bg-danger-solid"] as const;

/** Parts whose names are ours; nodes are called by their own. */
const NAMED = ["database", "redis", "queues", "storage", "web", "certificate"] as const;

export default function Page() {
  const t = useTranslations("operator.health");
  const trpc = useTRPC();
  const health = useQuery(trpc.operator.platform.health.queryOptions({}, { refetchInterval: REFRESH_MS }));
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Query of={health}>
        {(data) => (
          <Card flush>
            {data === undefined ? (
              <Skeleton className="m-4 h-64" />
            ) : data.parts.length === 0 ? (
              <EmptyState icon={<HeartPulse />} title={t("empty")}>
                {t("emptyHint")}
              </EmptyState>
            ) : (
              <ul>
                {data.parts.map((part) => (
                  <Row key={part.part} part={part} now={data.now} />
                ))}
              </ul>
            )}
          </Card>
        )}
      </Query>
    </>
  );
}

function Row({ part, now }: { part: Part; now: Date }) {
  const t = useTranslations("operator.health");
  const named = NAMED.find((one) => one === part.part);
  const name = named ? t(`part.${named}`) : t("node", { name: part.part.replace(/^pbx:/, "") });
  return (
    <li className="grid grid-cols-[12rem_8rem_minmax(0,1fr)] items-center gap-4 border-b px-4 py-3 last:border-b-0">
      <div className="min-w-0">
        <p className="truncate text-sm font-medium">{name}</p>
        <p className="text-xs text-muted">
          <Ago at={part.at} />
        </p>
      </div>
      <div>
        <Badge tone={TONE[part.status]} dot>
          {t(`status.${part.status}`)}
        </Badge>
        <p className="mt-1 truncate text-xs text-muted">{part.detail ?? t("took", { ms: part.tookMs })}</p>
      </div>
      <History name={name} history={part.history} now={now} />
    </li>
  );
}

/** The last day in quarters of an hour, each as bad as its worst minute. */
function History({ name, history, now }: { name: string; history: Part["history"]; now: Date }) {
  const t = useTranslations("operator.health");
  const format = useFormatter();
  const end = (Math.floor(now.getTime() / QUARTER_MS) + 1) * QUARTER_MS;
  const start = end - QUARTERS * QUARTER_MS;
  const worst = Array.from({ length: QUARTERS }, () => 0);
  for (const { at, status } of history) {
    const index = Math.floor((at.getTime() - start) / QUARTER_MS);
    if (index >= 0 && index < QUARTERS) worst[index] = Math.max(worst[index] ?? 0, RANK[status] ?? 3);
  }
  const well = history.filter(({ status }) => status === "ok").length;
  const share = history.length === 0 ? 0 : well / history.length;
  const label = t("history", { name, share: format.number(share, { style: "percent", maximumFractionDigits: 1 }) });
  return (
    <div role="img" aria-label={label} title={label} className="flex h-7 items-stretch gap-px">
      {worst.map((rank, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a quarter is its place in the day.
          key={index}
          className={cx("min-w-0 flex-1 rounded-sm", COLOUR[rank] ?? "bg-sunken")}
        />
      ))}
    </div>
  );
}
