"use client";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { CallDetail } from "~/workspace/calls/call-detail.tsx";

export default function Page() {
  const { callId } = useParams<{ callId: string }>();
  const t = useTranslations("workspace.calls");
  const trpc = useTRPC();
  const call = useQuery(trpc.calls.get.queryOptions({ callId }));
  const { data } = call;
  return (
    <>
      <PageHeader
        title={data ? t("callOf", { number: data.maskedPhone }) : t("call")}
        description={data ? <DateTime at={data.startedAt} style="seconds" /> : " "}
        trail={[{ href: "/w/calls", label: t("title") }]}
      />
      <Query of={call}>
        {(loaded) => <Card>{loaded ? <CallDetail call={loaded} /> : <Skeleton className="h-96" />}</Card>}
      </Query>
    </>
  );
}
