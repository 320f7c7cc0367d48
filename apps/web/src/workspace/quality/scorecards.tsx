"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ClipboardList } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count, DateTime } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";

const ScorecardEditor = dynamic(() => import("./scorecard-editor.tsx").then((it) => it.ScorecardEditor));

export type ScorecardRow = RouterOutputs["quality"]["scorecards"][number];

export function Scorecards() {
  const t = useTranslations("quality.scorecards");
  const may = useMay();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const list = useQuery(trpc.quality.scorecards.queryOptions({}));
  const [editing, setEditing] = useState<ScorecardRow | "new" | null>(null);
  const archive = useMutation(
    trpc.quality.archiveScorecard.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: trpc.quality.pathKey() }),
    }),
  );
  const columns: Column<ScorecardRow>[] = [
    { key: "name", header: t("name"), cell: (row) => row.name },
    { key: "version", header: t("version"), width: "6rem", align: "right", cell: (row) => row.version },
    {
      key: "questions",
      header: t("questions"),
      width: "7rem",
      align: "right",
      cell: (row) => <Count value={row.form.sections.flatMap(({ questions }) => questions).length} />,
    },
    { key: "used", header: t("used"), width: "7rem", align: "right", cell: (row) => <Count value={row.used} /> },
    { key: "at", header: t("changed"), width: "9.25rem", cell: (row) => <DateTime at={row.createdAt} style="date" /> },
    {
      key: "state",
      header: t("state"),
      width: "7rem",
      cell: (row) => <Badge tone={row.archivedAt ? "neutral" : "ok"}>{t(row.archivedAt ? "archived" : "inUse")}</Badge>,
    },
    {
      key: "actions",
      header: t("actions"),
      hideHeader: true,
      width: "8.5rem",
      align: "right",
      cell: (row) =>
        may("quality.write") ? (
          <Button
            size="sm"
            tone="ghost"
            busy={archive.isPending}
            onClick={() => archive.mutate({ scorecardId: row.id, archived: row.archivedAt === null })}
          >
            {t(row.archivedAt ? "use" : "archive")}
          </Button>
        ) : null,
    },
  ];
  const add = may("quality.write") ? (
    <Button size="sm" tone="primary" onClick={() => setEditing("new")}>
      {t("new")}
    </Button>
  ) : null;
  return (
    <Query of={list}>
      {(rows) => (
        <Card flush title={t("title")} description={t("hint")} actions={add}>
          <Table
            label={t("title")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={(row) => setEditing(row)}
            empty={
              <EmptyState icon={<ClipboardList aria-hidden />} title={t("empty")} action={add}>
                {t("emptyHint")}
              </EmptyState>
            }
          />
          {editing ? (
            <ScorecardEditor scorecard={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
          ) : null}
        </Card>
      )}
    </Query>
  );
}
