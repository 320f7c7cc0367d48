"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Scale } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { useStart } from "./use-start.ts";

type Row = RouterOutputs["quality"]["calibrations"][number];

export function Calibrations() {
  const t = useTranslations("quality.calibration");
  const may = useMay();
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const list = useQuery(trpc.quality.calibrations.queryOptions({}));
  const start = useStart();
  const close = useMutation(
    trpc.quality.closeCalibration.mutationOptions({
      onSuccess: () => {
        toast.success(t("closedNow"));
        void queryClient.invalidateQueries({ queryKey: trpc.quality.pathKey() });
      },
    }),
  );
  const open = (row: Row): void => {
    if (row.closedAt) router.push(`/w/quality/calibration/${row.id}`);
    else if (row.ownAssessmentId) router.push(`/w/quality/assess/${row.ownAssessmentId}`);
    else if (row.mine) start.mutate({ callId: row.callId, versionId: row.versionId, calibrationId: row.id });
  };
  const columns: Column<Row>[] = [
    { key: "name", header: t("name"), cell: (row) => row.name, csv: (row) => row.name },
    { key: "scorecard", header: t("scorecard"), cell: (row) => row.scorecard },
    { key: "call", header: t("call"), width: "7rem", cell: (row) => <DateTime at={row.callAt} /> },
    {
      key: "judged",
      header: t("judged"),
      width: "6rem",
      align: "right",
      cell: (row) => `${row.judged} / ${row.asked}`,
    },
    {
      key: "state",
      header: t("state"),
      width: "10rem",
      cell: (row) =>
        row.closedAt ? (
          <Badge tone="neutral">{t("closed")}</Badge>
        ) : row.mine && !row.ownDone ? (
          <Badge tone="warn">{t("waitsForYou")}</Badge>
        ) : (
          <Badge tone="busy">{t("open")}</Badge>
        ),
    },
    {
      key: "actions",
      header: t("actions"),
      hideHeader: true,
      width: "7rem",
      align: "right",
      cell: (row) =>
        row.closedAt === null && may("quality.write") ? (
          <Button size="sm" busy={close.isPending} onClick={() => close.mutate({ calibrationId: row.id })}>
            {t("close")}
          </Button>
        ) : null,
    },
  ];
  return (
    <Query of={list}>
      {(rows) => (
        <Card flush title={t("title")} description={t("hint")}>
          <Table
            label={t("title")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={open}
            empty={
              <EmptyState icon={<Scale aria-hidden />} title={t("empty")}>
                {t("emptyHint")}
              </EmptyState>
            }
          />
        </Card>
      )}
    </Query>
  );
}
