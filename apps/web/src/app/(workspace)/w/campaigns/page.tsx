"use client";
import type { RouterOutputs } from "@callbay/api/router";
import { CAMPAIGN_STATES, type CampaignState } from "@callbay/domain/values";
import { useQuery } from "@tanstack/react-query";
import { Megaphone, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { Button } from "~/ui/button.tsx";
import { Count } from "~/ui/format.tsx";
import { Card, EmptyState, PageHeader } from "~/ui/layout.tsx";
import { Link } from "~/ui/link.tsx";
import { Query } from "~/ui/query.tsx";
import { SearchField } from "~/ui/search-field.tsx";
import { Select } from "~/ui/select.tsx";
import { Badge, ProgressBar, toneOf } from "~/ui/status.tsx";
import { type Column, Table } from "~/ui/table.tsx";
import { useScheduleInShort } from "~/workspace/campaigns/schedule-in-short.ts";

type Campaign = RouterOutputs["campaigns"]["list"][number];
const ALL = "all";
/** Counts of a running campaign are asked anew this often: each call's event would be too often for a long table. */
const REFRESH_MS = 10_000;

export default function Page() {
  const t = useTranslations("workspace.campaigns");
  const common = useTranslations("common");
  const label = useEnumLabel();
  const may = useMay();
  const trpc = useTRPC();
  const campaigns = useQuery(
    trpc.campaigns.list.queryOptions(
      {},
      { refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "running") ? REFRESH_MS : false) },
    ),
  );
  const [search, setSearch] = useState("");
  const [state, setState] = useState<CampaignState | typeof ALL>(ALL);
  const onSearch = useCallback((text: string) => setSearch(text.toLowerCase()), []);
  const found = campaigns.data?.filter(
    (one) =>
      (state === ALL || one.state === state) && `${one.name} ${namesOf(one.lists)}`.toLowerCase().includes(search),
  );
  const createButton = may("campaign.write") ? (
    <Button asChild tone="primary">
      <Link href="/w/campaigns/new">
        <Plus aria-hidden />
        {t("create")}
      </Link>
    </Button>
  ) : null;
  const { whenOf, hoursOf } = useScheduleInShort();
  const columns: Column<Campaign>[] = [
    { key: "name", header: t("name"), sort: (row) => row.name, csv: (row) => row.name, cell: (row) => row.name },
    {
      key: "state",
      header: t("state"),
      width: "6.5rem",
      sort: (row) => row.state,
      csv: (row) => label("campaignState", row.state),
      cell: (row) => (
        <Badge tone={toneOf(row.state)} dot={row.state === "running"}>
          {label("campaignState", row.state)}
        </Badge>
      ),
    },
    {
      key: "purpose",
      header: t("purpose"),
      width: "7.25rem",
      sort: (row) => row.purpose,
      csv: (row) => label("campaignPurpose", row.purpose),
      cell: (row) => <span className="text-muted">{label("campaignPurpose", row.purpose)}</span>,
    },
    {
      key: "list",
      header: t("list"),
      width: "9rem",
      sort: (row) => namesOf(row.lists),
      csv: (row) => namesOf(row.lists),
      cell: (row) => <span className="block max-w-32 truncate text-muted">{namesOf(row.lists) || "—"}</span>,
    },
    {
      key: "schedule",
      header: t("schedule.column"),
      width: "9.5rem",
      sort: (row) => row.schedule?.from ?? null,
      csv: (row) => whenOf(row),
      cell: (row) => (
        <span
          className={`block max-w-34 truncate ${row.schedule ? "text-muted" : "text-faint"}`}
          title={hoursOf(row.schedule)}
        >
          {whenOf(row)}
        </span>
      ),
    },
    {
      key: "progress",
      header: t("progress"),
      width: "9.5rem",
      sort: (row) => (row.total === 0 ? null : row.done / row.total),
      csv: (row) => `${row.done}/${row.total}`,
      cell: (row) =>
        row.total === 0 ? (
          <span className="text-faint">{t("notStarted")}</span>
        ) : (
          <span className="flex w-34 items-center gap-2">
            <ProgressBar
              value={row.done}
              max={row.total}
              label={row.name}
              tone={row.state === "running" ? "ok" : "neutral"}
            />
            <span className="shrink-0 text-right text-xs text-muted">
              <Count value={row.done} /> / <Count value={row.total} />
            </span>
          </span>
        ),
    },
    {
      key: "agents",
      header: t("agents"),
      width: "4.25rem",
      align: "right",
      sort: (row) => row.agents,
      csv: (row) => row.agents,
      cell: (row) => <Count value={row.agents} />,
    },
    {
      key: "created",
      header: t("created"),
      // The newest stand first by themselves; when it dials says more than when it was made.
      fileOnly: true,
      sort: (row) => row.createdAt,
      csv: (row) => row.createdAt.toISOString(),
      cell: () => null,
    },
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("hint")} actions={createButton} />
      <Query of={campaigns}>
        {(data) => (
          <Card flush>
            <Table
              label={t("title")}
              columns={columns}
              rows={found}
              rowKey={(row) => row.id}
              href={(row) => `/w/campaigns/${row.id}`}
              exportName="campaigns"
              initialSort={{ key: "created", descending: true }}
              toolbar={
                <>
                  <SearchField label={t("search")} onSearch={onSearch} />
                  <Select
                    size="sm"
                    aria-label={t("state")}
                    value={state}
                    onChange={setState}
                    className="w-36"
                    options={[
                      { value: ALL, label: t("anyState") },
                      ...CAMPAIGN_STATES.map((value) => ({ value, label: label("campaignState", value) })),
                    ]}
                  />
                </>
              }
              empty={
                data?.length === 0 ? (
                  <EmptyState icon={<Megaphone aria-hidden />} title={t("empty")} action={createButton}>
                    {t("emptyHint")}
                  </EmptyState>
                ) : (
                  <EmptyState icon={<Megaphone aria-hidden />} title={common("nothingFound")}>
                    {t("noneHint")}
                  </EmptyState>
                )
              }
            />
          </Card>
        )}
      </Query>
    </>
  );
}

function namesOf(lists: readonly { readonly name: string }[]): string {
  return lists.map(({ name }) => name).join(", ");
}
