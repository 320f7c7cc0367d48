"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { Megaphone } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { Button } from "~/ui/button.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { ProgressBar, Skeleton, StatusDot, toneOf } from "~/ui/status.tsx";

type Running = RouterOutputs["overview"]["get"]["campaigns"];

export function RunningCampaigns({ campaigns }: { campaigns: Running | undefined }) {
  const t = useTranslations("workspace.overview");
  const label = useEnumLabel();
  const format = useFormatter();
  const may = useMay();
  return (
    <Card
      title={t("campaigns")}
      flush
      actions={
        may("campaign.read") ? (
          <Link href="/w/campaigns" className="rounded-sm text-xs text-muted hover:text-ink hover:underline">
            {t("allCampaigns")}
          </Link>
        ) : null
      }
    >
      {campaigns === undefined ? (
        <div className="flex flex-col gap-4 p-4">
          <Skeleton />
          <Skeleton />
        </div>
      ) : campaigns.length === 0 ? (
        <EmptyState
          icon={<Megaphone aria-hidden />}
          title={t("noneRunning")}
          action={
            may("campaign.write") ? (
              <Button asChild>
                <Link href="/w/campaigns">{t("toCampaigns")}</Link>
              </Button>
            ) : null
          }
        >
          {t("noneRunningHint")}
        </EmptyState>
      ) : (
        <ul className="divide-y">
          {campaigns.map((one) => {
            const share = one.total === 0 ? 0 : one.done / one.total;
            return (
              <li key={one.id}>
                <Link
                  href={`/w/campaigns/${one.id}`}
                  className="grid grid-cols-[minmax(0,1fr)_6.5rem_8rem_8.5rem] items-center gap-4 px-4 py-3 hover:bg-hover focus-visible:-outline-offset-2"
                >
                  <span className="truncate text-sm font-medium">{one.name}</span>
                  <StatusDot tone={toneOf(one.state)} pulse={one.state === "running"}>
                    {label("campaignState", one.state)}
                  </StatusDot>
                  <ProgressBar
                    value={one.done}
                    max={one.total}
                    label={one.name}
                    tone={one.state === "running" ? "ok" : "neutral"}
                  />
                  <span className="tabular text-right text-xs text-muted">
                    {format.number(one.done)} / {format.number(one.total)} ·{" "}
                    <span className="font-medium text-ink">
                      {format.number(share, { style: "percent", maximumFractionDigits: 0 })}
                    </span>
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
