"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, toneOf } from "~/ui/status.tsx";

// It comes with the campaign: what reads and checks rules is not in the way of the page.
const CampaignEditor = dynamic(() => import("~/workspace/campaigns/editor.tsx").then((part) => part.CampaignEditor));

export default function Page() {
  const { campaignId } = useParams<{ campaignId: string }>();
  const t = useTranslations("workspace.campaigns");
  const label = useEnumLabel();
  const trpc = useTRPC();
  const campaign = useQuery(trpc.campaigns.get.queryOptions({ campaignId }));
  const { data } = campaign;
  return (
    <>
      <PageHeader
        title={data?.name ?? t("edit")}
        badge={data ? <Badge tone={toneOf(data.state)}>{label("campaignState", data.state)}</Badge> : null}
        trail={[
          { href: "/w/campaigns", label: t("title") },
          { href: `/w/campaigns/${campaignId}`, label: data?.name ?? t("campaign") },
        ]}
      />
      <Query of={campaign}>
        {(loaded) =>
          loaded ? (
            <CampaignEditor key={loaded.id} campaign={loaded} />
          ) : (
            <Card>
              <Skeleton className="h-96" />
            </Card>
          )
        }
      </Query>
    </>
  );
}
