"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { MONITOR_MODES, type MonitorMode } from "@callbay/domain/monitor";
import { useMutation } from "@tanstack/react-query";
import { Ear, Headset, LogOut, MessageSquare } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { IconButton } from "~/ui/button.tsx";
import { Count, Duration, Elapsed } from "~/ui/format.tsx";
import { EmptyState } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { ConfirmDialog } from "~/ui/overlay.tsx";
import { StatusDot, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { toast } from "~/ui/toast.tsx";
import { Tooltip } from "~/ui/tooltip.tsx";
import { ListenButton } from "~/workspace/floor/monitor/listen-button.tsx";
import type { MonitorOfPage } from "~/workspace/floor/monitor/use-monitor.ts";
import { useWord } from "~/workspace/words.ts";

export type FloorAgent = RouterOutputs["floor"]["live"]["agents"][number];

export function FloorTable({
  name,
  agents,
  monitor,
  onWrite,
  isFiltered,
}: {
  /** The team's; null: none in particular. */
  readonly name: string | null;
  /** Is nobody here because of a filter? */
  readonly isFiltered: boolean;
  readonly agents: readonly FloorAgent[] | undefined;
  /** Absent where nobody may listen. */
  readonly monitor: MonitorOfPage | null;
  /** Absent where nobody may write to agents. */
  readonly onWrite: ((membershipId: string) => void) | null;
}) {
  const t = useTranslations("workspace.floor");
  const own = useTranslations("supervision.floor");
  const format = useFormatter();
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
  const time = (key: string, header: string, of: "talkMs" | "wrapupMs" | "pausedMs"): Column<FloorAgent> => ({
    key,
    header,
    width: "4.75rem",
    align: "right",
    sort: (row) => row.today?.[of] ?? 0,
    csv: (row) => Math.round((row.today?.[of] ?? 0) / 1000),
    cell: (row) => <Duration ms={row.today?.[of]} />,
  });
  const columns: Column<FloorAgent>[] = [
    {
      key: "name",
      header: t("agent"),
      width: "10.5rem",
      sort: (row) => row.name,
      csv: (row) => row.name,
      cell: (row) => (
        <span className="font-medium" title={`${t("seat")} ${row.seat}`}>
          {row.name}
        </span>
      ),
    },
    {
      key: "seat",
      header: t("seat"),
      fileOnly: true,
      csv: (row) => row.seat,
      cell: (row) => row.seat,
    },
    {
      key: "state",
      header: t("state"),
      width: "10rem",
      sort: (row) => row.state,
      csv: (row) => label("dutyState", row.state),
      cell: (row) => (
        <span className="flex items-center gap-2">
          <StatusDot tone={toneOf(row.state)} pulse={row.state === "talking"}>
            {label("dutyState", row.state)}
          </StatusDot>
          {row.reason ? <span className="text-xs text-muted">{word("pauseReason", row.reason)}</span> : null}
          {row.listeners.length > 0 ? (
            <Tooltip
              text={row.listeners.map((one) => own(`heardBy.${modeOf(one.mode)}`, { name: one.name })).join(" · ")}
            >
              <Ear aria-label={own("heard")} className="size-3.5 text-busy" />
            </Tooltip>
          ) : null}
          {row.next ? <span className="text-xs text-faint">{label("dutyNext", row.next)}</span> : null}
        </span>
      ),
    },
    {
      key: "since",
      header: t("since"),
      width: "4.5rem",
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
      width: "3.75rem",
      align: "right",
      sort: (row) => row.today?.calls ?? 0,
      csv: (row) => row.today?.calls,
      cell: (row) => <Count value={row.today?.calls} />,
    },
    {
      key: "successes",
      header: own("successes"),
      width: "3.75rem",
      align: "right",
      sort: (row) => row.today?.successes ?? 0,
      csv: (row) => row.today?.successes,
      cell: (row) => <Count value={row.today?.successes} />,
    },
    time("talk", t("talk"), "talkMs"),
    time("wrapup", own("wrapup"), "wrapupMs"),
    time("pause", own("pause"), "pausedMs"),
    {
      key: "occupancy",
      header: own("occupancy"),
      width: "4.25rem",
      align: "right",
      sort: (row) => row.today?.occupancy ?? null,
      csv: (row) => (row.today?.occupancy == null ? null : Math.round(row.today.occupancy * 100)),
      cell: (row) => (
        <span className="tabular">
          {row.today?.occupancy == null ? "—" : format.number(row.today.occupancy, { style: "percent" })}
        </span>
      ),
    },
    {
      key: "actions",
      header: t("kick"),
      hideHeader: true,
      width: "6.25rem",
      align: "right",
      cell: (row) => (
        <span className="flex justify-end">
          {monitor && row.state === "talking" && row.callId ? (
            <ListenButton monitor={monitor} name={row.name} callId={row.callId} />
          ) : null}
          {onWrite ? (
            <IconButton
              className="-my-1"
              size="sm"
              label={own("writeTo", { name: row.name })}
              icon={<MessageSquare aria-hidden />}
              onClick={() => onWrite(row.membershipId)}
            />
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
        label={name ?? t("title")}
        columns={columns}
        rows={agents}
        rowKey={(row) => row.dutySessionId}
        exportName="floor"
        empty={
          <EmptyState icon={<Headset aria-hidden />} title={isFiltered ? own("nobodyFits") : t("empty")}>
            {isFiltered ? own("nobodyFitsHint") : t("emptyHint")}
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

function modeOf(mode: string): MonitorMode {
  return MONITOR_MODES.find((known) => known === mode) ?? "listen";
}
