"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ClipboardCheck, ExternalLink, PhoneCall, Volume2 } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay, useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button, IconButton } from "~/ui/button.tsx";
import { DateTime, Duration, Elapsed, PhoneNumber } from "~/ui/format.tsx";
import { Card, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { LoadMore } from "~/ui/load-more.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { Badge, Skeleton, StatusDot, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { CallFilterBar, type FilterField } from "~/workspace/calls/filter-bar.tsx";
import { type CallFilters, NO_FILTERS, placeAndTime, readFilters, writeFilters } from "~/workspace/calls/filters.ts";
import { NoneOfThem } from "~/workspace/calls/none.tsx";
import { useJudge } from "~/workspace/quality/use-judge.tsx";

const CallDetail = dynamic(() => import("~/workspace/calls/call-detail.tsx").then((it) => it.CallDetail));

type Row = RouterOutputs["calls"]["list"]["items"][number];

const FIELDS: readonly FilterField[] = ["days", "campaign", "disposition", "agent", "outcome"];

/** Filters and the open call stand in the address, so that a list can be passed on and Back closes the call. */
export default function Page() {
  const t = useTranslations("workspace.calls");
  const label = useEnumLabel();
  const judging = useTranslations("quality.judge");
  const may = useMay();
  const judge = useJudge();
  const { workspace } = useMe();
  const own = workspace.kind === "tenant" ? workspace.membershipId : "";
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const trpc = useTRPC();
  const zone = workspace.kind === "tenant" ? workspace.timezone : "UTC";
  const filters = readFilters(search);
  const openId = search.get("call");
  const go = (patch: Partial<CallFilters> & { call?: string | null }, keep = false): void => {
    const { call, ...changed } = patch;
    const address = `${path}${writeFilters({ ...filters, ...changed }, { call })}`;
    if (keep) router.push(address, { scroll: false });
    else router.replace(address, { scroll: false });
  };
  const calls = useInfiniteQuery(
    trpc.calls.list.infiniteQueryOptions(
      {
        limit: 100,
        ...(filters.outcome ? { outcome: filters.outcome } : {}),
        ...(filters.dispositionId ? { dispositionId: filters.dispositionId } : {}),
        ...placeAndTime(filters, zone),
      },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: (before) => before },
    ),
  );
  const rows = calls.data?.pages.flatMap((page) => page.items);
  const columns: Column<Row>[] = [
    {
      key: "at",
      header: t("started"),
      width: "9.25rem",
      csv: (row) => row.startedAt.toISOString(),
      cell: (row) => <DateTime at={row.startedAt} style="seconds" />,
    },
    {
      key: "phone",
      header: t("number"),
      width: "9.25rem",
      csv: (row) => row.maskedPhone,
      cell: (row) => <PhoneNumber phone={row.maskedPhone} />,
    },
    {
      key: "campaign",
      header: t("campaign"),
      csv: (row) => row.campaign?.name,
      cell: (row) => row.campaign?.name ?? "—",
    },
    {
      key: "agent",
      header: t("agent"),
      width: "9.5rem",
      csv: (row) => row.agent?.name,
      cell: (row) => row.agent?.name ?? <span className="text-faint">—</span>,
    },
    {
      key: "outcome",
      header: t("outcome"),
      width: "7.5rem",
      csv: (row) => (row.outcome ? label("outcome", row.outcome) : ""),
      cell: (row) =>
        row.outcome ? (
          <Badge tone={toneOf(row.outcome)}>{label("outcome", row.outcome)}</Badge>
        ) : (
          <StatusDot tone="busy" pulse>
            {t("live")}
          </StatusDot>
        ),
    },
    {
      key: "disposition",
      header: t("disposition"),
      width: "8.5rem",
      csv: (row) => row.disposition?.label,
      cell: (row) => row.disposition?.label ?? <span className="text-faint">—</span>,
    },
    {
      key: "values",
      header: t("values"),
      cell: () => null,
      csv: (row) => row.values.map(({ label: asked, value }) => `${asked}: ${value}`).join("; "),
      fileOnly: true,
    },
    {
      key: "talk",
      header: t("talk"),
      width: "4.5rem",
      align: "right",
      csv: (row) => Math.round(row.talkMs / 1000),
      cell: (row) =>
        row.joinedAt && !row.endedAt ? (
          <Elapsed since={row.joinedAt} />
        ) : row.talkMs > 0 ? (
          <Duration ms={row.talkMs} />
        ) : (
          <span className="text-faint">—</span>
        ),
    },
    {
      key: "recording",
      header: t("recording"),
      hideHeader: true,
      width: "4.25rem",
      align: "right",
      cell: (row) => (
        <span className="flex items-center justify-end gap-1">
          {row.recordingId ? <Volume2 role="img" aria-label={t("hasRecording")} className="size-4 text-faint" /> : null}
          {may("quality.assess") && canBeJudged(row, own) ? (
            <IconButton
              size="sm"
              className="-my-1"
              label={judging("judge")}
              icon={<ClipboardCheck aria-hidden />}
              disabled={judge.isBusy}
              onClick={() => judge.begin(row.id)}
            />
          ) : null}
        </span>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} />
      <Query of={calls}>
        {() => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={(row) => go({ call: row.id }, true)}
              isSelected={(row) => row.id === openId}
              exportName="calls"
              skeletonRows={12}
              toolbar={<CallFilterBar fields={FIELDS} filters={filters} onChange={(patch) => go(patch)} />}
              empty={
                <NoneOfThem
                  icon={<PhoneCall aria-hidden />}
                  filters={filters}
                  onClear={() => go(NO_FILTERS)}
                  texts={{ title: t("empty"), filtered: t("emptyFiltered"), never: t("emptyHint") }}
                />
              }
              footer={
                <LoadMore
                  shown={rows?.length ?? 0}
                  hasMore={calls.hasNextPage}
                  loading={calls.isFetchingNextPage}
                  onMore={() => void calls.fetchNextPage()}
                />
              }
            />
          </Card>
        )}
      </Query>
      {openId ? <CallSheet callId={openId} onClose={() => go({})} /> : null}
      {judge.dialog}
    </>
  );
}

/** A conversation with somebody else that is over. */
function canBeJudged({ agent, joinedAt, endedAt }: Row, own: string): boolean {
  return agent !== null && agent.membershipId !== own && joinedAt !== null && endedAt !== null;
}

function CallSheet({ callId, onClose }: { callId: string; onClose: () => void }) {
  const t = useTranslations("workspace.calls");
  const trpc = useTRPC();
  const call = useQuery(trpc.calls.get.queryOptions({ callId }));
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={call.data ? t("callOf", { number: call.data.maskedPhone }) : t("call")}
      description={call.data ? <DateTime at={call.data.startedAt} style="seconds" /> : "…"}
      footer={
        <Button asChild>
          <Link href={`/w/calls/${callId}`}>
            <ExternalLink aria-hidden />
            {t("openPage")}
          </Link>
        </Button>
      }
    >
      <Query of={call}>{(data) => (data ? <CallDetail call={data} /> : <Skeleton className="h-80" />)}</Query>
    </Sheet>
  );
}
