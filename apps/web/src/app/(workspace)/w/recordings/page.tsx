"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { useInfiniteQuery } from "@tanstack/react-query";
import { AudioLines, MessageSquareText, Scale } from "lucide-react";
import dynamic from "next/dynamic";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useMay, useMe } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { codeOf, useDescribeError } from "~/trpc/errors.ts";
import { Button } from "~/ui/button.tsx";
import { Count, DateTime, Duration, PhoneNumber } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { LoadMore } from "~/ui/load-more.tsx";
import { Sheet } from "~/ui/overlay.tsx";
import { Query } from "~/ui/query.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { CallFilterBar, type FilterField } from "~/workspace/calls/filter-bar.tsx";
import {
  type CallFilters,
  lengthLimits,
  NO_FILTERS,
  placeAndTime,
  readFilters,
  writeFilters,
} from "~/workspace/calls/filters.ts";
import { NoneOfThem } from "~/workspace/calls/none.tsx";

const Listen = dynamic(() => import("~/workspace/recordings/listen.tsx").then((it) => it.Listen));

const KeepingSheet = dynamic(() => import("~/workspace/recordings/keeping.tsx").then((it) => it.KeepingSheet));

type Row = RouterOutputs["recordings"]["search"]["items"][number];

const FIELDS: readonly FilterField[] = ["number", "days", "campaign", "disposition", "agent", "length"];

/** Filters and the open recording stand in the address, so that a search can be passed on and Back closes the player. */
export default function Page() {
  const t = useTranslations("quality.recordings");
  const calls = useTranslations("workspace.calls");
  const holds = useTranslations("quality.holds");
  const may = useMay();
  const [keeping, setKeeping] = useState(false);
  const { workspace } = useMe();
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const trpc = useTRPC();
  const describe = useDescribeError();
  const zone = workspace.kind === "tenant" ? workspace.timezone : "UTC";
  const filters = readFilters(search);
  const openId = search.get("recording");
  const go = (patch: Partial<CallFilters> & { recording?: string | null }, keep = false): void => {
    const { recording, ...changed } = patch;
    const address = `${path}${writeFilters({ ...filters, ...changed }, { recording })}`;
    if (keep) router.push(address, { scroll: false });
    else router.replace(address, { scroll: false });
  };
  const recordings = useInfiniteQuery(
    trpc.recordings.search.infiniteQueryOptions(
      {
        limit: 100,
        ...(filters.number ? { number: filters.number } : {}),
        ...(filters.dispositionId ? { dispositionId: filters.dispositionId } : {}),
        ...placeAndTime(filters, zone),
        ...lengthLimits(filters.length),
      },
      { getNextPageParam: (page) => page.nextCursor, retry: false },
    ),
  );
  const refused = codeOf(recordings.error) === "NUMBER_SEARCH_REFUSED";
  const rows = refused ? [] : recordings.data?.pages.flatMap((page) => page.items);
  const at = rows?.findIndex(({ id }) => id === openId) ?? -1;
  const step = (by: 1 | -1): void => {
    const next = at < 0 ? undefined : rows?.[at + by];
    if (next) go({ recording: next.id });
  };
  const columns: Column<Row>[] = [
    {
      key: "at",
      header: calls("started"),
      width: "9.25rem",
      csv: (row) => row.startedAt.toISOString(),
      cell: (row) => <DateTime at={row.startedAt} style="seconds" />,
    },
    {
      key: "phone",
      header: calls("number"),
      width: "9.25rem",
      csv: (row) => row.maskedPhone,
      cell: (row) => <PhoneNumber phone={row.maskedPhone} />,
    },
    {
      key: "campaign",
      header: calls("campaign"),
      csv: (row) => row.campaign?.name,
      cell: (row) => row.campaign?.name ?? "—",
    },
    {
      key: "agent",
      header: calls("agent"),
      width: "9.5rem",
      csv: (row) => row.agent?.name,
      cell: (row) => row.agent?.name ?? <span className="text-faint">—</span>,
    },
    {
      key: "disposition",
      header: calls("disposition"),
      width: "9.5rem",
      csv: (row) => row.disposition?.label,
      cell: (row) => row.disposition?.label ?? <span className="text-faint">—</span>,
    },
    {
      key: "length",
      header: t("length"),
      width: "5rem",
      align: "right",
      csv: (row) => Math.round((row.durationMs ?? 0) / 1000),
      cell: (row) => <Duration ms={row.durationMs ?? 0} />,
    },
    {
      key: "notes",
      header: t("notes"),
      width: "4.5rem",
      align: "right",
      csv: (row) => row.notes,
      cell: (row) =>
        row.notes > 0 ? (
          <span className="inline-flex items-center gap-1 text-muted">
            <MessageSquareText aria-hidden className="size-3.5" />
            <Count value={row.notes} />
          </span>
        ) : null,
    },
  ];
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("hint")}
        actions={
          may("recording.hold") ? (
            <Button icon={<Scale aria-hidden />} onClick={() => setKeeping(true)}>
              {holds("keeping")}
            </Button>
          ) : null
        }
      />
      <Query of={refused ? { ...recordings, isError: false } : recordings}>
        {() => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={rows}
              rowKey={(row) => row.id}
              onOpen={(row) => go({ recording: row.id }, true)}
              isSelected={(row) => row.id === openId}
              exportName="recordings"
              skeletonRows={12}
              toolbar={<CallFilterBar fields={FIELDS} filters={filters} onChange={(patch) => go(patch)} />}
              empty={
                refused ? (
                  <EmptyState icon={<AudioLines aria-hidden />} title={t("refused")}>
                    {describe(recordings.error).message}
                  </EmptyState>
                ) : (
                  <NoneOfThem
                    icon={<AudioLines aria-hidden />}
                    filters={filters}
                    onClear={() => go(NO_FILTERS)}
                    texts={{ title: t("empty"), filtered: calls("emptyFiltered"), never: t("emptyHint") }}
                  />
                )
              }
              footer={
                <LoadMore
                  shown={rows?.length ?? 0}
                  hasMore={recordings.hasNextPage}
                  loading={recordings.isFetchingNextPage}
                  onMore={() => void recordings.fetchNextPage()}
                />
              }
            />
          </Card>
        )}
      </Query>
      {keeping ? <KeepingSheet onClose={() => setKeeping(false)} /> : null}
      {openId ? (
        <RecordingSheet
          recordingId={openId}
          row={at < 0 ? undefined : rows?.[at]}
          onStep={step}
          hasNext={at >= 0 && at + 1 < (rows?.length ?? 0)}
          hasPrevious={at > 0}
          onClose={() => go({})}
        />
      ) : null}
    </>
  );
}

interface SheetProps {
  readonly recordingId: string;
  readonly row: Row | undefined;
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
}

/** j and k go to the next and the previous recording of the list without leaving the player. */
function RecordingSheet({ recordingId, row, hasNext, hasPrevious, onStep, onClose }: SheetProps) {
  const t = useTranslations("quality.recordings");
  const latest = useRef(onStep);
  useEffect(() => {
    latest.current = onStep;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.ctrlKey || event.metaKey || target?.closest("input:not([type=range]),textarea")) return;
      if (event.key === "j") latest.current(1);
      if (event.key === "k") latest.current(-1);
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return (
    <Sheet
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={row ? t("recordingOf", { number: row.maskedPhone }) : t("recording")}
      description={row ? <DateTime at={row.startedAt} style="seconds" /> : "…"}
      footer={
        <>
          <Button disabled={!hasPrevious} onClick={() => onStep(-1)}>
            {t("previous")}
          </Button>
          <Button disabled={!hasNext} onClick={() => onStep(1)}>
            {t("next")}
          </Button>
        </>
      }
    >
      <Listen key={recordingId} recordingId={recordingId} />
    </Sheet>
  );
}
