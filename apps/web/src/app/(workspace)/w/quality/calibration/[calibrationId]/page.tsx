"use client";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTRPC } from "~/trpc/client.tsx";
import { DateTime } from "~/ui/format.tsx";
import { PageHeader } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Skeleton } from "~/ui/status.tsx";
import { CalibrationView } from "~/workspace/quality/calibration-view.tsx";

export default function Page() {
  const { calibrationId } = useParams<{ calibrationId: string }>();
  const t = useTranslations("quality.calibration");
  const trpc = useTRPC();
  const calibration = useQuery(trpc.quality.calibration.queryOptions({ calibrationId }, { retry: false }));
  const { data } = calibration;
  return (
    <>
      <PageHeader
        title={data?.name ?? t("title")}
        description={data?.closedAt ? <DateTime at={data.closedAt} /> : " "}
        trail={[{ href: "/w/quality?part=calibration", label: t("title") }]}
      />
      <Query of={calibration}>
        {(loaded) => (loaded ? <CalibrationView calibration={loaded} /> : <Skeleton className="h-96" />)}
      </Query>
    </>
  );
}
