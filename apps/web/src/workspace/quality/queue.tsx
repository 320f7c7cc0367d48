"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useQuery } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { DateTime, Duration, PhoneNumber } from "~/ui/format.tsx";
import { Card, EmptyState } from "~/ui/layout.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { useStart } from "./use-start.ts";

const DrawDialog = dynamic(() => import("./draw-dialog.tsx").then((it) => it.DrawDialog));

type Task = RouterOutputs["quality"]["queue"][number];

/** Calls that were drawn and wait to be judged; Enter begins. */
export function Queue() {
  const t = useTranslations("quality.queue");
  const calls = useTranslations("workspace.calls");
  const may = useMay();
  const trpc = useTRPC();
  const queue = useQuery(trpc.quality.queue.queryOptions({}));
  const start = useStart();
  const [drawing, setDrawing] = useState(false);
  const columns: Column<Task>[] = [
    {
      key: "at",
      header: calls("started"),
      width: "7rem",
      cell: (row) => <DateTime at={row.startedAt} />,
    },
    { key: "agent", header: calls("agent"), width: "9.5rem", cell: (row) => row.agentName },
    { key: "campaign", header: calls("campaign"), cell: (row) => row.campaignName || "—" },
    { key: "phone", header: calls("number"), width: "9.25rem", cell: (row) => <PhoneNumber phone={row.maskedPhone} /> },
    {
      key: "talk",
      header: calls("talk"),
      width: "4.5rem",
      align: "right",
      cell: (row) => <Duration ms={row.talkMs} />,
    },
    {
      key: "sample",
      header: t("sample"),
      width: "8rem",
      cell: (row) => <span className="block max-w-32 truncate">{row.sampleName}</span>,
    },
    {
      key: "scorecard",
      header: t("scorecard"),
      width: "9rem",
      cell: (row) => <span className="block max-w-36 truncate">{row.scorecard}</span>,
    },
  ];
  const draw = may("quality.write") ? (
    <Button size="sm" tone="primary" onClick={() => setDrawing(true)}>
      {t("draw")}
    </Button>
  ) : null;
  return (
    <Query of={queue}>
      {(rows) => (
        <Card flush title={t("title")} description={t("hint")} actions={draw}>
          <Table
            label={t("title")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={({ callId, versionId }) => start.mutate({ callId, versionId })}
            empty={
              <EmptyState icon={<ListChecks aria-hidden />} title={t("empty")} action={draw}>
                {t("emptyHint")}
              </EmptyState>
            }
          />
          {drawing ? <DrawDialog onClose={() => setDrawing(false)} /> : null}
        </Card>
      )}
    </Query>
  );
}
