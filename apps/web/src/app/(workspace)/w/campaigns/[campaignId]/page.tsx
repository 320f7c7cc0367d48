"use client";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import dynamic from "next/dynamic";
import { useParams } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Card, Notice, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, toneOf } from "~/ui/status.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { CampaignActions } from "~/workspace/campaigns/actions.tsx";
import { CampaignContacts } from "~/workspace/campaigns/contacts.tsx";
import { MachineErrorCard } from "~/workspace/campaigns/machine-error.tsx";
import { needsOf } from "~/workspace/campaigns/needs.ts";
import { CampaignProgress } from "~/workspace/campaigns/progress.tsx";
import { ScheduleNotice } from "~/workspace/campaigns/schedule-notice.tsx";
import { useWord } from "~/workspace/words.ts";

const CampaignSetup = dynamic(() => import("~/workspace/campaigns/setup.tsx").then((it) => it.CampaignSetup));

const BY_THE_CLOCK_MS = 30_000;

export default function Page() {
  const { campaignId } = useParams<{ campaignId: string }>();
  const t = useTranslations("workspace.campaigns");
  const label = useEnumLabel();
  const format = useFormatter();
  const word = useWord();
  const may = useMay();
  const trpc = useTRPC();
  const campaign = useQuery(
    trpc.campaigns.get.queryOptions(
      { campaignId },
      // A schedule opens and closes by the clock, of which no event tells.
      { refetchInterval: (query) => (query.state.data?.schedule ? BY_THE_CLOCK_MS : false) },
    ),
  );
  const { data } = campaign;
  const dials = data !== undefined && ["running", "paused", "completed"].includes(data.state);
  const [chosen, setChosen] = useState<string | null>(null);
  const tab = chosen ?? (dials ? "progress" : "setup");
  const stateHint = ({ state, dialMode }: NonNullable<typeof data>): string =>
    state === "running" && (dialMode === "preview" || dialMode === "agentless")
      ? t(`runningHint.${dialMode}`)
      : t(`stateHint.${state}`);
  const needs = data?.editable ? needsOf(data) : [];
  return (
    <>
      <PageHeader
        title={data?.name ?? t("campaign")}
        badge={
          data ? (
            <Badge tone={toneOf(data.state)} dot={data.state === "running"}>
              {label("campaignState", data.state)}
            </Badge>
          ) : null
        }
        trail={[{ href: "/w/campaigns", label: t("title") }]}
        description={data ? stateHint(data) : " "}
        actions={data ? <CampaignActions campaign={data} /> : null}
      />
      <Query of={campaign}>
        {(loaded) =>
          loaded === undefined ? (
            <Card>
              <Skeleton className="h-96" />
            </Card>
          ) : (
            <>
              {loaded.stateReason && (loaded.state === "returned" || loaded.state === "paused") ? (
                <div className="mb-4">
                  <Notice tone="warn" icon={<TriangleAlert aria-hidden />}>
                    {t(loaded.state === "returned" ? "returnedBecause" : "pausedBecause")}{" "}
                    {word("pauseCause", loaded.stateReason)}
                  </Notice>
                </div>
              ) : null}
              <ScheduleNotice campaign={loaded} />
              {needs.length > 0 ? (
                <div className="mb-4">
                  <Notice icon={<TriangleAlert aria-hidden />}>
                    {t("missing", { needs: format.list(needs.map((need) => word("need", need))) })}
                  </Notice>
                </div>
              ) : null}
              <Tabs
                label={loaded.name}
                value={tab}
                onChange={setChosen}
                tabs={[
                  {
                    value: "progress",
                    label: t("tab.progress"),
                    content: (
                      <CampaignProgress
                        campaignId={campaignId}
                        dialMode={loaded.dialMode}
                        running={loaded.state === "running"}
                      >
                        {loaded.machine.detect ? (
                          <MachineErrorCard campaignId={campaignId} running={loaded.state === "running"} />
                        ) : null}
                      </CampaignProgress>
                    ),
                  },
                  ...(may("contact.read") || may("campaign.read")
                    ? [
                        {
                          value: "contacts",
                          label: t("tab.contacts"),
                          content: (
                            <Card flush>
                              <CampaignContacts campaignId={campaignId} />
                            </Card>
                          ),
                        },
                      ]
                    : []),
                  { value: "setup", label: t("tab.setup"), content: <CampaignSetup campaign={loaded} /> },
                ]}
              />
            </>
          )
        }
      </Query>
    </>
  );
}
