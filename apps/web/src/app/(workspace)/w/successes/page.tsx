"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { amountText } from "@callbay/domain/money";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Play, ThumbsDown, Trophy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Player } from "~/recording/player.tsx";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { IconButton } from "~/ui/button.tsx";
import { DateTime, Duration, Money, PhoneNumber } from "~/ui/format.tsx";
import { EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Dialog } from "~/ui/overlay.tsx";
import { PagedTable } from "~/ui/paged-table.tsx";
import { Badge } from "~/ui/status.tsx";
import type { Column } from "~/ui/table.tsx";
import { RejectSuccess } from "~/workspace/money/reject-success.tsx";
import { SuccessSheet } from "~/workspace/money/success-sheet.tsx";

type Success = RouterOutputs["success"]["list"]["items"][number];
const STATES = ["open", "accepted", "rejected"] as const;
type Shown = "all" | (typeof STATES)[number];

export default function Page() {
  const t = useTranslations("workspace.successes");
  const may = useMay();
  const trpc = useTRPC();
  const [shown, setShown] = useState<Shown>("all");
  const [openId, setOpenId] = useState<string | null>(null);
  const [rejecting, setRejecting] = useState<Success | null>(null);
  const [playing, setPlaying] = useState<Success | null>(null);
  const successes = useInfiniteQuery(
    trpc.success.list.infiniteQueryOptions(
      { limit: 50, ...(shown === "all" ? {} : { state: shown }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const rows = successes.data?.pages.flatMap((page) => page.items);
  const place = rows?.findIndex(({ callId }) => callId === openId) ?? -1;
  const next = place < 0 ? undefined : rows?.slice(place + 1).find(({ state }) => state === "open");
  const dash = <span className="text-faint">—</span>;
  const columns: Column<Success>[] = [
    {
      key: "at",
      header: t("at"),
      width: "8.5rem",
      csv: (row) => row.occurredAt.toISOString(),
      cell: (row) => (
        <Link href={`/w/calls/${row.callId}`} className="hover:underline">
          <DateTime at={row.occurredAt} />
        </Link>
      ),
    },
    {
      key: "phone",
      header: t("phone"),
      width: "9.5rem",
      csv: (row) => row.maskedPhone,
      cell: (row) => <PhoneNumber phone={row.maskedPhone} />,
    },
    {
      key: "campaign",
      header: t("campaign"),
      csv: (row) => row.campaignName,
      cell: (row) => (
        <>
          <span title={row.campaignName}>{row.campaignName || dash}</span>
          {row.disposition ? <span className="block truncate text-xs text-muted">{row.disposition.label}</span> : null}
        </>
      ),
    },
    {
      key: "disposition",
      header: t("disposition"),
      cell: () => null,
      csv: (row) => row.disposition?.label,
      fileOnly: true,
    },
    { key: "agent", header: t("agent"), csv: (row) => row.agent?.name, cell: (row) => row.agent?.name ?? dash },
    {
      key: "talk",
      header: t("talk"),
      width: "4.5rem",
      align: "right",
      csv: (row) => row.talkMs,
      cell: (row) => <Duration ms={row.talkMs} />,
    },
    {
      key: "value",
      header: t("orderValue"),
      width: "7rem",
      align: "right",
      csv: (row) =>
        row.orderValueMinor === null || row.currency === null
          ? null
          : `${amountText(row.orderValueMinor, row.currency)} ${row.currency}`,
      cell: (row) =>
        row.orderValueMinor === null || row.currency === null ? (
          dash
        ) : (
          <Money minor={row.orderValueMinor} currency={row.currency} />
        ),
    },
    {
      key: "state",
      header: t("state"),
      width: "7rem",
      csv: (row) => row.state,
      cell: (row) => (
        <span title={row.rejectedReason ?? undefined}>
          <Badge tone={row.state === "accepted" ? "ok" : row.state === "rejected" ? "warn" : "neutral"}>
            {t(row.state)}
          </Badge>
        </span>
      ),
    },
    {
      key: "actions",
      header: t("actions"),
      width: "6rem",
      align: "right",
      cell: (row) => (
        <span className="flex justify-end gap-1">
          {row.recordingId && may("recording.play") ? (
            <IconButton size="sm" label={t("play")} icon={<Play aria-hidden />} onClick={() => setPlaying(row)} />
          ) : null}
          {row.state !== "rejected" && may("success.review") ? (
            <IconButton
              size="sm"
              label={t("reject")}
              icon={<ThumbsDown aria-hidden />}
              onClick={() => setRejecting(row)}
            />
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <PagedTable
        of={successes}
        label={t("title")}
        columns={columns}
        rowKey={(row) => row.callId}
        onOpen={(row) => setOpenId(row.callId)}
        isSelected={(row) => row.callId === openId}
        exportName="successes"
        choice={{
          label: t("state"),
          value: shown,
          onChange: setShown,
          options: (["all", ...STATES] as const).map((value) => ({ value, label: t(value) })),
        }}
        empty={
          <EmptyState icon={<Trophy aria-hidden />} title={t("empty")}>
            {t("emptyHint")}
          </EmptyState>
        }
      />
      {openId ? (
        <SuccessSheet
          key={openId}
          callId={openId}
          title={rows?.find(({ callId }) => callId === openId)?.maskedPhone ?? t("title")}
          onNext={next ? () => setOpenId(next.callId) : undefined}
          onClose={() => setOpenId(null)}
        />
      ) : null}
      {rejecting ? <RejectSuccess callId={rejecting.callId} onClose={() => setRejecting(null)} /> : null}
      {playing?.recordingId ? (
        <Dialog
          open
          onOpenChange={(open) => !open && setPlaying(null)}
          title={t("recording")}
          description={`${playing.maskedPhone} · ${playing.agent?.name ?? "—"}`}
        >
          <Player recordingId={playing.recordingId} durationMs={playing.talkMs} startsNow />
        </Dialog>
      ) : null}
    </>
  );
}
