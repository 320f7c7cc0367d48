"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useMutation } from "@tanstack/react-query";
import { Headset, LogOut } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { IconButton } from "~/ui/button.tsx";
import { Count, Duration, Elapsed } from "~/ui/format.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { StatusDot, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { ListenButton } from "~/workspace/floor/monitor/listen-button.tsx";
import type { MonitorOfPage } from "~/workspace/floor/monitor/use-monitor.ts";
import { useWord } from "~/workspace/words.ts";

export type FloorAgent = RouterOutputs["floor"]["live"]["agents"][number];

export function FloorTable({
  agents,
  monitor,
}: {
  readonly agents: readonly FloorAgent[] | undefined;
  /** Absent where nobody may listen. */
  readonly monitor: MonitorOfPage | null;
}) {
  const t = useTranslations("workspace.floor");
  const label = useEnumLabel();
  const word = useWord();
  const may = useMay();
  const trpc = useTRPC();
  const [kicking, setKicking] = useState<FloorAgent | null>(null);
  const kick = useMutation(
    trpc.floor.kick.mutationOptions({
      onSuccess: () => kicking && toast.success(t("kicked", { name: kicking.name })),
      onSettled: () => setKicking(null),
    }),
  );
  const columns: Column<FloorAgent>[] = [
    {
      key: "name",
      header: t("agent"),
      width: "12rem",
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => <span className="font-medium">{row.name}</span>,
    },
    {
      key: "seat",
      header: t("seat"),
      width: "5.5rem",
      sort: (row) => row.seat,
      csv: (row) => row.seat,
      cell: (row) => <span className="text-muted">{row.seat}</span>,
    },
    {
      key: "state",
      header: t("state"),
      width: "11rem",
      sort: (row) => row.state,
      csv: (row) => label("dutyState", row.state),
      cell: (row) => (
        <span className="flex items-center gap-2">
          <StatusDot tone={toneOf(row.state)} pulse={row.state === "talking"}>
            {label("dutyState", row.state)}
          </StatusDot>
          {row.reason ? <span className="text-xs text-muted">{word("pauseReason", row.reason)}</span> : null}
          {row.next ? <span className="text-xs text-faint">{label("dutyNext", row.next)}</span> : null}
        </span>
      ),
    },
    {
      key: "since",
      header: t("since"),
      width: "5.5rem",
      align: "right",
      sort: (row) => row.since,
      csv: (row) => row.since.toISOString(),
      cell: (row) => <Elapsed since={row.since} />,
    },
    {
      key: "campaign",
      header: t("campaign"),
      sort: (row) => row.campaign?.name ?? null,
      csv: (row) => row.campaign?.name,
      cell: (row) =>
        row.campaign ? (
          <Link href={`/w/campaigns/${row.campaign.id}`} className="hover:underline">
            {row.campaign.name}
          </Link>
        ) : (
          <span className="text-faint">—</span>
        ),
    },
    {
      key: "calls",
      header: t("calls"),
      width: "6rem",
      align: "right",
      sort: (row) => row.today.calls,
      csv: (row) => row.today.calls,
      cell: (row) => <Count value={row.today.calls} />,
    },
    {
      key: "talk",
      header: t("talk"),
      width: "6.5rem",
      align: "right",
      sort: (row) => row.today.talkMs,
      csv: (row) => Math.round(row.today.talkMs / 1000),
      cell: (row) => <Duration ms={row.today.talkMs} />,
    },
    {
      key: "actions",
      header: t("kick"),
      hideHeader: true,
      width: "5rem",
      align: "right",
      cell: (row) => (
        <span className="flex justify-end">
          {monitor && row.state === "talking" && row.callId ? (
            <ListenButton monitor={monitor} name={row.name} callId={row.callId} />
          ) : null}
          {may("agent.kick:tenant") ? (
            <IconButton
              className="-my-1"
              size="sm"
              label={t("kickName", { name: row.name })}
              icon={<LogOut aria-hidden />}
              onClick={() => setKicking(row)}
            />
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table
        label={t("title")}
        columns={columns}
        rows={agents}
        rowKey={(row) => row.dutySessionId}
        exportName="floor"
        empty={
          <EmptyState icon={<Headset aria-hidden />} title={t("empty")}>
            {t("emptyHint")}
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={kicking !== null}
        onOpenChange={(open) => !open && setKicking(null)}
        title={t("kickTitle", { name: kicking?.name ?? "" })}
        description={t(kicking?.state === "talking" || kicking?.state === "wrapup" ? "kickBusy" : "kickIdle")}
        confirmText={t("kick")}
        busy={kick.isPending}
        onConfirm={() => kicking && kick.mutate({ membershipId: kicking.membershipId })}
      />
    </>
  );
}
