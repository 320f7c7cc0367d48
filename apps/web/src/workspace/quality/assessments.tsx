"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ClipboardCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "~/trpc/client.tsx";
import { DateTime } from "~/ui/format.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { PagedTable } from "~/ui/paged-table.tsx";
import { Badge } from "~/ui/status.tsx";
import type { Column } from "~/ui/table.tsx";
import { Score } from "./score.tsx";

type Row = RouterOutputs["quality"]["assessments"]["items"][number];
const STATES = ["submitted", "unacknowledged", "draft"] as const;

/** Columns that reviewers' and agents' lists share. */
export function useAssessmentColumns(): Column<Row>[] {
  const t = useTranslations("quality.assess");
  return [
    {
      key: "at",
      header: t("at"),
      width: "9.25rem",
      csv: (row) => (row.submittedAt ?? row.createdAt).toISOString(),
      cell: (row) => <DateTime at={row.submittedAt ?? row.createdAt} />,
    },
    {
      key: "scorecard",
      header: t("scorecard"),
      csv: (row) => `${row.scorecard.name} ${row.scorecard.version}`,
      cell: (row) => `${row.scorecard.name} ${row.scorecard.version}`,
    },
    {
      key: "agent",
      header: t("agent"),
      width: "9.5rem",
      csv: (row) => row.agent?.name,
      cell: (row) => row.agent?.name ?? "—",
    },
    {
      key: "reviewer",
      header: t("reviewer"),
      width: "9.5rem",
      csv: (row) => row.reviewer.name,
      cell: (row) => row.reviewer.name,
    },
    {
      key: "call",
      header: t("call"),
      width: "7rem",
      csv: (row) => row.call.startedAt.toISOString(),
      cell: (row) => <DateTime at={row.call.startedAt} />,
    },
    {
      key: "score",
      header: t("score"),
      width: "6.5rem",
      align: "right",
      sort: (row) => row.scoreBp,
      csv: (row) => (row.scoreBp === null ? null : row.scoreBp / 100),
      cell: (row) => <Score bp={row.scoreBp} fatal={row.isFatal} />,
    },
    {
      key: "state",
      header: t("state"),
      width: "7rem",
      cell: (row) =>
        row.submittedAt === null ? (
          <Badge tone="neutral">{t("draft")}</Badge>
        ) : row.acknowledgedAt ? (
          <Badge tone="ok">{t("acknowledged")}</Badge>
        ) : (
          <Badge tone="warn">{t("open")}</Badge>
        ),
    },
  ];
}

export function Assessments() {
  const t = useTranslations("quality.assess");
  const trpc = useTRPC();
  const [state, setState] = useState<(typeof STATES)[number]>("submitted");
  const columns = useAssessmentColumns();
  const found = useInfiniteQuery(
    trpc.quality.assessments.infiniteQueryOptions(
      { limit: 50, state },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <PagedTable
      of={found}
      label={t("title")}
      columns={columns}
      rowKey={(row) => row.id}
      href={(row) => `/w/quality/assess/${row.id}`}
      exportName="assessments"
      choice={{
        label: t("state"),
        value: state,
        onChange: setState,
        options: STATES.map((value) => ({ value, label: t(`states.${value}`) })),
      }}
      empty={
        <EmptyState icon={<ClipboardCheck aria-hidden />} title={t("empty")}>
          {t("emptyHint")}
        </EmptyState>
      }
    />
  );
}
